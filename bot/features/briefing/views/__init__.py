"""The screens of the briefing, one module a subject. Pure: an edition and a translator in, a screen out."""
