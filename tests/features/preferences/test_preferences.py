import datetime as dt
from typing import Any

import pytest

from bot.core.languages import LANGUAGES, Language
from bot.features.preferences.handlers import ROUTES
from bot.features.preferences.view import ChooseLanguage, ChooseVisit, ChooseZone
from tests.features.visitor import Visitor, assert_fits_telegram, labels, leads_to, text
from tests.support.small_visit import small_edition

EVENING = dt.datetime(2026, 11, 22, 17, 5, tzinfo=dt.UTC)  # 20:05 in Moscow, 01:05 in Shanghai


def _visitor(**more: Any) -> Visitor:
    return Visitor([ROUTES], small_edition(), now=EVENING, **more)


async def test_the_language_chosen_is_marked_and_the_same_screen_answers_in_it() -> None:
    visitor = _visitor()
    before = await visitor.asks("language")
    assert "✓ As in Telegram: English" in labels(before)
    after = await visitor.presses(leads_to(before, "Русский"))
    assert "✓ Русский" in labels(after)
    assert text(after) != text(before)
    assert text(after) == text(await visitor.asks("language"))


async def test_a_person_can_go_back_to_the_language_of_their_telegram() -> None:
    visitor = _visitor(language="zh-hans")
    await visitor.presses(ChooseLanguage(language="en").pack())
    screen = await visitor.asks("language")
    assert "As in Telegram: 中文" in labels(screen)
    await visitor.presses(leads_to(screen, "As in Telegram: 中文"))
    user = visitor.user()
    assert user is not None
    assert user.language is None


async def test_a_telegram_in_another_language_is_answered_in_english() -> None:
    assert "✓ As in Telegram: English" in labels(await _visitor(language="pt-br").asks("language"))


async def test_a_language_that_the_bot_does_not_speak_chooses_none() -> None:
    visitor = _visitor()
    await visitor.presses(ChooseLanguage(language="xx").pack())
    user = visitor.user()
    assert user is not None
    assert user.language is None


async def test_until_a_choice_the_time_zone_is_the_delegations_home() -> None:
    screen = await _visitor().asks("timezone")
    assert "Moscow, 20:05 now\nas at the delegation’s home" in text(screen)
    assert labels(screen)[0] == "Shanghai 01:05"
    assert "✓ As at home: Moscow" in labels(screen)


async def test_a_press_chooses_a_time_zone_and_another_goes_back_home() -> None:
    visitor = _visitor()
    chosen = await visitor.presses(leads_to(await visitor.asks("timezone"), "London 17:05"))
    assert "London, 17:05 now" in text(chosen)
    assert "✓ London 17:05" in labels(chosen)
    back = await visitor.presses(leads_to(chosen, "As at home: Moscow"))
    assert "Moscow, 20:05 now" in text(back)


@pytest.mark.parametrize(
    ("written", "zone"),
    [
        ("Europe/London", "Europe/London"),
        ("  london ", "Europe/London"),
        ("Москва", "Europe/Moscow"),
        ("上海", "Asia/Shanghai"),
        ("Пекин", "Asia/Shanghai"),
        ("new york", "America/New_York"),
        ("Санкт-Петербург", "Europe/Moscow"),
        ("Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("utc", "UTC"),
    ],
)
async def test_a_city_or_zone_can_be_written_after_the_command(written: str, zone: str) -> None:
    visitor = _visitor()
    await visitor.asks("timezone", written)
    user = visitor.user()
    assert user is not None
    assert user.zone == zone


@pytest.mark.parametrize(("written", "meant"), [("Lodnon", "London 17:05"), ("Масква", "Moscow 20:05")])
async def test_a_slip_of_the_pen_is_answered_with_what_was_meant(written: str, meant: str) -> None:
    visitor = _visitor()
    screen = await visitor.asks("timezone", written)
    assert f"I know no city or time zone “{written}”" in text(screen)
    assert labels(screen)[0] == meant
    assert f"✓ {meant}" in labels(await visitor.presses(leads_to(screen, meant)))


@pytest.mark.parametrize("written", ["qqqqqq", "🙂", "x" * 4000, "Etc/GMT-3", "../../etc/passwd"])
async def test_junk_after_the_command_changes_nothing_and_is_told_what_to_write(written: str) -> None:
    visitor = _visitor()
    screen = await visitor.asks("timezone", written)
    assert "I know no city or time zone" in text(screen)
    assert len(text(screen)) < 300
    assert_fits_telegram(screen)
    user = visitor.user()
    assert user is not None
    assert user.zone is None


async def test_a_button_with_a_zone_that_does_not_exist_goes_back_home() -> None:
    visitor = _visitor()
    await visitor.presses(ChooseZone(zone="Mars/Olympus").pack())
    assert "Moscow, 20:05 now" in text(await visitor.asks("timezone"))


async def test_without_a_visit_there_is_no_home_and_the_common_zones_are_offered() -> None:
    screen = await Visitor([ROUTES], now=EVENING).asks("timezone")
    assert "You have not chosen one." in text(screen)
    assert "Moscow 20:05" in labels(screen)
    assert not [label for label in labels(screen) if "at home" in label]


async def test_one_visit_needs_no_choice() -> None:
    screen = await _visitor().asks("visit")
    assert "There is one visit" in text(screen)
    assert labels(screen) == ["Menu"]


async def test_among_several_visits_the_one_chosen_is_marked_and_samples_say_so() -> None:
    other = small_edition(id="other", title={"en": "Another visit"}, sample=True)
    visitor = Visitor([ROUTES], small_edition(), other)
    before = await visitor.asks("visit")
    assert labels(before) == ["✓ A small visit", "Another visit", "Menu"]
    assert "a sample, invented to try things out" in text(before)
    after = await visitor.presses(leads_to(before, "Another visit"))
    assert labels(after) == ["A small visit", "✓ Another visit", "Menu"]
    user = visitor.user()
    assert user is not None
    assert user.visit_id == "other"


@pytest.mark.parametrize("visit", ["closed", "unheard-of"])
async def test_a_visit_that_is_not_open_cannot_be_chosen(visit: str) -> None:
    visitor = Visitor([ROUTES], small_edition(), small_edition(id="closed", audience="members"))
    assert "not open to you" in text(await visitor.presses(ChooseVisit(visit=visit).pack()))
    user = visitor.user()
    assert user is not None
    assert user.visit_id is None


async def test_where_no_visit_is_open_the_choice_says_so() -> None:
    assert "No visit is open to you yet" in text(await Visitor([ROUTES]).asks("visit"))


async def test_settings_are_not_for_groups() -> None:
    assert all(command.personal for command in ROUTES.commands)
    assert all(press.personal for press in ROUTES.presses)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_screen_fits_telegram(language: Language) -> None:
    visitor = Visitor([ROUTES], small_edition(), small_edition(id="v" * 20), language=language, now=EVENING)
    for command in ("visit", "language", "timezone"):
        for screen in (await visitor.everything_from(command)).values():
            assert_fits_telegram(screen)
