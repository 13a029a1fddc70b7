"""Announcements: drafted with a preview, confirmed, sent to everybody they are for, and what became of each."""
