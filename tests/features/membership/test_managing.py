"""The members of a visit: seen in lists, changed one by one, removed at once."""

import io

import openpyxl
import pytest

from bot.content.library import Library
from bot.core.languages import LANGUAGES, Language
from bot.features.membership.export import EXPORT_JOB, MembersExport, members_file
from bot.features.membership.qr import QR_JOB, make_qr_code
from bot.features.programme.job import CALENDAR_JOB, CalendarJob
from bot.telegram import jobs, members, personal_menus
from bot.telegram.jobs import Job
from bot.telegram.members import Member
from bot.telegram.roles import Role
from bot.telegram.turn import NewJob
from tests.features.membership.test_inviting import make_link
from tests.support.clock import START
from tests.support.translating import translators
from tests.support.whole_bot import OWNER, Answered, WholeBot, open_visit

ADMIN, MEMBER = 600, 500


async def _crowd(bot: WholeBot, count: int, *groups: str) -> None:
    for number in range(count):
        await bot.somebody(1000 + number, {"small": Role.MEMBER}, groups)


async def test_members_are_shown_in_numbers_then_by_group(bot: WholeBot) -> None:
    admin = await bot.somebody(ADMIN, {"small": Role.ADMIN})
    await _crowd(bot, 12, "bus-a")
    await bot.somebody(MEMBER, {"small": Role.EDITOR}, ["press", "bus-a"])
    seen = await admin.says("/members")
    assert "14 members\n• Bus A: 13\n• Press: 1\n• in no group: 1" in seen.text
    press = await admin.presses(seen.buttons["Press"])
    assert "1. Person 500 · editor · Bus A" in press.text
    buses = await admin.presses(seen.buttons["Bus A"])
    assert "page 1 of 2" in buses.text
    second = await admin.presses(buses.buttons["2 ›"])
    assert "13. " in second.text
    assert "1. Person 600 · admin" in (await admin.presses(seen.buttons["No group"])).text
    assert "page 2 of 2" in (await admin.presses("mbrs:small:*:999999999")).text
    assert "There is nobody here" in (await admin.presses("mbrs:small:no-bus:0")).text


async def test_a_card_changes_roles_and_groups(bot: WholeBot) -> None:
    admin = await bot.somebody(ADMIN, {"small": Role.ADMIN})
    await bot.somebody(MEMBER, {"small": Role.MEMBER})
    card = await admin.presses(f"mbr:small:{MEMBER}")
    assert "Person 500\nA small visit\nRole: member\nGroups: none\nJoined: 24 Sept 2025" in card.text
    assert list(card.buttons)[:5] == ["✓ Member", "Editor", "Admin", "Bus A", "Press"]
    card = await admin.presses(card.buttons["Editor"])
    assert "Role: editor" in card.text
    assert [job.kind for job in card.jobs] == [personal_menus.JOB]
    card = await admin.presses(card.buttons["Press"])
    assert "Groups: Press" in card.text
    card = await admin.presses(card.buttons["✓ Press"])
    assert "Groups: none" in card.text
    assert [row[0] for row in await bot.desk.rows("SELECT action FROM audit")] == ["role", "group", "group"]


async def test_a_menu_follows_its_owners_role_whatever_becomes_of_the_admin_who_changed_it(bot: WholeBot) -> None:
    admin = await bot.somebody(ADMIN, {"small": Role.ADMIN})
    await bot.somebody(MEMBER, {"small": Role.MEMBER})
    for change in (f"mrole:small:{MEMBER}:editor:0", f"mrmyes:small:{MEMBER}"):
        [menu] = (await admin.presses(change)).jobs
        await bot.desk.database.run("menu", jobs.add_job, menu.kind, menu.payload, menu.user_id, START)
    await admin.presses("forgetyes")
    waiting = await bot.desk.rows("SELECT kind, json_extract(payload, '$.user_id') FROM jobs")
    assert waiting == [(personal_menus.JOB, MEMBER)] * 2
    assert str(ADMIN) not in str(await bot.desk.rows("SELECT payload, user_id FROM jobs"))


async def test_an_old_button_pressed_again_changes_nothing(bot: WholeBot) -> None:
    admin = await bot.somebody(ADMIN, {"small": Role.ADMIN})
    await bot.somebody(MEMBER, {"small": Role.MEMBER})
    for data in (f"mrole:small:{MEMBER}:editor:0", f"mg:small:{MEMBER}:press:1"):
        await admin.presses(data)
        before = await bot.dump()
        await admin.presses(data)
        assert await bot.dump() == before


async def test_a_group_that_the_visit_no_longer_has_can_only_be_left(bot: WholeBot) -> None:
    admin = await bot.somebody(ADMIN, {"small": Role.ADMIN})
    await bot.somebody(MEMBER, {"small": Role.MEMBER}, ["old-bus"])
    card = await admin.presses(f"mbr:small:{MEMBER}")
    assert "Groups: old-bus" in card.text
    await admin.presses(card.buttons["✓ Old-bus"])
    await admin.presses(f"mg:small:{MEMBER}:old-bus:1")
    member = await bot.member("small", MEMBER)
    assert member is not None
    assert member.groups == ()


async def test_removal_asks_first_and_holds_at_the_next_press(bot: WholeBot) -> None:
    owner, caller = await bot.somebody(OWNER), await bot.somebody(MEMBER, {"closed": Role.MEMBER})
    assert "not open" not in (await caller.presses("park:closed")).text
    question = await owner.presses(f"mrm:closed:{MEMBER}")
    assert await bot.member("closed", MEMBER) is not None
    removed = await owner.presses(question.buttons["Yes, remove"])
    assert "Person 500 is no longer a member of:\nA closed visit" in removed.text
    assert removed.handled.withdrawn == {MEMBER}
    assert "not open" in (await caller.presses("park:closed")).text
    assert "not a member" in (await owner.presses(question.buttons["Yes, remove"])).text


async def test_who_was_removed_comes_back_by_a_new_link_only(bot: WholeBot) -> None:
    owner, caller = await bot.somebody(OWNER), await bot.somebody(MEMBER)
    old = await make_link(owner, "closed", uses=10)
    await caller.opens(old)
    await owner.presses(f"mrmyes:closed:{MEMBER}")
    assert "no longer opens for you" in (await caller.opens(old)).text
    await caller.presses("forgetyes")
    assert "no longer opens for you" in (await caller.opens(old)).text
    bot.desk.clock.advance(60)
    assert "Welcome!" in (await caller.opens(await make_link(owner, "closed", uses=1))).text


async def test_who_was_taken_out_of_a_group_gets_back_into_it_by_a_new_link_only(bot: WholeBot) -> None:
    owner, caller = await bot.somebody(OWNER), await bot.somebody(MEMBER)
    old, elsewhere = await make_link(owner, "small", group="press"), await make_link(owner, "small", group="bus-a")
    await caller.opens(old)
    await owner.presses(f"mg:small:{MEMBER}:press:0")
    assert "no longer opens for you" in (await caller.opens(old)).text
    for data in ("leaveyes:small", "forgetyes"):
        await caller.presses(data)
        assert "no longer opens for you" in (await caller.opens(old)).text
    assert "Welcome!" in (await caller.opens(elsewhere)).text
    assert "Welcome!" in (await (await bot.somebody(501)).opens(old)).text
    bot.desk.clock.advance(60)
    assert "member · Bus A, Press" in (await caller.opens(await make_link(owner, "small", group="press"))).text


async def test_what_is_queued_to_whoever_is_removed_is_erased(bot: WholeBot) -> None:
    owner = await bot.somebody(OWNER)
    await bot.somebody(MEMBER, {"closed": Role.MEMBER, "small": Role.MEMBER})
    await bot.desk.database.run("queue", lambda c: c.execute(
        "INSERT INTO replies (chat_id, method, parameters, created_at) VALUES (500, 'sendMessage', '{}', 0)"
    ))  # fmt: skip
    await owner.presses(f"mrmyes:small:{MEMBER}")
    assert await bot.desk.rows("SELECT count(*) FROM replies") == [(1,)]
    await owner.presses(f"mrmyes:closed:{MEMBER}")
    assert await bot.desk.rows("SELECT count(*) FROM replies") == [(0,)]


@pytest.mark.parametrize(
    ("change", "left"),
    [
        (f"mrole:small:{ADMIN}:admin:1", {"closed list", "closed code", "small calendar", "small list", "small code"}),
        (f"mrole:small:{ADMIN}:editor:1", {"closed list", "closed code", "small calendar"}),
        (f"mrmyes:small:{ADMIN}", {"closed list", "closed code", "small calendar"}),
        (f"mrmyes:closed:{ADMIN}", {"small calendar", "small list", "small code"}),
    ],
)
async def test_work_asked_for_before_is_done_for_the_rights_that_are_left(
    bot: WholeBot, change: str, left: set[str]
) -> None:
    """Work about another visit, or that takes no more than is left, is not lost with what was taken away."""
    admin = await bot.somebody(ADMIN, {"closed": Role.ADMIN, "small": Role.ADMIN})
    asked = {}
    for visit in ("closed", "small"):
        asked[f"{visit} list"] = (await admin.presses(f"mxlsx:{visit}")).jobs
        asked[f"{visit} code"] = (await admin.presses(f"mkinv:{visit}:member:-:week:1")).jobs
    asked["small calendar"] = (await admin.presses("ics:small")).jobs
    await (await bot.somebody(OWNER)).presses(change)
    assert {what for what, [new] in asked.items() if await _may_get(bot, new)} == left


async def _may_get(bot: WholeBot, new: NewJob) -> bool:
    run = bot.desk.database.run
    export = MembersExport(bot.desk.database, bot.library, translators(), [OWNER])
    calendar = CalendarJob(bot.library, translators())
    work = {EXPORT_JOB: export.work, QR_JOB: make_qr_code, CALENDAR_JOB: calendar.work}[new.kind]
    result = await work(Job(1, new.kind, new.payload, new.user_id, 0))
    assert result.calls
    return await run("allowed", result.allowed)


async def test_who_lost_a_role_gets_it_back_by_a_new_link_only(bot: WholeBot) -> None:
    owner, caller = await bot.somebody(OWNER), await bot.somebody(MEMBER)
    old = await make_link(owner, "small", "admin", uses=10)
    await caller.opens(old)
    assert await _role(bot, MEMBER) is Role.ADMIN
    await owner.presses(f"mrole:small:{MEMBER}:member:0")
    assert "no longer opens for you" in (await caller.opens(old)).text
    for data in ("leaveyes:small", "forgetyes"):
        await caller.presses(data)
        assert "no longer opens for you" in (await caller.opens(old)).text
    bot.desk.clock.advance(60)
    assert "Welcome!" in (await caller.opens(await make_link(owner, "small"))).text
    assert "no longer opens for you" in (await caller.opens(old)).text
    assert await _role(bot, MEMBER) is Role.MEMBER


@pytest.mark.parametrize("data", [f"mrole:small:{ADMIN}:editor:0", f"mrmyes:small:{ADMIN}"])
async def test_what_only_admins_may_see_does_not_reach_who_is_none_any_more(bot: WholeBot, data: str) -> None:
    owner = await bot.somebody(OWNER)
    await bot.somebody(ADMIN, {"small": Role.ADMIN})
    await bot.desk.database.run("queue", lambda c: c.execute(
        "INSERT INTO replies (chat_id, method, parameters, created_at) VALUES (600, 'sendDocument', '{}', 0)"
    ))  # fmt: skip
    demoted = await owner.presses(data)
    assert demoted.handled.withdrawn == {ADMIN}
    assert await bot.desk.rows("SELECT * FROM replies") == []


async def test_whoever_loses_the_right_to_invite_loses_their_open_links(bot: WholeBot) -> None:
    owner, admin = await bot.somebody(OWNER), await bot.somebody(ADMIN, {"closed": Role.ADMIN, "small": Role.ADMIN})
    link, elsewhere = await make_link(admin, "closed", "admin"), await make_link(admin, "small")
    await owner.presses(f"mrole:closed:{ADMIN}:editor:0")
    assert "have closed this link" in (await admin.opens(link)).text
    assert "Welcome!" in (await (await bot.somebody(701)).opens(elsewhere)).text
    await owner.presses(f"mrmyes:small:{ADMIN}")
    assert "have closed this link" in (await (await bot.somebody(702)).opens(elsewhere)).text


async def test_an_admin_gives_up_their_own_role_only_after_being_asked(bot: WholeBot) -> None:
    admin = await bot.somebody(ADMIN, {"small": Role.ADMIN})
    card = await admin.presses(f"mbr:small:{ADMIN}")
    question = await admin.presses(card.buttons["Member"])
    assert "Give up being an admin?" in question.text
    assert (await _role(bot, ADMIN)) is Role.ADMIN
    assert "Role: admin" in (await admin.presses(question.buttons["No, keep it"])).text
    done = await admin.presses(question.buttons["Yes, give it up"])
    assert "You are now: member" in done.text
    assert [job.kind for job in done.jobs] == [personal_menus.JOB]
    assert (await _role(bot, ADMIN)) is Role.MEMBER
    assert "I do not know this command" in (await admin.says("/members")).text


async def test_owners_stay_owners_whatever_they_are_as_members(bot: WholeBot) -> None:
    admin, owner = await bot.somebody(ADMIN, {"small": Role.ADMIN}), await bot.somebody(OWNER, {"small": Role.ADMIN})
    assert "Owns the bot" in (await admin.presses(f"mbr:small:{OWNER}")).text
    await admin.presses(f"mrole:small:{OWNER}:member:1")
    assert "A small visit" in (await owner.says("/members")).text
    removed = await admin.presses(f"mrmyes:small:{OWNER}")
    assert removed.handled.withdrawn == frozenset()
    assert "A closed visit" in (await owner.says("/visit")).text


async def _role(bot: WholeBot, user_id: int) -> Role | None:
    member = await bot.member("small", user_id)
    return member.role if member is not None else None


# The Excel file


def _member(user_id: int, name: str) -> Member:
    return Member("small", user_id, Role.MEMBER, name, START, ("press", "bus-a"))


@pytest.mark.parametrize("name", ["=1+1", "+7", "-1", "@cmd", '=HYPERLINK("x")', "Анна", "陈", "<b>"])
def test_no_name_becomes_a_formula(name: str) -> None:
    content = members_file(open_visit(), [_member(7, name)], translators()["en"])
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    heading, row = sheet.iter_rows()
    assert [cell.value for cell in heading] == ["Name", "Role", "Groups", "Joined (Shanghai)", "Number in Telegram"]
    assert [cell.value for cell in row] == [name, "member", "Bus A, Press", "2025-09-24 17:00", "7"]
    assert {cell.data_type for cell in row} == {"s"}
    assert bool(row[0].quotePrefix) == name.startswith(("=", "+", "-", "@"))


async def test_the_list_is_made_for_whoever_may_still_see_it_and_noted(bot: WholeBot) -> None:
    admin = await bot.somebody(ADMIN, {"small": Role.ADMIN})
    asked = await admin.presses("mxlsx:small")
    assert asked.toast == "The list of members is on its way."
    [new] = asked.jobs
    assert new.kind == EXPORT_JOB
    assert [row[0] for row in await bot.desk.rows("SELECT action FROM audit")] == ["exported"]
    export = MembersExport(bot.desk.database, bot.library, translators(), [OWNER])
    job = Job(1, new.kind, new.payload, new.user_id, 0)
    result = await export.work(job)
    assert await bot.desk.database.run("allowed", result.allowed)
    [(call, upload)] = result.calls
    assert upload is not None
    assert (call.method, call.chat_id, upload.name) == ("sendDocument", ADMIN, "small-members.xlsx")
    assert call.parameters["caption"] == "A small visit\n1 member"
    await bot.desk.database.run("demote", members.set_role, "small", ADMIN, Role.EDITOR)
    assert not await bot.desk.database.run("allowed", (await export.work(job)).allowed)
    assert (await MembersExport(bot.desk.database, Library(), translators(), []).work(job)).calls == ()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_screen_fits_telegram(bot: WholeBot, language: Language) -> None:
    await _crowd(bot, 30, "bus-a", "press")
    admin = await bot.somebody(4_503_599_627_370_495, {"small": Role.ADMIN, "closed": Role.ADMIN}, language=language)
    waiting, seen = [await admin.says("/members"), await admin.says("/invite"), await admin.says("/audit")], set[str]()
    while waiting:
        for data in _buttons(waiting.pop()) - seen:
            seen.add(data)
            if data.startswith(("mbr", "inv", "audit")) and len(seen) < 150:
                waiting.append(await admin.presses(data))
    assert len(seen) > 60
    assert all(len(data.encode()) <= 64 for data in seen)


def _buttons(answered: Answered) -> set[str]:
    assert len(answered.text) < 3900
    return {data for data in answered.buttons.values() if data}
