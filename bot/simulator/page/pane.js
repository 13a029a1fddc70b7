// A phone and the line above it: who holds it, in which language, and which of their chats is open.
import { Chat } from "./chat.js";
import { button, element } from "./dom.js";
import { initials } from "./format.js";
import { icon } from "./icons.js";
import { LANGUAGES, languageOf } from "./language.js";
import { below } from "./menu.js";

const ROLES = { guest: "guest", delegate: "delegate", admin: "organiser" };

/** What people call a role. */
export const roleName = (role) => ROLES[role] ?? role;

export class Pane {
  #chats = [];
  #open;
  #bot;
  #changed;
  #languages = element("div", {
    class: "languages",
    role: "group",
    "aria-label": "Language of this person's Telegram",
    "data-testid": "languages",
  });
  #tabs = element("div", { class: "chat-tabs", role: "group", "aria-label": "Chats", "data-testid": "chat-tabs" });
  #avatar = element("span", { class: "avatar", "aria-hidden": "true" });
  #title = element("h3", { class: "chat-title", "data-testid": "chat-title" });
  #status = element("p", { class: "chat-status", "data-testid": "chat-status" });
  #screen = element("div", { class: "screen" });
  #menu = button(
    {
      class: "icon-button chat-menu",
      "data-testid": "chat-menu",
      "aria-label": "Menu of this chat",
      title: "Menu of this chat",
      "aria-haspopup": "menu",
      hidden: true,
    },
    icon("more"),
  );
  shown = false;

  /** `key` tells panes apart in the page ("guest", "delegate-2"); changed() is called when unread or status changes. */
  constructor({ persona, key, bot, groups, changed }) {
    this.persona = persona;
    this.key = key;
    this.#bot = bot;
    this.#changed = changed;
    const phone = element(
      "div",
      { class: "phone" },
      element(
        "header",
        { class: "phone-bar" },
        this.#avatar,
        element("div", { class: "chat-titles" }, this.#title, this.#status),
        this.#menu,
      ),
      this.#tabs,
      this.#screen,
    );
    this.node = element(
      "section",
      {
        class: "pane",
        "data-testid": "pane",
        "data-persona": key,
        "data-user-id": persona.user_id,
        "aria-label": `Phone of ${persona.name}`,
      },
      this.#line(),
      phone,
    );
    this.#menu.addEventListener("click", () => this.#open.showMenu(below(this.#menu)));
    this.#addChat({ id: persona.user_id, title: bot.first_name, group: false });
    this.#open = this.#chats[0];
    this.refresh({ persona, groups });
  }

  get unread() {
    return this.#chats.reduce((sum, chat) => sum + chat.unread, 0);
  }

  get connected() {
    return this.#chats.some((chat) => chat.connected);
  }

  retry() {
    for (const chat of this.#chats) chat.retry();
  }

  /** Take over what the simulator says now about the persona's language and the groups. */
  refresh({ persona, groups }) {
    for (const { id, title } of groups) {
      if (!this.#chats.some(({ target }) => target.id === id)) this.#addChat({ id, title, group: true });
    }
    const gone = this.#chats.filter(({ target }) => target.group && !groups.some(({ id }) => id === target.id));
    for (const chat of gone) this.#removeChat(chat);
    this.#setLanguage(persona.language_code);
    this.#show(this.#open);
  }

  setShown(shown) {
    this.shown = shown;
    this.node.hidden = !shown;
    if (shown) this.#open.unread = 0;
  }

  #line() {
    for (const [code, { short, name, tag }] of Object.entries(LANGUAGES)) {
      const choose = {
        click: () => this.#open.act({ action: "language", language_code: code }) && this.#setLanguage(code),
      };
      this.#languages.append(
        button(
          { "data-testid": "language", "data-language": code, lang: tag, title: name, "aria-label": name, on: choose },
          short,
        ),
      );
    }
    const { name, role } = this.persona;
    return element(
      "header",
      { class: "who" },
      element("h2", { "data-testid": "persona-name", lang: languageOf(name) }, name),
      name.toLowerCase() === roleName(role) ? null : element("span", { class: "role" }, roleName(role)),
      this.#languages,
    );
  }

  #setLanguage(code) {
    for (const node of this.#languages.children)
      node.setAttribute("aria-pressed", String(node.dataset.language === code));
  }

  #addChat(target) {
    const host = {
      changed: () => this.#refreshHeader(),
      isShown: (chat) => this.shown && chat === this.#open,
      openBot: (payload) => this.#openBot(payload),
    };
    const chat = new Chat({ persona: this.persona, bot: this.#bot, target, host });
    this.#chats.push(chat);
    const tab = button(
      {
        class: "chat-tab",
        "data-testid": "chat-tab",
        "data-chat-id": target.id,
        "data-kind": target.group ? "group" : "private",
        on: { click: () => this.#show(chat) },
      },
      element("span", { lang: languageOf(target.title) }, target.group ? target.title : "Bot"),
      element("span", { class: "badge", "data-testid": "badge", hidden: true }),
    );
    this.#tabs.append(tab);
  }

  #removeChat(chat) {
    const index = this.#chats.indexOf(chat);
    chat.end();
    this.#chats.splice(index, 1);
    this.#tabs.children[index].remove();
    if (chat === this.#open) this.#open = this.#chats.at(-1);
  }

  #openBot(payload) {
    const [own] = this.#chats;
    this.#show(own);
    own.say(payload === "" ? "/start" : `/start ${payload}`);
  }

  #show(chat) {
    this.#open = chat;
    if (this.shown) chat.unread = 0;
    if (!chat.node.isConnected) this.#screen.replaceChildren(chat.node);
    this.#refreshHeader();
  }

  #refreshHeader() {
    const chat = this.#open;
    if (!chat) return;
    const { title, group } = chat.target;
    this.#title.textContent = title;
    this.#title.lang = languageOf(title);
    this.#avatar.textContent = initials(title);
    this.#avatar.classList.toggle("group", group);
    const idle = chat.standing?.blocked ? "blocked" : group ? "group" : "bot";
    this.#menu.hidden = !chat.hasMenu;
    const ready = chat.connected && chat.entered;
    this.#status.textContent = ready ? (chat.typing ? "typing…" : idle) : "connecting…";
    this.#status.classList.toggle("typing", chat.typing && chat.connected);
    this.#tabs.hidden = !this.#chats.some(({ target, entered }) => target.group && entered);
    [...this.#tabs.children].forEach((tab, index) => {
      tab.hidden = this.#chats[index].target.group && !this.#chats[index].entered;
      tab.setAttribute("aria-pressed", String(this.#chats[index] === chat));
      const badge = tab.querySelector(".badge");
      badge.hidden = this.#chats[index].unread === 0;
      badge.textContent = String(this.#chats[index].unread);
    });
    this.#changed();
  }
}
