"""Reminders of what is about to start, and the digest of the day in the morning."""
