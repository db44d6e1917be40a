"""The key to one request's private page: a cookie that goes to that page alone, in each of the five languages."""

from flask import abort, current_app, request
from werkzeug.wrappers import Response

from app.base import clock
from app.domain.purchasing import links
from app.domain.purchasing.models import PurchaseRequest
from app.web.languages import LOCALES
from app.web.security import KEY_COOKIE

_DAYS = 30


def hand_over(response: Response, asked: PurchaseRequest) -> None:
    """Let this browser open the private page of a request, and no other."""
    for lang in LOCALES:
        response.set_cookie(
            KEY_COOKIE,
            links.token(asked),
            max_age=_DAYS * 24 * 3600,
            path=f"/{lang}/requests/{asked.reference}",
            httponly=True,
            samesite="Lax",
            secure=current_app.config["SESSION_COOKIE_SECURE"],
        )


def take_away(response: Response, reference: str) -> None:
    for lang in LOCALES:
        response.delete_cookie(KEY_COOKIE, path=f"/{lang}/requests/{reference}", httponly=True, samesite="Lax")


def opened(reference: str) -> PurchaseRequest:
    """The request this browser holds the key to. Without it, or with another's, there is no such page."""
    asked = links.open(request.cookies.get(KEY_COOKIE, ""), at=clock.now())
    if asked is None or asked.reference != reference:
        abort(404)
    return asked
