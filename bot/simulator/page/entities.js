// Text with Telegram's entities as nodes. Offsets and lengths are UTF-16 units, which is what strings use here.
import { button, element, pressable } from "./dom.js";
import { icon } from "./icons.js";
import { languageOf, textNodes } from "./language.js";
import { safeAddress } from "./links.js";

const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);
const PLAIN = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
};

/**
 * Nodes for `text` with `entities`. `actions` says what a press does: command(text), open(address) for a link (true
 * when it was taken care of), copy(text). Entities may nest and even overlap: text is cut where any of them begins or
 * ends, and each piece is put into all that cover it, blocks outermost.
 */
export function textWithEntities(text, entities, actions) {
  const root = element("span", { class: "text", lang: languageOf(text) });
  const spans = ordered(text, entities ?? []);
  let open = [];
  let afterBlock = false;
  for (const [from, to] of pieces(text, spans)) {
    const covering = spans.filter((span) => span.from <= from && to <= span.to);
    const kept = commonLength(open, covering);
    afterBlock ||= open.slice(kept).some(({ span }) => BLOCKS.has(span.entity.type));
    open = open.slice(0, kept);
    for (const span of covering.slice(kept)) {
      const { outer, inner } = wrap(span.entity, text.slice(span.from, span.to), actions);
      (open.at(-1)?.node ?? root).append(outer);
      open.push({ span, node: inner });
    }
    let piece = text.slice(from, to);
    const home = open.at(-1)?.node ?? root;
    if (afterBlock && piece.startsWith("\n")) {
      home.append(element("span", { class: "swallowed" }, "\n"));
      piece = piece.slice(1);
    }
    afterBlock = false;
    home.append(...textNodes(piece, root.lang));
  }
  return root;
}

function ordered(text, entities) {
  return entities
    .map((entity) => ({
      entity,
      from: Math.max(0, entity.offset),
      to: Math.min(text.length, entity.offset + entity.length),
    }))
    .filter(({ from, to }) => from < to)
    .sort(
      (one, other) =>
        BLOCKS.has(other.entity.type) - BLOCKS.has(one.entity.type) || one.from - other.from || other.to - one.to,
    );
}

function pieces(text, spans) {
  const cuts = [...new Set([0, text.length, ...spans.flatMap(({ from, to }) => [from, to])])].sort((a, b) => a - b);
  return cuts.slice(1).map((to, index) => [cuts[index], to]);
}

function commonLength(open, covering) {
  let length = 0;
  while (length < open.length && open[length].span === covering[length]) length += 1;
  return length;
}

function wrap(entity, text, actions) {
  const maker = MAKERS[entity.type];
  if (maker) {
    const made = maker(entity, text, actions);
    return made.outer ? made : { outer: made, inner: made };
  }
  const node = element(PLAIN[entity.type] ?? "span", { class: `entity-${entity.type}` });
  return { outer: node, inner: node };
}

const MAKERS = {
  code: (entity, text, actions) => pressable(element("code", { title: "Copy" }), () => actions.copy(text)),
  pre: (entity, text, actions) => {
    const inner = element("code");
    const press = { click: () => actions.copy(text) };
    const copy = button({ class: "pre-copy", "aria-label": "Copy this block", title: "Copy", on: press }, icon("copy"));
    const bar = element("span", { class: "pre-bar", "data-language": entity.language ?? "" }, copy);
    return { outer: element("pre", {}, bar, inner), inner };
  },
  spoiler: () => {
    const node = element("span", { class: "spoiler", "aria-label": "Hidden text: press to show" });
    const reveal = () => {
      node.classList.add("shown");
      for (const name of ["role", "aria-label", "tabindex"]) node.removeAttribute(name);
    };
    return pressable(node, reveal);
  },
  blockquote: () => element("blockquote"),
  expandable_blockquote: expandable,
  text_link: (entity, text, actions) => link(entity.url, actions, entity.url),
  url: (entity, text, actions) => link(text, actions),
  email: (entity, text, actions) => link(`mailto:${text}`, actions),
  phone_number: (entity, text, actions) => link(`tel:${text.replace(/[^+\d]/gu, "")}`, actions),
  bot_command: (entity, text, actions) => button({ class: "command", on: { click: () => actions.command(text) } }),
};

function link(target, actions, title) {
  const address = safeAddress(target);
  if (address === null && !/^tg:/iu.test(target)) return element("span", { class: "entity-mention", title });
  const follow = (event) => {
    if (actions.open(target)) event.preventDefault();
  };
  return element("a", {
    href: address ?? "#",
    target: "_blank",
    rel: "noopener noreferrer",
    title,
    on: { click: follow },
  });
}

function expandable() {
  const inner = element("span", { class: "quoted" });
  const toggle = button(
    { class: "quote-toggle", "aria-expanded": "false", "aria-label": "Whole quote", title: "Whole quote" },
    icon("down"),
  );
  const outer = element("blockquote", { class: "expandable collapsed" }, inner, toggle);
  toggle.addEventListener("click", () => {
    const collapsed = outer.classList.toggle("collapsed");
    toggle.setAttribute("aria-expanded", String(!collapsed));
  });
  new ResizeObserver(() => {
    if (!outer.classList.contains("collapsed")) return;
    outer.classList.toggle("fits", inner.scrollHeight <= inner.clientHeight + 1);
  }).observe(inner);
  return { outer, inner };
}
