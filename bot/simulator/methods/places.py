"""sendLocation, sendVenue, sendContact."""

from typing import Any

from bot.simulator.errors import bad_request
from bot.simulator.methods.common import refuse_unsupported, send
from bot.simulator.state.chats import Message
from bot.simulator.state.world import World

_LARGEST_LATITUDE = 90
_LARGEST_LONGITUDE = 180
_LARGEST_ACCURACY = 1500
_LARGEST_VCARD = 2048
_VENUE_DETAILS = ("foursquare_id", "foursquare_type", "google_place_id", "google_place_type")


def send_location(world: World, arguments: dict[str, Any]) -> Message:
    """A point on the map."""
    refuse_unsupported(arguments)
    location = point(arguments)
    accuracy = arguments.get("horizontal_accuracy")
    if accuracy is not None:
        if not 0 <= accuracy <= _LARGEST_ACCURACY:
            raise bad_request("invalid location specified")
        location["horizontal_accuracy"] = accuracy
    return send(world, arguments, world.writable_chat(arguments["chat_id"]), {"location": location})


def send_venue(world: World, arguments: dict[str, Any]) -> Message:
    """A place with a name and an address; the message carries its point as well."""
    refuse_unsupported(arguments)
    location = point(arguments)
    for name in ("title", "address"):
        if not arguments[name].strip():
            raise bad_request(f"venue {name} must be non-empty")
    details = {name: arguments[name] for name in ("title", "address", *_VENUE_DETAILS) if name in arguments}
    content = {"venue": {"location": location, **details}, "location": location}
    return send(world, arguments, world.writable_chat(arguments["chat_id"]), content)


def send_contact(world: World, arguments: dict[str, Any]) -> Message:
    """A person's name and phone number."""
    refuse_unsupported(arguments)
    for name in ("phone_number", "first_name"):
        if not arguments[name].strip():
            raise bad_request(f"contact {name.replace('_', ' ')} must be non-empty")
    if len(arguments.get("vcard", "").encode()) > _LARGEST_VCARD:
        raise bad_request("contact vCard is too long")
    fields = ("phone_number", "first_name", "last_name", "vcard")
    contact = {name: arguments[name] for name in fields if arguments.get(name)}
    return send(world, arguments, world.writable_chat(arguments["chat_id"]), {"contact": contact})


def point(arguments: dict[str, Any]) -> dict[str, float]:
    """Telegram's Location of a latitude and longitude in degrees; raises 400 when it is nowhere on earth."""
    latitude, longitude = float(arguments["latitude"]), float(arguments["longitude"])
    if not (abs(latitude) <= _LARGEST_LATITUDE and abs(longitude) <= _LARGEST_LONGITUDE):
        raise bad_request("invalid location specified")
    return {"latitude": latitude, "longitude": longitude}
