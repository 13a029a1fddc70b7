"""getChat and getChatMember."""

from typing import Any

from bot.simulator.errors import bad_request
from bot.simulator.methods.common import without_reply
from bot.simulator.state.chats import Chat
from bot.simulator.state.world import World

_RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_send_welcome_messages",
)
_MEMBERS_CAN_NOT = frozenset({"can_be_edited", "is_anonymous", "can_promote_members"})


def get_chat(world: World, arguments: dict[str, Any]) -> dict[str, Any]:
    """Telegram's ChatFullInfo."""
    chat = world.chat_for_bot(arguments["chat_id"])
    _refuse_if_moved_or_out(world, chat)
    info: dict[str, Any] = {
        **chat.as_chat,
        "accent_color_id": chat.chat_id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
        ),
    }
    if chat.kind == "private" and chat.as_chat.get("username"):
        info["active_usernames"] = [chat.as_chat["username"]]
    if chat.pinned:
        info["pinned_message"] = without_reply(chat.messages[max(chat.pinned)])
    return info


def get_chat_member(world: World, arguments: dict[str, Any]) -> dict[str, Any]:
    """Where a user stands in a chat."""
    chat = world.chat_for_bot(arguments["chat_id"])
    _refuse_if_moved_or_out(world, chat)
    user_id: int = arguments["user_id"]
    if chat.kind == "private":
        if user_id not in {chat.chat_id, world.options.bot_id}:
            raise bad_request("member not found")
        return {"user": world.user(user_id), "status": "member"}
    if world.people.find(user_id) is None and user_id != world.options.bot_id:
        raise bad_request("invalid user_id specified")
    return member(world, chat, user_id)


def member(world: World, chat: Chat, user_id: int) -> dict[str, Any]:
    """Telegram's ChatMember of somebody in a group."""
    status = chat.standings.get(user_id, "left")
    described: dict[str, Any] = {"user": world.user(user_id), "status": status}
    if status == "administrator":
        described |= {right: right not in _MEMBERS_CAN_NOT for right in _RIGHTS}
        described["is_anonymous"] = user_id in chat.anonymous
    elif status == "creator":
        described["is_anonymous"] = user_id in chat.anonymous
    elif status == "kicked":
        described["until_date"] = 0
    return described


def _refuse_if_moved_or_out(world: World, chat: Chat) -> None:
    if chat.kind != "private":
        chat.refuse_unless_member(world.options.bot_id)
