// A keyboard in place of the phone's own: each key writes its text as a message.
import { button, element } from "./dom.js";
import { languageOf, textNodes } from "./language.js";

export class ReplyKeyboard {
  #send;
  #say;
  node = element("div", {
    class: "reply-keyboard",
    "data-testid": "reply-keyboard",
    role: "group",
    "aria-label": "Keyboard of the bot",
    hidden: true,
  });

  /** send(text) writes a message; say(text) tells the reader what the simulator cannot do. */
  constructor({ send, say }) {
    this.#send = send;
    this.#say = say;
  }

  /** Follow what the newest message with a keyboard asks for. */
  follow(markup) {
    if (markup?.keyboard) this.#show(markup);
    else if (markup?.remove_keyboard) this.node.hidden = true;
  }

  #show({ keyboard, one_time_keyboard: once }) {
    const rows = keyboard.map((row) =>
      element(
        "div",
        { class: "keyboard-row" },
        row.map((key) => this.#key(key, once)),
      ),
    );
    this.node.replaceChildren(...rows);
    this.node.hidden = false;
  }

  #key(key, once) {
    const text = typeof key === "string" ? key : key.text;
    const special = typeof key === "object" && Object.keys(key).find((name) => name.startsWith("request_"));
    const press = () => {
      if (special) this.#say(`The simulator has no “${special}” keys.`);
      else if (this.#send(text) && once) this.node.hidden = true;
    };
    const tag = languageOf(text);
    return button(
      { class: "key", "data-testid": "reply-key", lang: tag, on: { click: press } },
      ...textNodes(text, tag),
    );
  }
}
