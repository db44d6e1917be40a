"""What can be asked for when something is not accepted: reasons a maker understands at a glance, and words."""

from collections.abc import Iterable
from enum import StrEnum

from app.base.errors import N_, Refusal

LONGEST_NOTE = 1000


class Reason(StrEnum):
    PHOTO_DARK = "photo_dark"
    PHOTO_SIDES = "photo_sides"
    PRICE = "price"
    MEASURES = "measures"
    TEXT_SHORT = "text_short"
    OTHER = "other"


class SayWhy(Refusal):
    text = N_("Say what must be changed, in %(most)d characters at most.")


def kept(reasons: Iterable[Reason], note: str) -> tuple[str, str]:
    """Codes as they are kept (one after the other, parted by spaces) and the words.

    Words are needed where no reason is given and where the reason is another one. Raises SayWhy.
    """
    given = set(reasons)
    note = note.strip()
    if len(note) > LONGEST_NOTE or (not note and not given - {Reason.OTHER}) or (Reason.OTHER in given and not note):
        raise SayWhy(field="note", most=LONGEST_NOTE)
    return " ".join(reason for reason in Reason if reason in given), note


def read(codes: str) -> list[Reason]:
    """Reasons as they were kept; what is no longer one is passed over."""
    known = {reason.value: reason for reason in Reason}
    return [known[code] for code in codes.split() if code in known]
