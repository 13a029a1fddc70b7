// What Telegram says in the middle of a chat: somebody joined, the group moved, a message was pinned.

const names = (users) => users.map((user) => user.first_name).join(", ");

/** The line for a service message, or null when the message is an ordinary one. */
export function serviceText(message) {
  const who = message.from?.first_name ?? "Somebody";
  if (message.new_chat_members) return `${names(message.new_chat_members)} joined the group`;
  if (message.left_chat_member) return `${message.left_chat_member.first_name} left the group`;
  if (message.group_chat_created || message.supergroup_chat_created) return `${who} created the group`;
  if (message.new_chat_title) return `${who} named the group “${message.new_chat_title}”`;
  if (message.migrate_to_chat_id) return "The group became a supergroup";
  if (message.migrate_from_chat_id) return "This supergroup was a group before";
  if (message.pinned_message) return `${who} pinned a message`;
  if (message.write_access_allowed) return `${who} allowed the bot to write`;
  return null;
}
