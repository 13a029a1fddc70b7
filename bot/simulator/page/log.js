// The messages of a chat, in order, and where the reader is among them.
import { button, element } from "./dom.js";
import { dayKey, dayLabel } from "./format.js";
import { icon } from "./icons.js";
import { settle } from "./keyboard.js";
import { isEditable, messageNode } from "./message.js";

const NEAR_BOTTOM_PX = 56;
const RUN_SECONDS = 300;

export class MessageLog {
  #actions;
  #showSender;
  #messages = new Map();
  #nodes = new Map();
  #following = true;
  #scrollTop = 0;
  #unseen = 0;
  #list = element("div", {
    class: "log",
    "data-testid": "log",
    role: "log",
    "aria-label": "Messages. Arrow up and down to move, R to reply, E to edit.",
    tabindex: "0",
  });
  #items = element("div", { class: "messages" });
  #count = element("span", { class: "pill-text" });
  #pill = button(
    { class: "pill", "data-testid": "new-messages", hidden: true, on: { click: () => this.#toBottom() } },
    this.#count,
    icon("down"),
  );
  node = element("div", { class: "log-frame" }, this.#list, this.#pill);

  constructor({ actions, showSender }) {
    this.#actions = actions;
    this.#showSender = showSender;
    this.#list.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.#list.addEventListener("keydown", (event) => this.#key(event));
    this.#list.append(this.#items);
    const sizes = new ResizeObserver(() => this.#resized());
    sizes.observe(this.#list);
    sizes.observe(this.#items);
  }

  get size() {
    return this.#messages.size;
  }

  /** The message with this id, or undefined. */
  find(messageId) {
    return this.#messages.get(messageId);
  }

  /** The newest message that fits, or undefined. */
  newest(fits) {
    return [...this.#messages.values()].reverse().find(fits);
  }

  /** Show exactly these messages, leaving alone those that are as they were. */
  reset(messages) {
    const ids = new Set(messages.map(({ message_id: id }) => id));
    for (const id of [...this.#messages.keys()]) if (!ids.has(id)) this.remove(id);
    for (const message of messages) {
      if (this.#messages.has(message.message_id)) this.replace(message);
      else this.#append(message);
    }
    if (this.#following) this.#toBottom();
  }

  /** A new message at the end. */
  add(message) {
    if (this.#messages.has(message.message_id)) {
      this.replace(message);
      return;
    }
    this.#append(message).classList.add("arriving");
    if (this.#following || message.outgoing) {
      this.#toBottom();
    } else {
      this.#unseen += 1;
      this.#showPill();
    }
  }

  /** Change a message where it stands; what the reader looks at stays where it is. */
  replace(message) {
    const known = this.#messages.get(message.message_id);
    if (!known || JSON.stringify(known) === JSON.stringify(message)) return;
    this.#messages.set(message.message_id, message);
    const node = this.#nodes.get(message.message_id);
    this.#keepingPlace(() => {
      const fresh = this.#make(message);
      const focused = node.contains(document.activeElement) ? place(document.activeElement) : null;
      for (const { name, value } of fresh.attributes) node.setAttribute(name, value);
      node.toggleAttribute("data-edited", Boolean(message.edit_date));
      if (message.edit_date) node.setAttribute("data-edited", "true");
      node.replaceChildren(...fresh.childNodes);
      this.#join(node);
      if (focused) refocus(node, focused);
    });
  }

  /** Take a message away. */
  remove(messageId) {
    const node = this.#nodes.get(messageId);
    if (!node) return;
    this.#messages.delete(messageId);
    this.#nodes.delete(messageId);
    this.#keepingPlace(() => {
      const { previousElementSibling: before, nextElementSibling: after } = node;
      node.remove();
      const dayIsEmpty = before?.classList.contains("day") && (!after || after.classList.contains("day"));
      if (dayIsEmpty) before.remove();
      if (after) this.#join(after);
    });
  }

  /** The last press was answered: no button waits any longer. */
  settlePresses() {
    for (const node of this.#list.querySelectorAll('[aria-busy="true"]')) settle(node);
  }

  /** Bring a message into view and mark it for a moment; false when it is not here. */
  show(messageId) {
    const node = this.#nodes.get(messageId);
    if (!node) return false;
    node.scrollIntoView({ block: "center", behavior: "smooth" });
    node.classList.remove("found");
    requestAnimationFrame(() => node.classList.add("found"));
    node.focus({ preventScroll: true });
    return true;
  }

  #make(message) {
    return messageNode(message, { actions: this.#actions, showSender: this.#showSender });
  }

  #append(message) {
    const previous = [...this.#messages.values()].at(-1);
    if (!previous || dayKey(previous.date) !== dayKey(message.date)) {
      this.#items.append(element("div", { class: "day" }, element("span", {}, dayLabel(message.date))));
    }
    const node = this.#make(message);
    this.#messages.set(message.message_id, message);
    this.#nodes.set(message.message_id, node);
    this.#items.append(node);
    this.#join(node);
    return node;
  }

  #join(node) {
    const one = this.#messages.get(Number(node.previousElementSibling?.dataset.messageId));
    const two = this.#messages.get(Number(node.dataset.messageId));
    const joined =
      one &&
      two &&
      one.from?.id === two.from?.id &&
      two.date - one.date < RUN_SECONDS &&
      node.classList.contains("message");
    node.classList.toggle("continues", Boolean(joined) && node.previousElementSibling.classList.contains("message"));
    const album = node.dataset.album;
    node.classList.toggle("in-album", Boolean(album) && node.previousElementSibling?.dataset.album === album);
  }

  #keepingPlace(change) {
    if (this.#following) {
      change();
      this.#toBottom();
      return;
    }
    const top = this.#list.scrollTop;
    const anchor = [...this.#items.children].find((child) => child.offsetTop + child.offsetHeight > top);
    const before = anchor?.offsetTop;
    change();
    if (anchor?.isConnected) this.#list.scrollTop = top + anchor.offsetTop - before;
  }

  #resized() {
    if (this.#list.clientHeight === 0) return;
    if (this.#following) this.#toBottom();
    else this.#list.scrollTop = this.#scrollTop;
  }

  #scrolled() {
    if (this.#list.clientHeight === 0) return;
    const { scrollTop, scrollHeight, clientHeight } = this.#list;
    const movedUp = scrollTop < this.#scrollTop;
    this.#scrollTop = scrollTop;
    this.#following = scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM_PX || (this.#following && !movedUp);
    if (this.#following) this.#unseen = 0;
    this.#showPill();
  }

  #toBottom() {
    this.#following = true;
    this.#unseen = 0;
    this.#list.scrollTop = this.#list.scrollHeight;
    this.#scrollTop = this.#list.scrollTop;
    this.#showPill();
  }

  #showPill() {
    this.#pill.hidden = this.#following;
    const text = this.#unseen === 0 ? "" : `${this.#unseen} new message${this.#unseen === 1 ? "" : "s"}`;
    this.#count.textContent = text;
    this.#pill.setAttribute("aria-label", text || "To the newest message");
  }

  #key(event) {
    const current = event.target.closest(".message");
    if (event.target !== this.#list && event.target !== current) return;
    const message = current && this.#messages.get(Number(current.dataset.messageId));
    const all = [...this.#list.querySelectorAll(".message")];
    const at = all.indexOf(current);
    if (event.key === "ArrowUp") all[at === -1 ? all.length - 1 : Math.max(0, at - 1)]?.focus();
    else if (event.key === "ArrowDown" && at !== -1) all[Math.min(all.length - 1, at + 1)]?.focus();
    else if (event.key === "r" && message && !event.ctrlKey && !event.metaKey) this.#actions.reply(message);
    else if (event.key === "e" && message && isEditable(message)) this.#actions.edit(message);
    else return;
    event.preventDefault();
  }
}

function place(focused) {
  return { row: focused.dataset.row, column: focused.dataset.column };
}

function refocus(node, { row, column }) {
  const same = row === undefined ? null : node.querySelector(`.key[data-row="${row}"][data-column="${column}"]`);
  (same ?? node.querySelector(".key") ?? node).focus({ preventScroll: true });
}
