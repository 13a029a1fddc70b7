"""What people send from their phones besides text, and what they do with what was sent."""

from typing import Any

import pytest

from bot.simulator import ActionError, Simulator
from bot.simulator.chosen import Chosen
from tests.simulator.conftest import Http
from tests.simulator.test_files import JPEG, png

GIF = b"GIF89a\x10\x00\x08\x00"


def told(simulator: Simulator, kind: str = "message") -> list[dict[str, Any]]:
    """What the bot was told, oldest first."""
    return [update[kind] for update in simulator.pending_updates if kind in update]


@pytest.mark.parametrize(
    ("name", "content", "mime_type", "kind"),
    [
        ("a.jpg", JPEG, "image/jpeg", "photo"),
        ("a.png", png(3, 2), "image/png", "photo"),
        ("broken.png", b"x", "image/png", "document"),
        ("a.webp", b"RIFF", "image/webp", "document"),
        ("a.gif", GIF, "image/gif", "animation"),
        ("a.mp4", b"film", "video/mp4", "video"),
        ("a.mp3", b"song", "audio/mpeg", "audio"),
        ("a.pdf", b"%PDF", "application/pdf", "document"),
        ("a", b"x", None, "document"),
    ],
)
def test_a_file_goes_as_what_an_app_would_send_it_as(
    simulator: Simulator, name: str, content: bytes, mime_type: str | None, kind: str
) -> None:
    simulator.actions.send_files(1003, [Chosen(name, content, mime_type)])
    assert kind in told(simulator)[0]


def test_a_file_goes_as_what_the_person_wants(simulator: Simulator) -> None:
    simulator.actions.send_file(1003, "voice", "note.ogg", b"hm")
    simulator.actions.send_file(1003, "video_note", "round.mp4", b"me", reply_to=1)
    simulator.actions.send_files(1003, [Chosen("a.png", png(3, 2), "image/png")], "document")
    voice, round_video, document = told(simulator)
    assert voice["voice"]["mime_type"] == "audio/ogg"
    assert round_video["video_note"]["length"] == 240
    assert round_video["reply_to_message"]["message_id"] == 1
    assert document["document"]["file_name"] == "a.png"


def test_files_chosen_at_once_are_an_album_of_which_each_part_is_an_update(simulator: Simulator) -> None:
    simulator.send_text(1003, "Pictures follow")
    chosen = [Chosen("1.png", png(3, 2), "image/png"), Chosen("2.mp4", b"film", "video/mp4")]
    simulator.actions.send_files(1003, chosen, caption="The park", reply_to=1)
    first, second = told(simulator)[1:]
    assert first["media_group_id"] == second["media_group_id"]
    assert (first["caption"], "caption" in second) == ("The park", False)
    assert second["message_id"] == first["message_id"] + 1
    assert [part["reply_to_message"]["message_id"] for part in (first, second)] == [1, 1]


def test_what_does_not_go_together_is_sent_apart_and_ten_fill_an_album(simulator: Simulator) -> None:
    picture, paper, song = (
        Chosen("1.png", png(3, 2), "image/png"),
        Chosen("a.pdf", b"%PDF", "application/pdf"),
        Chosen("a.mp3", b"song", "audio/mpeg"),
    )
    simulator.actions.send_files(1003, [picture, picture, paper, song, song, Chosen("a.gif", GIF, "image/gif")])
    simulator.actions.send_files(1003, [picture] * 12)
    albums = [message.get("media_group_id") for message in told(simulator)]
    assert (albums[0], albums[3]) == (albums[1], albums[4])
    assert (albums[2], albums[5]) == (None, None)
    assert len({albums[0], albums[3], albums[6], albums[16]}) == 4
    assert (len(set(albums[6:16])), len(set(albums[16:]))) == (1, 1)


def test_nothing_is_sent_when_one_of_the_files_is_refused(simulator: Simulator) -> None:
    chosen = [Chosen("1.png", png(3, 2)), Chosen("2.png", b"no picture")]
    with pytest.raises(ActionError, match="IMAGE_PROCESS_FAILED"):
        simulator.actions.send_files(1003, chosen, "photo")
    with pytest.raises(ActionError, match="Message caption is too long"):
        simulator.actions.send_files(1003, chosen, "document", caption="x" * 1025)
    with pytest.raises(ActionError, match="message to answer is gone"):
        simulator.actions.send_files(1003, chosen, "document", reply_to=9)
    assert simulator.messages(1003) == []


def test_a_person_sends_where_they_are(simulator: Simulator) -> None:
    simulator.actions.send_location(1002, 31.2304, 121.4737)
    assert told(simulator)[0]["location"] == {"latitude": 31.2304, "longitude": 121.4737}
    with pytest.raises(ActionError, match="Invalid location"):
        simulator.actions.send_location(1002, 91.0, 0.0)


def test_a_caption_is_edited_and_taken_away(simulator: Simulator) -> None:
    sent = simulator.actions.send_file(1003, "document", "a.pdf", b"%PDF", "Draft")
    simulator.actions.edit_text(1003, 1003, sent["message_id"], "Final #v2")
    simulator.actions.edit_text(1003, 1003, sent["message_id"], "")
    changed, bare = told(simulator, "edited_message")
    assert (changed["caption"], changed["caption_entities"][0]["type"]) == ("Final #v2", "hashtag")
    assert changed["document"] == bare["document"] == sent["document"]
    assert "caption" not in bare
    assert "caption_entities" not in bare
    spot = simulator.actions.send_location(1003, 1.0, 1.0)
    with pytest.raises(ActionError, match="nothing to edit"):
        simulator.actions.edit_text(1003, 1003, spot["message_id"], "x")


async def test_a_person_deletes_a_message_and_nobody_tells_the_bot(simulator: Simulator, http: Http) -> None:
    simulator.send_text(1001, "oops")
    await http.call("sendMessage", chat_id=1001, text="Welcome")
    for number in (1, 2):
        simulator.actions.delete(1001, 1001, number)
    assert simulator.messages(1001) == []
    assert len(simulator.pending_updates) == 1
    assert await http.refusal("deleteMessage", chat_id=1001, message_id=2) == "Bad Request: message to delete not found"
    with pytest.raises(ActionError, match="gone"):
        simulator.actions.delete(1001, 1001, 2)


async def test_a_person_pins_and_the_bot_is_told(simulator: Simulator, http: Http) -> None:
    await http.call("sendMessage", chat_id=1001, text="Programme")
    simulator.actions.pin(1001, 1001, 1)
    line = told(simulator)[0]
    assert (line["from"]["id"], line["pinned_message"]["text"]) == (1001, "Programme")
    with pytest.raises(ActionError):
        simulator.actions.pin(1001, 1001, line["message_id"])
    simulator.actions.pin(1001, 1001, 1, pinned=False)
    assert len(simulator.pending_updates) == 1
    assert "pinned_message" not in await http.call("getChat", chat_id=1001)
