"""Sets of slots as bits of an integer: joining, narrowing and counting a hundred thousand takes microseconds."""

from collections.abc import Iterable, Iterator

_BYTE = 8


class Bitmap:
    """Slots in which something is so. It begins at the byte of its first slot: a maker's pieces lie side by side."""

    __slots__ = ("bits", "start")

    def __init__(self, slots: Iterable[int] = ()) -> None:
        chosen = list(slots)
        self.start = min(chosen) // _BYTE if chosen else 0
        self.bits = of(chosen, first=self.start * _BYTE)

    @property
    def whole(self) -> int:
        """The bits from slot 0."""
        return self.bits << self.start * _BYTE

    def add(self, slot: int) -> None:
        if not self.bits:
            self.start = slot // _BYTE
        elif slot < self.start * _BYTE:
            self.bits, self.start = self.whole >> slot // _BYTE * _BYTE, slot // _BYTE
        self.bits |= 1 << slot - self.start * _BYTE

    def remove(self, slot: int) -> None:
        if slot >= self.start * _BYTE:
            self.bits &= ~(1 << slot - self.start * _BYTE)

    def shared(self, among: bytes) -> int:
        """How many slots it has in common with others. among: their bits, little end first."""
        length = (self.bits.bit_length() + _BYTE - 1) // _BYTE
        return (int.from_bytes(among[self.start : self.start + length], "little") & self.bits).bit_count()


def of(slots: Iterable[int], *, first: int = 0) -> int:
    """The bits of some slots, from slot ``first`` on."""
    chosen = list(slots)
    if not chosen:
        return 0
    held = bytearray((max(chosen) - first) // _BYTE + 1)
    for slot in chosen:
        held[slot - first >> 3] |= 1 << (slot - first & 7)
    return int.from_bytes(held, "little")


def slots(bits: int) -> Iterator[int]:
    """Which slots are set, in their order."""
    written = bin(bits)[:1:-1]
    slot = written.find("1")
    while slot >= 0:
        yield slot
        slot = written.find("1", slot + 1)


def as_bytes(bits: int, length: int) -> bytes:
    """The bits of ``length`` slots, little end first."""
    return bits.to_bytes(length // _BYTE + 1, "little")


def has(held: bytes, slot: int) -> int:
    """Whether a slot is set, from the bytes of ``as_bytes``."""
    return held[slot >> 3] >> (slot & 7) & 1
