"""AUDIENCE anyone: the catalogue, the purchase request, the customer's private page. No session, no cookie of ours."""

from flask import Blueprint

from app.storefront import (
    alerts,
    atlas,
    catalogue,
    home,
    makers,
    pages,
    private,
    purchasing,
    search,
    seen,
    suggest,
    wishes,
)
from app.web import caching

blueprint = Blueprint("storefront", __name__, url_prefix="/<lang:lang>")


@blueprint.url_value_preprocessor
def take_language(_endpoint: str | None, values: dict[str, object] | None) -> None:
    """The address says the language; ``web/languages`` reads it, so that views need not."""
    if values:
        values.pop("lang", None)


SAME_FOR_ALL = (home, atlas, catalogue, search, suggest, seen, makers, pages)
caching.cache(*(screen.blueprint for screen in SAME_FOR_ALL))
for screen in (*SAME_FOR_ALL, purchasing, private, wishes, alerts):
    blueprint.register_blueprint(screen.blueprint)
