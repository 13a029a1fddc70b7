"""Notices of changes: everybody whom a change concerns hears once what was and what is."""
