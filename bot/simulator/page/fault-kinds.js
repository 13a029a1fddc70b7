// The faults the simulator knows, in words, with what each needs besides a method.

export const MEANING = {
  429: "429: too many requests",
  403: "403: blocked by the user",
  400: "400: bad request",
  401: "401: token refused",
  409: "409: another bot is polling",
  migrate: "Group moved to a supergroup",
  "5xx": "5xx with an HTML body",
  json500: "500 without a description",
  reset_before: "Reset before the call is taken",
  reset_after: "Taken, then reset",
  slow: "Slow, then as usual",
  truncated: "Taken, half an answer",
  silent: "No answer at all",
};
export const EXTRAS = {
  429: { name: "retry_after", label: "Retry after, s", value: 3, type: "number" },
  400: { name: "description", label: "Description", value: "Bad Request: chat not found", type: "text" },
  migrate: { name: "migrate_to", label: "New chat id", value: -1001000000001, type: "number" },
  "5xx": { name: "status", label: "Status", value: 502, type: "number" },
  silent: { name: "accepted", label: "Takes the call", value: "yes", type: "checkbox" },
  slow: { name: "seconds", label: "Seconds", value: 3, type: "number" },
};

export const METHODS = [
  "*",
  "sendMessage",
  "editMessageText",
  "answerCallbackQuery",
  "sendDocument",
  "sendPhoto",
  "sendVenue",
  "deleteMessage",
  "getUpdates",
  "getFile",
];
