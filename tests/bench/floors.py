"""The least that could answer: the same server and database, with nothing of this application in between.

Each page stands beside one of these. What a page costs more is what the application costs.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from flask import Flask, request
from jinja2 import Environment

URL = os.environ.get("DATABASE_URL", "")
ITEM_FILLER = "<p>" + "Une pièce faite à la main, dans un atelier de la région. " * 12 + "</p>"
CARDS = Environment(autoescape=True).from_string(
    "<!doctype html><html lang=fr><title>Tissage</title><main><ul>"
    "{% for id, slug, title, price in rows %}<li><a href='/fr/items/{{ slug }}'><img alt='' width=480 height=600"
    " src='/media/{{ id }}/480.avif'>{{ title }}</a> {{ price // 100 }} MAD{% endfor %}</ul>"
    "{% for name, count in facets %}<label><input type=checkbox>{{ name }} ({{ count }})</label>{% endfor %}</main>"
)
ITEM = Environment(autoescape=True).from_string(
    "<!doctype html><html lang=fr><title>{{ row[1] }}</title><main><h1>{{ row[1] }}</h1>{{ filler|safe }}</main>"
)
_SELECT = (
    "SELECT item.id, item.slug, item_text.title, variant.price FROM item"
    " JOIN item_text ON item_text.item_id = item.id AND item_text.language = 'fr' AND item_text.standing = 'approved'"
    " JOIN variant ON variant.item_id = item.id AND variant.position = 0 WHERE item.state = 'published'"
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
    chosen = rows(_SELECT + " ORDER BY item.id DESC LIMIT 24")
    facets = [*rows(_FACETS.format("material")), *rows(_FACETS.format("colour"))]
    return CARDS.render(rows=chosen, facets=facets)


@app.get("/item")
def item() -> str:
    """One row, and a page of an item page's size."""
    found = rows(_SELECT + " ORDER BY item.id LIMIT 1")[0]
    size = int(request.args.get("size", "20000"))
    return ITEM.render(row=found[1:], filler=ITEM_FILLER * max(1, size // len(ITEM_FILLER)))


@app.get("/words")
def words() -> str:
    """The raw query of a search for two words: the ids of the nearest, and two counts of facets."""
    return _found(_FTS)


@app.get("/broad")
def broad() -> str:
    """One word that a third of all pieces hold: the nearest, and nothing counted."""
    return _found(_BROAD)


def _found(said: dict[str, str]) -> str:
    return ",".join(
        f"{name} {number}" for name, number in rows(said["sqlite" if URL.startswith("sqlite") else "postgresql"])
    )
