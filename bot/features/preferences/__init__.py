"""What a person chooses for themselves: the visit, the language, the time zone."""
