"""The least that could answer: the same server and database, with nothing of this application in between.

Each page stands beside one of these. What a page costs more is what the application costs.
"""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from flask import Flask, request
from jinja2 import Environment

URL = os.environ.get("DATABASE_URL", "")
CARDS = Environment(autoescape=True).from_string(
    "<!doctype html><html lang=fr><title>Tissage</title><main><ul class='grid' role='list'>"
    "{% for slug, title, maker, place, price, left, key, renditions, blur, width, height in rows %}"
    "<li class='piece'><a href='/fr/items/{{ slug }}' lang='fr' dir='ltr'>{{ title }}</a>"
    "<p class='who'><b><bdi>{{ maker }}</bdi></b> {{ place }}</p><span class='piece-pic blurred'>"
    "<img class='blur' src='data:image/webp;base64,{{ blur }}' alt='' width='8' height='10'><picture>"
    "{% for kind, widths in renditions.items() %}<source type='image/{{ kind }}' srcset='{% for width in widths %}"
    "/media/{{ key }}/{{ width }}.{{ kind }} {{ width }}w, {% endfor %}' sizes='(min-width: 48rem) 20rem, 50vw'>"
    "{% endfor %}<img src='/media/{{ key }}/480.jpg' alt='' width='{{ width }}' height='{{ height }}' loading='lazy'>"
    "</picture></span><p class='end'><span class='price'><bdi>{{ price // 100 }}</bdi> <small>MAD</small></span>"
    "<span class='stock'>{{ left }}</span></p></li>{% endfor %}</ul>"
    "{% for name, count in facets %}<label class='choice'><input type='checkbox' name='facet' value='{{ name }}'>"
    "{{ name }}<small class='num'>{{ count }}</small></label>{% endfor %}</main>"
)
"""A card as the shop draws it: the same words, the same picture in the same widths."""
ITEM = Environment(autoescape=True).from_string(
    "<!doctype html><html lang=fr><title>{{ row[1] }}</title><main><h1>{{ row[1] }}</h1>{% for n in range(parts) %}"
    "<div class='part'><dt>Une pièce faite à la main, dans un atelier de la région</dt><dd>{{ row[2] }}, {{ row[3] }}"
    "</dd></div>{% endfor %}</main>"
)
ITEM_PART = 125
"""Bytes of one of its parts."""
_SELECT = (
    "SELECT item.slug, item_text.title, artisan.name, place.names, variant.price, variant.on_hand - variant.reserved,"
    " photo.key, photo.renditions, photo.blur, photo.width, photo.height FROM (SELECT item.* FROM item"
    " JOIN craft ON craft.id = item.craft_id WHERE item.state = 'published' AND {}) item"
    " JOIN item_text ON item_text.item_id = item.id AND item_text.language = 'fr' AND item_text.standing = 'approved'"
    " JOIN artisan ON artisan.id = item.artisan_id JOIN place ON place.id = artisan.place_id"
    " JOIN variant ON variant.item_id = item.id AND variant.position = 0"
    " JOIN photo_set ON photo_set.item_id = item.id AND photo_set.standing = 'approved'"
    " JOIN photo_place ON photo_place.photo_set_id = photo_set.id AND photo_place.position = 0"
    " JOIN photo ON photo.id = photo_place.photo_id ORDER BY item.id DESC"
)
_FACETS = (
    "SELECT item_{0}.{0}_id, count(*) FROM item_{0} JOIN item ON item.id = item_{0}.item_id"
    " JOIN craft ON craft.id = item.craft_id WHERE item.state = 'published' AND craft.slug = 'weaving' GROUP BY 1"
)
_FOUND = (
    "WITH hit AS MATERIALIZED ({}), shown AS MATERIALIZED"
    " (SELECT hit.item_id, nearness FROM hit JOIN item ON item.id = hit.item_id WHERE item.state = 'published')"
    " SELECT * FROM (SELECT 'found', item_id FROM shown ORDER BY nearness LIMIT 24) nearest"
    " UNION ALL SELECT 'material ' || material_id, count(*) FROM item_material JOIN shown USING (item_id) GROUP BY 1"
    " UNION ALL SELECT 'colour ' || colour_id, count(*) FROM item_colour JOIN shown USING (item_id) GROUP BY 1"
)
_FTS = {
    "sqlite": _FOUND.format(
        "SELECT rowid AS item_id, rank AS nearness FROM search_entry_fts"
        " WHERE search_entry_fts MATCH 'mendil AND rouge*'"
    ),
    "postgresql": _FOUND.format(
        "SELECT item_id, -ts_rank(words, asked) AS nearness"
        " FROM search_entry, to_tsquery('simple', 'mendil & rouge:*') asked WHERE words @@ asked"
    ),
}
_BROAD = {
    "sqlite": "SELECT 'found', rowid FROM search_entry_fts WHERE search_entry_fts MATCH 'rouge*'"
    " ORDER BY rank LIMIT 24",
    "postgresql": "SELECT 'found', item_id FROM search_entry, to_tsquery('simple', 'rouge:*') asked"
    " WHERE words @@ asked ORDER BY ts_rank(words, asked) DESC LIMIT 24",
}

app = Flask(__name__)
_kept: dict[str, Any] = {}


@contextmanager
def cursor() -> Iterator[Any]:
    """One connection a process, as a pool would keep it."""
    if "connection" not in _kept:
        if URL.startswith("sqlite"):
            _kept["connection"] = sqlite3.connect(URL.removeprefix("sqlite:///"), check_same_thread=False)
        else:
            _kept["connection"] = psycopg.connect(URL, autocommit=True)
    with _kept["connection"].cursor() if not URL.startswith("sqlite") else _Closing(_kept["connection"]) as one:
        yield one


class _Closing:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self.cursor = connection.cursor()

    def __enter__(self) -> sqlite3.Cursor:
        return self.cursor

    def __exit__(self, *_: object) -> None:
        self.cursor.close()


def rows(statement: str) -> list[tuple[Any, ...]]:
    with cursor() as one:
        one.execute(statement)
        return list(one.fetchall())


@app.get("/string")
def string() -> str:
    return "Maalem"


@app.get("/cards")
def cards() -> str:
    """Twenty-four cards by one SELECT, and two counts of facets."""
    chosen = _read("craft.slug = 'weaving' ORDER BY item.id DESC LIMIT 24")
    facets = [*rows(_FACETS.format("material")), *rows(_FACETS.format("colour"))]
    return CARDS.render(rows=chosen, facets=facets)


@app.get("/item")
def item() -> str:
    """One row, and a template of an item page's size."""
    found = _read("item.slug = 'mendil-raye-rouge'")[0]
    return ITEM.render(row=found, parts=int(request.args.get("size", "20000")) // ITEM_PART)


def _read(where: str) -> list[tuple[Any, ...]]:
    """Pieces with what their cards show, names and renditions read from their JSON where the driver did not."""
    known = [[json.loads(cell) if str(cell)[:1] == "{" and isinstance(cell, str) else cell for cell in row]
             for row in rows(_SELECT.format(where))]  # fmt: skip
    return [(*row[:3], row[3]["fr"], *row[4:]) for row in known]


@app.get("/words")
def words() -> str:
    """The raw query of a search for two words: the ids of the nearest, and two counts of facets."""
    return _found(_FTS)


@app.get("/broad")
def broad() -> str:
    """One word that a third of all pieces hold: the nearest, and nothing counted."""
    return _found(_BROAD)


def _found(said: dict[str, str]) -> str:
    """By the index of words, as the application asks: left to itself, PostgreSQL reads every row."""
    engine = "sqlite" if URL.startswith("sqlite") else "postgresql"
    with cursor() as one:
        if engine == "postgresql":
            one.execute("SET enable_seqscan = off")
        one.execute(said[engine])
        return ",".join(f"{name} {number}" for name, number in one.fetchall())
