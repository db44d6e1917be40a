"""Every door, given nonsense by the person who may open it: an answer of ours each time, never an error.

The fields of a form are those that the form itself says it has, so a new form is tried without a line here.
"""

import random
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import Context
from io import BytesIO
from itertools import count, cycle
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart
from wtforms import Field, SelectField
from wtforms.form import BaseForm

from app.base.database import db, new_key
from app.web import languages
from app.web.fields import Dirhams, Line, WholeNumber, Words
from app.web.uploads import KeptKeys, Photos
from tests import drawn
from tests.architecture.test_rights import PEOPLE, World, routes, written
from tests.pages import UNPACK

RIGHTS_TO_TRY = ("coordinator", "artisan", "link holder", "anonymous")
WORDS = (
    "Bonjour 你好 \U0001f9f6\U0001f3fd مرحبا \u202egnirts\u202c \ufeff\u200b"
    " <script>alert(1)</script>'\"--;{{7*7}}%(x)s"
)
JUNK = (
    "",
    " ",
    "\x00",
    "a\x00b\x1b",
    "-1",
    "0",
    "99999999999999999999",
    "2147483648",
    "1e309",
    "NaN",
    "٣٤",
    "²",
    "0000-00-00",
    "2026-02-31",
    "31/02/2026",
    "9999-12-31",
    "None",
    "[]",
    "../../etc/passwd",
    "' OR 1=1 --",
    '"*" NEAR(',
    "=cmd|'/c calc'!A1",
    "a\r\nBcc: x@evil.example",
    "x" * 5_000,
    "\U0001f9f6" * 300,
    "\u202e\u2066\ufffe\uffff",
    WORDS,
)
RAW = (b"%ED%A0%80", b"%FF%FE", b"%00", b"%", b"%u0041")
"""A half of a pair, no UTF-8, nothing, and what is no escape."""
ASKED = (
    *("q", "page", "sort", "craft", "place", "price", "price_min", "ready", "maker", "next", "back", "to", "token"),
    *("variant", "changed", "done", "opportunity", "artisan", "state", "lack", "days", "country", "period", "all"),
)
SAID = ("do", "variant", "quantity", "remove", "next", "qty-9999999999", "back", "qty-1", "wish-1", "kept")
UNWRITTEN = "a\x00b\x1b\ufffe"
"""What no keyboard writes, and PostgreSQL does not keep."""
NO_CHOICE = (" ", "9999999999", "²", "-1")
"""Nothing that can be chosen, and no row's number, though each looks like one to something."""
COOKIES = ("list", "language", "session", "request")
COOKIE_JUNK = (
    *("", '"', "x" * 4000, "1x1.99999999999x9.x.-1x1", "9999999999x1.²x1", "eyJhIjoxfQ.x.y"),
    *("99999999999-x", "9999999999-x", "\\000\\377", "é=;a"),
)
BEHIND_A_DOOR = ("portal", "advisor", "office")
Typed = Line | Words | WholeNumber | Dirhams
"""Fields of our own, whose reading is tested by itself (tests/web/test_fields)."""
PLACE = "PLACE-OF-JUNK"
PATHS = ("%00", "..%2F..%2Fetc%2Fpasswd", "a" * 3000, "%F0%9F%A7%B6", "%FF", "-1", "0", "9" * 20, "%E2%80%AE", "'")


class Door:
    """One route as the person who may open it, and all its answers in the languages in turn."""

    def __init__(self, app: Flask, world: World) -> None:
        self.app, self.world = app, world
        self.browsers = {person: world.browser(person) for person in RIGHTS_TO_TRY}
        self.turn = count()
        self.wrong: list[str] = []
        self.tried = 0

    def browser(self, endpoint: str, method: str) -> FlaskClient:
        row = written(endpoint, method) or ["open"] * len(PEOPLE)
        person = next((one for one in RIGHTS_TO_TRY if row[PEOPLE.index(one)] == "open"), "anonymous")
        return self.browsers[person]

    def knock(self, endpoint: str, method: str, address: str, what: str, **options: Any) -> TestResponse | None:
        """What comes of it is undone. Anything but an answer below 500 is noted as wrong."""
        lang = list(languages.LOCALES)[next(self.turn) % len(languages.LOCALES)]
        if address.startswith("/fr/"):
            address = f"/{lang}{address[3:]}"
        headers = {"Sec-Fetch-Site": "same-origin", "Accept-Language": lang, **options.pop("headers", {})}
        browser = self.browser(endpoint, method)
        connection: Any = db._app_engines[self.app][None]
        before, cookies = connection.begin_nested(), dict(browser._cookies or {})
        self.tried += 1
        try:
            answer = Context().run(
                browser.open,
                address,
                method=method,
                headers=headers,
                environ_overrides={"REMOTE_ADDR": "203.0.113.7"},
                **options,
            )
        except Exception as error:  # whatever it is, it is what is looked for
            self.wrong.append(f"{method} {address[:120]} with {what[:160]}: {type(error).__name__}: {str(error)[:300]}")
            return None
        finally:
            before.rollback()
            if browser._cookies is not None:
                browser._cookies = cookies
        if answer.status_code >= 500 and not (endpoint == "api.health.ready" and answer.status_code == 503):
            self.wrong.append(f"{method} {address[:120]} with {what[:160]}: {answer.status}")
        return answer


@pytest.fixture
def door(app: Flask) -> Door:
    app.testing = True
    made = Door(app, World(app))
    db.session.commit()
    return made


@contextmanager
def forms_seen() -> Iterator[list[BaseForm]]:
    """The forms that are looked at meanwhile."""
    seen: list[BaseForm] = []
    validate = BaseForm.validate

    def noting(form: BaseForm, *args: Any, **kwargs: Any) -> bool:
        seen.append(form)
        return bool(validate(form, *args, **kwargs))

    BaseForm.validate = noting
    try:
        yield seen
    finally:
        BaseForm.validate = validate


def fields_of(door: Door, endpoint: str, address: str) -> list[Field]:
    with forms_seen() as seen:
        door.knock(endpoint, "POST", address, "nothing", data={})
    return [field for form in seen for field in form._fields.values() if field.name != "key"]


def sensible(field: Field) -> str:
    """Something that the field may well take."""
    if isinstance(field, SelectField):
        known = [str(choice[0]) for choice in field.iter_choices() if choice[0]]
        return known[0] if known else ""
    by_type = {"DateField": "2026-12-24", "Day": "2026-12-24", "WholeNumber": "1", "Dirhams": "250"}
    by_name = {"email": "a@example.org", "phone": "0612345678", "seen": "0", "country": "FR", "lines": "1"}
    return by_type.get(type(field).__name__) or by_name.get(field.name) or "Bonjour"


def told(door: Door) -> None:
    assert not door.wrong, f"{len(door.wrong)} of {door.tried}:\n" + "\n".join(door.wrong[:60])


def posts(app: Flask) -> list[str]:
    return [endpoint for endpoint, method in routes(app) if method == "POST"]


def test_no_form_breaks_on_nonsense_in_its_fields(app: Flask, door: Door) -> None:
    luck = random.Random(7)  # which nonsense meets which field, the same every time
    for endpoint in posts(app):
        address = door.world.address(endpoint, "POST")
        fields = fields_of(door, endpoint, address)
        names = [*dict.fromkeys([*(field.name for field in fields), *SAID])]
        good = {field.name: sensible(field) for field in fields}
        texts = {field.name: WORDS for field in fields if is_text(field)}
        door.knock(endpoint, "POST", address, "odd words", data={"key": new_key(), **good, **texts})
        unwritten = dict.fromkeys(texts, UNWRITTEN)
        door.knock(endpoint, "POST", address, "what no keyboard writes", data={"key": new_key(), **good, **unwritten})
        chosen = [field.name for field in fields if not isinstance(field, Typed)]
        for odd in ({name: odd} for name in chosen for odd in NO_CHOICE):
            door.knock(endpoint, "POST", address, repr(odd), data={"key": new_key(), **good, **odd})
        said = dict(zip(SAID, cycle(NO_CHOICE), strict=False))
        door.knock(endpoint, "POST", address, repr(said), data={"key": new_key(), **good, **said})
        for field in fields:
            junk = luck.choice(JUNK)
            form = {"key": new_key(), **good, field.name: junk}
            door.knock(endpoint, "POST", address, f"{field.name}={junk!r}", data=form)
        for _round in range(2):
            form = {"key": new_key(), **{name: luck.choice(JUNK) for name in names}}
            door.knock(endpoint, "POST", address, repr(form), data=form)
        many = MultiDict((name, junk) for name in [*names, "key"] for junk in ("1", "x", "1"))
        door.knock(endpoint, "POST", address, "each three times", data=many)
    told(door)


def test_no_form_breaks_on_a_body_that_is_none(app: Flask, door: Door) -> None:
    key = new_key().encode()
    bodies: tuple[tuple[str, bytes], ...] = (
        ("application/json", b'{"key": [1, {"a": null}]}'),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="key"\r\n\r\ncut off'),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name\r\n\r\n\x00\r\n--x--\r\n"),
        ("application/x-www-form-urlencoded; charset=utf-16", b"key=" + key + b"&words=%FF%FE&name=%ED%A0%80"),
        ("application/x-www-form-urlencoded", b"key=%ED%A0%80&" + b"&".join(b"words=" + raw for raw in RAW)),
        ("text/plain", b"\x00" * 100),
        ("application/x-www-form-urlencoded", b"key=" + key + b"&words=" + b"x" * 10_000_000),
    )
    for number, endpoint in enumerate(posts(app)):
        address = door.world.address(endpoint, "POST")
        some = [bodies[0], bodies[1 + number % 6], bodies[1 + (number + 3) % 6], *bodies[-1:] * (number % 10 == 0)]
        for kind, body in some:
            door.knock(endpoint, "POST", address, f"{kind} {body[:60]!r}", data=body, content_type=kind)
        files = {field.name: drawn.file(b"a file", "name.txt") for field in fields_of(door, endpoint, address)}
        door.knock(endpoint, "POST", address, "files where text is expected", data={"key": drawn.file(b"x"), **files})
    told(door)


def test_what_is_no_photo_is_refused_with_a_sentence_that_names_it(app: Flask, door: Door) -> None:
    whole = drawn.jpeg()
    for endpoint in posts(app):
        address = door.world.address(endpoint, "POST")
        fields = fields_of(door, endpoint, address)
        for field in (one for one in fields if isinstance(one, Photos)):
            rest = {other.name: sensible(other) for other in fields if not isinstance(other, Photos | KeptKeys)}
            for body in (b"%PDF-1.7 quote", b"GIF89a", whole[:400], b"\xff\xd8\xff", bomb(), b"\x00" * 20_000_000):
                file = FileStorage(BytesIO(body), filename="photo.jpg")
                border, packed = encode_multipart({"key": new_key(), **rest, field.name: file})
                kind = f"multipart/form-data; boundary={border}"
                answer = door.knock(
                    endpoint, "POST", address, f"{body[:8]!r} as photo.jpg", data=packed, content_type=kind
                )
                if answer is not None and (answer.status_code != 422 or "photo.jpg" not in read(answer)):
                    door.wrong.append(f"POST {address} with {body[:8]!r} as photo.jpg: {answer.status}, not named")
    told(door)


def test_a_form_sent_back_holds_what_was_typed_and_says_what_is_wrong(app: Flask, door: Door) -> None:
    sent_back = 0
    for endpoint in posts(app):
        address = door.world.address(endpoint, "POST")
        fields = fields_of(door, endpoint, address)
        texts = {field.name: f"Bonjour 7{number}7" for number, field in enumerate(fields) if is_text(field)}
        others = {field.name: "???" for field in fields if not is_text(field)}
        others[f"qty-{door.world.values['variant_id']}"] = "1"
        answer = door.knock(endpoint, "POST", address, "???", data={"key": new_key(), **others, **texts})
        if answer is None or answer.status_code != 422 or not texts:
            continue
        sent_back += 1
        page = read(answer)
        lost = [name for name, typed in texts.items() if typed not in page]
        if lost:
            door.wrong.append(f"POST {address}: {lost} lost")
        if "msg-err" not in page and "flash bad" not in page:
            door.wrong.append(f"POST {address}: says nothing")
    assert sent_back > 10, "most forms with text should have refused this"
    told(door)


def is_text(field: Field) -> bool:
    return isinstance(field, Line | Words)


def read(answer: TestResponse) -> str:
    packed = answer.headers.get("Content-Encoding")
    return (UNPACK[packed](answer.get_data()) if packed else answer.get_data()).decode()


def bomb() -> bytes:
    """A picture of 400 million white points in a few hundred bytes: only its head is drawn."""
    head = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\x00" * 100_000)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def test_no_address_breaks_on_what_is_asked_of_it(app: Flask, door: Door) -> None:
    luck = random.Random(7)  # as above
    for endpoint, method in routes(app):
        if method != "GET":
            continue
        address = door.world.address(endpoint, "GET")
        for _round in range(2):
            query = "&".join(f"{name}={quote(luck.choice(JUNK)[:800])}" for name in ASKED)
            door.knock(endpoint, "GET", f"{address}?{query}", "that query")
        query = "&".join(f"{name}={luck.choice(RAW).decode()}&{name}=1&{name}[]=2" for name in ASKED)
        door.knock(endpoint, "GET", f"{address}?{query}&&=&%=%", "that query")
    told(door)


def test_no_page_breaks_on_a_foreign_cookie(app: Flask, door: Door) -> None:
    """Every cookie in every odd form on every page that a stranger may open; behind a door, one form is enough."""
    door.browsers = dict.fromkeys(RIGHTS_TO_TRY, app.test_client(use_cookies=False))
    for number, (endpoint, method) in enumerate(routes(app)):
        address = door.world.address(endpoint, method)
        turns = [number] if endpoint.split(".")[0] in BEHIND_A_DOOR else range(len(COOKIE_JUNK))
        for turn in turns:
            junk = (COOKIE_JUNK[(turn + 3 * place) % len(COOKIE_JUNK)] for place in range(len(COOKIES)))
            sent = "; ".join(f"{name}={value}" for name, value in zip(COOKIES, junk, strict=True))
            door.knock(endpoint, method, address, f"cookies {sent[:80]}", headers={"Cookie": sent})
    told(door)


def test_no_address_breaks_on_what_stands_in_it(app: Flask, door: Door) -> None:
    for rule in app.url_map.iter_rules():
        for name in sorted(rule.arguments - {"lang"}):
            for method in sorted(set(rule.methods or ()) & {"GET", "POST"}):
                marked = {**door.world.values, **door.world.special.get(rule.endpoint, {})}
                path = "".join(
                    (quote(PLACE) if part == name else quote(str(marked[part]))) if is_name else part
                    for is_name, part in rule._trace
                    if part != "|"
                )
                for junk in PATHS:
                    door.knock(rule.endpoint, method, path.replace(quote(PLACE), junk), "that address")
    told(door)
