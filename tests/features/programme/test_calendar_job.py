"""The calendar file is made for those who may see the visit when it is done, not only when it was asked for."""

from collections.abc import AsyncIterator, Collection
from pathlib import Path

import pytest

from bot.features.programme.job import CalendarJob
from bot.telegram import members
from bot.telegram.jobs import Job
from bot.telegram.roles import Role
from tests.support.translating import translators
from tests.support.updates import GROUP
from tests.support.whole_bot import OWNER, Answered, WholeBot, closed_visit, open_visit, whole_bot

PERSON = 500


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[WholeBot]:
    async with whole_bot(tmp_path / "bot.sqlite3") as opened:
        yield opened


async def _sent_to(bot: WholeBot, asked: Answered, owner_ids: Collection[int] = (OWNER,)) -> int | None:
    """The chat to which the file goes that was asked for; None when it goes nowhere."""
    [new] = asked.jobs
    job = Job(1, new.kind, new.payload, new.user_id, 0)
    result = await CalendarJob(bot.library, translators(), owner_ids).work(job)
    allowed = await bot.desk.database.run("allowed", result.allowed)
    return next((call.chat_id for call, _ in result.calls), None) if allowed else None


async def test_of_a_public_visit_it_is_for_everybody_and_for_groups(bot: WholeBot) -> None:
    guest = await bot.somebody(PERSON)
    assert await _sent_to(bot, await guest.presses("ics:small")) == PERSON
    assert await _sent_to(bot, await guest.presses("ics:small", in_group=True)) == GROUP


async def test_of_a_closed_visit_it_is_for_members_and_owners(bot: WholeBot) -> None:
    member, owner = await bot.somebody(PERSON, {"closed": Role.MEMBER}), await bot.somebody(OWNER)
    of_member, of_owner = await member.presses("ics:closed"), await owner.presses("ics:closed")
    assert await _sent_to(bot, of_member) == PERSON
    assert await _sent_to(bot, of_owner) == OWNER
    await bot.desk.database.run("drop", members.drop, "closed", PERSON)
    assert await _sent_to(bot, of_member) is None
    assert await _sent_to(bot, of_owner) == OWNER
    assert await _sent_to(bot, of_owner, owner_ids=()) is None


async def test_of_a_visit_that_is_closed_or_gone_meanwhile_it_is_for_members_in_private_alone(bot: WholeBot) -> None:
    guest, member = await bot.somebody(PERSON), await bot.somebody(501, {"small": Role.MEMBER})
    asked = [await guest.presses("ics:small"), await member.presses("ics:small")]
    asked.append(await member.presses("ics:small", in_group=True))
    bot.library.replace(open_visit(audience="members"))
    assert [await _sent_to(bot, one) for one in asked] == [None, 501, None]
    for edition in (open_visit(id="other"), closed_visit()):
        gone = WholeBot(bot.desk, type(bot.library)([edition]), bot.table)
        assert await _sent_to(gone, asked[1]) is None
