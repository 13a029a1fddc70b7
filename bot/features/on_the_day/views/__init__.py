"""The corrections of the day as messages."""
