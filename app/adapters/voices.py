"""Voice notes: whether a file is a recording of somebody speaking, and the light form of it that is kept.

Both are found out while a person waits, which is half a second for a minute of voice: by a process of its own with
bounded memory and time (``voice_child``). What was sent is not kept.
"""

import json
from typing import Any, BinaryIO, NamedTuple

from app.adapters.containment import Bounds, answer_of
from app.base.errors import N_, Refusal

MEBIBYTE = 1024 * 1024
LARGEST_FILE = 15 * MEBIBYTE
LONGEST = 60
"""Seconds."""
MEMORY = 320 * MEBIBYTE
"""Address space, half of it libraries; a minute of sound takes two."""
SECONDS = 10
"""Of processor time: ten times what a minute takes."""
PATIENCE = 60
"""Seconds on the clock, on a machine that has much else to do."""
LONGEST_ANSWER = MEBIBYTE
MEDIA_TYPE = "audio/webm"
_SIGNS = (
    (b"ftyp", 4, "mov"),
    (b"\x1a\x45\xdf\xa3", 0, "matroska"),
    (b"OggS", 0, "ogg"),
    (b"WAVE", 8, "wav"),
    (b"#!AMR", 0, "amr"),
    (b"fLaC", 0, "flac"),
    (b"caff", 0, "caf"),
    (b"ID3", 0, "mp3"),
)
"""What telephones and recorders make: how it begins, where, and what the library calls it."""


class NotARecording(Refusal):
    text = N_("This file is not a recording that can be read. Send a voice recording made with a telephone.")


class TooHeavy(Refusal):
    text = N_("This file is too heavy: %(most)d MB at most.")


class TooLong(Refusal):
    text = N_("This recording is too long: %(most)d seconds at most.")


class Silent(Refusal):
    text = N_("Nothing can be heard in this recording. Record it again, closer to the telephone.")


class Note(NamedTuple):
    """A voice note. seconds: whole ones. bars: how loud each part of it is, 1 to 100."""

    body: bytes
    seconds: int
    bars: list[int]


_REFUSED: dict[str, type[Refusal]] = {"long": TooLong, "silent": Silent}


def made(body: bytes) -> Note:
    """The voice note made of a recording. Raises NotARecording, TooHeavy, TooLong, Silent, and NoProcess."""
    if len(body) > LARGEST_FILE:
        raise TooHeavy(most=LARGEST_FILE // MEBIBYTE)
    container = _container(body)
    if container is None:
        raise NotARecording
    with answer_of("voice_child.py", body, Bounds(MEMORY, SECONDS, PATIENCE, LONGEST_ANSWER), container) as answer:
        return _told(answer)


def _container(body: bytes) -> str | None:
    found = next((name for sign, place, name in _SIGNS if body[place : place + len(sign)] == sign), None)
    if found is None and body[:1] == b"\xff" and len(body) > 1 and body[1] & 0xE0 == 0xE0:
        return "aac" if body[1] & 0x06 == 0 else "mp3"  # frames with no head before them, told apart by their layer
    return found


def _told(answer: BinaryIO) -> Note:
    """What the child answered. One that ended in the midst of it met something it could not bear."""
    try:
        head: dict[str, Any] = json.loads(answer.readline())
    except ValueError as broken:
        raise NotARecording from broken
    if "refused" in head:
        why = _REFUSED.get(head["refused"], NotARecording)
        raise why(most=LONGEST) if why is TooLong else why
    body = answer.read()
    if len(body) != head["length"]:
        raise NotARecording
    return Note(body, min(head["seconds"], LONGEST), head["bars"])
