"""What can be wrong with a table that somebody sent."""

from app.base.errors import N_, Refusal

LARGEST_FILE = 64 * 1024 * 1024
MOST_COLUMNS = 500
MOST_ROWS = 250_000
LONGEST_CELL = 32_767
"""Characters; a spreadsheet holds no more."""


class NotATable(Refusal):
    text = N_("This file is not a table that can be read. Send a CSV or an XLSX file.")


class OldWorkbook(Refusal):
    text = N_("This is an old or a locked spreadsheet. Save it as XLSX without a password, or as CSV, and send that.")


class TableTooHeavy(Refusal):
    text = N_("This table is too heavy: %(most)d MB at most.")


class UnknownLetters(Refusal):
    text = N_("The letters of this file cannot be made out. Save it as “CSV UTF-8” and send that.")


class NoColumns(Refusal):
    text = N_("The first row must name the columns.")


class SameColumnTwice(Refusal):
    text = N_("Two columns are named “%(column)s”. Each column needs a name of its own.")


class TooManyColumns(Refusal):
    text = N_("This table has too many columns: %(most)d at most.")


class TooManyRows(Refusal):
    text = N_("This table has too many rows: %(most)d at most. Send it in parts.")


class TooFarBelow(Refusal):
    text = N_("Far below row %(row)d something stands alone. Delete it, then send the table again.")


class TooLongCell(Refusal):
    text = N_("A cell near row %(row)d does not end, or is too long. Perhaps a quotation mark is not closed.")
