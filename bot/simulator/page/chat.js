// One chat of one persona: its connection, its messages, and everything that can be done in it.
import { socketPath, upload } from "./api.js";
import { copyText } from "./clipboard.js";
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { element } from "./dom.js";
import { receiveDrops } from "./drop.js";
import { safeAddress, startPayload } from "./links.js";
import { MessageLog } from "./log.js";
import { Notices } from "./notices.js";
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
  #notices;
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
    this.#log = new MessageLog({ actions: this.#actions(), showSender: target.group });
    this.#keyboard = new ReplyKeyboard({ send: (text) => this.say(text), say: (text) => this.#notices.toast(text) });
    this.#composer = new Composer({
      send: (text, replyTo) => this.say(text, replyTo),
      edit: (messageId, text) => this.act({ action: "edit", message_id: messageId, text }),
      upload: (file, caption, as) => this.#upload(file, caption, as),
      newestOwn: () => this.#log.newest((message) => message.outgoing && message.text !== undefined),
    });
    this.#body.append(this.#log.node, this.#empty, this.#composer.node, this.#keyboard.node);
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

  /** Close the chat: its group is no more. */
  end() {
    this.#connection.end();
  }

  retry() {
    this.#connection.retry();
  }

  #actions() {
    return {
      command: (text) => this.say(text),
      press: (messageId, row, column) => this.act({ action: "press", message_id: messageId, row, column }),
      open: (target) => {
        const payload = startPayload(target, this.#bot.username);
        if (payload !== null) this.#host.openBot(payload);
        else if (safeAddress(target) === null) this.#notices.toast("This link opens only inside Telegram.");
        return payload !== null || safeAddress(target) === null;
      },
      address: (target) => safeAddress(target) ?? "#",
      copy: async (text) => {
        if (await copyText(text)) this.#notices.toast("Copied");
        else this.#notices.toast("The browser did not allow copying.", "error");
      },
      say: (text) => this.#notices.toast(text),
      reply: (message) => this.#composer.reply(message),
      edit: (message) => this.#composer.edit(message),
      show: (messageId) =>
        this.#log.show(messageId) || this.#notices.toast("That message is not in this chat any more."),
    };
  }

  #receive(event) {
    const handlers = {
      snapshot: () => this.#snapshot(event),
      message: () => this.#message(event.message),
      edited: () => this.#log.replace(event.message),
      deleted: () => this.#log.remove(event.message_id),
      callback_answer: () => this.#answer(event),
      commands: () => this.#composer.setCommands(event.commands),
      typing: () => this.#setTyping(true),
      error: () => this.#error(event.text),
    };
    handlers[event.type]?.();
    this.#refreshEmpty();
  }

  #snapshot({ messages, commands }) {
    this.entered = true;
    this.node.dataset.entered = "true";
    this.#log.reset(messages);
    this.#composer.setCommands(commands ?? []);
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
    this.#composer.setStart(isEmpty && !this.target.group);
    if (!isEmpty) return;
    const line = this.target.group ? "Write something, or a command." : "Press START to open the bot.";
    this.#empty.replaceChildren(element("p", {}, "No messages here yet"), element("p", {}, line));
  }

  async #upload(file, caption, as) {
    try {
      await upload(this.#persona.user_id, this.target.id, { file, caption, as });
      return true;
    } catch (error) {
      this.#notices.toast(error.message, "error");
      return false;
    }
  }
}
