"""Who belongs to the team: invite, change a role, close an account, open a door again."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectField

from app.base import clock
from app.base.database import db
from app.base.errors import N_
from app.domain.people import findings, invitations, roles, sign_ins
from app.domain.people.models import RoleName, User
from app.web import languages, sessions
from app.web.access import person
from app.web.contact_fields import Email
from app.web.doing import do
from app.web.fields import Line, choices_of
from app.web.forms import Button, KeyedForm
from app.web.refusals import status_of
from app.web.security import signing_key

blueprint = Blueprint("people", __name__, url_prefix="/people")

ROLES = {RoleName.ADVISOR: N_("Advisor"), RoleName.COORDINATOR: N_("Coordinator")}
ROLE_CHOICES = choices_of((role, lazy(words)) for role, words in ROLES.items())
TEAM_LANGUAGES = ("fr", "ar", "en", "es")


class InviteForm(KeyedForm):
    name = Line(lazy("Name"), needed=lazy("Write the person’s name."))
    email = Email(lazy("E-mail address"))
    role = RadioField(lazy("Role"), choices=ROLE_CHOICES, default=RoleName.ADVISOR.value)
    language = SelectField(
        lazy("Language of the invitation"),
        choices=choices_of((code, languages.NAMES[code]) for code in TEAM_LANGUAGES),
        default="fr",
    )


class RoleForm(KeyedForm):
    role = RadioField(lazy("Role"), choices=ROLE_CHOICES)


@blueprint.route("/")
def index() -> str:
    staff = findings.staff()
    return render_template(
        "office/people/index.html", staff=staff, role_of=role_of, seen=sign_ins.last_seen({user.id for user in staff})
    )


@blueprint.route("/invite", methods=["GET", "POST"])
def invite() -> Response | tuple[str, int]:
    sessions.must_be_fresh()
    form = InviteForm()

    def send_invitation() -> None:
        invitations.invite_staff(
            form.email.data or "",
            form.name.data or "",
            RoleName(form.role.data),
            key=signing_key(),
            by=person(),
            at=clock.now(),
            language=form.language.data,
        )

    said = _("The invitation is on its way to %(email)s.", email=form.email.data)
    done = do(form, send_invitation, then=url_for(".index"), said=said)
    return done or (render_template("office/people/invite.html", form=form), status_of(form))


@blueprint.route("/<int:user_id>", methods=["GET", "POST"])
def edit(user_id: int) -> Response | tuple[str, int]:
    form = RoleForm()
    user = _member(user_id, for_update=form.is_submitted())
    if form.is_submitted():
        sessions.must_be_fresh()
    else:
        form.role.data = role_of(user).value
    done = do(
        form,
        lambda: roles.change(user, RoleName(form.role.data), by=person(), at=clock.now()),
        then=url_for(".edit", user_id=user_id),
        said=_("%(name)s has another role. Their sessions have ended.", name=user.name),
    )
    return done or (_page(_member(user_id), form), status_of(form))


@blueprint.route("/<int:user_id>/close", methods=["POST"])
def close(user_id: int) -> Response:
    return _change(user_id, roles.deactivate, N_("The account of %(name)s is closed."))


@blueprint.route("/<int:user_id>/open", methods=["POST"])
def reopen(user_id: int) -> Response:
    return _change(user_id, roles.reactivate, N_("The account of %(name)s is open again."))


@blueprint.route("/<int:user_id>/end-sessions", methods=["POST"])
def end_sessions(user_id: int) -> Response:
    return _change(user_id, roles.end_sessions, N_("All sessions of %(name)s have ended."))


@blueprint.route("/<int:user_id>/forget-factor", methods=["POST"])
def forget_factor(user_id: int) -> Response:
    """For who lost the telephone and the codes; the next sign-in sets up a new app."""
    return _change(user_id, roles.forget_factor, N_("%(name)s sets up a new app at the next sign-in."))


@blueprint.route("/<int:user_id>/invite-again", methods=["POST"])
def invite_again(user_id: int) -> Response:
    again = partial(invitations.invite_again, key=signing_key())
    return _change(user_id, again, N_("The invitation is on its way to %(email)s."))


def _change(user_id: int, rule: Callable[..., Any], said: str) -> Response:
    """A deed on a member that asks for no word of its own, and the sentence (a msgid) that tells of it."""
    sessions.must_be_fresh()
    user = _member(user_id, for_update=True)
    rule(user, by=person(), at=clock.now())
    db.session.commit()
    flash(_(said, name=user.name, email=user.email), "good")
    return redirect(url_for(".edit", user_id=user_id), 303)


def _page(user: User, form: RoleForm) -> str:
    return render_template(
        "office/people/edit.html",
        user=user,
        form=form,
        small=Button(formdata=None),
        role=ROLES[role_of(user)],
        live=len(sign_ins.of(user, clock.now())),
    )


def role_of(user: User) -> RoleName:
    return RoleName.COORDINATOR if user.is_a(RoleName.COORDINATOR) else RoleName.ADVISOR


def _member(user_id: int, *, for_update: bool = False) -> User:
    user = findings.by_id(user_id, for_update=for_update)
    if user is None or not user.is_staff:
        abort(404)
    return user
