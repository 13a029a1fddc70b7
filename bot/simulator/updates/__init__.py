"""How updates reach the bot: kept in a queue, fetched by long polling or posted to a webhook."""
