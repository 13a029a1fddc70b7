"""A link that invites is made question by question in one message, shown once, and closed by whoever may."""

import datetime as dt

import pytest

from bot.core.languages import LANGUAGES, Language
from bot.features.membership.expiry import expiries
from bot.features.membership.qr import QR_JOB, make_qr_code
from bot.telegram.jobs import Job
from bot.telegram.roles import Role
from tests.support.clock import START
from tests.support.small_visit import small_edition
from tests.support.whole_bot import OWNER, Answered, Caller, WholeBot, open_visit

ADMIN = 600


async def make_link(caller: Caller, visit: str, role: str = "member", group: str = "-", uses: int = 10) -> str:
    """Return a new link."""
    return (await caller.presses(f"mkinv:{visit}:{role}:{group}:week:{uses}")).copied


async def _press(caller: Caller, seen: Answered, label: str) -> Answered:
    return await caller.presses(seen.buttons[label])


async def test_an_admin_is_asked_for_role_group_time_and_number(bot: WholeBot) -> None:
    admin = await bot.somebody(ADMIN, {"small": Role.ADMIN})
    seen = await admin.says("/invite")
    assert "A small visit" in seen.text
    assert list(seen.buttons) == ["Member", "Editor", "Admin", "Open links", "‹ Members", "Menu"]
    seen = await _press(admin, seen, "Member")
    assert list(seen.buttons) == ["Bus A", "Press", "No group", "‹ Back", "Menu"]
    seen = await _press(admin, seen, "Bus A")
    assert list(seen.buttons) == ["24 hours", "7 days", "‹ Back", "Menu"]
    seen = await _press(admin, seen, "24 hours")
    assert "member · Bus A · 24 hours" in seen.text
    assert list(seen.buttons) == ["1", "10", "100", "‹ Back", "Menu"]
    made = await _press(admin, seen, "10")
    assert "The link is ready" in made.text
    assert made.copied in made.text
    assert made.copied.startswith("https://t.me/briefing_bot?start=i_")
    [job] = made.jobs
    assert job.kind == QR_JOB
    [row] = await bot.desk.rows("SELECT visit_id, role, group_id, uses, uses_left, expires_at FROM invites")
    expires_at = int((START + dt.timedelta(days=1)).timestamp() * 1000)
    assert row == ("small", "member", "bus-a", 10, 10, expires_at)


async def test_every_step_edits_the_same_message_and_can_be_taken_back(bot: WholeBot) -> None:
    admin = await bot.somebody(ADMIN, {"small": Role.ADMIN})
    first = await admin.says("/invite")
    steps = [first]
    for label in ("Editor", "No group", "7 days"):
        steps.append(await _press(admin, steps[-1], label))
        assert [call.method for call in steps[-1].handled.calls] == ["answerCallbackQuery", "editMessageText"]
    for earlier in reversed(steps[:-1]):
        back = await _press(admin, steps.pop(), "‹ Back")
        assert (back.text, back.buttons) == (earlier.text, earlier.buttons)


async def test_who_is_an_admin_of_several_visits_chooses_one(bot: WholeBot) -> None:
    admin = await bot.somebody(ADMIN, {"small": Role.ADMIN, "closed": Role.ADMIN})
    seen = await admin.says("/invite")
    assert list(seen.buttons) == ["A small visit", "A closed visit", "Menu"]
    assert "A closed visit" in (await _press(admin, seen, "A closed visit")).text
    owner = await bot.somebody(OWNER)
    assert list((await owner.says("/invite")).buttons) == ["A small visit", "A closed visit", "Menu"]


async def test_an_editor_invites_nobody(bot: WholeBot) -> None:
    editor = await bot.somebody(ADMIN, {"small": Role.EDITOR})
    assert "I do not know this command" in (await editor.says("/invite")).text
    assert "no longer works" in (await editor.presses("mkinv:small:member:-:week:1")).toast
    assert await bot.desk.rows("SELECT * FROM invites") == []


@pytest.mark.parametrize(
    "data",
    ["owner:-:week:1", "guest:-:week:1", "member:no-bus:week:1", "member:-:year:1", "member:-:end:1",
     "member:-:week:2", "member:-:week:0", "member:-:week:1000000", "::::"],
)  # fmt: skip
async def test_what_cannot_be_chosen_makes_no_link(bot: WholeBot, data: str) -> None:
    admin = await bot.somebody(ADMIN, {"small": Role.ADMIN})
    answered = await admin.presses(f"mkinv:small:{data}")
    assert answered.toast or "What shall those be" in answered.text
    assert await bot.desk.rows("SELECT * FROM invites") == []


async def test_two_presses_make_one_link(bot: WholeBot) -> None:
    admin = await bot.somebody(ADMIN, {"small": Role.ADMIN})
    await make_link(admin, "small")
    again = await admin.presses("mkinv:small:member:-:week:10")
    assert "you pressed twice" in again.toast
    assert len(await bot.desk.rows("SELECT * FROM invites")) == 1
    bot.desk.clock.advance(11)
    await make_link(admin, "small")
    assert len(await bot.desk.rows("SELECT * FROM invites")) == 2


async def test_a_link_of_another_length_or_after_one_that_was_closed_is_no_second_press(bot: WholeBot) -> None:
    event = {"id": "E1", "title": {"en": "Tour"}, "original": ["en"], "day": "2025-09-30", "sources": ["S1"]}
    bot.library.replace(open_visit(events=[event]))
    admin = await bot.somebody(ADMIN, {"small": Role.ADMIN})
    for expiry in ("day", "week", "end"):
        assert "The link is ready" in (await admin.presses(f"mkinv:small:member:-:{expiry}:10")).text
    bot.desk.clock.advance(1)
    for expiry in ("day", "week", "end"):
        assert "you pressed twice" in (await admin.presses(f"mkinv:small:member:-:{expiry}:10")).toast
    await admin.presses("invno:small:2")
    assert "The link is ready" in (await admin.presses("mkinv:small:member:-:week:10")).text
    assert "you pressed twice" in (await admin.presses("mkinv:small:member:-:week:10")).toast


async def test_open_links_are_listed_and_closed(bot: WholeBot) -> None:
    admin = await bot.somebody(ADMIN, {"small": Role.ADMIN})
    await make_link(admin, "small", "editor", "press", 1)
    await make_link(admin, "small", "member", "bus-a", 100)
    listed = await admin.presses("invs:small:0")
    assert "1. member · Bus A · until 1 Oct 2025, 12:00 Moscow\n100 of 100 places left" in listed.text
    assert "2. editor · Press" in listed.text
    card = await _press(admin, listed, "2")
    assert "made 24 Sept 2025, 12:00 Moscow · by you" in card.text
    closed = await _press(admin, card, "Close this link")
    assert "The link is closed" in closed.text
    assert "no longer open" in (await _press(admin, card, "Close this link")).text
    assert "no longer open" in (await _press(admin, listed, "2")).text
    assert "2." not in (await admin.presses("invs:small:0")).text


async def test_many_links_are_paged(bot: WholeBot) -> None:
    admin = await bot.somebody(ADMIN, {"small": Role.ADMIN})
    for _ in range(9):
        await make_link(admin, "small")
        bot.desk.clock.advance(60)
    first = await admin.presses("invs:small:0")
    assert "page 1 of 2" in first.text
    assert "9." in (await _press(admin, first, "2 ›")).text
    assert "page 2 of 2" in (await admin.presses("invs:small:77")).text


async def test_the_end_of_a_visit_is_midnight_after_its_last_day_there() -> None:
    event = {"id": "E1", "title": {"en": "Tour"}, "original": ["en"], "day": "2025-09-26", "sources": ["S1"]}
    edition = open_visit(events=[event])
    assert expiries(edition, START)["end"] == dt.datetime(2025, 9, 26, 16, tzinfo=dt.UTC)
    assert "end" not in expiries(edition, dt.datetime(2025, 9, 26, 16, tzinfo=dt.UTC))
    assert "end" not in expiries(open_visit(), START)


async def test_a_visit_without_groups_asks_for_none(bot: WholeBot) -> None:
    bot.library.replace(small_edition())
    admin = await bot.somebody(ADMIN, {"small": Role.ADMIN})
    seen = await _press(admin, await admin.says("/invite"), "Member")
    assert list(seen.buttons)[:2] == ["24 hours", "7 days"]
    assert "What shall those be" in (await _press(admin, seen, "‹ Back")).text


async def test_the_qr_code_is_an_image_of_the_link() -> None:
    payload = {
        "link": "https://t.me/briefing_bot?start=i_" + "x" * 24,
        "caption": "A visit",
        "visit": "small",
        "chat_id": 7,
    }
    result = await make_qr_code(Job(1, QR_JOB, payload, 7, 0))
    [(call, upload)] = result.calls
    assert (call.method, call.chat_id, call.parameters["caption"]) == ("sendPhoto", 7, "A visit")
    assert upload is not None
    assert upload.content.startswith(b"\x89PNG")
    side = int.from_bytes(upload.content[16:20], "big")
    assert 400 <= side <= 2000
    assert len(upload.content) < 100_000


@pytest.mark.parametrize("language", LANGUAGES)
async def test_buttons_fit_telegram_whatever_the_ids(bot: WholeBot, language: Language) -> None:
    group = {"id": "g" * 20, "title": {"en": "G"}}
    bot.library.replace(small_edition(id="v" * 20, groups=[group]))
    owner = await bot.somebody(OWNER, language=language)
    for data in (
        f"inv:{'v' * 20}:::",
        f"inv:{'v' * 20}:member::",
        f"inv:{'v' * 20}:member:{'g' * 20}:",
        f"inv:{'v' * 20}:member:{'g' * 20}:week",
    ):
        for pressed in (await owner.presses(data)).buttons.values():
            assert len(pressed.encode()) <= 64


async def test_a_maker_is_named_to_those_alone_who_see_the_members_of_a_visit_of_theirs(bot: WholeBot) -> None:
    admin = await bot.somebody(ADMIN, {"small": Role.ADMIN})
    await make_link(await bot.somebody(OWNER, {"closed": Role.MEMBER}), "small")
    seen = (await admin.presses("invite:small:1")).text
    assert "A link that invites" in seen
    assert f"Person {OWNER}" not in seen
    await bot.enrol("closed", ADMIN, Role.ADMIN)
    assert f"Person {OWNER}" in (await admin.presses("invite:small:1")).text
