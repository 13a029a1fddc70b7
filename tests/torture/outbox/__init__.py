"""Announcements under torture: everybody has exactly one state, whatever dies when, and nobody gets anything twice."""
