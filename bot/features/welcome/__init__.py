"""The first screen, the help, and the way out of a question."""
