"""The API as a program asks it."""

import json
from typing import Any

from tests.pages import Page, Visitor


def ask(visitor: Visitor, path: str, status: int = 200, **options: Any) -> Any:
    page = visitor.get(f"/api/v1/{path}", status=status, **options)
    return json.loads(page.body)


def refused(page: Page) -> dict[str, Any]:
    """A problem as RFC 9457 has it."""
    assert page.response.mimetype == "application/problem+json"
    said: dict[str, Any] = json.loads(page.body)
    assert said["type"] == "about:blank" and said["status"] == page.response.status_code and said["title"]
    assert page.response.headers["Access-Control-Allow-Origin"] == "*"
    return said
