"""A route of the API: its question read, its answer written, both of the kinds that the description names."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec
from flask import Blueprint, Response
from msgspec import Struct

from app.api.v1 import limits, questions
from app.web import caching


@dataclass(frozen=True)
class Operation:
    """name: unique among all. path: as OpenAPI writes it. question: the kind of its parameters, None without any."""

    name: str
    path: str
    summary: str
    answer: type[Struct]
    question: type[Struct] | None
    errors: tuple[int, ...]


OPERATIONS: list[Operation] = []
"""All of them, in the order in which the screens are loaded."""


def operation(
    blueprint: Blueprint,
    path: str,
    *,
    answer: type[Struct],
    question: type[Struct] | None = None,
    errors: tuple[int, ...] = (),
) -> Callable[[Callable[..., Struct]], Callable[..., Struct]]:
    """Answer GET at a path such as ``/items/{slug}`` with what the function returns; its docstring says what it is."""

    def register(view: Callable[..., Struct]) -> Callable[..., Struct]:
        def answered(**values: str) -> Response:
            limits.take()
            asked: tuple[Any, ...] = (questions.read(question),) if question else ()
            return written(view(*asked, **values))

        summary = (view.__doc__ or "").strip().splitlines()[0]
        name = f"{blueprint.name}_{view.__name__}"
        OPERATIONS.append(Operation(name, path, summary, answer, question, errors))
        rule = path.replace("{", "<").replace("}", ">")
        blueprint.add_url_rule(rule, view.__name__, answered, methods=["GET"])
        return view

    return register


def written(answer: Struct) -> Response:
    response = Response(msgspec.json.encode(answer), mimetype="application/json")
    if isinstance(following := getattr(answer, "next", None), str):
        response.headers["Link"] = f'<{following}>; rel="next"'
    return caching.for_everybody(response)
