"""How publishing from a file looks, in three languages, and that it fits Telegram however much a file changes."""

import datetime as dt
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.content.edition import Edition
from bot.content.models import Visit
from bot.core.languages import LANGUAGES, Language
from bot.features.publishing.seeing import Preview
from bot.features.publishing.store import Proposal
from bot.features.publishing.views import beginning, deciding, preview, results
from bot.telegram.hearing import Hearers
from bot.telegram.publishing import Publication
from bot.telegram.screens import Screen
from tests.content.builders import name, person, place
from tests.features.publishing.newsroom import event, visit
from tests.features.visitor import assert_fits_telegram, printed
from tests.support.translating import translators

NOON = dt.datetime(2099, 5, 1, 4, 0, tzinfo=dt.UTC)
HEARERS = Hearers({"ru": 140, "en": 52, "zh": 20}, urgently=3)
Json = dict[str, Any]


def three(en: str, ru: str, zh: str) -> Json:
    return {"title": {"ru": ru, "en": en, "zh": zh}}


TABLE = event("talks", "", "10:00", "11:00", people=["P1"], groups=["bus-a"]) | three(
    "Round table", "Круглый стол", "圆桌会议"
)
LUNCH = event("lunch", "", "12:00", place="hall") | three("Lunch", "Обед", "午餐")
DINNER = event("dinner", "", "19:00") | three("Dinner", "Ужин", "晚宴")
TOUR = event("tour", "", "12:30", "14:00", place="hall", groups=["bus-b"]) | three("Tour", "Экскурсия", "参观")


def of(*events: Json, **more: Any) -> Visit:
    groups = [
        {"id": "bus-a"} | three("Bus A", "Автобус А", "A车"),
        {"id": "bus-b"} | three("Bus B", "Автобус Б", "B车"),
    ]
    both = {"groups": groups, "places": [place("hall", names=name("Hall 1"))], "people": [person("P1")]}
    return visit(events=list(events), **(three("A small visit", "Небольшой визит", "小型访问") | both | more))


def edition(number: int, content: Visit) -> Edition:
    return Edition(number, number, content.id, NOON, "file", content)


BEFORE = of(TABLE, LUNCH, DINNER)
AFTER = of(TABLE | {"start": "11:30", "end": "12:30"}, LUNCH, TOUR)


def seen(
    after: Visit = AFTER,
    held: Edition | None = None,
    base: Edition | None = None,
    hearers: Hearers = HEARERS,
    **how: Any,
) -> Preview:
    proposal = Proposal(
        2**50, 600, "open", "programme.xlsx", None, after.id, 3, after.model_dump_json(exclude_defaults=True), None
    )
    return Preview(proposal, held, base, after, hearers, NOON, **how)


def _screens(language: Language) -> dict[str, Screen]:
    tr, held = translators()[language], edition(5, BEFORE)
    shown = seen(held=held)
    # Another moved the round table meanwhile, as the file does; or added a talk, which the file knows nothing of.
    older, first = of(TABLE | {"start": "09:00"}, LUNCH, DINNER), edition(3, BEFORE)
    more = edition(5, of(TABLE, LUNCH, DINNER, event("farewell", "", "21:00") | three("Farewell", "Прощание", "告别")))
    proposal, decided = shown.proposal, Proposal(1, 600, "published", "a.xlsx", None, "small", 3, None, 6)
    done = Publication(edition(6, AFTER), held, NOON + dt.timedelta(minutes=1))
    errors = ["Events!D3: «25:00»", "Events!J4: hall-9"]
    return {
        "start": beginning.start_screen(held, [edition(1, of(id="other"))], True, tr),
        "which visit": beginning.which_visit_screen([held], tr),
        "first visit": beginning.first_visit_screen(tr),
        "whose file": beginning.whose_file_screen("programme.csv", 2**50, [held], tr),
        "reading": beginning.reading_screen("programme.xlsx", True, tr),
        "coming": beginning.coming_screen(held, tr),
        "what is read": beginning.what_is_read_screen(tr),
        "preview": preview.preview_screen(shown, tr),
        "preview, without notices": preview.preview_screen(seen(held=held, quiet=True), tr),
        "preview, moved on": preview.preview_screen(seen(held=more, base=first, hearers=Hearers()), tr),
        "preview, both changed the same": preview.preview_screen(seen(held=held, base=edition(3, older)), tr),
        "new visit": preview.preview_screen(seen(hearers=Hearers()), tr),
        "changes": preview.changes_screen(shown, 0, tr),
        "clashes": preview.clashes_screen(shown, 0, tr),
        "moved on": deciding.moved_on_screen(proposal, BEFORE, more, tr),
        "published": deciding.published_screen(done, NOON, tr),
        "published, nobody told": deciding.published_screen(Publication(done.edition, held, None), NOON, tr),
        "published, new": deciding.published_screen(Publication(edition(1, AFTER), None, None), NOON, tr),
        "nothing left": deciding.nothing_left_screen(held, tr),
        "discarded": deciding.discarded_screen(AFTER, tr),
        "decided": deciding.decided_screen(decided, tr),
        "gone": deciding.gone_screen(tr),
        "not together": deciding.does_not_go_together_screen(held, tr),
        "errors": results.errors_screen("programme.xlsx", errors, True, "small", tr),
        "nothing changes": results.nothing_changes_screen("programme.xlsx", held, tr),
        "not edited": results.not_edited_screen("programme.xlsx", "winter", tr),
        "too large": results.too_large_screen(tr),
        "not fetched": results.not_fetched_screen("programme.xlsx", tr),
        "not read": results.not_read_screen("programme.xlsx", tr),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_screens(language: Language, snapshot: SnapshotAssertion) -> None:
    shown = {name: printed(screen) for name, screen in _screens(language).items()}
    assert "\n\n=====\n".join(f"{name}\n-----\n{text}" for name, text in shown.items()) == snapshot


@pytest.mark.parametrize("language", LANGUAGES)
def test_however_much_a_file_changes_every_page_fits_and_nothing_is_left_out(language: Language) -> None:
    tr = translators()[language]
    crowd = [event(f"E{number}", f"A long title of an event with a number, {number}", "10:00") for number in range(80)]
    gone = [event(f"G{number}", f"Another title of an event with a number, {number}", "10:00") for number in range(80)]
    held = edition(2**40, of(*gone, id="a-visit-of-20-letter"))
    shown = seen(of(*crowd, id="a-visit-of-20-letter"), held=held, base=edition(3, of(id="a-visit-of-20-letter")))
    for screen in _screens(language).values():
        assert_fits_telegram(screen)
    for screen in (preview.preview_screen(shown, tr), deciding.moved_on_screen(shown.proposal, shown.visit, held, tr)):
        assert_fits_telegram(screen)
    for show in (preview.changes_screen, preview.clashes_screen):
        pages: list[str] = []
        while not pages or pages[-1] not in pages[:-1]:
            screen = show(shown, len(pages), tr)
            assert_fits_telegram(screen)
            pages.append(printed(screen))
        said = "".join(pages[:-1])
        assert all(f"A long title of an event with a number, {number}" in said for number in range(80))
    errors = [f"Events!D{number}: {'a reason that goes on and on ' * 20}" for number in range(1000)]
    assert_fits_telegram(results.errors_screen("x" * 70, errors, True, "small", tr))
