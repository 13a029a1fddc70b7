"""What editors do: look at a correction or an edition, send a file, decide; and ask which edition the bot has."""

from typing import Final

CORRECT, AGAIN, HOLDING = "correct", "again", "holding"
FILE, DECIDE = "file", "decide"
# Each leaves an effect that can be counted.
COUNTED: Final = (CORRECT, AGAIN, HOLDING)
