"""From every command through every button there is, for every visit that ships, in each language."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import pytest
import pytest_asyncio
import yaml

from bot.core.languages import LANGUAGES, Language
from bot.simulator import Simulator
from tests.end_to_end.crawler import Crawl, Witness
from tests.end_to_end.process import VISITS, BotProcess, command, telegram
from tests.end_to_end.wording import in_every_language, left_untranslated, wrong_with

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(300)]


@dataclass(frozen=True, slots=True)
class Published:
    """A visit that ships: whether it is an invented sample, and how many screens must be found at least."""

    visit_id: str
    sample: bool
    items: int


def _published() -> list[Published]:
    found = []
    for path in sorted(VISITS.glob("*.yaml")):
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        items = sum(len(document.get(kind, [])) for kind in ("facts", "quotes", "people", "events", "organisations"))
        found.append(Published(document["id"], bool(document.get("sample")), items))
    return found


PUBLISHED = _published()


@dataclass(frozen=True, slots=True)
class Scene:
    simulator: Simulator
    bot: BotProcess
    witness: Witness


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scene(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    folder = tmp_path_factory.mktemp("bot")
    for path in sorted(VISITS.glob("*.yaml")):
        published = await command(folder, "publish", str(path))
        assert published.code == 0, published.err
    simulator = telegram(keep_calls=500)
    await simulator.start()
    witness = Witness(simulator)
    # The pace that Telegram wants is tested elsewhere; here it would only make everything slow.
    pace = {"BOT_MESSAGES_PER_SECOND": "1000", "BOT_PAID_BROADCAST": "true", "BOT_IN_FLIGHT": "32"}
    bot = await BotProcess.beside(simulator, folder, **pace)
    await simulator.wait_for(lambda: bool(menu(simulator, "zh")), 20)
    yield Scene(simulator, bot, witness)
    await bot.kill()
    await simulator.stop()


def menu(simulator: Simulator, language: Language) -> list[str]:
    commands = simulator.world.menus.get(("all_private_chats", None, None), language)
    return [entry["command"] for entry in commands]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("visit", PUBLISHED, ids=lambda visit: visit.visit_id)
async def test_every_button_leads_on_in_the_readers_language(
    scene: Scene, visit: Published, language: Language, record_property: Callable[[str, object], None]
) -> None:
    elsewhere = {other.visit_id for other in PUBLISHED if other is not visit}
    found = Crawl(scene.simulator, scene.witness, language, visit.visit_id, elsewhere=elsewhere)
    await found.run(["start", "cancel", *menu(scene.simulator, language)])
    record_property("screens", len(found.screens))
    print(f"{visit.visit_id} in {language}: {len(found.screens)} screens, {len(found.sent)} files and pins")
    wrong = [*found.faults, *_wrong_texts(found, visit, language), *_refusals(scene.witness)]
    assert not wrong, "\n".join(wrong)
    assert scene.bot.complaints == []
    assert len(found.screens) > visit.items


def _wrong_texts(found: Crawl, visit: Published, language: Language) -> list[str]:
    mark = in_every_language("Sample: an invented visit")
    wrong = []
    for seen in found.screens:
        chosen = seen.by.partition(":")[2] if seen.by.startswith("setlang:") else ""
        spoken = next((other for other in LANGUAGES if other == chosen), language)
        wrong += [f"{seen.by} {problem}" for problem in wrong_with(seen, spoken)]
        is_marked = seen.text.startswith(mark[spoken])
        if visit.visit_id in seen.by.split(":") and not seen.by.startswith("setvisit:") and is_marked != visit.sample:
            wrong.append(f"{seen.by} is{'' if is_marked else ' not'} marked as invented")
    captions = {data: message["caption"] for data, message in found.sent.items() if "caption" in message}
    wrong += [
        f"{data}: the file is not marked" for data, text in captions.items() if (mark[language] in text) != visit.sample
    ]
    for data, text in (*found.notes.items(), *captions.items()):
        wrong += [f"{data}: {words!r} is not in {language}" for words in left_untranslated(text.split("\n"), language)]
    return wrong


def _refusals(witness: Witness) -> list[str]:
    """What Telegram refused, but for presses on buttons that lead to the very screen they stand on."""
    refused = [f"{call.method}: {call.outcome}" for call in witness.refused]
    return [line for line in refused if "message is not modified" not in line]
