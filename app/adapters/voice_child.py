"""A program of its own: one recording in, the voice note that is made of it out. It knows nothing of the application.

It runs in bounds (``containment``), writes nothing but its answer, and may die without anybody else noticing.

Argument: the kind of container. In: the file. Out: a line of JSON, then the note. Nothing of what surrounds the sound
(who made it where, with which telephone) gets into the note.
"""

import json
import math
import sys
from array import array
from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO

import av
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler

DECODERS = ("aac", "opus", "vorbis", "mp3", "mp3float", "amrnb", "amrwb", "flac", "alac", "pcm_s16le", "pcm_s16be")
"""What telephones and recorders make. Nothing else is ever unfolded."""
RATE = 16_000
"""Samples a second: all there is to a voice at this weight."""
WEIGHT = 12_000
"""Bits a second: 90 KB a minute."""
LONGEST = 61
"""Seconds: a minute, and what a thumb is late by."""
BARS = 40
"""Of the drawing of the voice: the loudest moment of each fortieth part."""
TALLEST = 100
FAINTEST = 40
"""Below this of 32,768 all the way through, nobody spoke."""
OPTIONS = {"application": "voip", "vbr": "on", "frame_duration": "60", "compression_level": "5"}


class TooLong(Exception):
    """It goes on beyond ``LONGEST``."""


def main(container: str, source: BinaryIO, answer: BinaryIO) -> None:
    head: dict[str, Any] = {"refused": "unreadable"}
    note = b""
    try:
        sound = heard(source, container)
        loudest = max(map(abs, sound), default=0)
        if loudest < FAINTEST:
            head = {"refused": "silent"}
        else:
            note = packed(sound)
            head = {"seconds": max(1, round(len(sound) / RATE)), "bars": bars(sound, loudest), "length": len(note)}
    except TooLong:
        head = {"refused": "long"}
    except Exception:  # damaged files make the decoders raise almost anything, and all of it means the same
        note = b""
    answer.write(json.dumps(head).encode() + b"\n" + note)
    answer.flush()


def heard(source: BinaryIO, container: str) -> "array[int]":
    """The first sound in the file, one voice of sixteen bits. Raises TooLong as soon as it is."""
    sound = array("h")
    # The container is named, so that nothing is guessed; what refers to other files or addresses finds none.
    options = {"protocol_whitelist": "none", "codec_whitelist": ",".join(DECODERS)}
    with av.open(BytesIO(source.read()), format=container, options=options) as file:
        stream = file.streams.audio[0]
        if stream.codec_context.name not in DECODERS:
            raise ValueError(stream.codec_context.name)
        stream.codec_context.thread_count = 1
        to_one_voice = AudioResampler(format="s16", layout="mono", rate=RATE)
        for frame in _frames(file, stream):
            for part in to_one_voice.resample(frame):
                sound.frombytes(bytes(part.planes[0])[: part.samples * 2])
            if len(sound) > LONGEST * RATE:
                raise TooLong
    return sound


def _frames(file: Any, stream: Any) -> Iterator[AudioFrame | None]:
    """Frame after frame, then None: what the resampler still holds comes out. Damage in between is passed over."""
    broken = 0
    for packet in file.demux(stream):
        try:
            yield from packet.decode()
        except av.error.InvalidDataError:
            broken += 1
            if broken > 100:
                raise
    yield None


def bars(sound: "array[int]", loudest: int) -> list[int]:
    """How loud each part is, 1 to ``TALLEST``."""
    size = math.ceil(len(sound) / BARS)
    parts = (sound[start : start + size] for start in range(0, len(sound), size))
    return [max(1, TALLEST * max(map(abs, part)) // loudest) for part in parts]


def packed(sound: "array[int]") -> bytes:
    """The sound as Opus, in a container that says nothing else."""
    kept = BytesIO()
    with av.open(kept, "w", format="webm", container_options={"fflags": "+bitexact"}) as file:
        stream = file.add_stream("libopus", rate=RATE, options=OPTIONS)
        stream.codec_context.layout, stream.codec_context.bit_rate = "mono", WEIGHT
        for start in range(0, len(sound), RATE):
            part = sound[start : start + RATE]
            frame = AudioFrame(format="s16", layout="mono", samples=len(part))
            frame.planes[0].update(part.tobytes().ljust(frame.planes[0].buffer_size, b"\0"))
            frame.sample_rate, frame.pts = RATE, start
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return kept.getvalue()


if __name__ == "__main__":
    main(sys.argv[1], sys.stdin.buffer, sys.stdout.buffer)
