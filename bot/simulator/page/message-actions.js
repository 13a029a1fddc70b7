// What can be done with the parts of a message: its commands, buttons, links and code.
import { copyText } from "./clipboard.js";
import { safeAddress, startPayload } from "./links.js";

/**
 * The actions that messages are built with. `does` is what the chat adds: act(action) of the page API and say(text) send,
 * openBot(payload) goes on in the private chat; reply, edit, show and menu are handed on as they are.
 */
export function messageActions(bot, notices, { act, say, openBot, ...others }) {
  return {
    command: (text) => say(text),
    press: (messageId, row, column) => act({ action: "press", message_id: messageId, row, column }),
    open: (target) => {
      const payload = startPayload(target, bot.username);
      if (payload !== null) openBot(payload);
      else if (safeAddress(target) === null) notices.toast("This link opens only inside Telegram.");
      return payload !== null || safeAddress(target) === null;
    },
    address: (target) => safeAddress(target) ?? "#",
    copy: async (text) => {
      if (await copyText(text)) notices.toast("Copied");
      else notices.toast("The browser did not allow copying.", "error");
    },
    say: (text) => notices.toast(text),
    ...others,
  };
}
