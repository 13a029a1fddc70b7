"""Publishing as messages."""
