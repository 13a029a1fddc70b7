"""/audit: sentences that can be read, for those whose visits they are about."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core import audit
from bot.core.languages import LANGUAGES, Language
from bot.telegram.roles import Role
from tests.features.membership.test_inviting import make_link
from tests.support.whole_bot import OWNER, WholeBot, whole_bot

ADMIN, MEMBER, GUEST = 600, 500, 700


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[WholeBot]:
    async with whole_bot(tmp_path / "bot.sqlite3") as opened:
        yield opened


async def _happenings(bot: WholeBot, language: str = "en") -> None:
    owner, guest = await bot.somebody(OWNER, language=language), await bot.somebody(GUEST)
    link = await make_link(owner, "closed", "member", "press", 10)
    await guest.opens(link)
    await owner.presses(f"mrole:closed:{GUEST}:editor:0")
    await owner.presses(f"mg:closed:{GUEST}:bus-a:1")
    await guest.says("/members")
    await guest.presses("mbrs:closed::0")
    await owner.presses("mxlsx:closed")
    await owner.presses("invno:closed:1")
    await (await bot.somebody(701)).opens(link)
    await owner.presses(f"mrmyes:closed:{GUEST}")


async def test_what_happened_is_told_newest_first_with_before_and_after(bot: WholeBot) -> None:
    await _happenings(bot)
    seen = await (await bot.somebody(OWNER)).says("/audit")
    mark = (await bot.desk.rows("SELECT reference FROM audit_people WHERE user_id = 700"))[0][0][:4]
    stranger = (await bot.desk.rows("SELECT reference FROM audit_people WHERE user_id = 701"))[0][0][:4]
    assert seen.text.split("\n")[3:] == [
        "24 Sept 2025",
        f"12:00 you: removed somebody ({mark}), was editor (Bus A, Press) · A closed visit",
        f"12:00 somebody ({stranger}): a link was refused: closed · A closed visit",
        "12:00 you: closed link 1, places left: 9 · A closed visit",
        "12:00 you: exported the list of members · A closed visit",
        f"12:00 somebody ({mark}): a button was refused: the list of members",
        f"12:00 somebody ({mark}): /members was refused",
        f"12:00 you: changed somebody ({mark}): editor (Press) → editor (Bus A, Press) · A closed visit",
        f"12:00 you: changed somebody ({mark}): member (Press) → editor (Press) · A closed visit",
        f"12:00 somebody ({mark}): joined by link 1 as member (Press) · A closed visit",
        "12:00 you: made link 1: member, Press, 10 places, until 1 Oct 2025 · A closed visit",
    ]


async def test_people_are_named_while_they_are_members_and_owners_as_such(bot: WholeBot) -> None:
    admin = await bot.somebody(ADMIN, {"closed": Role.ADMIN})
    await _happenings(bot)
    await bot.enrol("closed", GUEST, Role.MEMBER)
    seen = (await admin.says("/audit")).text
    assert "an owner: changed Person 700: member (Press) → editor (Press)" in seen
    await (await bot.somebody(GUEST)).presses("forgetyes")
    assert "Person 700" not in (await admin.says("/audit")).text
    assert (await bot.desk.database.run("verify", audit.verify)).broken_at is None


async def test_an_admin_sees_the_entries_of_their_visits_only(bot: WholeBot) -> None:
    await _happenings(bot)
    stranger = await bot.somebody(ADMIN, {"small": Role.ADMIN})
    assert "Nothing is noted yet." in (await stranger.says("/audit")).text
    insider = await bot.somebody(601, {"closed": Role.ADMIN})
    seen = (await insider.says("/audit")).text
    assert "made link 1" in seen
    # Which visit was meant by a command, nobody knows.
    assert "/members was refused" not in seen


async def test_who_is_a_member_elsewhere_only_is_named_to_owners_alone(bot: WholeBot) -> None:
    admin = await bot.somebody(ADMIN, {"small": Role.ADMIN})
    await bot.somebody(MEMBER, {"closed": Role.MEMBER})
    await bot.desk.database.run("entry", audit.record, bot.desk.clock.now(), MEMBER, "left", visit_id="small")
    seen = (await admin.says("/audit")).text
    assert "left" in seen
    assert f"Person {MEMBER}" not in seen
    assert f"Person {MEMBER}" in (await (await bot.somebody(OWNER)).says("/audit")).text
    await bot.enrol("small", MEMBER, Role.MEMBER)
    assert f"Person {MEMBER}" in (await admin.says("/audit")).text


async def test_many_entries_are_paged(bot: WholeBot) -> None:
    owner = await bot.somebody(OWNER)
    for number in range(25):
        await bot.desk.database.run("entry", audit.record, bot.desk.clock.now(), OWNER, f"step{number}")
    first = await owner.says("/audit")
    assert "step24" in first.text
    assert list(first.buttons) == ["Older ›", "Menu"]
    second = await owner.presses(first.buttons["Older ›"])
    assert "step14" in second.text
    third = await owner.presses(second.buttons["Older ›"])
    assert "step0" in third.text
    assert list(third.buttons) == ["‹ Newest", "Menu"]
    assert "step24" in (await owner.presses(third.buttons["‹ Newest"])).text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_it_speaks_the_readers_language(bot: WholeBot, language: Language) -> None:
    await _happenings(bot, language)
    seen = (await (await bot.somebody(OWNER, language=language)).says("/audit")).text
    words = {
        "ru": ("отказано в команде /members", "отказано по кнопке: список участников"),
        "en": ("/members was refused", "a button was refused: the list of members"),
        "zh": ("命令 /members 被拒绝", "按钮被拒绝：成员名单"),
    }
    assert [said for said in words[language] if said not in seen] == []
