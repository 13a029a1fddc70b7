// Which language a text is in, so that the browser picks the right glyphs and a screen reader the right voice.

const HAN = /\p{Script=Han}/u;
const HAN_RUN =
  /([\p{Script=Han}\u3000-\u303f\uff00-\uffef]*\p{Script=Han}[\p{Script=Han}\u3000-\u303f\uff00-\uffef]*)/u;
const HAN_EACH = /\p{Script=Han}/gu;
const CYRILLIC_EACH = /\p{Script=Cyrillic}/gu;
const LATIN_EACH = /\p{Script=Latin}/gu;

export const LANGUAGES = {
  ru: { short: "RU", name: "Russian", tag: "ru" },
  en: { short: "EN", name: "English", tag: "en" },
  zh: { short: "中文", name: "Chinese", tag: "zh-Hans" },
};

/** The `lang` value of a text by the script most of it is in; a Chinese character weighs as three letters. */
export function languageOf(text) {
  const count = (pattern) => (text.match(pattern) ?? []).length;
  const han = count(HAN_EACH) * 3;
  const cyrillic = count(CYRILLIC_EACH);
  const latin = count(LATIN_EACH);
  if (han > cyrillic && han > latin) return "zh-Hans";
  return cyrillic >= latin && cyrillic > 0 ? "ru" : "en";
}

/** Text nodes for a text in language `tag`; Chinese inside another language stands in a span of its own. */
export function textNodes(text, tag) {
  if (tag === "zh-Hans" || !HAN.test(text)) return [document.createTextNode(text)];
  return text
    .split(HAN_RUN)
    .filter((part) => part !== "")
    .map((part) => {
      if (!HAN.test(part)) return document.createTextNode(part);
      const span = document.createElement("span");
      span.lang = "zh-Hans";
      span.textContent = part;
      return span;
    });
}
