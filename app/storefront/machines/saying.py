"""How facts are told to programs: JSON-LD with the words of schema.org, whole addresses, prices as decimals."""

import json
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Any

from flask import current_app
from markupsafe import Markup

from app.web.pictures import Picture

VOCABULARY = "https://schema.org"
CURRENCY = "MAD"
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
"""A title may hold </script>."""

Node = dict[str, Any]


@dataclass(frozen=True)
class ForMachines:
    """What a page says in its head beside its title and description.

    nodes: what it is about. picture: what is shown where its address is passed on. query: the arguments that make it
    another page than its bare address. indexed: whether a search engine may keep it. price: centimes, of a piece.
    """

    nodes: tuple[Node, ...] = ()
    picture: Picture | None = None
    query: str = ""
    indexed: bool = True
    price: int | None = None

    @cached_property
    def script(self) -> Markup:
        return script(*self.nodes)


def node(kind: str, **facts: Any) -> Node:
    """A thing of that kind with what is known of it: what is empty is left out. ``id_`` is its ``@id``."""
    known = {name: fact for name, fact in facts.items() if fact not in (None, "", [], ())}
    named = {"@id": known.pop("id_")} if "id_" in known else {}
    return {"@type": kind, **named, **known}


def script(*nodes: Node) -> Markup:
    """Nodes as a script that no browser runs. Nothing in them can end it, whatever people have typed."""
    if not nodes:
        return Markup()
    graph = nodes[0] if len(nodes) == 1 else {"@graph": list(nodes)}
    written = json.dumps({"@context": VOCABULARY, **graph}, ensure_ascii=False, separators=(",", ":"))
    body = reduce(lambda text, one: text.replace(*one), _UNSAFE.items(), written)
    return Markup(f'<script type="application/ld+json">{body}</script>')  # noqa: S704  # escaped on the line above


def whole(path: str) -> str:
    """A path of this site as an address that means the same everywhere."""
    return f"{current_app.config['SETTINGS'].site_url}{path}"


def image(picture: Picture | None) -> str | None:
    """The address of a picture's widest JPEG, which every program reads."""
    return whole(picture.largest) if picture else None
