"""How much of somebody's spreadsheet is read, and what is said of one that goes beyond it."""

from typing import Final

from bot.core.translation import msg

MEGABYTE: Final = 1024 * 1024
LARGEST_FILE: Final = 5 * MEGABYTE
MOST_INFLATED: Final = 40 * MEGABYTE
MOST_PARTS: Final = 200
MOST_ROWS: Final = 5_000
MOST_COLUMNS: Final = 50
LONGEST_TEXT: Final = 4_000
# A workbook may name one long text in every cell and be small all the same.
MOST_CHARACTERS: Final = 20_000_000
# Tags in all the XML of a workbook: a full table needs two million, the rest is formatting.
MOST_TAGS: Final = 2_500_000
# More problems than anybody reads are not listed.
MOST_PROBLEMS: Final = 1_000

TOO_LARGE: Final = msg("the file is larger than {megabytes} MB")
TOO_MUCH_INSIDE: Final = msg("unpacked, the file is larger than {megabytes} MB")
TOO_MANY_PARTS: Final = msg("the workbook consists of more than {most} parts; copy the tables into a new one")
TOO_MUCH_FORMATTING: Final = msg(
    "the workbook holds too many formatted cells; copy only the rows that are filled into a new one"
)
TOO_MANY_ROWS: Final = msg("at most {most} rows are read, and {cell} holds something; is it there by mistake?")
TOO_MANY_ROWS_IN_ALL: Final = msg("at most {most} rows are read in all")
TOO_MANY_COLUMNS: Final = msg("at most {most} columns are read, and {cell} holds something; is it there by mistake?")
TOO_MUCH_TEXT: Final = msg("the cells hold more than {most} million characters in all")
TEXT_TOO_LONG: Final = msg("the text has more than {most} characters; shorten it")
