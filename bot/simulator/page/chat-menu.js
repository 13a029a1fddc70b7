// The menu of a chat: what a person settles there besides writing.

/** The items for a chat. `standing` is what the page API says of this person there; `does` carries the choice out. */
export function chatMenu(standing, does) {
  return standing.kind === "private" ? privateMenu(standing, does) : groupMenu(standing, does);
}

function privateMenu({ blocked }, does) {
  const block = blocked
    ? {
        key: "unblock",
        label: "Unblock the bot",
        icon: "check",
        run: () => does.act({ action: "block", blocked: false }),
      }
    : {
        key: "block",
        label: "Block the bot",
        icon: "ban",
        danger: true,
        run: () => does.act({ action: "block", blocked: true }),
      };
  return [{ key: "group", label: "New group with the bot", icon: "group", run: does.foundGroup }, block];
}

function groupMenu({ admin, anonymous, kind, bot }, does) {
  if (!admin) return [];
  const place = (standing) => () => does.act({ action: "bot_standing", standing });
  const items = [];
  if (kind === "supergroup") {
    const label = anonymous ? "Write under my own name" : "Write as the group";
    items.push({
      key: "anonymous",
      label,
      icon: "mask",
      run: () => does.act({ action: "anonymous", anonymous: !anonymous }),
    });
  } else {
    const label = "Upgrade to a supergroup";
    items.push({ key: "upgrade", label, icon: "up", run: () => does.act({ action: "upgrade" }) });
  }
  if (bot === "member")
    items.push({ key: "promote", label: "Make the bot administrator", icon: "check", run: place("administrator") });
  if (bot === "administrator")
    items.push({ key: "demote", label: "Bot no longer administrator", icon: "down", run: place("member") });
  if (bot === "member" || bot === "administrator") {
    items.push({ key: "remove", label: "Remove the bot", icon: "ban", danger: true, run: place("kicked") });
  } else {
    items.push({ key: "add", label: "Add the bot", icon: "check", run: place("member") });
  }
  return items;
}
