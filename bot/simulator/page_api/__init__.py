"""What the chat page in the browser talks to: chats over WebSockets, files, the developer's drawer."""
