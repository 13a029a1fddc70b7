"""Every command of the menu, asked in each language by somebody who never wrote before."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.core.languages import LANGUAGES, Language
from tests.end_to_end.process import Scene, scene
from tests.end_to_end.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="module")

# What each answer says, in Russian, English and Chinese: about the visit that ships.
ANSWERS = {
    "start": ("Делегация Москвы в парке «Бэйкэчуан»", "Every statement names its source.", "莫斯科代表团访问"),
    "help": ("Что я умею", "What I can do", "我能做什么"),
    "cancel": ("Отменять нечего", "There is nothing to cancel", "没有需要取消的操作"),
    "park": ("Более 903 тыс. кв. м", "More than 903,000 m²", "超过90.3万平方米"),
    "companies": ("Компании и организации", "Companies and organisations", "企业与机构"),
    "quotes": ("Город укрепляет промышленную кооперацию", "Olga Vidanova", "引语 · 第1页"),
    "sources": ("прочитано 22 нояб. 2026", "seen 22 Nov 2026", "来源"),
    "programme": ("27 сентября 2025", "27 September 2025", "2025年9月27日"),
    "now": ("Программа завершена", "The programme is over", "日程已结束"),
    "agenda": ("Здесь пока пусто", "There is nothing on it yet", "目前还没有内容"),
    "people": ("Чжу Сяофэн", "Zhu Xiaofeng", "Zhu Xiaofeng"),
    "visit": ("Визит один, о нём я и рассказываю", "There is one visit, and you are in it", "目前只有一次访问"),
    "news": ("Действующих объявлений нет", "No announcement holds at present", "目前没有有效的公告"),
    "subscriptions": ("Новости визита: выкл.", "News of the visit: off", "访问动态：关"),
    "ask": ("Вопрос организаторам", "A question to the organisers", "向组织方提问"),
    "language": ("Я говорю по-русски.", "I speak English.", "我现在使用中文。"),
    "timezone": ("Ваш часовой пояс", "Your time zone", "您的时区"),
    "privacy": ("Что я храню о вас", "What I store about you", "我保存的您的信息"),
    "forget_me": ("Стереть всё о вас?", "Erase everything about you?", "删除您的全部信息？"),
}
UNLISTED = {"start", "cancel"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    async with scene(tmp_path_factory.mktemp("bot")) as running:
        await running.simulator.wait_for(lambda: bool(menu(running, "zh")), 20)
        yield running
        assert running.bot.complaints == []


def menu(running: Scene, language: str, kind: str = "all_private_chats") -> list[dict[str, str]]:
    return running.simulator.world.menus.get((kind, None, None), language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ANSWERS)
async def test_a_command_is_answered_in_the_persons_language(shared: Scene, name: str, language: Language) -> None:
    visitor = Visitor.new(shared.simulator, language)
    seen = await visitor.ask(f"/{name}")
    assert ANSWERS[name][LANGUAGES.index(language)] in seen.text


async def test_the_menus_name_every_command_of_this_table_and_no_other(shared: Scene) -> None:
    for language in ("", *LANGUAGES):
        assert {entry["command"] for entry in menu(shared, language)} == ANSWERS.keys() - UNLISTED


async def test_each_language_describes_the_commands_in_its_own_words(shared: Scene) -> None:
    russian, english, chinese = ({entry["description"] for entry in menu(shared, code)} for code in LANGUAGES)
    assert len(russian | english | chinese) == len(russian) + len(english) + len(chinese)
    assert menu(shared, "") == menu(shared, "en")


async def test_groups_have_a_menu_without_what_is_personal(shared: Scene) -> None:
    listed = {entry["command"] for entry in menu(shared, "ru", "all_group_chats")}
    assert {"park", "programme", "now", "people"} <= listed
    assert not listed & {"agenda", "ask", "subscriptions", "language", "timezone", "privacy", "forget_me", "visit"}


async def test_a_language_that_nobody_translated_is_answered_in_english(shared: Scene) -> None:
    visitor = Visitor.new(shared.simulator, "en")
    shared.simulator.world.people[visitor.user_id].language_code = "pt"
    assert "Companies and organisations" in (await visitor.ask("/companies")).text


async def test_a_choice_of_language_holds_against_telegrams_own(shared: Scene) -> None:
    visitor = Visitor.new(shared.simulator, "en")
    changed = await visitor.press(await visitor.ask("/language"), "setlang:zh")
    assert changed.edited is not None
    assert "我现在使用中文。" in changed.edited.text
    assert ANSWERS["park"][2] in (await visitor.ask("/park")).text


async def test_a_city_after_timezone_is_chosen_and_stands_beside_the_programme(shared: Scene) -> None:
    visitor = Visitor.new(shared.simulator, "en")
    assert "✓ London" in " ".join((await visitor.ask("/timezone London")).labels)
    assert "London" in (await visitor.ask("/now")).text


@pytest.mark.parametrize(
    ("written", "command"),
    [
        ("/PARK", "park"),
        ("/park@simulated_briefing_bot", "park"),
        ("/park and something that nobody asked for", "park"),
        ("/park\nsecond line", "park"),
        ("/start park", "park"),
        ("/start programme", "programme"),
        ("/start   people", "people"),
        ("/now;DROP TABLE users", "start"),
    ],
)
async def test_a_command_is_understood_however_it_is_written(shared: Scene, written: str, command: str) -> None:
    visitor = Visitor.new(shared.simulator, "en")
    seen = await visitor.ask(written)
    expected = "I do not know this command" if ";" in written else ANSWERS[command][1]
    assert expected in seen.text


@pytest.mark.parametrize("payload", ["start", "nothing-like-this", "forget_me_not", "a" * 64, "../../etc", "🙂"])
async def test_an_unknown_link_is_said_to_be_one_and_leads_to_the_start(shared: Scene, payload: str) -> None:
    visitor = Visitor.new(shared.simulator, "en")
    seen = await visitor.ask(f"/start {payload}")
    assert "I do not know this link" in seen.text
    assert any(button.prefix == "park" for button in seen.buttons)


async def test_a_link_to_a_personal_command_opens_it(shared: Scene) -> None:
    visitor = Visitor.new(shared.simulator, "ru")
    assert ANSWERS["privacy"][0] in (await visitor.ask("/start privacy")).text


@pytest.mark.parametrize("junk", ["/park@another_bot", "/", "/no_such_command", "/@", "/park_", "/парк"])
async def test_what_is_no_command_of_ours_gets_a_sentence_and_a_way_on(shared: Scene, junk: str) -> None:
    visitor = Visitor.new(shared.simulator, "en")
    seen = await visitor.ask(junk)
    assert seen.text
    assert seen.buttons
