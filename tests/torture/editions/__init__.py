"""Editions under torture: the old one holds or the new one, never half, and everybody is told once what holds."""
