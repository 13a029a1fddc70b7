// Where a link may lead. A link to this very bot never leaves the page: it does what Telegram would do, send /start.

const ALLOWED = new Set(["http:", "https:", "mailto:", "tel:"]);

/** The address a link may open, or null for one that is broken or could run something. */
export function safeAddress(text) {
  const candidate = /^[a-z][a-z0-9+.-]*:/iu.test(text) ? text : `https://${text}`;
  try {
    const url = new URL(candidate);
    return ALLOWED.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** The /start payload of a t.me or tg:// link to the bot named `username` ("" when it has none), else null. */
export function startPayload(text, username) {
  let url;
  try {
    url = new URL(/^[a-z][a-z0-9+.-]*:/iu.test(text) ? text : `https://${text}`);
  } catch {
    return null;
  }
  const web = ["t.me", "telegram.me"].includes(url.hostname) && /^https?:$/u.test(url.protocol);
  const app = url.protocol === "tg:" && (url.hostname === "resolve" || url.pathname.replace(/\//gu, "") === "resolve");
  if (!web && !app) return null;
  const name = web ? url.pathname.split("/")[1] : url.searchParams.get("domain");
  if (!name || name.toLowerCase() !== username.toLowerCase()) return null;
  return url.searchParams.get("start") ?? "";
}
