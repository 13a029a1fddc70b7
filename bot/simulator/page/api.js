// The page API over HTTP. Every function throws an Error with a sentence that can be shown.

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, { cache: "no-store", ...options });
  } catch {
    throw new Error("The simulator does not answer.");
  }
  if (!response.ok) throw new Error(await reason(response));
  if (response.status === 204) return null;
  return (response.headers.get("content-type") ?? "").includes("json") ? response.json() : null;
}

async function reason(response) {
  const text = await response.text();
  try {
    const body = JSON.parse(text);
    return body.error ?? body.text ?? body.description ?? text;
  } catch {
    return text && text.length < 200 ? text : `The simulator refused (${response.status}).`;
  }
}

export const getState = () => ask("/page-api/state");
export const getCalls = (after) => ask(`/page-api/calls?after=${after}`);
export const getFaults = () => ask("/page-api/faults");
export const clearFaults = () => ask("/page-api/faults", { method: "DELETE" });

/** Switch a fault on. */
export function addFault(fault) {
  const headers = { "Content-Type": "application/json" };
  return ask("/page-api/faults", { method: "POST", headers, body: JSON.stringify(fault) });
}

export const socketPath = (userId, chatId) => `/page-api/chat/${userId}/${chatId}/socket`;

/** Let a persona found a group with everybody and the bot. */
export function foundGroup(title, userId) {
  const headers = { "Content-Type": "application/json" };
  return ask("/page-api/groups", { method: "POST", headers, body: JSON.stringify({ title, by: userId }) });
}

/** Send files into a chat in one of the ways of ways.js, as an answer to a message if `replyTo` names one. */
export function upload(userId, chatId, { files, caption, way, replyTo }) {
  const body = new FormData();
  body.append("as", way);
  if (caption) body.append("caption", caption);
  if (replyTo) body.append("reply_to", replyTo);
  for (const file of files) body.append("file", file, file.name);
  return ask(`/page-api/chat/${userId}/${chatId}/upload`, { method: "POST", body });
}
