"""A customer who is unmistakable, and a search for what is left of them wherever something is kept."""

import html
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus
from zipfile import ZipFile

import sqlalchemy as sa
from flask import Flask

from app.adapters import storage
from app.base.database import db

WORDS = {
    "name": "Zéphyrine Canarivole",
    "email": "zephyrine@canarimel.example",
    "city": "Canariville-la-Forêt",
    "address": "77 impasse du Serinçal",
    "new address": "5 venelle du Canaribel",
    "wish": "souhait d’un canarifleuri",
    "description": "une volière canaribleue",
    "message": "bonjour, canarimessage à vous",
    "first word": "canaribonjour aux artisans",
    "change": "canarichangement, s’il vous plaît",
    "translation": "canaritraduit par l’équipe",
    "answer": "pour Zéphyrine, canariréponse",
    "offer": "chère Zéphyrine, canarinote",
    "check": "le canaridéfaut de Zéphyrine",
    "letter": "chère cliente, canarilettre",
    "praise": "canarimerveille, merci",
    "payment": "VIR canaribanque",
    "refund": "REMB canarirendu",
    "tracking": "CANARI123MA",
    "sought": "cage canaricherche",
    "exif": "CanariPhone",
    "comment": "CanariComment",
}
NUMBERS = {"phone": "+33698765431", "written phone": "0687654321"}
"""Searched for by their digits, whatever stands between them."""
_TELLING = re.compile(r"\w*(?:canari|serin|zéphyrine)\w*", re.I)
"""The words that nobody else says: a sentence may have been cut, or masked in part."""
_BETWEEN = re.compile(rb"(?<=[0-9])[ .()/-]{1,2}(?=[0-9])")


def forms(word: str) -> set[bytes]:
    """The ways in which a word may have been written down, in small letters."""
    folded = "".join(one for one in unicodedata.normalize("NFKD", word) if not unicodedata.combining(one))
    write: tuple[Callable[[str], str], ...] = (str, quote, quote_plus, html.escape, lambda one: json.dumps(one)[1:-1])
    ways = {way(one).lower() for one in (word, word.lower(), folded) for way in write}
    return {way.encode() for way in ways} | {word.lower().encode("utf-16-le")}


def needles() -> dict[str, set[bytes]]:
    digits = {what: {number.lstrip("+").encode(), number[-9:].encode()} for what, number in NUMBERS.items()}
    name = set(WORDS["name"].split())
    telling = {what: {*_TELLING.findall(said)} - (name if what != "name" else set()) for what, said in WORDS.items()}
    return {what: {way for word in words for way in forms(word)} for what, words in telling.items()} | digits


def found(places: Iterable[tuple[str, bytes]], known: Mapping[str, set[bytes]]) -> dict[str, set[str]]:
    """What was found, and where."""
    there = defaultdict(set)
    for place, body in places:
        small = body.lower()
        close = _BETWEEN.sub(b"", _latin(body))
        for what, ways in known.items():
            if any(way in small or (what in NUMBERS and way in close) for way in ways):
                there[what].add(place)
    return dict(there)


def _latin(body: bytes) -> bytes:
    """With the digits of every script as those of ours, where it is text."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return body
    return "".join(str(unicodedata.digit(one)) if one.isdigit() else one for one in text).encode()


def tables() -> Iterator[tuple[str, bytes]]:
    """Every column of every table there is, those that no model knows among them."""
    with db.engine.connect() as connection:
        for name in sa.inspect(connection).get_table_names():
            for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"').mappings():  # our own table
                for column, value in row.items():
                    yield f"{name}.{column}", _written(value)


def _written(value: Any) -> bytes:
    if isinstance(value, bytes | memoryview):
        return bytes(value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False).encode()
    return str(value.isoformat() if isinstance(value, date | datetime) else value).encode()


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file in a folder and below, the database's own among them."""
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            yield _kind(file.name, file.parent.name), file.read_bytes()


def _kind(name: str, folder: str) -> str:
    return "the database’s file" if ".sqlite" in name else f"{folder}/{name}"


def media(app: Flask) -> Iterator[tuple[str, bytes]]:
    place = storage.at(app.config["SETTINGS"].media_url)
    for path in place.paths():
        kept = place.get(path)
        if kept is not None:
            yield f"media {path.split('/')[0]}", kept.body


def archive(file: Path) -> Iterator[tuple[str, bytes]]:
    with ZipFile(file) as kept:
        for name in kept.namelist():
            yield f"backup {name}", kept.read(name)
