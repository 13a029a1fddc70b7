"""What Telegram does to a text before it becomes a message: cleaning, trimming, entities."""
