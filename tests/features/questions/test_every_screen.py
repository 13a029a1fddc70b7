"""The screens of questions as they were edited, in all languages."""

import datetime as dt
import json

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.core.languages import LANGUAGES, Language
from bot.features.questions.store import ANSWERED_ALREADY, Progress, Sending
from bot.features.questions.views import asking, desks, listing
from bot.telegram.desks import Desk
from bot.telegram.outbox.deliveries import STATES, State
from bot.telegram.questions import Draft, Question
from bot.telegram.screens import Screen
from tests.features.visitor import NOON, assert_fits_telegram, printed
from tests.support.small_visit import small_edition
from tests.support.translating import translators

URL = "https://t.me/briefing_bot?start=question_12"
HERE = 600


def _question(**changes: object) -> Question:
    values: dict[str, object] = {
        "question_id": 12,
        "visit_id": "small",
        "user_id": 500,
        "name": "Anna",
        "text": "Where does bus A leave from tomorrow?",
        "state": "open",
        "asked_at": NOON - dt.timedelta(hours=2, minutes=5),
    }
    return Question(**(values | changes))  # type: ignore[arg-type]


def _sending(number: int, state: State, reason: str | None = None) -> Sending:
    return Sending(number, number, state, reason, NOON, None)


ANSWERS = Progress(_sending(1, "sent"), (_sending(1, "uncertain"), _sending(2, "sent")))


def _screens(language: Language) -> dict[str, Screen]:
    tr, edition, other = translators()[language], small_edition(), small_edition(id="other", sample=True)
    group = Desk("small", -100, "Headquarters", "en", NOON)
    lost = Desk("small", -100, "Headquarters", "en", NOON, lost_at=NOON)
    rejected = Progress(_sending(1, "rejected", "Forbidden: bot was kicked from the group chat"))
    overtaken = Progress(
        _sending(1, "cancelled", ANSWERED_ALREADY),
        (_sending(1, "rejected", "Forbidden: bot was blocked by the user"),),
    )
    listed = [
        (_question(), Progress(None)),
        (_question(question_id=13, name=None, asked_at=NOON - dt.timedelta(days=5)), rejected),
        (_question(question_id=14, text="Lunch? " * 40, state="answered", asked_at=NOON), overtaken),
    ]
    return {
        "write": asking.write_screen(edition, tr, several=True),
        "confirm": asking.confirm_screen(edition, Draft(3, 500, "small", "Where is lunch?"), tr),
        "asked": asking.asked_screen(edition, _question(), tr, relayed=True),
        "asked anonymously, no desk": asking.asked_screen(edition, _question(name=None), tr, relayed=False),
        "dropped": asking.dropped_screen(tr),
        "too many": asking.too_many_screen(dt.timedelta(minutes=12), 5, tr),
        "erased meanwhile": asking.ask_anew_screen(edition, tr),
        "answer": asking.answer_screen(edition, _question(), 1, "From the north gate, 08:40.", tr),
        "in the chat": listing.relayed_screen(edition, _question(name=None), Progress(None), URL, tr),
        "in the chat, answered": listing.relayed_screen(edition, _question(state="answered"), ANSWERS, URL, tr),
        "in the chat, settled": listing.relayed_screen(edition, _question(state="settled"), Progress(None), URL, tr),
        "list": listing.list_screen(edition, listing.Page(0, listed, 7, None), [other], NOON, tr),
        "list, chat lost": listing.list_screen(edition, listing.Page(0, [], 0, lost), [], NOON, tr),
        "card": listing.card_screen(edition, _question(state="answered"), ANSWERS, NOON, tr),
        "card, uncertain": listing.card_screen(edition, _question(), Progress(_sending(1, "uncertain")), NOON, tr),
        "write the answer": listing.write_answer_screen(edition, _question(), tr),
        "passed on": listing.passed_on_screen(_question(), tr, in_group=False),
        "gone": listing.gone_screen("small", tr),
        "desk: none": desks.desk_screen(edition, None, HERE, [other], 0, tr),
        "desk: here": desks.desk_screen(edition, Desk("small", HERE, None, "en", NOON), HERE, [], 3, tr),
        "desk: a group": desks.desk_screen(edition, group, HERE, [], 1, tr),
        "desk: another admin": desks.desk_screen(edition, Desk("small", 7, None, "en", NOON), HERE, [], 0, tr),
        "desk: lost": desks.desk_screen(edition, lost, HERE, [], 0, tr),
        "told of the loss": desks.lost_screen(edition, lost, tr),
    }


def _in_group(language: Language) -> dict[str, Screen]:
    tr, edition = translators()[language], small_edition()
    return {
        "chosen": desks.chosen_in_group_screen(edition, tr, moved=False, waiting=2),
        "moved": desks.chosen_in_group_screen(edition, tr, moved=True, waiting=0),
        "closed": desks.closed_in_group_screen(edition, tr),
        "which": desks.which_visit_screen(tr),
        "by a link": desks.send_desk_screen(tr),
        "passed on": listing.passed_on_screen(_question(name=None), tr, in_group=True),
        "not passed on": listing.not_passed_on(tr),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_reads_as_it_was_edited(language: Language, snapshot: SnapshotAssertion) -> None:
    screens = _screens(language)
    for screen in screens.values():
        assert_fits_telegram(screen)
    shown = screens | {f"in a group: {name}": screen for name, screen in _in_group(language).items()}
    assert "\n\n".join(f"━━━ {name}\n{printed(screen)}" for name, screen in shown.items()) == snapshot


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_question_and_answer_fit_and_show_their_words_untouched(language: Language) -> None:
    tr, words = translators()[language], "**<b>&😀" * 125
    question = _question(text=words, name="Ж" * 64)
    answer = asking.answer_screen(small_edition(), question, 1, "😀" * listing.LONGEST_ANSWER, tr)
    for screen in (
        answer,
        asking.confirm_screen(small_edition(), Draft(2**53 - 1, 5, "small", words), tr),
        listing.relayed_screen(small_edition(), question, ANSWERS, URL, tr),
        listing.card_screen(small_edition(), question, ANSWERS, NOON, tr),
    ):
        assert_fits_telegram(screen)
        assert words in str(screen.content()["text"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", STATES)
def test_every_state_of_a_delivery_is_said_in_words(language: Language, state: State) -> None:
    tr = translators()[language]
    progress = Progress(_sending(1, state, None), (_sending(1, state, None),))
    screen = listing.card_screen(small_edition(), _question(), progress, NOON, tr)
    assert json.dumps(printed(screen))
    if language != "en" and state != "expired":
        assert state not in printed(screen)
