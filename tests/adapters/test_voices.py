"""Recordings of every kind, whole and damaged: made into light notes, or refused with a sentence."""

import io
import random
import signal
import subprocess
from typing import Any

import av
import pytest

from app.adapters import containment, voices
from app.base.errors import Refusal
from tests import drawn, spoken


@pytest.mark.parametrize("kind", spoken.WRAPPINGS)
def test_what_any_telephone_makes_becomes_a_light_note(kind: str) -> None:
    note = voices.made(spoken.recording(kind, 3))
    assert note.seconds == 3 and abs(spoken.length(note.body) - 3) < 0.3
    with av.open(io.BytesIO(note.body)) as file:
        codec = file.streams.audio[0].codec_context
        assert (codec.name, codec.layout.name, file.format.name) == ("opus", "mono", "matroska,webm")
    assert len(note.body) < 3 * 2_200
    assert len(note.bars) == 40 and max(note.bars) >= 95 and min(note.bars) < 60


def test_a_minute_weighs_no_more_than_ninety_kilobytes_or_so() -> None:
    note = voices.made(spoken.recording("m4a", 60))
    assert note.seconds == 60 and len(note.body) < 100_000


def test_nothing_of_what_surrounds_the_sound_is_kept() -> None:
    sent = spoken.recording("m4a", 1, title="Recorded at home by somebody")
    assert b"at home" in sent
    assert b"at home" not in voices.made(sent).body


def test_more_than_a_minute_is_too_long_however_long() -> None:
    assert voices.made(spoken.recording("wav", 60.5)).seconds == 60, "a thumb is late"
    for seconds in (63, 900):
        with pytest.raises(voices.TooLong) as told:
            voices.made(spoken.recording("flac" if seconds > 100 else "wav", seconds))
        assert told.value.facts == {"most": 60}


def test_where_nobody_speaks_there_is_no_note() -> None:
    with pytest.raises(voices.Silent):
        voices.made(spoken.recording("wav", 2, loud=0))


def test_what_is_too_heavy_is_not_looked_at() -> None:
    with pytest.raises(voices.TooHeavy):
        voices.made(spoken.recording("wav", 1).ljust(voices.LARGEST_FILE + 1, b"\0"))


def _film() -> bytes:
    """A film without sound."""
    kept = io.BytesIO()
    with av.open(kept, "w", format="mov") as file:
        stream: Any = file.add_stream("mjpeg", rate=10)
        stream.width = stream.height = 64
        stream.pix_fmt = "yuvj420p"
        for number in range(5):
            frame = av.VideoFrame(64, 64, "yuvj420p")
            frame.pts = number
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return kept.getvalue()


NO_RECORDINGS = {
    "nothing": b"",
    "a byte": b"\xff",
    "words": b"Bonjour, voici mon conseil.",
    "a photo": drawn.jpeg(),
    "a film without sound": _film(),
    "a list of addresses": b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1/secret\n",
    "a list of files": b"ffconcat version 1.0\nfile /etc/passwd\n",
    "a head alone": b"\x00\x00\x00\x20ftypM4A \x00\x00\x02\x00" + bytes(40),
    "a head and noise": b"OggS" + random.Random(1).randbytes(5000),
    "a box that never ends": b"\x00\x00\x00\x20ftypM4A " + bytes(20) + b"\xff\xff\xff\xffmoov" + bytes(3000),
    "no sample": spoken.recording("wav", 1)[:44],
    "an index that is cut off": spoken.recording("m4a", 3)[:-600],
}


@pytest.mark.parametrize("body", NO_RECORDINGS.values(), ids=NO_RECORDINGS)
def test_what_is_no_recording_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(voices.NotARecording):
        voices.made(body)


@pytest.mark.parametrize("kind", ["m4a", "webm", "mp3", "3gp"])
def test_damage_is_refused_or_passed_over_and_breaks_nothing(kind: str) -> None:
    dice, whole = random.Random(kind), spoken.recording(kind, 2)
    for _turn in range(6):
        body = bytearray(whole[: dice.randrange(len(whole) // 2, len(whole))])
        for _hit in range(dice.randrange(1, 40)):
            body[dice.randrange(len(body))] = dice.randrange(256)
        try:
            note = voices.made(bytes(body))
        except Refusal:
            continue
        assert 0 < spoken.length(note.body) < 3


def test_a_file_that_takes_too_much_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voices, "MEMORY", 90 * voices.MEBIBYTE)
    with pytest.raises(voices.NotARecording):
        voices.made(spoken.recording())


def test_a_file_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voices, "PATIENCE", 0.001)
    with pytest.raises(voices.NotARecording):
        voices.made(spoken.recording())


def test_a_machine_without_memory_says_nothing_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    killed = subprocess.CompletedProcess([], -signal.SIGKILL)
    monkeypatch.setattr(subprocess, "run", lambda *_given, **_more: killed)
    with pytest.raises(containment.NoProcess):
        voices.made(spoken.recording())


def test_the_child_is_told_nothing_of_us(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []
    run = subprocess.run

    def noted(command: list[str], **more: Any) -> Any:
        seen.append((command[1], more["env"]))
        return run(command, **more)

    monkeypatch.setattr(subprocess, "run", noted)
    voices.made(spoken.recording())
    assert seen == [("-I", {})]
