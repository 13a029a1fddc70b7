"""The screens of announcements that were confirmed in three languages, as a phone shows them."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.core.languages import LANGUAGES, Language
from bot.features.announcements.progress import Counted, Progress
from bot.features.announcements.recipients import Copy, Page
from bot.features.announcements.store import Announcement
from bot.features.announcements.views import asking, control, lists, news, wording
from bot.features.announcements.words import Words
from bot.telegram.outbox import standing
from bot.telegram.outbox.deliveries import STATES
from bot.telegram.screens import Screen
from tests.features.visitor import assert_fits_telegram, printed
from tests.support.translating import translators
from tests.support.whole_bot import closed_visit, open_visit

NOW = dt.datetime(2026, 9, 23, 4, 0, tzinfo=dt.UTC)
EDITION = open_visit()
SIGHT = control.Sight(NOW, 28, ZoneInfo("Europe/Moscow"))
SENT = Announcement(
    14,
    "small",
    600,
    "confirmed",
    4,
    1,
    NOW - dt.timedelta(hours=1),
    texts={"ru": Words("Автобус А уходит в девять"), "en": Words("Bus A leaves at nine")},
    needs_confirmation=True,
    confirmed_at=NOW - dt.timedelta(minutes=5),
)
CORRECTED = replace(SENT, edition=2, corrected_at=NOW)
RECALLED = replace(CORRECTED, recalled_at=NOW)


def counts(**known: int) -> Counted:
    """Return a count of every state."""
    return {state: known.get(state, 0) for state in STATES}


START = NOW - dt.timedelta(minutes=5)
LATER = NOW + dt.timedelta(hours=20)
SENDING = Progress(
    "sending", counts(sent=165, rejected=2, uncertain=1, queued=40, sending=4), uncertain=1, starts_at=START
)
HELD = replace(SENDING, standing="paused", held=12, messages=3)
DONE = Progress(
    "done",
    counts(sent=209, rejected=2, uncertain=1),
    confirmed=87,
    uncertain=1,
    starts_at=START,
    ended_at=START + dt.timedelta(seconds=7.6),
)
MENDED = replace(DONE, correction=counts(sent=150, queued=50, uncertain=2, cancelled=7))
BACK = replace(MENDED, standing="recalled", recall=counts(sent=160, rejected=3, expired=1, cancelled=1), too_old=45)
COPIES = (
    Copy(1, "announcement", "uncertain", "Чжу Сяофэн", True, "the bot stopped while it was sent", NOW),
    Copy(
        2, "announcement text", "rejected", "A very long name indeed of one delegate", True, standing.UNREACHABLE, NOW
    ),
    Copy(3, "announcement nudge", "sent", None, True, "TelegramBadRequest: Bad Request: chat not found", NOW),
    Copy(4, "announcement", "rejected", None, False, "TelegramForbiddenError: Forbidden: bot was blocked", NOW),
)
PAGE = Page(1, COPIES, 24, lists.ON_A_PAGE)
NOBODY = Page(0, (), 0, lists.ON_A_PAGE)


def screens(language: Language) -> dict[str, Screen]:
    """Return every screen in this language by what it is."""
    tr = translators()[language]
    listing = news.Page([RECALLED, SENT], has_older=True, is_newest=False)
    editions = {"small": EDITION}
    both = {"small": EDITION, "closed": closed_visit()}
    texts: dict[Language, Words] = {"ru": Words("Автобус А уходит в десять"), "zh": Words("A车10点出发")}
    return {
        "scheduled": control.control_screen(
            EDITION, SENT, replace(SENDING, standing="scheduled", starts_at=LATER), SIGHT, tr
        ),
        "sending": control.control_screen(EDITION, SENT, SENDING, SIGHT, tr),
        "paused": control.control_screen(EDITION, SENT, HELD, SIGHT, tr),
        "done": control.control_screen(EDITION, SENT, DONE, SIGHT, tr),
        "corrected": control.control_screen(EDITION, CORRECTED, MENDED, SIGHT, tr),
        "recalled": control.control_screen(EDITION, RECALLED, BACK, SIGHT, tr),
        "cancel": asking.cancel_screen(EDITION, SENT, SENDING, tr),
        "recall": asking.recall_screen(EDITION, SENT, SENDING, 160, tr),
        "nudge": asking.nudge_screen(EDITION, SENT, 122, tr),
        "nudged lately": asking.nudged_lately_screen(EDITION, SENT, dt.time(12, 4), dt.time(12, 14), tr),
        "gone": asking.gone_screen(EDITION, tr),
        "still a draft": asking.still_a_draft_screen(EDITION, SENT, tr),
        "silent": lists.silent_screen(EDITION, SENT, PAGE, tr),
        "rejected": lists.rejected_screen(EDITION, SENT, PAGE, tr),
        "uncertain": lists.uncertain_screen(EDITION, SENT, PAGE, tr),
        "not recalled": lists.not_recalled_screen(EDITION, RECALLED, PAGE, tr),
        "nobody": lists.silent_screen(EDITION, SENT, NOBODY, tr),
        "settle": lists.settle_screen(EDITION, SENT, COPIES[0], tr, may_resend=True),
        "leave": lists.settle_screen(EDITION, SENT, COPIES[3], tr, may_resend=False),
        "which language": wording.languages_screen(EDITION, SENT, tr),
        "write it": wording.ask_screen(EDITION, SENT, "ru", tr),
        "write it first": wording.ask_screen(EDITION, SENT, "zh", tr),
        "review": wording.review_screen(EDITION, SENT, texts, tr),
        "announcements": news.announcements_screen(listing, {14: DONE}, both, tr),
        "news": news.news_screen(listing, editions, tr),
        "no news": news.news_screen(news.Page([], has_older=False, is_newest=True), editions, tr),
        "news item": news.news_item_screen(EDITION, CORRECTED, Words("Bus A leaves at nine"), tr),
        "as sent": news.just_as_sent_screen(EDITION, SENT, tr),
        "no such news": news.no_news_item_screen(EDITION, tr),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_reads_well_and_fits_telegram(language: Language, snapshot: SnapshotAssertion) -> None:
    shown = screens(language)
    for screen in shown.values():
        assert_fits_telegram(screen)
    assert "\n\n".join(f"=== {name}\n{printed(screen)}" for name, screen in shown.items()) == snapshot


def test_numbers_of_a_million_and_the_longest_ids_fit() -> None:
    edition = open_visit(id="a" * 20)
    announcement = replace(RECALLED, announcement_id=99_999, visit_id="a" * 20, recalled_at=None)
    million = Progress(
        "sending", counts(sent=1_000_000, uncertain=999_999, rejected=999_999, queued=9), uncertain=999_999
    )
    page = Page(99_999, tuple(replace(one, delivery_id=2**53 - 1) for one in COPIES), 1_000_000, lists.ON_A_PAGE)
    for tr in translators().values():
        assert_fits_telegram(control.control_screen(edition, announcement, million, SIGHT, tr))
        assert_fits_telegram(lists.uncertain_screen(edition, announcement, page, tr))
        assert_fits_telegram(lists.settle_screen(edition, announcement, page.copies[0], tr, may_resend=True))
        assert_fits_telegram(wording.review_screen(edition, announcement, {"en": Words("x" * 4000)}, tr))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Thu 24 September, 02:00 Shanghai (Wed 23, 21:00 Moscow)"),
        ("ru", "чт, 24 сентября, 02:00 (Шанхай) · ср, 23, 21:00 (Москва)"),
        ("zh", "9月24日 周四 上海 02:00（莫斯科 23日 周三 21:00）"),
    ],
)
def test_a_moment_that_is_on_another_day_for_the_reader_says_which(language: Language, said: str) -> None:
    night = dt.datetime(2026, 9, 23, 18, 0, tzinfo=dt.UTC)
    assert control.moment(night, EDITION, translators()[language], own=ZoneInfo("Europe/Moscow")) == said


def test_what_took_no_time_to_speak_of_is_simply_done() -> None:
    swift = replace(DONE, ended_at=START + dt.timedelta(seconds=0.04))
    tr = translators()["en"]
    heading = control.control_screen(EDITION, SENT, swift, SIGHT, tr).body.render()[0].splitlines()[0]
    assert heading == "Announcement 14 · done"
