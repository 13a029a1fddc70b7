// What a chat asks a person for in a dialog: a place to send, the name of a new group.
import { foundGroup } from "./api.js";
import { placeFrom } from "./place.js";

/** Ask for a place; send({latitude, longitude}) says whether it went. */
export function askPlace(notices, send) {
  notices.ask("Send a location", {
    label: "Latitude and longitude in degrees",
    example: "31.2304, 121.4737",
    agree: "Send",
    take: (text) => {
      const place = placeFrom(text);
      if (place === null) return "Two numbers, please, such as 31.2304, 121.4737";
      return send(place) ? null : "Not sent.";
    },
  });
}

/** Ask for the name of a new group of everybody and the bot, which this person founds. */
export function askGroup(notices, userId) {
  notices.ask("New group", {
    label: "Everybody here and the bot will be in it",
    example: "Name of the group",
    agree: "Create",
    take: async (title) => {
      try {
        await foundGroup(title, userId);
        return null;
      } catch (error) {
        return error.message;
      }
    },
  });
}
