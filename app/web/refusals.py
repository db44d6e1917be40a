"""From a rule's no to words in the reader's language: beside the form, or as a page of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, render_template, request
from flask_babel import gettext as _
from flask_security import current_user
from flask_wtf import FlaskForm
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError

from app.base.database import db
from app.base.errors import Refusal, Stale
from app.base.money import Centimes
from app.web import problems
from app.web.words import money

PAGES = (403, 404, 409, 410, 413, 429)


def words(refusal: Refusal) -> str:
    """The refusal's sentence in the reader's language; facts that are sentences themselves are translated too."""
    return str(_(refusal.text, **{name: _fact(fact) for name, fact in refusal.facts.items()}))


def _fact(fact: object) -> object:
    if isinstance(fact, Centimes):
        return money(fact)
    return _(fact) if isinstance(fact, str) and fact else fact


@contextmanager
def explained_in(form: FlaskForm) -> Iterator[None]:
    """Inside, a refusal undoes what was begun and is written beside the field it belongs to, or above the form."""
    try:
        yield
    except StaleDataError:
        explain(form, Stale())
    except Refusal as refusal:
        if refusal.status in (403, 404):
            raise
        explain(form, refusal)


def explain(form: FlaskForm, refusal: Refusal) -> None:
    """Undo what was begun and say why beside the field the refusal names, or above the form."""
    db.session.rollback()
    sentence = words(refusal)
    form.refused_with = refusal.status
    field = form._fields.get(refusal.field) if refusal.field else None
    if field is None:
        form.form_errors.append(sentence)
    else:
        field.errors = [*field.errors, sentence]


def status_of(form: FlaskForm) -> int:
    """200 for a form shown, 422 for one sent back, 409 where things changed in the meantime."""
    return getattr(form, "refused_with", 422) if form.errors else 200


def changed_meanwhile(form: FlaskForm) -> bool:
    """Whether a form with ``seen`` was refused for a change made since its page was shown: only now has the person
    been told, so only now does ``seen`` become what is there. Any other error leaves it, or the next try would write
    over that change unnoticed.
    """
    return status_of(form) == 409 or bool(form.seen.errors)


def register(app: Flask) -> None:
    @app.errorhandler(Refusal)
    def refused(refusal: Refusal) -> Any:
        db.session.rollback()
        if problems.are_expected():
            return problems.answer(refusal.status, str(refusal))
        return _page(refusal.status, words(refusal)), refusal.status

    @app.errorhandler(StaleDataError)
    def stale(_error: StaleDataError) -> tuple[str, int]:
        db.session.rollback()
        return _page(409, words(Stale())), 409

    @app.errorhandler(HTTPException)
    def explained(error: HTTPException) -> Any:
        if isinstance(error, SecurityError):
            return error  # not our host: no page of ours has an address there
        if error.code is None or error.code < 400 or error.code >= 500:
            return error
        if problems.are_expected():
            return problems.of_http(error)
        told = {name: value for name, value in error.get_headers() if name != "Content-Type"}  # Allow, Retry-After
        return _page(error.code, None), error.code, told


def _page(status: int, sentence: str | None) -> str:
    name = "portal" if _in_the_workshop() else status if status in PAGES else 409
    return render_template(f"errors/{name}.html", status=status, sentence=sentence)


def _in_the_workshop() -> bool:
    """An artisan stays in the frame they know, with one button that leads back."""
    return request.path.startswith("/portal/") and current_user.is_authenticated and not current_user.is_staff
