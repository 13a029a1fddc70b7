"""What stands on buttons is read whole: on a phone, where a row is some forty letters wide."""

import pytest
from aiogram.types import InlineKeyboardButton

from bot.telegram.citing import rows_of, ways_back
from bot.telegram.presses import OpenMenu
from bot.telegram.screens import LABEL_WIDTH, columns, shortened
from tests.support.translating import translators


def _laid_out(*labels: str, width: int = 2) -> list[list[str]]:
    buttons = [InlineKeyboardButton(text=label, callback_data="x") for label in labels]
    return [[one.text for one in row] for row in rows_of(buttons, width)]


def test_short_labels_stand_side_by_side() -> None:
    assert _laid_out("Park", "People", "Quotes") == [["Park", "People"], ["Quotes"]]
    assert _laid_out(*"123456", width=5) == [["1", "2", "3", "4", "5"], ["6"]]


def test_a_long_label_has_a_row_of_its_own() -> None:
    long = "Visit to the Beike Chuan park"
    assert _laid_out(long, "People", "Quotes") == [[long], ["People", "Quotes"]]
    assert _laid_out("People", long, "Quotes") == [["People"], [long], ["Quotes"]]
    assert _laid_out("莫斯科投资和工业政策局新闻处", "引语") == [["莫斯科投资和工业政策局新闻处"], ["引语"]]


@pytest.mark.parametrize(
    "label", ["25th China International Industry Fair (CIIF)", "第25届中国国际工业博览会上海国家会展中心"]
)
def test_a_long_way_back_does_not_squeeze_the_menu(label: str) -> None:
    [back], [menu] = rows_of(ways_back(translators()["en"], (label, OpenMenu())))
    assert back.text.startswith(f"‹ {label[:4]}")
    assert back.text.endswith("…")
    assert columns(back.text) <= LABEL_WIDTH
    assert menu.text == "Menu"
    assert len(rows_of(ways_back(translators()["en"], ("People", OpenMenu())))) == 1


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("Технополис Москва", "Технополис Москва"),
        (
            "Департамент инвестиционной и промышленной политики",
            "Департамент инвестиционной и…",
        ),
        ("25th China International Industry Fair (CIIF)", "25th China International Industry…"),
        ("莫斯科投资和工业政策局新闻处关于访问的消息来源", "莫斯科投资和工业政策局新闻处关于访问…"),
    ],
)
def test_a_label_is_cut_between_words_and_says_so(label: str, shown: str) -> None:
    assert shortened(label) == shown
    assert columns(shown) <= LABEL_WIDTH
