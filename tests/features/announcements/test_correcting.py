"""Another wording reaches every copy, and only the last; a recall takes back what Telegram still deletes."""

import datetime as dt
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.languages import Language
from bot.features.announcements import store
from bot.features.announcements.confirming import note_confirmation
from bot.features.announcements.corrections import correct
from bot.features.announcements.recalling import recall
from bot.features.announcements.words import Words
from bot.telegram.outbox.claiming import Claimed, claim
from bot.telegram.outbox.concluding import Conclusion, conclude
from bot.telegram.outbox.doubts import give_up_unanswered
from bot.telegram.outcomes import NotSent, Outcome, Sent, Uncertain
from tests.features.announcements.after import announced, confirms, copies, copy, done, panel, shown, still
from tests.features.announcements.office import (
    ADMIN,
    CHINESE,
    ENGLISH,
    MEMBER,
    RUSSIAN,
    SECOND,
    Office,
    at_work,
    labels,
    office,
    words,
)
from tests.support.rehearsal import VISITS, until
from tests.support.translating import translators
from tests.support.whole_bot import open_visit


@pytest.fixture
async def opened(place: Path, _quick: None) -> AsyncIterator[Office]:
    """Return the office before anything goes out: tests say when it does."""
    async with office(place) as made:
        yield made


async def corrected(desk: Office, text: str, language: str = "English", user_id: int = ADMIN) -> None:
    """Have a corrected text written and sent."""
    await desk.presses(user_id, "Correct")
    await desk.presses(user_id, language)
    await desk.says(user_id, text)
    await desk.presses(user_id, "Send the correction")


async def test_every_copy_says_the_new_text_and_that_it_was_corrected(desk: Office) -> None:
    await announced(desk)
    await done(desk)
    await confirms(desk, MEMBER)
    before = [one["message_id"] for one in desk.messages(ENGLISH)]
    asked = await shown(desk, ADMIN, "Correct")
    assert "In which language?" in asked
    assert "Write the whole text anew" in await shown(desk, ADMIN, "English")
    await desk.says(ADMIN, "Bus A leaves at 10")
    assert "English:\nBus A leaves at 10" in desk.last(ADMIN)
    assert copies(desk, ENGLISH) == ["Bus A leaves at 9"]
    assert await desk.presses(ADMIN, "Send the correction") == "The correction is on its way."
    await done(desk, "copies corrected: 7 of 7")
    assert [one["message_id"] for one in desk.messages(ENGLISH)] == before
    [text] = copies(desk, ENGLISH)
    assert text.startswith("Bus A leaves at 10\n\ncorrected ")
    assert "Shanghai" in text
    assert labels(copy(desk, ENGLISH)) == ["I have read it", "Stop announcements"]
    assert labels(copy(desk, MEMBER)) == ["Confirmed ✓", "Stop announcements"]
    assert "исправлено" in copies(desk, RUSSIAN)[0]
    assert "Text corrected" in panel(desk)
    assert (await desk.audited())[-1] == "corrected"


async def test_a_new_language_reaches_those_who_read_it(desk: Office) -> None:
    await announced(desk)
    await done(desk)
    assert "英文" in copies(desk, CHINESE)[0]
    await corrected(desk, "A车9点出发", "中文")
    await done(desk, "copies corrected: 7 of 7")
    assert copies(desk, CHINESE, "A车9点出发")
    assert "英文" not in copies(desk, CHINESE, "A车")[0]


async def test_whoever_has_not_got_it_yet_gets_only_the_new_text(opened: Office) -> None:
    async with still(opened):
        await announced(opened)
        await corrected(opened, "Bus A leaves at 10")
    async with at_work(opened):
        await opened.delivered()
    assert copies(opened, MEMBER) == ["Bus A leaves at 10"]
    assert not opened.run.calls("editMessageText")[-1].parameters["text"].startswith("Bus")


async def test_of_two_admins_who_correct_at_once_the_second_changes_nothing(desk: Office) -> None:
    await announced(desk)
    await done(desk)
    await desk.says(SECOND, "/announcements")
    await desk.presses(SECOND, "1")
    for user_id, text in ((ADMIN, "Bus A leaves at 10"), (SECOND, "Bus A leaves at 11")):
        await desk.presses(user_id, "Correct")
        await desk.presses(user_id, "English")
        await desk.says(user_id, text)
    await desk.presses(ADMIN, "Send the correction")
    assert "nothing was changed" in await desk.presses(SECOND, "Send the correction")
    await done(desk, "copies corrected: 7 of 7")
    assert copies(desk, MEMBER)[0].startswith("Bus A leaves at 10")
    assert (await desk.audited()).count("corrected") == 1


async def test_a_text_that_cannot_stand_is_refused_and_asked_for_again(desk: Office) -> None:
    await announced(desk)
    await done(desk)
    await desk.presses(ADMIN, "Correct")
    await desk.presses(ADMIN, "English")
    assert "Telegram takes 4096. Please shorten it." in await desk.says(ADMIN, "x" * 4096)
    await desk.sends(ADMIN, "map.pdf")
    assert "There is no text in this." in desk.last(ADMIN)
    assert "Bus B" in await desk.says(ADMIN, "Bus B")
    await desk.presses(ADMIN, "Leave it as it was")
    assert await desk.run.rows("SELECT * FROM pending_corrections") == []
    assert copies(desk, MEMBER) == ["Bus A leaves at 9"]


async def test_under_a_file_the_caption_is_corrected_and_under_an_album_its_text(desk: Office) -> None:
    await desk.sends(ADMIN, "map.pdf", caption="/announce Bus map")
    await desk.presses(ADMIN, "Send to")
    await desk.presses(ADMIN, "Send to")
    await done(desk)
    await corrected(desk, "Bus map, new")
    await done(desk, "copies corrected: 7 of 7")
    assert words(desk.messages(MEMBER)[-1]).startswith("Bus map, new\n\ncorrected ")
    assert "document" in desk.messages(MEMBER)[-1]
    await desk.sends(ADMIN, "1.pdf", "2.pdf", caption="/announce Bus views")
    await desk.gathered()
    await desk.presses(ADMIN, "Send to")
    await desk.presses(ADMIN, "Send to")
    await done(desk, "Announcement 2 · done")
    await corrected(desk, "Bus views, corrected ones")
    await desk.delivered()
    assert words(desk.messages(MEMBER)[-1]).startswith("Bus views, corrected ones\n\ncorrected ")
    await desk.presses(ADMIN, "Recall")
    await desk.presses(ADMIN, "Yes, recall it")
    await desk.delivered()
    assert len(desk.messages(MEMBER)) == 1


async def test_a_recall_deletes_young_copies_and_names_who_keeps_theirs(desk: Office) -> None:
    await announced(desk)
    await done(desk)
    long_ago = round((desk.run.clock.now() - dt.timedelta(hours=49)).timestamp() * 1000)
    await desk.run.change("UPDATE deliveries SET changed_at = ? WHERE recipient = ?", long_ago, ENGLISH)
    asked = await shown(desk, ADMIN, "Recall")
    assert "6 copies will be deleted.\n1 copy is older than 48 hours and stays" in asked
    await desk.presses(ADMIN, "Yes, recall it")
    await done(desk, "copies deleted: 6 of 6\ncopies that stay: 1")
    assert copies(desk, MEMBER) == []
    assert copies(desk, ENGLISH) == ["Bus A leaves at 9"]
    assert "Still have it: 1" in (listed := await shown(desk, ADMIN, "Not deleted"))
    assert "1. Person 512 · " in listed
    assert "was recalled" in await confirms(desk, ENGLISH)
    await desk.says(MEMBER, "/news")
    assert "Bus" not in desk.last(MEMBER)


async def test_what_was_never_sent_when_it_was_recalled_never_is(opened: Office) -> None:
    async with still(opened):
        await announced(opened)
        await opened.presses(ADMIN, "Recall")
        await opened.presses(ADMIN, "Yes, recall it")
        assert "Announcement 1 · recalled" in panel(opened)
    async with at_work(opened):
        await opened.delivered()
    assert set((await opened.states()).values()) == {"cancelled"}
    assert copies(opened, MEMBER) == []


class Handwork:
    """The steps of the courier, taken by hand."""

    def __init__(self, desk: Office) -> None:
        self.desk = desk

    async def claims(self) -> list[Claimed]:
        """Take everything that may go out now."""
        return await self.desk.run.database.run("claim", claim, self.desk.run.clock.now(), 20, VISITS)

    async def ends(self, claimed: list[Claimed], outcome: Outcome | None = None) -> None:
        """Let these end: by default each has arrived as message 100 of its chat."""
        ended = [Conclusion(one, outcome or Sent({"message_id": 100})) for one in claimed]
        await self.desk.run.database.run("end", conclude, ended, self.desk.run.clock.now())

    async def corrects(self, text: str) -> None:
        """Correct the announcement at once."""
        run = self.desk.run
        announcement = await run.database.run("read", store.known, 1)
        texts: dict[Language, Words] = {"en": Words(text)}
        changed = await run.database.run(
            "correct", correct, announcement, texts, open_visit(), translators(), ADMIN, run.clock.now()
        )
        assert changed is not None


def edits(claimed: list[Claimed]) -> set[str]:
    """Return what these calls would write."""
    return {json.loads(one.body)["text"].partition("\n")[0] for one in claimed if one.method == "editMessageText"}


async def test_a_correction_waits_for_the_outcome_of_what_it_corrects(opened: Office) -> None:
    async with still(opened):
        await announced(opened)
    by_hand = Handwork(opened)
    on_its_way = await by_hand.claims()
    await by_hand.corrects("Bus A leaves at 10")
    assert await by_hand.claims() == []
    await by_hand.ends(on_its_way[:1])
    assert edits(await by_hand.claims()) == {"Bus A leaves at 10"}
    await by_hand.ends(on_its_way[1:], NotSent("no connection"))
    again = await by_hand.claims()
    assert len(again) == 6
    assert all("Bus A leaves at 10" in one.body for one in again)


async def test_of_two_corrections_the_last_one_wins_and_none_overtakes(opened: Office) -> None:
    async with still(opened):
        await announced(opened)
    by_hand = Handwork(opened)
    await by_hand.ends(await by_hand.claims())
    await by_hand.corrects("Bus A leaves at 10")
    first = await by_hand.claims()
    assert len(first) == 7
    await by_hand.ends(first[3:], NotSent("no connection"))
    await by_hand.corrects("Bus A leaves at 11")
    second = await by_hand.claims()
    assert edits(second) == {"Bus A leaves at 11"}
    assert len(second) == 4, "three older edits are on their way"
    await opened.run.database.run("die", give_up_unanswered, opened.run.clock.now())
    assert edits(await by_hand.claims()) == {"Bus A leaves at 11"}
    states = await opened.run.rows(
        "SELECT state, count(*) FROM deliveries JOIN dispatches USING (dispatch_id) "
        "WHERE purpose = 'announcement correction' AND revision = 2 GROUP BY state"
    )
    assert states == [("cancelled", 7)]


async def test_what_is_on_its_way_is_deleted_once_it_has_arrived_and_never_tried_again(opened: Office) -> None:
    async with still(opened):
        await announced(opened)
    by_hand = Handwork(opened)
    on_its_way = await by_hand.claims()
    announcement = await opened.run.database.run("read", store.known, 1)
    await opened.run.database.run("recall", recall, announcement, ADMIN, opened.run.clock.now())
    assert await by_hand.claims() == []
    await by_hand.ends(on_its_way[:1])
    await by_hand.ends(on_its_way[1:], NotSent("no connection"))
    [deletion] = await by_hand.claims()
    assert (deletion.method, json.loads(deletion.body)["message_ids"]) == ("deleteMessages", [100])
    assert sorted((await opened.states()).values()) == ["cancelled"] * 6 + ["sent"]


async def test_who_is_no_member_any_more_gets_no_correction_of_what_was_for_members(desk: Office) -> None:
    await desk.says(ADMIN, "/announce Bus A leaves at 9")
    await desk.presses(ADMIN, "Audience")
    await desk.presses(ADMIN, "Members only")
    await desk.presses(ADMIN, "Send to")
    await desk.presses(ADMIN, "Send to")
    await done(desk)
    await desk.run.change("DELETE FROM members WHERE user_id = ?", MEMBER)
    await corrected(desk, "Bus A leaves at 10")
    await until(lambda: "copies corrected: 6 of 6" in panel(desk))
    assert copies(desk, MEMBER) == ["Bus A leaves at 9"]


async def test_a_press_counts_even_before_telegrams_answer_and_is_not_undone_by_its_loss(opened: Office) -> None:
    async with still(opened):
        await announced(opened)
    by_hand = Handwork(opened)
    on_its_way = await by_hand.claims()
    now = opened.run.clock.now()
    await opened.run.database.run("press", note_confirmation, "small", 1, MEMBER, 100, now)
    assert (await opened.states())[MEMBER] == "sent"
    await by_hand.ends(on_its_way, Uncertain("timeout"))
    states = await opened.states()
    assert states.pop(MEMBER) == "sent"
    assert set(states.values()) == {"uncertain"}
