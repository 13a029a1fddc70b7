"""The way of a message out: what the bot sends by itself, one row a recipient, each with one visible fate."""
