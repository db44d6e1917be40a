"""`/api/v1/openapi.json`: OpenAPI 3.1, written from the types that answers and questions are made of."""

import re
from http import HTTPStatus
from typing import Any

import msgspec
from flask import Blueprint, Response, current_app

from app.api.v1 import shapes
from app.api.v1.operations import OPERATIONS, Operation
from app.web import caching, problems

blueprint = Blueprint("description", __name__)

VERSION = "1.0.0"
ALWAYS = (429,)
_REF = "#/components/schemas/{name}"
_TAGS = {
    "items": "Pieces",
    "crafts": "Crafts and their families",
    "makers": "Artisans",
    "places": "Where it is made",
}


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """This very description."""
    said = document(current_app.config["SETTINGS"].site_url)
    return caching.for_everybody(Response(msgspec.json.encode(said), mimetype="application/json"))


def document(site_url: str) -> dict[str, Any]:
    answers = [one.answer for one in OPERATIONS]
    _schemas, components = msgspec.json.schema_components([*answers, shapes.Problem], ref_template=_REF)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Maalem",
            "version": VERSION,
            "summary": "The public catalogue of a craft cooperative in Tangier.",
            "description": (
                "Read only, no key. Texts come in all their languages. Ask again with `If-None-Match`: what did not"
                " change is not sent again. New fields may come at any time; those there are keep their meaning."
            ),
        },
        "servers": [{"url": f"{site_url}/api/v1"}],
        "tags": [{"name": name, "description": words} for name, words in _TAGS.items()],
        "paths": {one.path: {"get": _operation(one)} for one in OPERATIONS},
        "components": {"schemas": components},
    }


def _operation(one: Operation) -> dict[str, Any]:
    problem = {"schema": {"$ref": _REF.format(name=shapes.Problem.__name__)}}
    refused = sorted({*one.errors, *([422] if one.question else []), *ALWAYS})
    return {
        "operationId": one.name,
        "tags": [one.name.split("_")[0]],
        "summary": one.summary,
        "parameters": [*_in_path(one), *_in_query(one)],
        "responses": {
            "200": {
                "description": "What was asked for.",
                "headers": {"ETag": {"description": "Send it back as If-None-Match.", "schema": {"type": "string"}}},
                "content": {"application/json": {"schema": {"$ref": _REF.format(name=one.answer.__name__)}}},
            },
            "304": {"description": "It did not change."},
            **{
                str(status): {"description": HTTPStatus(status).phrase, "content": {problems.MIMETYPE: problem}}
                for status in refused
            },
        },
    }


def _in_path(one: Operation) -> list[dict[str, Any]]:
    slug = {"type": "string", "pattern": "^[a-z0-9-]+$", "minLength": 1, "maxLength": 120}
    return [{"name": name, "in": "path", "required": True, "schema": slug} for name in re.findall(r"{(\w+)}", one.path)]


def _in_query(one: Operation) -> list[dict[str, Any]]:
    if one.question is None:
        return []
    _schemas, components = msgspec.json.schema_components([one.question], ref_template=_REF)
    asked = components[one.question.__name__]["properties"]
    return [_parameter(name, dict(schema)) for name, schema in asked.items()]


def _parameter(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    description = schema.pop("description", None)
    said = {"name": name, "in": "query", "required": False, "schema": schema}
    return {**said, **({"description": description} if description else {})}
