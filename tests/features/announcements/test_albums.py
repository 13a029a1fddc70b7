"""Albums: parts without an end mark become one announcement, even when the bot is restarted between them."""

import datetime as dt
from pathlib import Path

import pytest

from bot.simulator.chosen import Chosen
from bot.telegram import jobs
from tests.features.announcements.office import ADMIN, ENGLISH, MEMBER, Office, at_work, labels, office, words
from tests.support.stores import memory_store

NAMES = ("one.pdf", "two.pdf", "three.pdf")


def names(message: dict[str, object]) -> str:
    document = message.get("document")
    return str(document["file_name"]) if isinstance(document, dict) else ""


async def test_an_album_sent_unasked_is_offered_once_as_one(desk: Office) -> None:
    await desk.sends(ADMIN, *NAMES, caption="Three plans")
    await desk.gathered()
    offers = [one for one in desk.messages(ADMIN) if one["from"]["is_bot"]]
    assert [words(one) for one in offers] == ["Send this album of 3 as an announcement?"]
    await desk.presses(ADMIN, "Make an announcement")
    *parts, text, panel = desk.messages(ADMIN)[-5:]
    assert [names(one) for one in parts] == list(NAMES)
    assert [labels(one) for one in parts] == [[], [], []]
    assert (words(text), labels(text)) == ("Three plans", ["Stop announcements"])
    assert "Album of 3" in words(panel)


async def test_an_album_under_the_command_becomes_a_draft_and_arrives_with_its_text_behind_it(desk: Office) -> None:
    await desk.sends(ADMIN, *NAMES, caption="/announce Three plans")
    await desk.gathered()
    assert len(await desk.drafts()) == 1
    await desk.presses(ADMIN, "Options")
    await desk.presses(ADMIN, "Confirmation")
    await desk.presses(ADMIN, "‹ Draft")
    await desk.presses(ADMIN, "Send to 7")
    await desk.presses(ADMIN, "Send to 7")
    await desk.delivered()
    *parts, text = desk.messages(ENGLISH)
    assert [names(one) for one in parts] == list(NAMES)
    assert (words(text), labels(text)) == ("Three plans", ["I have read it", "Stop announcements"])
    assert set((await desk.states("announcement text")).values()) == {"sent"}
    [counted] = await desk.run.rows(
        "SELECT DISTINCT messages FROM payloads JOIN deliveries USING (payload_id) JOIN dispatches "
        "USING (dispatch_id) WHERE purpose = 'announcement'"
    )
    assert counted == (3,)


async def test_a_reply_to_any_part_announces_the_whole_album(desk: Office) -> None:
    sent = await desk.sends(ADMIN, *NAMES)
    await desk.gathered()
    await desk.says(ADMIN, "/announce Three plans", reply_to=sent[1]["message_id"])
    media = (await desk.draft()).media
    assert media is not None
    assert media.messages == 3
    assert words(desk.messages(ADMIN)[-2]) == "Three plans"


async def test_an_album_without_words_still_has_a_message_for_its_buttons(desk: Office) -> None:
    await desk.sends(ADMIN, *NAMES, caption="/announce")
    await desk.gathered()
    assert words(desk.messages(ADMIN)[-2]) == "From the organisers of the visit."
    assert labels(desk.messages(ADMIN)[-2]) == ["Stop announcements"]


async def test_a_part_that_comes_late_completes_the_draft_and_its_preview(desk: Office) -> None:
    sent = desk.simulator.actions.send_files(
        ADMIN, [Chosen(name, name.encode()) for name in NAMES], "document", "/announce Three plans"
    )
    first, second, third = [one for one in desk.simulator.pending_updates if "media_group_id" in one["message"]]
    await desk.run.handle(first, second)
    await desk.gathered()
    before = await desk.draft()
    assert before.media is not None
    assert before.media.messages == 2
    await desk.run.handle(third)
    await desk.gathered()
    [after] = await desk.drafts()
    assert after.media is not None
    assert (after.media.messages, after.revision) == (3, before.revision + 1)
    assert [names(one) for one in desk.messages(ADMIN)[-5:-2]] == list(NAMES)
    assert len(sent) == 3


@pytest.mark.usefixtures("_quick")
async def test_an_album_cut_in_half_by_a_restart_is_completed(place: Path) -> None:
    async with office(place) as first:
        sent = first.simulator.actions.send_files(
            ADMIN, [Chosen(name, name.encode()) for name in NAMES], "document", "/announce Three plans"
        )
        parts = [one for one in first.simulator.pending_updates if "media_group_id" in one["message"]]
        async with first.run.working(delivering=True):
            await first.run.handle(parts[0])
        # Nothing gathers it before the bot is gone.
        assert await first.drafts() == []
        rows = await first.run.rows("SELECT kind FROM jobs")
        assert rows == [("announcement_album",)]
        simulator = first.simulator
        await first.run.database.close()
        async with office(place, simulator=simulator) as again, at_work(again):
            await again.run.handle(*parts[1:])
            await again.gathered()
            [draft] = await again.drafts()
            assert draft.media is not None
            assert draft.media.messages == len(sent) == 3


async def test_parts_of_who_may_not_announce_are_not_kept(desk: Office) -> None:
    await desk.sends(MEMBER, *NAMES)
    assert await desk.run.rows("SELECT 1 FROM announcement_sources") == []
    assert await desk.run.rows("SELECT 1 FROM jobs WHERE kind = 'announcement_album'") == []


async def test_whoever_loses_the_right_meanwhile_gets_nothing_of_it(desk: Office) -> None:
    await desk.sends(ADMIN, *NAMES, caption="/announce Three plans")
    await desk.run.change("UPDATE members SET role = 'member' WHERE user_id = ?", ADMIN)
    await desk.gathered()
    assert await desk.drafts() == []


def test_the_same_work_is_put_off_and_not_doubled() -> None:
    store, now = memory_store(), dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    for second in range(3):
        moment = now + dt.timedelta(seconds=second)
        jobs.put_off(store, "album", {"source": "1"}, 5, moment, dt.timedelta(seconds=2))
    assert store.execute("SELECT count(*) FROM jobs").fetchone() == (1,)
    assert jobs.next_job(store, now + dt.timedelta(seconds=3.9)) is None
    assert jobs.next_job(store, now + dt.timedelta(seconds=4)) is not None
