"""python-telegram-bot, written by other people, takes the simulator for Telegram."""

import asyncio
import io
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    Message,
    MessageEntity,
    Update,
)
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter
from telegram.ext import Application, CallbackContext, CallbackQueryHandler, MessageHandler, filters

from bot.simulator import Simulator
from bot.simulator.state.files import FILE_KINDS, FileKind
from tests.simulator.test_files import png
from tests.simulator.test_media import kept

BUTTONS = InlineKeyboardMarkup([[InlineKeyboardButton("Open", callback_data="open")]])


def bot_for(simulator: Simulator, token: str | None = None) -> Bot:
    url = simulator.base_url
    return Bot(token or simulator.options.token, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot")


@pytest.fixture
async def bot(simulator: Simulator) -> AsyncIterator[Bot]:
    async with bot_for(simulator) as bot:
        yield bot


async def test_it_knows_itself_and_what_is_said_to_it(simulator: Simulator, bot: Bot) -> None:
    assert (await bot.get_me()).username == "simulated_briefing_bot"
    simulator.send_text(1001, "/start now")
    message = (await bot.get_updates(timeout=5))[0].message
    assert message is not None
    assert message.from_user is not None
    assert (message.text, message.chat.type, message.from_user.language_code) == ("/start now", "private", "en")
    assert message.parse_entities(["bot_command"]) == {message.entities[0]: "/start"}
    assert await bot.get_updates(offset=2) == ()


async def test_it_sends_edits_and_answers(simulator: Simulator, bot: Bot) -> None:
    bold = MessageEntity("bold", 0, 5)
    sent = await bot.send_message(1001, "Hello, see example.com", entities=[bold], reply_markup=BUTTONS)
    assert [entity.type for entity in sent.entities] == ["bold", "url"]
    simulator.press(1001, 1001, sent.message_id, "open")
    query = (await bot.get_updates())[0].callback_query
    assert query is not None
    assert await query.answer("Opened")
    edited = await sent.edit_text("Opened")
    assert not isinstance(edited, bool)
    assert edited.reply_markup is None
    assert await edited.delete()
    assert simulator.messages(1001) == []


async def test_it_sends_files_places_and_contacts(bot: Bot) -> None:
    document = (await bot.send_document(1001, io.BytesIO(b"%PDF"), filename="a.pdf", caption="A file")).document
    assert document is not None
    file = await bot.get_file(document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"%PDF"
    photo = await bot.send_photo(1001, png(4, 3))
    assert (photo.photo[0].width, photo.photo[0].height) == (4, 3)
    venue = (await bot.send_venue(1001, 31.2, 121.5, "Park", "Shanghai")).venue
    assert venue is not None
    assert venue.location.latitude == 31.2
    assert (await bot.send_location(1001, 31.2, 121.5)).location is not None
    assert (await bot.send_contact(1001, "+10000000000", "Test")).contact is not None
    assert await bot.send_chat_action(1001, "typing")


async def test_it_sends_again_what_it_knows_by_its_id(simulator: Simulator, bot: Bot) -> None:
    ids = {kind: kept(simulator, kind) for kind in FILE_KINDS}
    assert (await bot.send_photo(1001, ids["photo"], caption="Look")).photo[-1].file_id == ids["photo"]
    sent = (
        (await bot.send_document(1001, ids["document"])).document,
        (await bot.send_video(1001, ids["video"], duration=timedelta(seconds=7))).video,
        (await bot.send_animation(1001, ids["animation"])).animation,
        (await bot.send_audio(1001, ids["audio"])).audio,
        (await bot.send_voice(1001, ids["voice"])).voice,
        (await bot.send_video_note(1001, ids["video_note"])).video_note,
    )
    kinds: tuple[FileKind, ...] = ("document", "video", "animation", "audio", "voice", "video_note")
    assert [file.file_id for file in sent if file] == [ids[kind] for kind in kinds]


async def test_it_sends_albums(simulator: Simulator, bot: Bot) -> None:
    photo, video = kept(simulator, "photo"), kept(simulator, "video")
    sent = await bot.send_media_group(1001, [InputMediaPhoto(photo), InputMediaVideo(video)], caption="Two")
    assert len({message.media_group_id for message in sent}) == 1
    assert (sent[0].photo[-1].file_id, sent[0].caption, sent[1].caption) == (photo, "Two", None)
    uploaded = [InputMediaDocument(content, filename=name) for name, content in (("a.txt", b"a"), ("b.txt", b"b"))]
    files = [message.document for message in await bot.send_media_group(1001, uploaded)]
    assert [file.file_name for file in files if file] == ["a.txt", "b.txt"]


async def test_it_changes_pins_and_deletes(simulator: Simulator, bot: Bot) -> None:
    sent = await bot.send_photo(1001, kept(simulator, "photo"), caption="Lunch")
    edited = await sent.edit_caption("Dinner", reply_markup=BUTTONS)
    assert not isinstance(edited, bool)
    assert (edited.caption, edited.reply_markup) == ("Dinner", BUTTONS)
    bare = await sent.edit_reply_markup()
    assert not isinstance(bare, bool)
    assert bare.reply_markup is None
    assert await sent.pin()
    line = (await bot.get_updates())[0].message
    assert line is not None
    assert isinstance(line.pinned_message, Message)
    assert line.pinned_message.caption == "Dinner"
    pinned = (await bot.get_chat(1001)).pinned_message
    assert pinned is not None
    assert pinned.message_id == sent.message_id
    assert await bot.unpin_chat_message(1001)
    assert await bot.delete_messages(1001, [sent.message_id, line.message_id])
    assert simulator.messages(1001) == []
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await sent.edit_caption("x")


async def test_it_sets_menus_and_looks_up_chats(bot: Bot) -> None:
    own = BotCommandScopeChat(1001)
    assert await bot.set_my_commands([BotCommand("help", "Help")], scope=own, language_code="ru")
    assert await bot.get_my_commands(scope=own, language_code="ru") == (BotCommand("help", "Help"),)
    assert await bot.delete_my_commands(scope=own, language_code="ru")
    assert await bot.set_my_description("A bot")
    assert await bot.set_my_short_description("A bot")
    assert (await bot.get_chat(1001)).first_name == "Guest"
    assert (await bot.get_chat_member(1001, 1001)).status == "member"
    assert (await bot.get_webhook_info()).url == ""


async def test_errors_are_what_it_expects(simulator: Simulator, bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(404, "x")
    simulator.add_user(77, blocked_the_bot=True)
    with pytest.raises(Forbidden, match="blocked by the user"):
        await bot.send_message(77, "x")
    group = simulator.memberships.add_group("Hall", [1001], supergroup=False)
    new_group = simulator.memberships.migrate_group(group, by=1001)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(group, "x")
    assert moved.value.new_chat_id == new_group
    simulator.faults.add("429", retry_after=9)
    with pytest.raises(RetryAfter) as wait:
        await bot.send_message(1001, "x")
    assert wait.value.retry_after == timedelta(seconds=9)
    simulator.faults.add("reset_before", "sendMessage")
    with pytest.raises(NetworkError):
        await bot.send_message(1001, "x")
    stranger = bot_for(simulator, "1:another")
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()


async def test_a_second_poll_is_a_conflict(simulator: Simulator, bot: Bot) -> None:
    async with asyncio.TaskGroup() as tasks:
        first = tasks.create_task(_conflict(bot))
        await simulator.wait_for(lambda: simulator.is_polled)
        async with bot_for(simulator) as second:
            await second.get_updates()
    assert first.result() is Conflict


async def _conflict(bot: Bot) -> type[BaseException]:
    with pytest.raises(Conflict) as raised:
        await bot.get_updates(timeout=30)
    return raised.type


Context = CallbackContext[Any, Any, Any, Any]


async def test_a_whole_application_runs_on_it(simulator: Simulator) -> None:
    async def hello(update: Update, _: Context) -> None:
        assert update.message is not None
        await update.message.reply_text(f"You said {update.message.text}", reply_markup=BUTTONS)

    async def opened(update: Update, _: Context) -> None:
        assert update.callback_query is not None
        await update.callback_query.answer()
        await update.callback_query.edit_message_text("Opened")

    url = simulator.base_url
    builder = Application.builder().token(simulator.options.token).job_queue(None)
    application = builder.base_url(f"{url}/bot").base_file_url(f"{url}/file/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, hello))
    application.add_handler(CallbackQueryHandler(opened))
    async with application:
        await application.start()
        assert application.updater is not None
        await application.updater.start_polling()
        simulator.send_text(1002, "hi")
        await simulator.wait_for(lambda: len(simulator.messages(1002)) == 2)
        answer = simulator.messages(1002)[-1]
        assert answer["text"] == "You said hi"
        simulator.press(1002, 1002, answer["message_id"], "open")
        await simulator.wait_for(lambda: simulator.messages(1002)[-1]["text"] == "Opened")
        await application.updater.stop()
        await application.stop()
