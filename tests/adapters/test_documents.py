"""Documents on paper: what goes in comes out literally, the same each time, in bounded time and memory."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
import segno
from PIL import Image
from pypdf import PdfReader

from app.adapters import documents, qr
from app.adapters.documents import File, Limits, Unprintable

AT = datetime(2026, 11, 29, tzinfo=UTC)
FRAME = '#import "paper.typ": *\n#let d = data()\n#show: paper.with(d)\n'


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A template of the test's own, beside what all papers share."""
    (tmp_path / "paper.typ").write_text((documents.TEMPLATES / "paper.typ").read_text())
    monkeypatch.setattr(documents, "TEMPLATES", tmp_path)
    return tmp_path / "letter.typ"


def words(pdf: bytes) -> str:
    return " ".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())


HOSTILE = (
    '#import "/etc/passwd"',
    "#sys.inputs",
    "$ x^2 $ *bold* _thin_ `code` @reference <label> = Heading",
    "\\u{41} ] } ) // /* -- ~ https://example.org",
    '"#panic()" \' “quoted” … #"',
    "هذا #let x = 1 نص",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_shown_as_it_is_and_never_read_as_markup(template: Path, text: str) -> None:
    template.write_text(FRAME + "#d.text")
    shown = words(documents.typeset("letter", {"lang": "fr", "dir": "ltr", "text": text}, at=AT))
    if "هذا" in text:  # in what order a reader puts two directions is its own business
        assert sorted(shown.replace(" ", "")) == sorted(text.replace(" ", ""))
    else:
        assert shown == text


def test_the_same_data_gives_the_same_bytes_and_other_data_others(template: Path) -> None:
    template.write_text(FRAME + '#d.text #image("a.png")')
    picture = [File("a.png", qr.png("https://example.org/1"))]
    first, again, other = (
        documents.typeset("letter", {"lang": "ar", "dir": "rtl", "text": text}, picture, at=AT)
        for text in ("نص", "نص", "نص آخر")
    )
    assert first == again != other
    assert PdfReader(io.BytesIO(first)).trailer["/Root"]["/ViewerPreferences"]["/Direction"] == "/R2L"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("#let f(n) = f(n + 1)\n#f(0)", "depth"),
        ('#image("missing.png")', "missing.png"),
        ('#read("/../../../etc/passwd")', "passwd"),
        ('#import "@preview/cetz:0.3.4": canvas', "package"),
        ("#for i in range(9) { pagebreak() }", "more than 5 pages"),
        ("#let i = 0\n#while i >= 0 { i += 1 }", ""),
        ("#let x = range(100000)\n#for i in range(100000) { x += x }", ""),
    ],
)
def test_what_cannot_be_set_is_said_in_bounded_time_and_memory(template: Path, body: str, why: str) -> None:
    template.write_text(FRAME + body)
    with pytest.raises(Unprintable) as trouble:
        documents.typeset(
            "letter", {"lang": "fr", "dir": "ltr"}, at=AT, limits=Limits(seconds=3, megabytes=1_000, pages=5)
        )
    assert why in str(trouble.value)


def test_only_letters_that_come_with_the_program_are_used(template: Path) -> None:
    template.write_text(FRAME + "Atelier حرفة é ⵣ 😀 #text(font: serif)[Œuvre]")
    pdf = PdfReader(io.BytesIO(documents.typeset("letter", {"lang": "fr", "dir": "ltr"}, at=AT)))
    fonts = {
        str(font["/BaseFont"]) for font in (ref.get_object() for ref in pdf.pages[0]["/Resources"]["/Font"].values())
    }
    known = ("IBMPlexSansArabic", "LibertinusSerif", "NewCMMath", "NewCM", "DejaVuSansMono")
    assert fonts and all(any(name in font for name in known) for font in fonts), fonts


def test_a_code_is_the_address() -> None:
    address = "https://maalem.example/fr/items/plat-de-oued-laou"
    drawn = Image.open(io.BytesIO(qr.png(address))).convert("1")
    told = [list(row) for row in segno.make(address, error="m", micro=False, boost_error=False).matrix]
    quiet, scale = qr.QUIET, qr.SCALE
    read = [
        [
            int(drawn.getpixel(((quiet + x) * scale + scale // 2, (quiet + y) * scale + scale // 2)) == 0)
            for x in range(len(told))
        ]
        for y in range(len(told))
    ]
    assert read == told
    assert drawn.size == ((len(told) + 2 * quiet) * scale,) * 2
