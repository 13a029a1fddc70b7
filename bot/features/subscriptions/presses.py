"""Buttons that only the subscriptions carry."""

from aiogram.filters.callback_data import CallbackData


class OpenChoice(CallbackData, prefix="subsof"):
    """A choice with more than two answers: `changes`, `reminders` or `quiet`."""

    visit: str
    what: str


class Subscribe(CallbackData, prefix="setsubs"):
    """Get something of a visit, or not: `announcements`, `news` and `digest` are `on` or `off`, `changes` as stored.

    `reminders` are so many minutes ahead, or `off`.
    """

    visit: str
    what: str
    value: str


class SetQuietHours(CallbackData, prefix="quiet"):
    """Be left alone every day from when to when (`2200-0700`), or never (`off`)."""

    visit: str
    hours: str


class AskQuietHours(CallbackData, prefix="quietask"):
    """Have the person write from when to when they want to be left alone."""

    visit: str


class MuteAll(CallbackData, prefix="hush"):
    """Be left alone until `tomorrow` morning, or no longer (`off`)."""

    visit: str
    until: str
