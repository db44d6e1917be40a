"""Recordings for tests, as telephones make them: a hum that rises and falls, in many wrappings."""

import io
import math
from array import array
from functools import lru_cache
from typing import Any

import av
from av.audio.frame import AudioFrame

WRAPPINGS = {
    "m4a": ("ipod", "aac", 44_100),
    "webm": ("webm", "libopus", 48_000),
    "ogg": ("ogg", "libopus", 48_000),
    "mp3": ("mp3", "libmp3lame", 44_100),
    "wav": ("wav", "pcm_s16le", 16_000),
    "3gp": ("3gp", "libopencore_amrnb", 8_000),
    "amr": ("amr", "libopencore_amrnb", 8_000),
    "flac": ("flac", "flac", 16_000),
    "aac": ("adts", "aac", 44_100),
}
"""By the ending a telephone gives: container, encoder, samples a second."""
_SLICE = 1024


@lru_cache(maxsize=64)
def recording(kind: str = "wav", seconds: float = 2, *, loud: int = 9000, title: str = "") -> bytes:
    """Somebody hums. title: what the file says of itself beside the sound."""
    container, encoder, rate = WRAPPINGS[kind]
    kept = io.BytesIO()
    with av.open(kept, "w", format=container) as file:
        if title:
            file.metadata["title"] = title
        stream: Any = file.add_stream(encoder, rate=rate)
        stream.codec_context.layout = "mono"
        fitting = av.AudioResampler(format=stream.codec_context.format, layout="mono", rate=rate)
        sound = _hum(int(seconds * rate), rate, loud)
        for start in range(0, len(sound), _SLICE):
            part = sound[start : start + _SLICE]
            frame = AudioFrame(format="s16", layout="mono", samples=len(part))
            frame.planes[0].update(part.tobytes().ljust(frame.planes[0].buffer_size, b"\0"))
            frame.sample_rate, frame.pts = rate, start
            for fitted in fitting.resample(frame):
                file.mux(stream.encode(fitted))
        file.mux(stream.encode(None))
    return kept.getvalue()


def _hum(samples: int, rate: int, loud: int) -> "array[int]":
    """One period of a low voice, again and again, a little louder with each second and soft again after ten."""
    period = rate // 140
    wave = [
        math.sin(2 * math.pi * step / period) + 0.5 * math.sin(6 * math.pi * step / period) for step in range(period)
    ]
    steps = [array("h", [int(loud * (level + 1) / 15 * one) for one in wave]) for level in range(10)]
    sound = array("h")
    while len(sound) < samples:
        sound.extend(steps[len(sound) // rate % 10])
    return sound[:samples]


def file(body: bytes | None = None, name: str = "note.m4a") -> tuple[Any, str]:
    """A file field's value for the test client."""
    return io.BytesIO(recording() if body is None else body), name


def length(body: bytes) -> float:
    """Seconds of a voice note, by its own samples."""
    with av.open(io.BytesIO(body)) as note:
        return sum(frame.samples / frame.sample_rate for frame in note.decode(audio=0))
