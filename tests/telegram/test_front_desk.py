"""Who may ask what and where, what is answered to anything else, and who is remembered."""

import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.content.library import Library
from bot.core.database import UnitOfWork
from bot.telegram import members, people
from bot.telegram.requests import Request
from bot.telegram.roles import Role
from bot.telegram.routes import Command, Press, Routes, routing_table
from bot.telegram.screens import Answers, Screen
from tests.support.desk import Desk, front_desk
from tests.support.routes import Mine, Pin, Plain, Rule
from tests.support.routes import Turn as TurnPage
from tests.support.small_visit import small_edition
from tests.support.updates import (
    ANONYMOUS_ADMIN,
    BOT,
    CHANNEL,
    GROUP,
    LINKED_CHANNEL,
    group_chat,
    membership,
    message,
    person,
    press,
    private_chat,
    text,
    update,
)

OWNER = 42
UNKNOWN = "I do not know this command. The menu shows what I can do."
OLD = "This button no longer works. Send /start for a fresh menu."


@pytest.fixture
async def desk(store: Path) -> AsyncIterator[Desk]:
    async with front_desk(store, Plain().routes(), owner_ids=[OWNER]) as opened:
        yield opened


# Commands


@pytest.mark.parametrize(
    ("written", "understood"),
    [
        ("/say hello", "hello"),
        ("/SAY Hello", "Hello"),
        ("/say", ""),
        ("/say   spaced   out  ", "spaced   out"),
        ("/say\nfirst line\nsecond line", "first line\nsecond line"),
        ("/say first line\nsecond line\n\nthird", "first line\nsecond line\n\nthird"),
        ("/say\tafter a tab", "after a tab"),
        ("/say@briefing_bot hello", "hello"),
        ("/say@BRIEFING_BOT hello", "hello"),
        ("/say@briefing_bot\nhello", "hello"),
        ("/say <b>&lt; %s {0} \\ '\"", "<b>&lt; %s {0} \\ '\""),
        ("/say " + "x" * 4000, "x" * 4000),
    ],
)
async def test_a_command_is_understood_however_it_is_written(desk: Desk, written: str, understood: str) -> None:
    assert await desk.text(text(written)) == f"en: {understood}"


@pytest.mark.parametrize(
    "written", ["/unknown", "/", "/ say", "//say", "/say_", "/сказать", "/sayhello", "/@briefing_bot"]
)
async def test_a_command_that_does_not_exist_is_said_so_in_private_only(desk: Desk, written: str) -> None:
    assert await desk.text(text(written)) == UNKNOWN
    assert await desk.text(text(written, chat=group_chat())) is None


async def test_in_a_group_a_command_works_bare_or_with_the_bots_name(desk: Desk) -> None:
    assert await desk.text(text("/say a", chat=group_chat())) == "en: a"
    assert await desk.text(text("/say@briefing_bot a", chat=group_chat())) == "en: a"


async def test_in_a_group_another_bots_command_is_left_to_it(desk: Desk) -> None:
    assert await desk.text(text("/say@other_bot a", chat=group_chat())) is None
    assert await desk.text(text("/say@briefing_bot2 a", chat=group_chat())) is None


async def test_in_private_there_is_no_other_bot(desk: Desk) -> None:
    assert await desk.text(text("/say@other_bot a")) == "en: a"


async def test_an_answer_in_a_group_replies_to_what_was_written_and_in_private_does_not(desk: Desk) -> None:
    [in_group] = await desk.calls(text("/say a", chat=group_chat()))
    assert in_group.parameters["reply_parameters"] == {"message_id": 11, "allow_sending_without_reply": True}
    assert in_group.chat_id == in_group.parameters["chat_id"] == GROUP
    [in_private] = await desk.calls(text("/say a"))
    assert "reply_parameters" not in in_private.parameters


async def test_a_personal_command_in_a_group_leads_to_the_private_chat(desk: Desk) -> None:
    [call] = await desk.calls(text("/speak ru", chat=group_chat()))
    [[button]] = call.parameters["reply_markup"]["inline_keyboard"]
    assert button["url"] == "https://t.me/briefing_bot?start=speak"
    assert await desk.rows("SELECT * FROM users") == []


async def test_free_text_is_looked_up_in_private_only(desk: Desk) -> None:
    assert await desk.text(text("  two words\nand more ")) == "en:   two words\nand more "
    assert await desk.text(text("two words", chat=group_chat())) is None
    assert await desk.text(text("@briefing_bot two words", chat=group_chat())) is None


async def test_a_command_may_be_the_caption_of_what_it_is_about(desk: Desk) -> None:
    photo = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]
    assert await desk.text(update("message", message(None, photo=photo, caption="/say a"))) == "en: a"


async def test_without_a_reader_of_free_text_the_menu_is_offered(store: Path) -> None:
    async with front_desk(store, Plain().routes(free_text=False)) as desk:
        assert await desk.text(text("two words")) == UNKNOWN


@pytest.mark.parametrize(
    "content",
    [
        {"photo": [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}], "caption": "say a"},
        {"sticker": {"file_id": "a", "file_unique_id": "b", "type": "regular", "width": 1, "height": 1,
                     "is_animated": False, "is_video": False}},
        {"location": {"latitude": 31.2, "longitude": 121.5}},
        {"contact": {"phone_number": "+1", "first_name": "A"}},
        {"dice": {"emoji": "🎲", "value": 3}},
    ],
    ids=lambda content: next(iter(content)),
)  # fmt: skip
async def test_what_is_no_text_gets_a_kind_word_in_private_only(desk: Desk, content: dict[str, Any]) -> None:
    assert "text only" in str(await desk.text(update("message", message(None, **content))))
    assert await desk.text(update("message", message(None, chat=group_chat(), **content))) is None


@pytest.mark.parametrize(
    "content",
    [
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 60}},
        {"pinned_message": message("pinned")},
        {"write_access_allowed": {}},
    ],
    ids=lambda content: next(iter(content)),
)
async def test_what_telegram_reports_and_nobody_wrote_is_not_answered(desk: Desk, content: dict[str, Any]) -> None:
    assert await desk.text(update("message", message(None, **content))) is None


@pytest.mark.parametrize("kind", ["edited_message", "channel_post", "inline_query", "poll", "chat_member", "new_kind"])
async def test_other_kinds_of_updates_are_passed_over(desk: Desk, kind: str) -> None:
    handled = await desk.handled(update(kind, message("/say a")))
    assert handled.calls == ()
    assert await desk.rows("SELECT * FROM users") == []


async def test_one_command_may_be_answered_in_several_parts(desk: Desk) -> None:
    assert [call.parameters["text"] for call in await desk.calls(text("/many 3"))] == ["part 0", "part 1", "part 2"]


async def test_what_the_person_can_mend_is_a_sentence_with_a_way_on(desk: Desk) -> None:
    [call] = await desk.calls(text("/sorry moon"))
    assert call.parameters["text"] == "There is no moon."
    assert call.parameters["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "menu"


# Presses


async def test_a_press_is_acknowledged_first_and_edits_in_place(desk: Desk) -> None:
    acknowledged, edit = await desk.calls(press(TurnPage(page=3).pack()))
    assert (acknowledged.method, acknowledged.parameters) == ("answerCallbackQuery", {"callback_query_id": "4711"})
    assert acknowledged.chat_id is None
    assert edit.method == "editMessageText"
    assert edit.parameters["message_id"] == 11
    assert edit.parameters["text"] == "page 3"


async def test_a_toast_goes_with_the_acknowledgement_and_nothing_else_is_sent(desk: Desk) -> None:
    [call] = await desk.calls(press(Mine().pack()))
    assert call.parameters == {"callback_query_id": "4711", "text": "yours: 7", "show_alert": False}


async def test_a_pin_and_further_screens_are_sent_anew_while_the_first_screen_edits(desk: Desk) -> None:
    calls = await desk.calls(press(Pin().pack()))
    assert [call.method for call in calls] == ["answerCallbackQuery", "sendVenue", "editMessageText", "sendMessage"]


@pytest.mark.parametrize(
    "carrier",
    [
        {"message_id": 11, "date": 0, "chat": private_chat(7)},
        message(None, sender=BOT, chat=private_chat(7), location={"latitude": 1.0, "longitude": 1.0}),
        message(None, sender=BOT, chat=private_chat(7), document={"file_id": "a", "file_unique_id": "b"}),
    ],
    ids=["inaccessible", "a pin", "a file"],
)  # fmt: skip
async def test_a_press_on_what_cannot_become_another_text_is_answered_anew(desk: Desk, carrier: dict[str, Any]) -> None:
    calls = await desk.calls(press(TurnPage(page=3).pack(), on=carrier))
    assert [call.method for call in calls] == ["answerCallbackQuery", "sendMessage"]
    assert calls[1].chat_id == 7


async def test_a_press_without_its_message_is_answered_in_private(desk: Desk) -> None:
    pressed = press(TurnPage(page=3).pack())
    del pressed["callback_query"]["message"]
    calls = await desk.calls({**pressed, "callback_query": {**pressed["callback_query"], "inline_message_id": "x"}})
    assert [(call.method, call.chat_id) for call in calls] == [("answerCallbackQuery", None), ("sendMessage", 7)]


@pytest.mark.parametrize(
    "data",
    [
        "", ":", "turn", "turn:", "turn:x", "turn:1.5", "turn:1:2", "turn:\u0661x", "TURN:1", "turn :1", "unheard:1",
        "menu", "x" * 64, "\u0000" * 64, "turn:" + "9" * 59 + "x", "\u202eturn:1", "rule", "{}", "turn:None", None,
    ],
)  # fmt: skip
async def test_callback_data_that_nobody_issued_is_an_old_button(desk: Desk, data: str | None) -> None:
    [call] = await desk.calls(press(data))
    assert call.parameters == {"callback_query_id": "4711", "text": OLD, "show_alert": True}


async def test_a_personal_button_in_a_group_is_for_private_chats(desk: Desk) -> None:
    carrier = message("A screen", chat=group_chat(), sender=BOT)
    [call] = await desk.calls(press(Mine().pack(), on=carrier))
    assert "private chat" in call.parameters["text"]
    assert await desk.rows("SELECT * FROM users") == []


async def test_a_press_in_a_group_edits_for_everybody(desk: Desk) -> None:
    _, edit = await desk.calls(press(TurnPage(page=2).pack(), on=message("A screen", chat=group_chat(), sender=BOT)))
    assert (edit.method, edit.chat_id) == ("editMessageText", GROUP)


# Roles


async def test_what_is_for_owners_does_not_exist_for_others(desk: Desk) -> None:
    assert await desk.text(text("/rule a")) == UNKNOWN
    assert await desk.text(text("/rule a", chat=group_chat())) is None
    [call] = await desk.calls(press(Rule().pack()))
    assert call.parameters["text"] == OLD


async def test_owners_are_known_by_their_numeric_id_everywhere(desk: Desk) -> None:
    assert await desk.text(text("/rule a", user_id=OWNER)) == "en: a"
    assert await desk.text(text("/rule a", user_id=OWNER, chat=group_chat())) == "en: a"
    [call] = await desk.calls(press(Rule().pack(), user_id=OWNER))
    assert call.parameters["text"] == "you rule"


async def test_a_role_is_checked_at_every_press(store: Path) -> None:
    async with front_desk(store, Plain().routes(), owner_ids=[OWNER]) as desk:
        [call] = await desk.calls(press(Rule().pack(), user_id=OWNER))
        assert call.parameters["text"] == "you rule"
    async with front_desk(store, Plain().routes(), owner_ids=[]) as desk:
        [call] = await desk.calls(press(Rule().pack(), user_id=OWNER))
        assert call.parameters["text"] == OLD


@pytest.mark.parametrize("sender", [ANONYMOUS_ADMIN, CHANNEL, LINKED_CHANNEL], ids=lambda sender: sender["first_name"])
async def test_whoever_hides_has_no_role_and_is_not_remembered(store: Path, sender: dict[str, Any]) -> None:
    async with front_desk(store, Plain().routes(), owner_ids=[OWNER, sender["id"]]) as desk:
        hidden: dict[str, Any] = {
            "chat": group_chat(),
            "sender": sender,
            "sender_chat": {"id": GROUP, "type": "channel", "title": "C"},
        }
        assert "I cannot tell who you are" in str(await desk.text(text("/rule a", **hidden)))
        assert await desk.text(text("/say a", **hidden)) == "en: a"
        assert await desk.rows("SELECT * FROM users") == []


async def test_an_owner_who_writes_as_a_channel_has_no_role(desk: Desk) -> None:
    as_channel = {"id": -1005, "type": "channel", "title": "C"}
    said = await desk.text(text("/rule a", user_id=OWNER, chat=group_chat(), sender_chat=as_channel))
    assert "I cannot tell who you are" in str(said)


async def test_other_bots_are_not_answered(desk: Desk) -> None:
    robot = person(77, is_bot=True)
    assert await desk.text(text("/say a", chat=group_chat(), sender=robot)) is None


# Languages


@pytest.mark.parametrize(
    ("code", "language"),
    [("ru", "ru"), ("ru-RU", "ru"), ("zh-hans", "zh"), ("zh_TW", "zh"), ("en", "en"), ("de", "en"), ("", "en"),
     (None, "en")],
)  # fmt: skip
async def test_people_are_spoken_to_as_their_telegram_speaks_else_in_english(
    desk: Desk, code: str | None, language: str
) -> None:
    assert await desk.text(text("/say a", language=code)) == f"{language}: a"


async def test_a_choice_of_language_comes_before_telegrams_in_groups_too(desk: Desk) -> None:
    await desk.calls(text("/speak zh", language="ru"))
    assert await desk.text(text("/say a", language="ru")) == "zh: a"
    assert await desk.text(text("/say a", language="ru", chat=group_chat())) == "zh: a"


# Who is remembered


async def test_people_who_only_write_in_groups_are_not_stored(desk: Desk) -> None:
    await desk.calls(text("/say a", chat=group_chat()))
    await desk.calls(press(TurnPage(page=1).pack(), on=message("A", chat=group_chat(), sender=BOT)))
    await desk.calls(membership("left", "member", chat=group_chat()))
    assert await desk.rows("SELECT * FROM users") == []
    await desk.calls(text("/say a"))
    assert await desk.rows("SELECT user_id FROM users") == [(7,)]


async def test_a_press_in_private_is_remembered_like_a_message(desk: Desk) -> None:
    await desk.calls(press(TurnPage(page=1).pack(), language="zh"))
    assert await desk.rows("SELECT user_id, telegram_language FROM users") == [(7, "zh")]


async def test_a_change_of_telegrams_language_is_noted_and_the_choices_stay(desk: Desk) -> None:
    await desk.calls(text("/speak zh", language="ru"))
    await desk.calls(text("/say a", language="en"))
    assert await desk.rows("SELECT telegram_language, language FROM users") == [("en", "zh")]


# Membership


async def test_being_blocked_and_unblocked_is_noted_and_not_answered(desk: Desk) -> None:
    await desk.calls(text("/say a"))
    assert await desk.calls(membership("member", "kicked")) == []
    assert await desk.rows("SELECT unreachable_since FROM users") == [(1758704400000,)]
    assert await desk.calls(membership("kicked", "member")) == []
    assert await desk.rows("SELECT unreachable_since FROM users") == [(None,)]


async def test_being_blocked_by_a_stranger_remembers_nobody(desk: Desk) -> None:
    await desk.calls(membership("member", "kicked"))
    assert await desk.rows("SELECT * FROM users") == []


@pytest.mark.parametrize(
    ("before", "after"), [("left", "member"), ("kicked", "administrator"), ("left", "administrator")]
)
@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_a_group_that_the_bot_is_added_to_is_greeted(desk: Desk, before: str, after: str, kind: str) -> None:
    added = membership(before, "member", chat=group_chat(kind=kind), language="ru")
    if after == "administrator":
        added["my_chat_member"]["new_chat_member"] |= {"status": after, **_rights()}
    [call] = await desk.calls(added)
    assert call.chat_id == GROUP
    assert "/park" in call.parameters["text"]


@pytest.mark.parametrize(("before", "after"), [("member", "left"), ("member", "kicked"), ("member", "member")])
async def test_other_changes_in_a_group_are_not_answered(desk: Desk, before: str, after: str) -> None:
    assert await desk.calls(membership(before, after, chat=group_chat())) == []


async def test_a_channel_that_the_bot_is_added_to_is_not_written_to(desk: Desk) -> None:
    assert await desk.calls(membership("left", "member", chat=group_chat(kind="channel"))) == []


# Visits


async def visits(request: Request) -> Answers:
    """Name the visits that may be seen here, and the one shown."""
    from aiogram.utils.formatting import Text  # noqa: PLC0415

    shown = request.edition()
    named = request.edition("closed")
    return Screen(
        Text(f"{[one.visit_id for one in request.visits()]} {shown and shown.visit_id} {named and named.visit_id}"),
        sample=shown is not None and shown.visit.sample,
    )


VISITS = Routes(commands=(Command("visits", "Visits", visits, Role.GUEST),))
PUBLIC = small_edition()
CLOSED = small_edition(id="closed", audience="members")


async def test_a_closed_visit_does_not_exist_for_guests_nor_in_groups(store: Path) -> None:
    async with front_desk(store, VISITS, library=Library([CLOSED, PUBLIC]), owner_ids=[OWNER]) as desk:
        for asked in (text("/visits"), text("/visits", chat=group_chat()), text("/visits", OWNER, chat=group_chat())):
            assert await desk.text(asked) == "['small'] small None"
        assert await desk.text(text("/visits", OWNER)) == "['closed', 'small'] closed closed"


async def test_a_choice_of_a_closed_visit_opens_nothing(store: Path) -> None:
    async with front_desk(store, VISITS, library=Library([CLOSED, PUBLIC])) as desk:
        await desk.calls(text("/visits"))
        await desk.database.run("choose", lambda connection: connection.execute("UPDATE users SET visit_id = 'closed'"))
        assert await desk.text(text("/visits")) == "['small'] small None"


async def test_where_no_visit_may_be_seen_there_is_none(store: Path) -> None:
    async with front_desk(store, VISITS, library=Library([CLOSED])) as desk:
        assert await desk.text(text("/visits")) == "[] None None"


@pytest.mark.parametrize(("language", "mark"), [("en", "Sample"), ("ru", "Пример"), ("zh", "示例")])
async def test_every_message_of_a_sample_says_that_it_is_invented(store: Path, language: str, mark: str) -> None:
    sample = small_edition(sample=True)
    async with front_desk(store, VISITS, library=Library([sample])) as desk:
        [call] = await desk.calls(text("/visits", language=language))
        first, _, rest = call.parameters["text"].partition("\n\n")
        assert mark.lower() in first.lower()
        assert rest == "['small'] small None"
        assert call.parameters["entities"][0] == {"type": "italic", "offset": 0, "length": len(first)}
    async with front_desk(store, VISITS, library=Library([PUBLIC])) as desk:
        [call] = await desk.calls(text("/visits"))
        assert call.parameters["text"].startswith("['small']")


# The table


def test_two_features_may_not_claim_the_same_name() -> None:
    plain = Plain()
    once = plain.routes(free_text=False)
    with pytest.raises(ValueError, match="/say"):
        routing_table([once, Routes(commands=(Command("say", "Again", plain.say, Role.GUEST),))])
    with pytest.raises(ValueError, match="'turn'"):
        routing_table([once, Routes(presses=(Press(TurnPage, plain.turn, Role.GUEST),))])
    with pytest.raises(ValueError, match="free text"):
        routing_table([plain.routes(), Routes(free_text=plain.say)])


async def test_a_request_says_when_it_was_made(store: Path) -> None:
    asked: list[dt.datetime] = []

    async def note(request: Request) -> Answers:
        asked.append(request.now)
        return ()

    async with front_desk(store, Routes(commands=(Command("now", "Now", note, Role.GUEST),))) as desk:
        await desk.calls(text("/now"))
        assert asked == [desk.clock.now()]


def _rights() -> dict[str, bool]:
    names = (
        "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members "
        "can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories "
        "can_send_welcome_messages"
    )
    return dict.fromkeys(names.split(), False)


# Roles in visits


async def test_the_role_is_the_one_in_the_visit_at_hand_and_can_be_asked_for_any(store: Path) -> None:
    asked: list[Any] = []

    async def note(request: Request) -> Answers:
        asked.append((request.person.role, request.role_in("small"), request.role_in("closed"), len(request.visits())))
        return ()

    library = Library([small_edition(), small_edition(id="closed", audience="members")])
    async with front_desk(store, Routes(commands=(Command("who", "Who", note, Role.GUEST),)), library=library) as desk:
        await desk.calls(text("/who"))
        await desk.database.run("join", members.add, "closed", 7, Role.EDITOR, "Anna", desk.clock.now())
        await desk.calls(text("/who"))
        await desk.database.run("choose", people.choose_visit, 7, "closed")
        await desk.calls(text("/who"))
        await desk.calls(text("/who", chat=group_chat()))
        await desk.calls(text("/who", chat=group_chat(), sender_chat={"id": -5, "type": "channel", "title": "C"}))
    assert asked == [
        (Role.GUEST, Role.GUEST, Role.GUEST, 1),
        (Role.GUEST, Role.GUEST, Role.EDITOR, 2),
        (Role.EDITOR, Role.GUEST, Role.EDITOR, 2),
        (Role.GUEST, Role.GUEST, Role.EDITOR, 1),
        (Role.GUEST, Role.GUEST, Role.GUEST, 1),
    ]


@pytest.mark.parametrize("sender", [ANONYMOUS_ADMIN, CHANNEL, LINKED_CHANNEL], ids=lambda sender: sender["first_name"])
async def test_a_refusal_is_audited_unless_nobody_in_particular_was_refused(
    store: Path, sender: dict[str, Any]
) -> None:
    async with front_desk(store, Plain().routes(), owner_ids=[OWNER]) as desk:
        await desk.calls(text("/rule", chat=group_chat(), sender=sender, sender_chat={"id": GROUP, "type": "group"}))
        assert await desk.rows("SELECT * FROM audit") == []
        await desk.calls(text("/rule", chat=group_chat()))
        await desk.calls(press(Rule().pack()))
        await desk.calls(press("rule:junk"))
        assert await desk.rows("SELECT action, subject FROM audit") == [("refused", "/rule"), ("refused", "ruling")]


async def test_two_reads_of_the_store_are_enough_for_a_message(store: Path) -> None:
    """Each hop to the store's thread costs more than most statements: memberships come with the person."""
    async with front_desk(store, Plain().routes()) as desk:
        await desk.calls(text("/say a"))
        await desk.database.run("join", members.add, "small", 7, Role.MEMBER, "Anna", desk.clock.now())
        hops = 0
        original = UnitOfWork._hop

        async def counted(unit: UnitOfWork, work: Any) -> Any:
            nonlocal hops
            hops += 1
            return await original(unit, work)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(UnitOfWork, "_hop", counted)
            await desk.calls(text("/say a"))
        assert hops == 2
