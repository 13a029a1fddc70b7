// Where a persona writes: text, commands, answers, changes of own messages, files with a caption.
import { CommandMenu } from "./command-menu.js";
import { ContextBar } from "./context-bar.js";
import { button, element } from "./dom.js";
import { icon } from "./icons.js";
import { below } from "./menu.js";
import { isFile } from "./message.js";
import { waysOf } from "./ways.js";

const TALLEST_PX = 132;
const LONGEST_TEXT = 4096;
const LONGEST_CAPTION = 1024;

export class Composer {
  #does;
  #mode = { kind: "text" };
  #usual = "Message";
  #connected = false;
  #sending = false;
  #bar = new ContextBar(() => this.#leaveMode({ focus: true }));
  #input = element("textarea", {
    rows: 1,
    maxlength: LONGEST_TEXT,
    placeholder: "Message",
    "aria-label": "Message",
    "data-testid": "composer-input",
    enterkeyhint: "send",
  });
  #menu = new CommandMenu(this.#input, (command, complete) => this.#command(command, complete));
  #menuButton = button(
    { class: "icon-button slash", "data-testid": "menu-button", "aria-label": "Commands", title: "Commands" },
    "/",
  );
  #file = element("input", { type: "file", multiple: true, hidden: true, "data-testid": "file-input" });
  #attach = button(
    { class: "icon-button", "data-testid": "attach-button", "aria-label": "Attach", title: "Attach" },
    icon("attach"),
  );
  #send = button(
    { class: "icon-button send", "data-testid": "send-button", "aria-label": "Send", title: "Send" },
    icon("send"),
  );
  #start = button({ class: "start", "data-testid": "start-button", hidden: true }, "START");
  #row = element("div", { class: "composer-row" }, this.#menuButton, this.#input, this.#attach, this.#send);
  node = element(
    "div",
    { class: "composer", "data-testid": "composer" },
    this.#menu.node,
    this.#bar.node,
    this.#row,
    this.#start,
    this.#file,
  );

  /**
   * `does` is what the chat can do: send(text, replyTo), edit(messageId, text), upload({files, caption, way, replyTo})
   * which is awaited, askPlace(replyTo), menu(items, place), and newestOwn() for Arrow up. The first three return
   * whether it was done.
   */
  constructor(does) {
    this.#does = does;
    this.#send.addEventListener("click", () => this.#submit());
    this.#start.addEventListener("click", () => this.#does.send("/start", null) && this.#input.focus());
    this.#attach.addEventListener("click", () => this.#does.menu(this.#attachable(), below(this.#attach)));
    this.#file.addEventListener("change", () => {
      this.attach([...this.#file.files]);
      this.#file.value = "";
    });
    this.#menuButton.addEventListener("click", () => this.#toggleMenu());
    this.#input.addEventListener("input", () => this.#typed());
    this.#input.addEventListener("keydown", (event) => this.#key(event));
    this.#input.addEventListener("blur", () => setTimeout(() => this.#closeMenuWhenLeft()));
    this.#input.addEventListener("paste", (event) => this.#paste(event));
    this.#refresh();
  }

  setCommands(commands) {
    this.#menu.setCommands(commands);
    this.#refresh();
  }

  setConnected(connected) {
    this.#connected = connected;
    this.#refresh();
  }

  /** Show a button with this label instead of the input, or with null the input: /start opens the chat with the bot. */
  setStart(label) {
    this.#start.textContent = label ?? "";
    this.#start.hidden = label === null;
    this.#row.hidden = label !== null;
  }

  /** What stands in the empty input. */
  setPlaceholder(text) {
    this.#usual = text;
    if (this.#mode.kind === "text") this.#input.placeholder = text;
  }

  reply(message) {
    this.#mode = { kind: "reply", message };
    this.#bar.showReply(message);
    this.#input.placeholder = message.reply_markup?.input_field_placeholder ?? this.#usual;
    this.#input.focus({ preventScroll: true });
  }

  edit(message) {
    this.#mode = { kind: "edit", message };
    this.#bar.showEdit(message);
    this.#write(message.text ?? message.caption ?? "");
    this.#input.focus({ preventScroll: true });
  }

  /** Hold files until Send; what is written becomes the first one's caption. A message being answered stays so. */
  attach(files) {
    if (files.length === 0) return;
    const ways = waysOf(files);
    const { message: answered } = this.#mode.kind === "edit" ? {} : this.#mode;
    this.#mode = { kind: "files", files, way: ways[0][0], message: answered };
    const choose = (way) => {
      this.#mode = { ...this.#mode, way };
    };
    this.#bar.showFiles(files, ways, choose, answered);
    this.#input.placeholder = "Caption";
    this.#input.focus({ preventScroll: true });
    this.#refresh();
  }

  async #submit() {
    const text = this.#input.value.trim();
    const { kind, message } = this.#mode;
    if (this.#sending || !this.#connected) return;
    if (kind === "files") {
      await this.#upload(text);
      return;
    }
    if (text === "" && !this.#mayBeEmpty()) return;
    const sent =
      kind === "edit"
        ? this.#does.edit(message.message_id, text)
        : this.#does.send(text, kind === "reply" ? message.message_id : null);
    if (!sent) return;
    this.#leaveMode({ focus: true });
    this.#write("");
  }

  async #upload(caption) {
    const { files, way, message } = this.#mode;
    this.#sending = true;
    this.#refresh();
    const sent = await this.#does.upload({ files, caption, way, replyTo: message?.message_id });
    this.#sending = false;
    if (sent) {
      this.#write("");
      this.#leaveMode({ focus: true });
    }
    this.#refresh();
  }

  #attachable() {
    const { message: answered } = this.#mode;
    const place = () => this.#does.askPlace(answered?.message_id ?? null, () => this.#leaveMode({ focus: true }));
    return [
      { key: "files", label: "Photos, videos, files", icon: "file", run: () => this.#file.click() },
      { key: "location", label: "Location", icon: "place", run: place },
    ];
  }

  /** Whether what is written may be nothing: a file's caption can be taken away. */
  #mayBeEmpty() {
    return this.#mode.kind === "edit" && isFile(this.#mode.message);
  }

  #leaveMode({ focus }) {
    if (this.#mode.kind === "edit") this.#write("");
    this.#mode = { kind: "text" };
    this.#bar.hide();
    this.#input.placeholder = this.#usual;
    if (focus) this.#input.focus({ preventScroll: true });
    this.#refresh();
  }

  #command(command, complete) {
    if (complete) {
      this.#write(`/${command} `);
      this.#input.focus();
    } else if (this.#does.send(`/${command}`, null)) {
      this.#write("");
      this.#input.focus();
    }
  }

  #toggleMenu() {
    const wasOpen = this.#menu.open;
    this.#input.focus();
    if (wasOpen) this.#menu.close();
    else this.#menu.showMatching("/");
  }

  #closeMenuWhenLeft() {
    if (!this.node.contains(document.activeElement)) this.#menu.close();
  }

  #typed() {
    this.#menu.showMatching(this.#input.value);
    this.#refresh();
  }

  #write(text) {
    this.#input.value = text;
    this.#menu.close();
    this.#refresh();
  }

  #key(event) {
    if (event.isComposing || this.#menu.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "Escape" && this.#mode.kind !== "text") {
      this.#leaveMode({ focus: true });
    } else if (event.key === "ArrowUp" && this.#input.value === "" && this.#mode.kind === "text") {
      const own = this.#does.newestOwn();
      if (own) {
        event.preventDefault();
        this.edit(own);
      }
    }
  }

  #paste(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    this.attach(files);
  }

  #refresh() {
    const captioned = this.#mode.kind === "files" || this.#mayBeEmpty();
    const ready = this.#input.value.trim() !== "" || captioned;
    this.#input.maxLength = captioned ? LONGEST_CAPTION : LONGEST_TEXT;
    this.#send.disabled = !ready || !this.#connected || this.#sending;
    this.#send.toggleAttribute("data-sending", this.#sending);
    this.#menuButton.hidden = !this.#menu.available;
    this.#attach.disabled = !this.#connected || this.#mode.kind === "edit";
    this.#start.disabled = !this.#connected;
    this.#input.style.height = "auto";
    if (this.#input.scrollHeight > 0) this.#input.style.height = `${Math.min(this.#input.scrollHeight, TALLEST_PX)}px`;
  }
}
