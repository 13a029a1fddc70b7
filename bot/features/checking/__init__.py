"""Keeping what is said true: sources read again before they are too old, and spellings of names confirmed."""
