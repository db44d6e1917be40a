"""The third step of a request, for the many forms that ask for one deed: do it once, then answer with a word."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect
from werkzeug.wrappers import Response

from app.base.database import db
from app.web.access import person
from app.web.forms import KeyedForm, once
from app.web.refusals import explained_in


def do(form: KeyedForm, deed: Callable[[], Any], *, then: str, said: str | Callable[[], str]) -> Response | None:
    """What a form asks for, if it was sent and is in order; then on to an address, with a word of what was done.

    None: the page is to be shown, with what is wrong where something is. deed: calls the rule; it never commits.
    said: the word, or what gives it once the deed is done.
    """
    if form.validate_on_submit():
        with explained_in(form), once(form.deed_key, then=then, user_id=person().id):
            deed()
            db.session.commit()
            flash(said if isinstance(said, str) else said(), "good")
            return redirect(then, 303)
    return None
