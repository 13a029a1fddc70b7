// The menu of a message: answer it, change it, copy it, pin it, take it away.
import { isEditable } from "./message.js";

/**
 * The items for a message. `actions` are the chat's (see Chat.actions), act() sends an action of the page API, `pinned`
 * says whether the message is, `rules` whether the person may pin and delete whatever is in the chat.
 */
export function messageMenu(message, { actions, act, pinned, rules }) {
  const { message_id: id } = message;
  const text = message.text ?? message.caption;
  const items = [{ key: "reply", label: "Reply", icon: "reply", run: () => actions.reply(message) }];
  if (isEditable(message)) {
    items.push({ key: "edit", label: "Edit", icon: "edit", run: () => actions.edit(message) });
  }
  if (text !== undefined) items.push({ key: "copy", label: "Copy text", icon: "copy", run: () => actions.copy(text) });
  if (rules) {
    const label = pinned ? "Unpin" : "Pin";
    items.push({ key: "pin", label, icon: "pin", run: () => act({ action: "pin", message_id: id, pinned: !pinned }) });
  }
  if (rules || message.outgoing) {
    const remove = () => act({ action: "delete", message_id: id });
    items.push({ key: "delete", label: "Delete", icon: "trash", danger: true, run: remove });
  }
  return items;
}
