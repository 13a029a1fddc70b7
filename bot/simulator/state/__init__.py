"""What the simulated Telegram remembers: people, chats, messages, menus, files. All in memory."""
