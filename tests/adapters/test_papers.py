"""Papers that may be kept, and files that only look like one."""

import random
import zlib

import pytest

from app.adapters import papers
from app.base.errors import Refusal
from tests import drawn
from tests.given import PDF


def pdf(inside: bytes) -> bytes:
    return PDF.replace(b"endobj", inside + b"\nendobj", 1)


def packed(inside: bytes, *, level: int = 6) -> bytes:
    return stream(zlib.compress(inside, level))


def stream(data: bytes) -> bytes:
    return pdf(b"<< /Filter /FlateDecode >>\nstream\n" + data + b"\nendstream")


def test_a_document_and_a_picture_may_be_kept() -> None:
    assert papers.inspect(PDF) == papers.PDF
    assert papers.inspect(packed(b"BT (Certificat) Tj ET")) == papers.PDF
    assert papers.inspect(drawn.jpeg()) in papers.KINDS


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        (b"", papers.NotAPaper),
        (b"%PDF-1.4\nnothing more", papers.NotAPaper),
        (b"<html>%PDF-1.4 endobj %%EOF", papers.NotAPaper),
        (b"GIF89a" + b"\0" * 100, papers.NotAPaper),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, papers.NotAPaper),
        (b"x" * (papers.LARGEST_FILE + 1), papers.TooHeavy),
        (pdf(b"<< /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>"), papers.Active),
        (pdf(b"<< /S /J#61vaScript >>"), papers.Active),
        (pdf(b"<< /Names << /EmbeddedFiles 3 0 R >> >>"), papers.Active),
        (pdf(b"<< /S /Launch /F (calc.exe) >>"), papers.Active),
        (packed(b"<< /S /JavaScript >>"), papers.Active),
        (stream(zlib.compress(b"<< /S /JavaScript >>")[:-4] + b"sum?"), papers.Active),
        (pdf(b"<< /Encrypt 5 0 R >>"), papers.Locked),
        (packed(b"\0" * (papers.MOST_UNPACKED + 1), level=9), papers.TooFull),
    ],
)
def test_what_is_no_paper_or_does_more_than_be_read_is_refused(body: bytes, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        papers.inspect(body)


def test_nonsense_is_refused_and_never_an_error() -> None:
    dice = random.Random(7)
    for _ in range(300):
        body = bytearray(packed(dice.randbytes(200)))
        for _ in range(8):
            body[dice.randrange(9, len(body))] = dice.randrange(256)
        try:
            papers.inspect(bytes(body))
        except Refusal:
            continue
