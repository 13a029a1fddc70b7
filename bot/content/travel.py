"""How long a way through a city takes, roughly, where two points on the map are known."""

import datetime as dt
from math import asin, cos, radians, sin, sqrt
from typing import Final

from bot.content.models import Point

# A way through a city: a detour on the straight line, at the pace of traffic, and getting in and out.
_DETOUR: Final = 1.4
_KILOMETRES_AN_HOUR: Final = 25
_IN_AND_OUT: Final = dt.timedelta(minutes=5)
# Beyond that people take a train or fly, about which this estimate says nothing.
_WITHIN_KILOMETRES: Final = 150
_EARTH_KILOMETRES: Final = 6371.0088


def travel_time(start: Point, end: Point) -> dt.timedelta | None:
    """Return how long a way through a city takes, roughly: 1.4 times the straight line at 25 km/h, and 5 minutes.

    None for more than 150 km, where people take a train or fly.
    """
    kilometres = _kilometres(start, end)
    if kilometres > _WITHIN_KILOMETRES:
        return None
    return dt.timedelta(hours=kilometres * _DETOUR / _KILOMETRES_AN_HOUR) + _IN_AND_OUT


def _kilometres(start: Point, end: Point) -> float:
    """Return the length of the straight line over the ground."""
    north, south = radians(start.latitude), radians(end.latitude)
    across = radians(end.longitude - start.longitude)
    half = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin(across / 2) ** 2
    return 2 * _EARTH_KILOMETRES * asin(min(1.0, sqrt(half)))
