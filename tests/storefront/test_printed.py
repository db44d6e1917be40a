"""The printed catalogue: what stands in it, in which order, and that it holds whatever people have typed."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
import segno
import time_machine
from flask import Flask
from PIL import Image
from pypdf import PdfReader

from app.adapters import documents, qr, storage
from app.adapters.documents import Limits
from app.base.database import db
from app.domain.catalogue.models import Item, Kind, Variant
from app.domain.catalogue.prints import Choice, NothingToPrint, Prices, TooManyPieces
from app.domain.catalogue.revisions import Photo
from app.domain.people.trades import Craft
from app.storefront import printed
from app.storefront.printed import composing
from app.storefront.printed import piece as label
from tests import drawn, given

Printing = Callable[..., printed.Content]
LIMITS = Limits(seconds=60, pages=60)


@pytest.fixture
def clay(app: Flask) -> Craft:
    story = {"fr": "Les femmes du Rif montent la terre sans tour.", "ar": "نساء الريف يشكلن الطين دون دولاب."}
    names = {"fr": "Poterie du Rif", "ar": "فخار الريف"}
    given.item(title="D’un autre métier")
    return given.craft("clay", names=names, story=story, position=3)


@pytest.fixture
def content(app: Flask, clay: Craft) -> Printing:
    def made(language: str = "fr", prices: Prices = Prices.MAD) -> printed.Content:
        return printed.catalogue(Choice(clay, None, language, prices), given.NOW)

    return made


def words_of(found: printed.Content) -> list[dict[str, str]]:
    return [piece for chapter in found.data["chapters"] for piece in chapter["pieces"]]


def pages(found: printed.Content) -> list[str]:
    pdf = documents.typeset("catalogue", found.data, found.files, at=given.NOW, limits=LIMITS)
    return [plainly(page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


def plainly(text: str) -> str:
    return " ".join(text.replace("\u200b", "").split())


def keep_picture(app: Flask, item: Item, body: bytes) -> Photo:
    """The JPEG that a label wants, where the storage has it."""
    assert item.photo_set
    photo = item.photo_set.photos[0]
    storage.at(app.config["SETTINGS"].media_url).put(f"public/{photo.key}/480.jpg", body)
    return photo


def test_pieces_stand_by_their_maker_and_what_cannot_be_had_is_left_out(clay: Craft, content: Printing) -> None:
    zahra, aicha = given.artisan(name="Zahra", crafts=[clay]), given.artisan(name="Aïcha", crafts=[clay])
    given.item(zahra, title="Bol", reference="POT-0002")
    given.item(zahra, title="Assiette", reference="POT-0001")
    given.item(aicha, title="Cruche", reference="POT-0009", kind=Kind.MADE_TO_ORDER)
    given.item(aicha, title="Vendue", kind=Kind.UNIQUE, stock=0)
    given.item(aicha, title="Épuisée", stock=0)
    given.item(aicha, title="Brouillon", published=False)
    found = content()
    assert [(one["maker"], one["title"]) for one in words_of(found)] == [
        ("Aïcha", "Cruche"),
        ("Zahra", "Assiette"),
        ("Zahra", "Bol"),
    ]
    assert found.pieces == 3
    assert found.data["references"] == ["POT-0001", "POT-0002", "POT-0009"]
    assert [(one["name"], one["references"]) for one in found.data["makers"]] == [
        ("Aïcha", ["POT-0009"]),
        ("Zahra", ["POT-0001", "POT-0002"]),
    ]
    assert found.data["chapters"][0]["facts"] == "2 artisans, 3 pièces"


def test_a_family_holds_its_crafts_and_a_place_its_own_makers(clay: Craft, content: Printing) -> None:
    here, family = given.place("here"), given.craft("earth", names={"fr": "Terre"})
    clay.parent_id = family.id
    given.item(given.artisan(crafts=[clay], place=here), title="Ici")
    given.item(given.artisan(crafts=[clay]), title="Ailleurs")
    given.item(given.artisan(crafts=[family], place=here), title="De la famille")
    db.session.flush()
    everywhere = printed.catalogue(Choice(family, None, "fr", Prices.MAD), given.NOW)
    assert sorted(one["title"] for one in words_of(everywhere)) == ["Ailleurs", "De la famille", "Ici"]
    only = printed.catalogue(Choice(clay, here, "fr", Prices.MAD), given.NOW)
    assert [one["title"] for one in words_of(only)] == ["Ici"]


def test_no_pieces_are_no_catalogue_and_too_many_neither(
    clay: Craft, content: Printing, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NothingToPrint):
        content()
    monkeypatch.setattr("app.domain.catalogue.prints.MOST_PIECES", 1)
    for _ in range(2):
        given.item(craft_=clay)
    with pytest.raises(TooManyPieces):
        content()


@pytest.mark.parametrize(
    ("prices", "one_size", "sizes"),
    [
        (Prices.NONE, ("", ""), ("", "")),
        (Prices.MAD, ("1 200 MAD", ""), ("de 300 à 1 450 MAD", "")),
        (Prices.BOTH, ("1 200 MAD", "environ 111 €"), ("de 300 à 1 450 MAD", "environ 28 à 134 €")),
    ],
)
@time_machine.travel(given.NOW, tick=False)
def test_prices_as_they_were_asked_for(
    clay: Craft, content: Printing, prices: Prices, one_size: tuple[str, str], sizes: tuple[str, str]
) -> None:
    given.item(craft_=clay, price=120000, reference="A-1")
    several = given.item(craft_=clay, price=30000, reference="A-2")
    db.session.add(Variant(item=several, sku="L", kind=Kind.READY, price=145000, position=1))
    db.session.flush()
    told = {one["reference"]: (plainly(one["price"]), plainly(one["euro"])) for one in words_of(content(prices=prices))}
    assert told == {"A-1": one_size, "A-2": sizes}


def test_euros_are_left_out_where_the_rate_is_old(
    app: Flask, clay: Craft, content: Printing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], euro_rate=(1085, "2026-01-01")))
    given.item(craft_=clay)
    with time_machine.travel(given.NOW):
        assert words_of(content(prices=Prices.BOTH))[0]["euro"] == ""


def test_a_label_says_how_a_piece_is_had_not_how_many_there_are(clay: Craft, content: Printing) -> None:
    for number, kind in enumerate(Kind):
        given.item(craft_=clay, kind=kind, reference=f"K-{number}", stock=7)
    told = [(one["kind"], one["stock"]) for one in words_of(content())]
    assert sorted(told) == [
        ("in", "Pièce unique, disponible"),
        ("in", "Prête"),
        ("in", "Prête, puis sur commande en 5 jours"),
        ("order", "Faite sur commande en 5 jours"),
    ]


@pytest.mark.parametrize(
    ("size", "focus", "expected"),
    [
        ((1200, 1500), (5, 5), [1, 1, 0, 0]),
        ((1600, 1000), (5, 5), [2, 1, -0.5, 0]),
        ((1600, 1000), (0, 5), [2, 1, 0, 0]),
        ((1600, 1000), (10, 5), [2, 1, -1, 0]),
        ((800, 2000), (5, 1), [1, 2, 0, 0]),
        ((800, 2000), (5, 6), [1, 2, 0, -0.7]),
    ],
)
def test_a_picture_fills_its_frame_around_its_point(
    size: tuple[int, int], focus: tuple[int, int], expected: list[float]
) -> None:
    photo = Photo(width=size[0], height=size[1])
    photo.focus_x, photo.focus_y = focus
    assert label.crop(photo) == pytest.approx(expected)


@pytest.mark.parametrize(("widths", "taken"), [([320, 480], 480), ([320, 480, 800, 1200], 800)])
def test_the_narrowest_picture_that_is_sharp_on_paper_is_taken(
    clay: Craft, content: Printing, widths: list[int], taken: int, app: Flask
) -> None:
    item = given.item(craft_=clay)
    assert item.photo_set
    item.photo_set.photos[0].renditions = {"jpeg": widths}
    db.session.flush()
    key, seen = item.photo_set.photos[0].key, []
    place = storage.at(app.config["SETTINGS"].media_url)
    place.put(f"public/{key}/{taken}.jpg", drawn.jpeg(80, 100))
    seen = [file.name for file in content().files]
    assert f"pictures/{item.id}.jpg" in seen


@pytest.mark.parametrize("broken", [None, b"", b"no picture", drawn.jpeg()[:-9]])
def test_a_piece_without_a_picture_that_can_be_read_keeps_its_label(
    app: Flask, clay: Craft, content: Printing, broken: bytes | None
) -> None:
    item = given.item(craft_=clay, title="Sans image")
    given.item(craft_=clay, title="Sans photo", photo=False)
    if broken is not None:
        keep_picture(app, item, broken)
    found = content()
    text = " ".join(pages(found))
    assert "Sans image" in text and "Sans photo" in text
    assert [one["picture"] for one in words_of(found)] == ["", ""]


@pytest.mark.parametrize("language", ["fr", "ar", "en", "es"])
def test_the_whole_catalogue_in_each_language(
    app: Flask, clay: Craft, content: Printing, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], site_url="https://maalem.example"))
    maker = given.artisan(name="Rahma El Bakkali", crafts=[clay])
    for number in range(7):
        item = given.item(maker, title=f"Plat {number}", reference=f"POT-{number:04d}")
        keep_picture(app, item, drawn.jpeg(480, 600))
    found = content(language)
    pdf = documents.typeset("catalogue", found.data, found.files, at=given.NOW, limits=LIMITS)
    reader = PdfReader(io.BytesIO(pdf))
    text = [plainly(page.extract_text()) for page in reader.pages]
    assert len(text) == 7  # cover, contents, 2 + 4 + 1 pieces, indexes, contact
    assert ["POT-0000" in page for page in text] == [False, False, True, False, False, True, False]
    assert [sum(f"Plat {n}" in page for n in range(7)) for page in text] == [0, 0, 2, 4, 1, 0, 0]
    assert all("Rahma El Bakkali" in text[page] for page in (2, 3, 4, 5))
    assert reader.trailer["/Root"]["/Lang"] == language
    direction = reader.trailer["/Root"].get("/ViewerPreferences", {}).get("/Direction", "/L2R")
    assert direction == ("/R2L" if language == "ar" else "/L2R")
    assert found.data["words"]["contents"] == {"fr": "Dans ce catalogue", "ar": "في هذا الكتالوج"}.get(
        language, found.data["words"]["contents"]
    )
    for page, pieces in ((2, (0, 1)), (3, (2, 3, 4, 5)), (4, (6,))):
        codes = [one.image for one in reader.pages[page].images if one.image and one.image.mode in ("L", "1")]
        wanted = [f"https://maalem.example/{language}/items/{item_slug(n)}" for n in pieces]
        assert [read(code) for code in codes] == [modules(address) for address in wanted]


def item_slug(number: int) -> str:
    return str(db.session.query(Item.slug).filter(Item.reference == f"POT-{number:04d}").scalar())


def modules(address: str) -> list[list[int]]:
    return [list(row) for row in segno.make(address, error="m", micro=False, boost_error=False).matrix]


def read(code: Image.Image) -> list[list[int]]:
    """The modules of a code as it was drawn."""
    across = code.width // qr.SCALE - 2 * qr.QUIET
    at = [(qr.QUIET + n) * qr.SCALE + qr.SCALE // 2 for n in range(across)]
    return [[int(not code.convert("1").getpixel((x, y))) for x in at] for y in at]


def test_hostile_words_appear_as_they_were_typed(clay: Craft, content: Printing) -> None:
    titles = [
        '#import "x": y $a$ *b* @c',
        "Pot\u202eegtar\u202c #panic()",
        "L" + "o" * 150 + "ng",
        "Tasse \U0001f600 bleue",
    ]
    for number, title in enumerate(titles):
        given.item(craft_=clay, title=title, reference=f"H-{number}")
    text = " ".join(pages(content()))
    joined = re.sub(r"\s", "", text)
    assert '#import "x": y $a$ *b* @c' in text and "Pot egtar #panic()" in text and "Tasse bleue" in text
    assert titles[2] in joined


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_longest_label_stays_on_its_page(clay: Craft, content: Printing, language: str) -> None:
    longest = ("Grand plat de terre cuite peint au lentisque, cuit au bois " * 3)[:160]
    texts = {"fr": longest, "ar": ("طبق كبير من الطين المشوي بزخارف الضرو " * 5)[:160]}
    for number in range(6):
        given.item(craft_=clay, texts=texts, reference=f"H-{number}", kind=Kind.READY_THEN_MADE, size="110 × 180 cm")
    found = content(language)
    for one in words_of(found):
        one["lead"] = texts[language][: label.LONGEST_LEAD]
    shown = pages(found)
    assert len(shown) == 6
    stock = words_of(found)[0]["stock"][-4:]
    assert [page.count("H-") for page in shown[2:4]] == [2, 4] and stock


def test_a_long_story_takes_the_pages_it_needs(clay: Craft, content: Printing) -> None:
    clay.story = {"fr": "Elles montent la terre sans tour. " * 160}
    db.session.flush()
    given.item(craft_=clay, title="Après l’histoire")
    shown = pages(content())
    assert "Après l’histoire" not in shown[2] and any("Après l’histoire" in page for page in shown[3:])


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 29), "Automne 2026"),
        (date(2026, 12, 1), "Hiver 2027"),
        (date(2027, 2, 28), "Hiver 2027"),
        (date(2027, 3, 1), "Printemps 2027"),
        (date(2027, 8, 31), "Été 2027"),
    ],
)
def test_winter_bears_the_name_of_the_year_it_ends_in(app: Flask, day: date, said: str) -> None:
    assert composing.season(day) == said
