"""The editions as messages."""
