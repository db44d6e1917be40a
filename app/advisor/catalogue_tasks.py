"""Taking tasks of the production desk, handing them on, giving them back: one, or the same of many pieces at once."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from flask_babel import ngettext
from werkzeug.wrappers import Response
from wtforms import SelectField

from app.base import clock
from app.base.database import db
from app.base.errors import Refusal
from app.domain.catalogue import producing, tasks
from app.domain.catalogue.desk_words import TASKS
from app.domain.catalogue.models import Item
from app.domain.people import findings
from app.domain.people.models import User
from app.web import fields
from app.web.access import person
from app.web.forms import Button, KeyedForm, once
from app.web.refusals import explained_in, words

MOST_AT_ONCE = producing.PAGE
SAID = {
    "take": lazy("The task is yours."),
    "give_back": lazy("The task is free again."),
    "finish": lazy("The task is done."),
}


class NoneMoved(Refusal):
    """why: what kept the first of them."""

    text = "%(why)s"
    status = 409


class HandOnForm(KeyedForm):
    """kinds: those that can be chosen. A colleague is anybody of the team who is at work."""

    kind = SelectField(lazy("Task"), validate_choice=False)
    to = SelectField(lazy("Colleague"), validate_choice=False)
    word = fields.Line(lazy("A word with it"), most=tasks.LONGEST_WORD)

    def __init__(self, kinds: Sequence[str], team: Sequence[User], **options: Any) -> None:
        super().__init__(**options)
        self.team = {str(one.id): one for one in team if one.active and one.id != person().id}
        self.kind.choices = fields.choices_of((kind, _(TASKS[kind])) for kind in kinds)
        named = ((key, one.name) for key, one in self.team.items())
        self.to.choices = fields.choices_of([("", _("Choose a colleague")), *named])

    @property
    def colleague(self) -> User:
        """Raises NoColleague."""
        if (self.to.data or "") not in self.team:
            raise tasks.NoColleague(field="to")
        return self.team[self.to.data]


class ManyForm(HandOnForm):
    """The same task of several pieces: taken, or handed on to a colleague."""

    items = fields.Boxes(lazy("Pieces"))

    @property
    def ids(self) -> list[int]:
        chosen = [text for text in self.items.data or [] if re.fullmatch(r"[0-9]{1,9}", text)]
        return [int(text) for text in dict.fromkeys(chosen)][:MOST_AT_ONCE]


def move_one(item: Item, kind: str, deed: str, form: Button) -> Response | None:
    """Take one task, give it back, or say that it is done. None: refused, and the form says why."""
    rules: dict[str, Callable[[], Any]] = {
        "take": lambda: tasks.take(item, kind, by=person(), at=clock.now(), move=form.key.data or ""),
        "give_back": lambda: tasks.give_back(item, kind, by=person(), at=clock.now()),
        "finish": lambda: tasks.finish(item, kind, by=person(), at=clock.now()),
    }
    return _moved(form, rules[deed], str(SAID[deed]), item, undoable=deed == "take")


def hand_on(item: Item, form: HandOnForm) -> Response | None:
    def deed() -> None:
        told, key = form.word.data or "", form.key.data or ""
        tasks.hand_on(item, form.kind.data or "", form.colleague, word=told, by=person(), at=clock.now(), move=key)

    who = form.team.get(form.to.data or "")
    return _moved(form, deed, _("Handed on to %(who)s.", who=who.name if who else ""), item, undoable=True)


def move_many(form: ManyForm, *, back: Callable[..., str]) -> Response | None:
    """back: the address of the list as it was filtered; ``moved`` names the deed, so that it can be undone."""
    handing = request.form.get("do") == "hand_on"
    key = form.key.data or ""
    if form.validate_on_submit():
        with explained_in(form), once(form.key.data, then=back(moved=key), user_id=person().id):
            to = form.colleague if handing else person()
            moved, left_out = _each(form, to, key)
            db.session.commit()
            if handing:
                said = ngettext("%(num)d task for %(who)s.", "%(num)d tasks for %(who)s.", moved, who=to.name)
            else:
                said = ngettext("%(num)d task is yours.", "%(num)d tasks are yours.", moved)
            flash(said, "good")
            if left_out:
                flash(_left_out(left_out), "wait")
            return redirect(back(moved=key), 303)
    return None


def undo(form: Button, key: str, *, then: str) -> Response | None:
    if form.validate_on_submit():
        with explained_in(form), once(form.key.data, then=then, user_id=person().id):
            tasks.undo(key, by=person(), at=clock.now())
            db.session.commit()
            flash(_("It is as it was before."), "good")
            return redirect(then, 303)
    return None


def asked_move() -> str:
    """The key of the deed that has just been done, by the address."""
    key = request.args.get("moved", "")
    return key if re.fullmatch(r"[0-9A-Za-z_-]{8,64}", key) else ""


def team() -> Sequence[User]:
    return findings.staff()


def _each(form: ManyForm, to: User, key: str) -> tuple[int, list[Refusal]]:
    """How many were moved, and what kept the others. A rule that refuses has changed nothing. Raises NoneMoved."""
    moved = 0
    left_out: list[Refusal] = []
    kind, word, by, now = form.kind.data or "", form.word.data or "", person(), clock.now()
    for item in producing.items(form.ids, for_update=True):
        try:
            if to.id == by.id:
                tasks.take(item, kind, by=by, at=now, move=key)
            else:
                tasks.hand_on(item, kind, to, word=word, by=by, at=now, move=key)
            moved += 1
        except (tasks.HeldByAnother, tasks.NotToDo) as refusal:
            left_out.append(refusal)
    if not moved:
        raise NoneMoved(why=words(left_out[0]) if left_out else _("Tick at least one piece."))
    return moved, left_out


def _left_out(refusals: list[Refusal]) -> str:
    count = ngettext("%(num)d piece was left out.", "%(num)d pieces were left out.", len(refusals))
    return " ".join([count, *dict.fromkeys(words(refusal) for refusal in refusals)])


def _moved(form: KeyedForm, deed: Callable[[], Any], said: str, item: Item, *, undoable: bool) -> Response | None:
    moved = form.key.data if undoable else None
    then = url_for("advisor.catalogue.item", item_id=item.id, _anchor="tasks", moved=moved)
    if form.validate_on_submit():
        with explained_in(form), once(form.key.data, then=then, user_id=person().id):
            deed()
            db.session.commit()
            flash(said, "good")
            return redirect(then, 303)
    return None
