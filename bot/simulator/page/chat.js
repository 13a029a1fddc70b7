// One chat of one persona: its connection, its messages, and everything that can be done in it.
import { socketPath, upload } from "./api.js";
import { chatMenu } from "./chat-menu.js";
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { element } from "./dom.js";
import { receiveDrops } from "./drop.js";
import { MessageLog } from "./log.js";
import { Menu } from "./menu.js";
import { isEditable } from "./message.js";
import { messageActions } from "./message-actions.js";
import { messageMenu } from "./message-menu.js";
import { Notices } from "./notices.js";
import { PinnedBar } from "./pinned-bar.js";
import { askGroup, askPlace } from "./questions.js";
import { ReplyKeyboard } from "./reply-keyboard.js";

const TYPING_MS = 5_000;

export class Chat {
  #persona;
  #bot;
  #host;
  #connection;
  #composer;
  #keyboard;
  #log;
  #menu;
  #notices;
  #pinned;
  #standing = null;
  #typingTimer = 0;
  #empty = element("div", { class: "empty", "data-testid": "empty", hidden: true });
  #body = element("div", { class: "chat-body" });
  /** Whether the simulator has let this person into the chat; a group does so for its members only. */
  entered = false;
  unread = 0;
  connected = false;
  typing = false;

  /**
   * `target` is {id, title, group}. `host` is the pane: changed() after anything its header shows, isShown(chat), and
   * openBot(payload) to go on in the private chat.
   */
  constructor({ persona, bot, target, host }) {
    this.#persona = persona;
    this.#bot = bot;
    this.#host = host;
    this.target = target;
    this.#notices = new Notices(this.#body);
    this.#log = new MessageLog({ actions: this.#messageActions(), showSender: target.group });
    this.#keyboard = new ReplyKeyboard({ send: (text) => this.say(text), say: (text) => this.#notices.toast(text) });
    this.#composer = new Composer({
      send: (text, replyTo) => this.say(text, replyTo),
      edit: (messageId, text) => this.act({ action: "edit", message_id: messageId, text }),
      upload: (chosen) => this.#upload(chosen),
      askPlace: (replyTo, done) => this.#askPlace(replyTo, done),
      menu: (items, place) => this.#menu.show(items, place),
      newestOwn: () => this.#log.newest(isEditable),
    });
    this.#pinned = new PinnedBar({ find: (id) => this.#log.find(id), show: (id) => this.#show(id) });
    this.#body.append(this.#pinned.node, this.#log.node, this.#empty, this.#composer.node, this.#keyboard.node);
    const kind = target.group ? "group" : "private";
    this.node = element(
      "section",
      {
        class: "chat",
        "data-testid": "chat",
        "data-chat-id": target.id,
        "data-kind": kind,
        "aria-label": target.title,
      },
      this.#body,
      this.#notices.node,
    );
    this.#menu = new Menu(this.node);
    this.node.append(this.#menu.node);
    receiveDrops(this.node, (files) => this.#composer.attach(files));
    this.#connection = new Connection(socketPath(persona.user_id, target.id), {
      onEvent: (event) => this.#receive(event),
      onStatus: (open) => this.#status(open),
    });
  }

  /** Send an action of the page API; false, and a toast, when the simulator is not there. */
  act(action) {
    if (this.#connection.send(action)) return true;
    this.#notices.toast("Not sent: the simulator is not there.", "error");
    return false;
  }

  say(text, replyTo = null) {
    return this.act({ action: "send", text, reply_to: replyTo });
  }

  /** What the person here is and may do, as the page API says it; null before the chat is entered. */
  get standing() {
    return this.#standing;
  }

  /** Whether there is anything to settle in the chat's menu. */
  get hasMenu() {
    return this.#settings().length > 0;
  }

  /** Open the chat's menu at a place in the window. */
  showMenu(place) {
    this.#menu.show(this.#settings(), place);
  }

  /** Close the chat: its group is no more. */
  end() {
    this.#connection.end();
  }

  retry() {
    this.#connection.retry();
  }

  #messageActions() {
    return messageActions(this.#bot, this.#notices, {
      act: (action) => this.act(action),
      say: (text) => this.say(text),
      openBot: (payload) => this.#host.openBot(payload),
      reply: (message) => this.#composer.reply(message),
      edit: (message) => this.#composer.edit(message),
      show: (messageId) => this.#show(messageId),
      menu: (message, place) => this.#menu.show(this.#menuOf(message), place),
    });
  }

  #menuOf(message) {
    const { kind, admin } = this.#standing ?? {};
    return messageMenu(message, {
      actions: this.#messageActions(),
      act: (action) => this.act(action),
      pinned: this.#pinned.has(message.message_id),
      rules: kind === "private" || Boolean(admin),
    });
  }

  #settings() {
    if (!this.#standing) return [];
    return chatMenu(this.#standing, {
      act: (action) => this.act(action),
      foundGroup: () => askGroup(this.#notices, this.#persona.user_id),
    });
  }

  #show(messageId) {
    return this.#log.show(messageId) || this.#notices.toast("That message is not in this chat any more.");
  }

  #receive(event) {
    const handlers = {
      snapshot: () => this.#snapshot(event),
      message: () => this.#message(event.message),
      edited: () => this.#edited(event.message),
      deleted: () => this.#log.remove(event.message_id),
      pinned: () => this.#pinned.set(event.pinned),
      standing: () => this.#setStanding(event.standing),
      callback_answer: () => this.#answer(event),
      commands: () => this.#composer.setCommands(event.commands),
      typing: () => this.#setTyping(true),
      error: () => this.#error(event.text),
    };
    handlers[event.type]?.();
    this.#refreshEmpty();
  }

  #snapshot({ messages, commands, pinned, standing }) {
    this.entered = true;
    this.node.dataset.entered = "true";
    this.#log.reset(messages);
    this.#composer.setCommands(commands ?? []);
    this.#pinned.set(pinned ?? []);
    this.#setStanding(standing ?? null);
    const withKeyboard = ({ reply_markup: markup, outgoing }) =>
      !outgoing && (markup?.keyboard || markup?.remove_keyboard);
    this.#keyboard.follow(this.#log.newest(withKeyboard)?.reply_markup);
    this.#host.changed();
  }

  #message(message) {
    this.#log.add(message);
    if (message.outgoing) return;
    this.#setTyping(false);
    this.#keyboard.follow(message.reply_markup);
    if (message.reply_markup?.force_reply) this.#composer.reply(message);
    if (!this.#host.isShown(this)) this.unread += 1;
    this.#host.changed();
  }

  #edited(message) {
    this.#log.replace(message);
    this.#pinned.refresh();
  }

  #setStanding(standing) {
    this.#standing = standing;
    this.#composer.setPlaceholder(standing?.anonymous ? "Message as the group" : "Message");
    this.#host.changed();
  }

  #answer({ text, show_alert: isAlert }) {
    this.#log.settlePresses();
    if (!text) return;
    if (isAlert) this.#notices.alert(this.#bot.first_name, text);
    else this.#notices.toast(text);
  }

  #error(text) {
    if (!this.entered) return;
    this.#log.settlePresses();
    this.#notices.toast(text, "error");
  }

  #setTyping(typing) {
    clearTimeout(this.#typingTimer);
    if (typing) this.#typingTimer = setTimeout(() => this.#setTyping(false), TYPING_MS);
    if (this.typing === typing) return;
    this.typing = typing;
    this.#host.changed();
  }

  #status(open) {
    if (!open) this.#log.settlePresses();
    this.connected = open;
    this.#composer.setConnected(open);
    this.#host.changed();
  }

  #refreshEmpty() {
    const isEmpty = this.entered && this.#log.size === 0;
    this.#empty.hidden = !isEmpty;
    this.#composer.setStart(this.#standing?.blocked ? "RESTART BOT" : isEmpty && !this.target.group ? "START" : null);
    if (!isEmpty) return;
    const line = this.target.group ? "Write something, or a command." : "Press START to open the bot.";
    this.#empty.replaceChildren(element("p", {}, "No messages here yet"), element("p", {}, line));
  }

  async #upload(chosen) {
    try {
      await upload(this.#persona.user_id, this.target.id, chosen);
      return true;
    } catch (error) {
      this.#notices.toast(error.message, "error");
      return false;
    }
  }

  #askPlace(replyTo, done) {
    askPlace(this.#notices, (place) => {
      const sent = this.act({ action: "location", ...place, reply_to: replyTo });
      if (sent) done();
      return sent;
    });
  }
}
