"""Where one is in a list, and the addresses beside."""

from typing import Any

import msgspec

from app.api.v1 import telling
from app.api.v1.questions import Paged


def page(endpoint: str, asked: Paged, total: int) -> dict[str, Any]:
    """The fields of ``shapes.Page``."""
    last = -(-total // asked.per_page)
    return {
        "total": total,
        "page": asked.page,
        "per_page": asked.per_page,
        "pages": last,
        "next": _beside(endpoint, asked, asked.page + 1) if asked.page < last else None,
        "previous": _beside(endpoint, asked, min(asked.page - 1, last)) if asked.page > 1 and last else None,
    }


def _beside(endpoint: str, asked: Paged, number: int) -> str:
    """The same question about another page."""
    kept = {name: value for name, value in msgspec.to_builtins(asked).items() if value not in ([], None)}
    return telling.at(endpoint, **{**kept, "page": number})
