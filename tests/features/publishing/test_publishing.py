"""A visit comes back from a file: compared first, published when confirmed, and nothing happens by itself."""

import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.content.models import Visit
from bot.content.writing import written_visit
from bot.features.publishing import store
from bot.features.publishing.jobs import UPLOAD_JOB
from bot.telegram import jobs, members
from bot.telegram.roles import Role
from tests.features.publishing.newsroom import (
    ADMIN,
    DAY,
    EDITOR,
    EVENTS,
    FILE,
    GUEST,
    MEMBER,
    OWNER,
    SECOND,
    Newsroom,
    event,
    newsroom,
    visit,
    without,
    write,
)


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with newsroom(tmp_path / "bot.sqlite3") as opened:
        yield opened


def as_yaml(changed: Visit) -> str:
    """The file that the command line would write of a visit."""
    return written_visit(changed, "a visit")


MOVED = visit(events=[event("talks", "Talks", "11:30", "12:30", people=["P1"]), *EVENTS[1:]])
SHORTER = as_yaml(visit(events=EVENTS[:2]))


async def proposals(room: Newsroom) -> list[tuple[str, str | None]]:
    return await room.run.rows("SELECT state, document FROM proposals ORDER BY proposal_id")


async def test_the_workbook_goes_out_and_unchanged_it_changes_nothing(room: Newsroom) -> None:
    assert "send the file back to me here" in await room.says(EDITOR, "/publish")
    await room.presses(EDITOR, "Send me the workbook")
    name, content = room.file(EDITOR)
    assert name == FILE
    assert await room.sends(EDITOR, content) == f"“{FILE}” changes nothing: edition 1, which holds now, says the same."
    assert await proposals(room) == []


async def test_a_changed_workbook_is_shown_first_and_holds_once_it_is_published(room: Newsroom) -> None:
    content = write(await room.workbook(), "talks", "start", dt.time(11, 30))
    seen = await room.sends(EDITOR, write(content, "talks", "end", "12.30"))
    assert "In place of edition 1:\n• Events: 1 changed\n\n• Talks: Wed 20 May, 10:00–11:00 → 11:30–12:30" in seen
    assert "At once for everybody: Talks and Lunch" in seen
    assert "4 people will be told of it." in seen
    assert (await room.holding()).number == 1
    assert "10:00–11:00 → 11:30–12:30" in await room.presses(EDITOR, "Field by field")
    await room.presses(EDITOR, "‹ What would change")
    assert "Edition 2 holds now, in place of 1." in await room.presses(EDITOR, "Publish")
    held = await room.holding()
    assert (held.number, held.visit.events[0].start) == (2, dt.time(11, 30))
    assert room.library.edition("small") == held
    assert await proposals(room) == [("published", None)]
    assert await room.run.rows("SELECT visit_id FROM notice_due") == [("small",)]
    assert await room.run.rows("SELECT count(*) FROM audit WHERE action = 'published' AND subject = '2'") == [(1,)]


async def test_what_would_go_is_named_and_the_button_says_it(room: Newsroom) -> None:
    content = without(await room.workbook(), "lunch", "dinner")
    seen = await room.sends(EDITOR, content)
    assert "Removed, since it is not in the file:\n− Lunch · Wed 20 May, 12:00\n− Dinner · Wed 20 May, 19:00" in seen
    assert room.labels(EDITOR)[0] == "Publish, removing 2"
    await room.presses(EDITOR, "Publish, removing 2")
    assert [one.id for one in (await room.holding()).visit.events] == ["talks"]


async def test_it_can_be_published_without_notices(room: Newsroom) -> None:
    await room.proposes(EDITOR, MOVED)
    assert "Nobody is sent a notice; the audit says so." in await room.presses(EDITOR, "Without notices")
    assert "4 people will be told of it." in await room.presses(EDITOR, "With notices")
    await room.presses(EDITOR, "Without notices")
    assert "No notices are sent." in await room.presses(EDITOR, "Publish")
    [(after,)] = await room.run.rows("SELECT after FROM audit WHERE action = 'published' AND subject = '2'")
    assert '"notices":false' in after.replace(" ", "")


async def test_what_is_discarded_is_gone_and_changes_nothing(room: Newsroom) -> None:
    await room.proposes(EDITOR, MOVED)
    publish = room.find(EDITOR, "Publish")[1]
    assert "Nothing was changed" in await room.presses(EDITOR, "Discard")
    assert await proposals(room) == [("discarded", None)]
    assert "This file was discarded" in await room.presses_data(EDITOR, publish)
    assert (await room.holding()).number == 1


async def test_a_second_press_publishes_nothing_more(room: Newsroom) -> None:
    await room.proposes(EDITOR, MOVED)
    publish = room.find(EDITOR, "Publish")[1]
    await room.presses(EDITOR, "Publish")
    assert "This file is published already, as edition 2." in await room.presses_data(EDITOR, publish)
    assert (await room.holding()).number == 2


async def test_a_press_on_a_stale_preview_changes_nothing_and_says_what_changed_meanwhile(room: Newsroom) -> None:
    await room.proposes(EDITOR, MOVED)
    await room.publishes(visit(events=[*EVENTS, event("tour", "Tour", "15:00")]))
    seen = await room.presses(EDITOR, "Publish")
    assert "Meanwhile edition 2 was published, and your press changed nothing. It brought:\n\n+ Tour" in seen
    assert (await room.holding()).number == 2
    seen = await room.presses(EDITOR, "What would change now")
    assert "Your file was made from edition 1. Since then edition 2 came to hold:\n+ Tour" in seen
    assert "In place of edition 2:\n• Events: 1 removed, 1 changed" in seen
    assert "Edition 3 holds now, in place of 2." in await room.presses(EDITOR, "Publish, removing 1")
    assert [one.id for one in (await room.holding()).visit.events] == ["talks", "lunch", "dinner"]


async def test_the_changes_of_a_file_can_be_put_on_top_of_what_came_meanwhile(room: Newsroom) -> None:
    await room.publishes(visit(events=[*EVENTS, event("tour", "Tour", "15:00")]))
    content = await room.workbook()
    await room.publishes(visit(events=[*EVENTS[:2], event("tour", "Tour", "16:00")]))
    # The name tells from which edition the workbook was made, also where a phone numbers its copies.
    await room.sends(EDITOR, write(content, "talks", "title.en", "The talks"), "small-edition-2 (1).xlsx")
    seen = await room.presses(EDITOR, "Put my changes on top of 3")
    assert "In place of edition 3:\n• Events: 1 changed\n\n• The talks: title" in seen
    await room.presses(EDITOR, "Publish")
    events = (await room.holding()).visit.events
    assert [(one.id, one.title.en, one.start) for one in events] == [
        ("talks", "The talks", dt.time(10)),
        ("lunch", "Lunch", dt.time(12)),
        ("tour", "Tour", dt.time(16)),
    ]


async def test_a_workbook_that_was_renamed_still_tells_from_which_edition_it_was_made(room: Newsroom) -> None:
    content = await room.workbook()
    await room.publishes(visit(events=[*EVENTS[:2], event("dinner", "Dinner", "20:00")]))
    seen = await room.sends(EDITOR, write(content, "lunch", "start", dt.time(13)), "Programme, final.xlsx")
    assert "Your file was made from edition 1. Since then edition 2 came to hold:\n• Dinner" in seen
    assert any(label.startswith("Put my") for label in room.labels(EDITOR))


async def test_a_marked_workbook_keeps_from_which_edition_it_was_made(room: Newsroom) -> None:
    await room.sends(EDITOR, write(await room.workbook(), "lunch", "start", "nonsense"), "final.xlsx")
    _, marked = room.file(EDITOR)
    await room.publishes(visit(events=[*EVENTS[:2], event("dinner", "Dinner", "20:00")]))
    seen = await room.sends(EDITOR, write(marked, "lunch", "start", dt.time(13)), "final.xlsx")
    assert "Your file was made from edition 1" in seen


async def test_where_both_changed_the_same_a_person_decides(room: Newsroom) -> None:
    await room.proposes(EDITOR, MOVED)
    await room.publishes(visit(events=[event("talks", "Talks", "09:00", "10:00", people=["P1"]), *EVENTS[1:]]))
    number = room.find(EDITOR, "Publish")[1].split(":")[2]
    seen = await room.presses_data(EDITOR, f"prop:small:{number}:0")
    assert "The two do not go together by themselves" in seen
    assert "Talks: Wed 20 May, 09:00–10:00 → 11:30–12:30" in seen
    assert not any(label.startswith("Put my") for label in room.labels(EDITOR))
    assert "no longer go together" in await room.presses_data(EDITOR, f"proptop:small:{number}:2")
    assert (await room.holding()).number == 2


async def test_a_workbook_that_is_edited_further_after_it_was_published_takes_nothing_back(room: Newsroom) -> None:
    content = write(await room.workbook(), "lunch", "start", dt.time(13))
    await room.sends(EDITOR, content)
    await room.presses(EDITOR, "Publish")
    seen = await room.sends(EDITOR, write(content, "dinner", "start", dt.time(20)))
    assert "In place of edition 2:\n• Events: 1 changed\n\n• Dinner: Wed 20 May, 19:00 → 20:00" in seen
    assert "takes that back" not in seen
    assert not any(label.startswith("Put my") for label in room.labels(EDITOR))


async def test_of_a_file_that_was_sent_twice_nothing_is_left_once_it_is_published(room: Newsroom) -> None:
    await room.proposes(EDITOR, MOVED)
    await room.proposes(EDITOR, MOVED)
    (first,), (_second,) = await room.run.rows("SELECT proposal_id FROM proposals ORDER BY proposal_id")
    await room.presses(EDITOR, "Publish")
    for press in (f"prop:small:{first}:0", f"proppub:small:{first}:1:0", f"proptop:small:{first}:2"):
        assert "Nothing is left to publish: edition 2" in await room.presses_data(EDITOR, press)
    assert (await room.holding()).number == 2


async def test_a_file_under_the_command_itself_is_read(room: Newsroom) -> None:
    content = write(await room.workbook(), "lunch", "start", dt.time(13))
    await room.hands_in(EDITOR, content, caption="/publish")
    await room.done()
    assert "Lunch: Wed 20 May, 12:00 → 13:00" in room.last(EDITOR)


async def test_what_another_editor_proposed_is_not_shown_nor_published(room: Newsroom) -> None:
    await room.proposes(EDITOR, MOVED)
    publish = room.find(EDITOR, "Publish")[1]
    await room.says(SECOND, "/publish")
    assert "no longer kept" in await room.presses_data(SECOND, publish)
    assert (await room.holding()).number == 1


async def test_every_error_comes_at_once_with_its_place_and_in_the_file(room: Newsroom) -> None:
    content = write(write(await room.workbook(), "talks", "start", "25:00"), "lunch", "place", "hall-9")
    seen = await room.sends(EDITOR, content)
    assert seen.startswith(f"Nothing was changed: 2 places to correct\n{FILE}\n\n• Events!D3: «25:00» is no time")
    assert "• Events!J4: there is no hall-9 here" in seen
    name, marked = room.file(EDITOR)
    assert (name, marked != content) == (FILE, True)
    assert await proposals(room) == []


async def test_errors_come_in_the_editors_language(room: Newsroom) -> None:
    await room.says(EDITOR, "/language")
    await room.presses_data(EDITOR, "setlang:ru")
    seen = await room.sends(EDITOR, SHORTER.replace("zone: Asia/Shanghai", "zone: Asia/Shanghigh"), "visit.yaml")
    assert seen.startswith("Ничего не изменено: исправить 1 место\nvisit.yaml\n\n• строка 7, zone: это не часовой пояс")


async def test_of_very_many_errors_in_yaml_all_stand_in_a_list(room: Newsroom) -> None:
    crowd = visit(events=[event(f"E{number}", f"Event {number}", "10:00") for number in range(30)])
    seen = await room.sends(EDITOR, as_yaml(crowd).replace("- S1\n", "- S9\n"), "visit.yaml")
    assert "and " in seen
    name, listed = room.file(EDITOR)
    assert name == "visit.txt"
    assert len(listed.decode().splitlines()) > 30


@pytest.mark.parametrize("name", ["minutes.pdf", "programme.ods", "programme.xlsm", "programme"])
async def test_of_other_files_an_editor_hears_what_can_be_read(room: Newsroom, name: str) -> None:
    assert "This kind of file I cannot read" in await room.sends(EDITOR, b"junk", name)


async def test_others_are_answered_as_before(room: Newsroom) -> None:
    assert "Send this as an announcement?" in await room.sends(ADMIN, b"junk", "minutes.pdf")
    for user_id in (MEMBER, GUEST):
        await room.hands_in(user_id, as_yaml(MOVED), "visit.yaml")
        assert await room.run.rows("SELECT * FROM jobs") == []
    await room.hands_in(EDITOR, as_yaml(MOVED), "visit.yaml", caption="/help")
    assert await room.run.rows("SELECT * FROM jobs") == []
    assert await proposals(room) == []


async def test_a_file_that_is_too_large_is_not_even_fetched(room: Newsroom) -> None:
    seen = await room.sends(EDITOR, bytes(5 * 1024 * 1024 + 1))
    assert "larger than 5 MB" in seen
    assert room.run.calls("getFile") == []


@pytest.mark.parametrize("megabytes", [6, 21])
async def test_a_file_whose_size_was_not_told_is_given_up_once_it_is_too_large(room: Newsroom, megabytes: int) -> None:
    stored = room.simulator.world.files.add("document", "a.xlsx", bytes(megabytes * 1024 * 1024))
    payload = {"file": stored.file_id, "name": "a.xlsx", "visit": "small", "language": "en", "chat_id": EDITOR}
    now = room.run.clock.now()
    await room.run.database.run("add job", jobs.add_job, UPLOAD_JOB, payload, EDITOR, now)
    room.run.jobs_added.set()
    await room.done()
    assert "larger than 5 MB" in room.last(EDITOR)


async def test_a_file_that_telegram_does_not_give_is_asked_for_again(room: Newsroom) -> None:
    room.simulator.faults.add("5xx", method="getFile", times=1)
    room.simulator.faults.add("400", method="getFile", times=1)
    await room.hands_in(EDITOR, as_yaml(MOVED), "visit.yaml")
    await room.run.rows("SELECT 1")
    await room.run.change("UPDATE jobs SET not_before = 0")
    await room.done()
    assert "I could not get “visit.yaml” from Telegram." in room.last(EDITOR)


async def test_a_visit_that_is_new_is_an_owners_to_begin(room: Newsroom) -> None:
    new = as_yaml(visit(id="winter", title={"en": "A winter visit"}, audience="members"))
    assert "is of a visit “winter”, which you do not edit" in await room.sends(EDITOR, new, "winter.yaml")
    seen = await room.sends(OWNER, new, "winter.yaml")
    assert seen.startswith("A new visit\nA winter visit\nwinter.yaml")
    assert "• Events: 3" in seen
    assert "Only its members will see it" in seen
    assert "The visit is published, as edition 1." in await room.presses(OWNER, "Publish")
    assert room.library.edition("winter") is not None
    assert await room.run.rows("SELECT * FROM notice_due") == []


async def test_the_visit_of_another_is_not_published_nor_shown(tmp_path: Path) -> None:
    closed = visit(id="closed", title={"en": "A closed visit"}, audience="members")
    async with newsroom(tmp_path / "bot.sqlite3", visit(), closed) as room:
        changed = closed.model_copy(update={"events": ()})
        seen = await room.sends(EDITOR, as_yaml(changed), "closed.yaml")
        assert "is of a visit “closed”, which you do not edit" in seen
        assert "Events" not in seen


async def test_a_table_changes_the_only_visit_that_its_editor_has(room: Newsroom) -> None:
    table = f"id;day;start;title.en;original;sources\ntalks;{DAY};10:30;Talks;en;S1\n"
    seen = await room.sends(EDITOR, table.encode("cp1251"), "events.csv")
    assert "• Events: 2 removed, 1 changed" in seen


async def test_of_which_visit_a_file_is_that_does_not_say_so_is_asked(tmp_path: Path) -> None:
    async with newsroom(tmp_path / "bot.sqlite3", visit(), visit(id="other", title={"en": "Another"})) as room:
        await room.run.database.run("enrol", members.add, "other", EDITOR, Role.EDITOR, "E", room.run.clock.now())
        assert "Which visit?" in await room.says(EDITOR, "/publish")
        table = f"id;day;start;title.en;original;sources\ntalks;{DAY};10:30;Talks;en;S1\n"
        assert "does not say of which visit it is" in await room.sends(EDITOR, table, "events.csv")
        await room.presses(EDITOR, "Another")
        assert room.last(EDITOR).startswith("What would change\nAnother\nevents.csv")
        assert [state for state, _ in await proposals(room)] == ["discarded", "open"]


async def test_who_may_no_longer_edit_gets_nothing_of_it(room: Newsroom) -> None:
    await room.proposes(EDITOR, MOVED)
    publish = room.find(EDITOR, "Publish")[1]
    count = len(room.simulator.messages(EDITOR))
    await room.run.database.run("demote", members.set_role, "small", EDITOR, Role.MEMBER)
    await room.presses_data(EDITOR, publish)
    assert (await room.holding()).number == 1
    assert len(room.simulator.messages(EDITOR)) == count


async def test_forgetting_somebody_erases_what_they_sent(room: Newsroom) -> None:
    await room.proposes(EDITOR, MOVED)
    assert "files to be published: 1" in await room.says(EDITOR, "/privacy")
    await room.presses_data(EDITOR, "forgetyes")
    assert await proposals(room) == []


async def test_what_nobody_decides_is_erased_after_some_days(room: Newsroom) -> None:
    await room.proposes(EDITOR, MOVED)
    now = room.run.clock.now()
    await room.run.database.run("expire", store.expire, now + dt.timedelta(days=6), 7)
    assert len(await proposals(room)) == 1
    publish = room.find(EDITOR, "Publish")[1]
    await room.run.database.run("expire", store.expire, now + dt.timedelta(days=8), 7)
    assert "no longer kept" in await room.presses_data(EDITOR, publish)


async def test_others_are_answered_while_a_large_file_is_read(room: Newsroom) -> None:
    crowd = visit(events=[event(f"E{number}", f"Event {number}", "10:00") for number in range(1500)])
    await room.hands_in(EDITOR, as_yaml(crowd), "visit.yaml")
    await room.says(MEMBER, "/help")
    # The answer is there, and the file is still being read.
    assert "What I can do" in room.last(MEMBER)
    assert await room.run.rows("SELECT kind FROM jobs") == [("publish_upload",)]
    await room.done()
    assert "• Events: 1,500 added, 3 removed" in room.last(EDITOR)
