"""Reminders and digests as messages."""
