"""The screens of drafts in three languages, as a phone shows them."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.core.languages import LANGUAGES, Language
from bot.features.announcements import sending
from bot.features.announcements.audiences import Audience, Reach
from bot.features.announcements.media import Media, album
from bot.features.announcements.messages import rendered
from bot.features.announcements.pieces import Piece
from bot.features.announcements.store import Announcement
from bot.features.announcements.views import beginning, shaping
from bot.features.announcements.views import sending as asking
from bot.features.announcements.views.draft import Draft, discarded_screen, draft_screen, no_draft_screen
from bot.features.announcements.views.preview import preview
from bot.features.announcements.words import Words
from bot.telegram.screens import Screen
from tests.features.announcements.office import EVENTS
from tests.features.visitor import assert_fits_telegram, printed
from tests.support.translating import translators
from tests.support.whole_bot import closed_visit, open_visit

NOW = dt.datetime(2026, 9, 23, 4, 0, tzinfo=dt.UTC)
EDITION = open_visit(events=EVENTS)
REACH = Reach({"ru": 140, "en": 52, "zh": 20}, switched_off=5)
PLAIN = Announcement(
    14,
    "small",
    600,
    "draft",
    3,
    1,
    NOW,
    texts={"ru": Words("Автобус А уходит в девять"), "en": Words("Bus A leaves at nine")},
)
FULL = Announcement(
    15,
    "small",
    600,
    "draft",
    9,
    1,
    NOW,
    audience=Audience("group", "press"),
    texts={"en": Words("Three plans of the hall. " * 12)},
    media=album([Media("photo", {"photo": "1"}), Media("photo", {"photo": "2"})]),
    needs_confirmation=True,
    urgent=True,
    silent=True,
    pinned=True,
    send_at=NOW + dt.timedelta(hours=20),
    expires_at=NOW + dt.timedelta(hours=21),
)
TOO_LONG = Announcement(
    16, "small", 600, "draft", 1, 1, NOW, texts={"zh": Words("字" * 1100)}, media=Media("photo", {"photo": "1"})
)


def _draft(announcement: Announcement, reach: Reach = REACH) -> Draft:
    found = sending.obstacles(announcement, EDITION, translators(), NOW, anybody=bool(reach.people))
    return Draft(EDITION, announcement, reach, found, ZoneInfo("Europe/Moscow"))


def _screens(language: Language) -> dict[str, Screen]:
    tr = translators()[language]
    plain, full, too_long = _draft(PLAIN), _draft(FULL), _draft(TOO_LONG)
    nothing = _draft(Announcement(17, "small", 600, "draft", 1, 1, NOW), Reach(dict.fromkeys(LANGUAGES, 0)))
    asked = [PLAIN]
    piece = Piece(600, "1", None, Words(), (1, 2, 3), 1, False, NOW)
    return {
        "panel": draft_screen(plain, tr),
        "panel with everything": draft_screen(full, tr),
        "panel of what is too long": draft_screen(too_long, tr),
        "panel of nothing": draft_screen(nothing, tr),
        "audience": shaping.audience_screen(plain, asked, tr),
        **{
            f"audience: {kind}": shaping.choices_screen(plain, kind, asked, 0, tr)
            for kind in ("group", "role", "language", "event", "unconfirmed")
        },
        "texts": shaping.texts_screen(plain, tr),
        "ask for a text": shaping.ask_text_screen(plain, "ru", tr),
        "when": shaping.when_screen(full, tr),
        "ends": shaping.ends_screen(full, tr),
        "ask for a time": shaping.ask_when_screen(plain, tr, ends=False),
        "options": shaping.options_screen(full, tr),
        "options of a photo": shaping.options_screen(too_long, tr),
        "send?": asking.ask_to_send_screen(plain, tr),
        "send urgent?": asking.ask_to_send_screen(full, tr),
        "really urgent?": asking.ask_again_screen(full, tr),
        "discard?": asking.ask_to_discard_screen(plain, tr),
        "discarded": discarded_screen(EDITION, PLAIN, tr),
        "no draft": no_draft_screen(EDITION, tr),
        "how to": beginning.how_to_screen(tr),
        "offer": beginning.offer_screen(piece, [EDITION], tr),
        "which visit": beginning.which_visit_screen(piece, [EDITION, closed_visit()], tr),
        "gone": beginning.gone_screen(tr),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_reads_well_and_fits_telegram(language: Language, snapshot: SnapshotAssertion) -> None:
    screens = _screens(language)
    for screen in screens.values():
        assert_fits_telegram(screen)
    assert "\n\n".join(f"--- {name}\n{printed(screen)}" for name, screen in screens.items()) == snapshot


def test_a_panel_leads_to_everything_that_shapes_the_draft() -> None:
    data = {one.callback_data for row in draft_screen(_draft(PLAIN), translators()["en"]).rows for one in row}
    assert {"anaud", "antx", "anwhen", "anopts", "ansee", "antest", "androp", "ango", "anns", "menu"} == {
        (one or "").partition(":")[0] for one in data
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_preview_is_what_readers_get_but_for_what_its_buttons_do(language: Language) -> None:
    tr = translators()[language]
    for announcement in (PLAIN, FULL):
        shown = preview(announcement, EDITION, tr)
        sent = sending.everything_rendered(announcement, EDITION, translators())[language].contents
        for one, other in zip(shown, sent, strict=True):
            ours, theirs = dict(one.parameters), dict(other.parameters)
            buttons = [parameters.pop("reply_markup", None) for parameters in (ours, theirs)]
            assert (one.method, ours) == (other.method, theirs)
            mine, real = ([row[0]["text"] for row in (keys or {}).get("inline_keyboard", [])] for keys in buttons)
            assert mine == real


def test_the_sample_is_marked_in_everything_that_is_sent() -> None:
    for tr in translators().values():
        [content] = rendered(PLAIN, open_visit(sample=True), tr).contents
        assert content.parameters["text"].startswith(tr("Sample: an invented visit"))
        assert content.parameters["entities"][0]["type"] == "italic"
