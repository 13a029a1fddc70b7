"""Buttons that only the programme carries."""

from aiogram.filters.callback_data import CallbackData

# The day of `OpenDay` that stands for the events whose day is unknown.
WITHOUT_A_DAY = "open"


class ShowOnMap(CallbackData, prefix="map"):
    """The place of an event as a pin on the map."""

    visit: str
    event: str


class MakeCalendar(CallbackData, prefix="ics"):
    """The programme as a calendar file."""

    visit: str


class OpenReminder(CallbackData, prefix="rem"):
    """The choice of when to be reminded of an event."""

    visit: str
    event: str


class SetReminder(CallbackData, prefix="setrem"):
    """Be reminded of an event so many minutes ahead; empty is as of any other."""

    visit: str
    event: str
    minutes: str = ""


class OpenSaidOfEvent(CallbackData, prefix="evfacts"):
    """The statements about an event, a page at a time."""

    visit: str
    event: str
    page: int = 0
