"""`flask users …`: the first coordinator of a real installation, and who has an account."""

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from app.base import clock
from app.base.database import begin_writing, db
from app.base.errors import Refusal
from app.base.settings import Settings
from app.domain.people import findings, invitations
from app.domain.people.models import STAFF, RoleName

group = AppGroup("users", help="The team's accounts.")


@group.command("invite")
@click.option("--role", type=click.Choice([role.value for role in STAFF]), required=True)
@click.option("--email", required=True, help="Where the invitation goes; also the name to sign in with.")
@click.option("--name", required=True, help="As colleagues will read it.")
@click.option("--language", type=click.Choice(["fr", "ar", "en", "es"]), default="fr", show_default=True)
@with_appcontext
def invite(role: str, email: str, name: str, language: str) -> None:
    """Open an account, post the invitation, and print its link for whoever cannot receive mail yet."""
    email, name = email.strip(), " ".join(name.split())
    if not findings.could_be_an_address(email):
        raise click.ClickException(f"--email: {email!r} is not an e-mail address")
    if not 0 < len(name) <= 120:
        raise click.ClickException("--name: expected 1 to 120 characters")
    chosen: Settings = current_app.config["SETTINGS"]
    begin_writing()
    try:
        _user, end = invitations.invite_staff(
            email,
            name,
            RoleName(role),
            key=chosen.secret_key.encode(),
            by=None,
            at=clock.now(),
            language=language,
        )
    except Refusal as refusal:
        db.session.rollback()
        raise click.ClickException(str(refusal)) from refusal
    db.session.commit()
    click.echo(f"{email} is invited as {role}. The link works once, for seven days:")
    click.echo(f"{chosen.site_url}{invitations.path(end)}")


@group.command("list")
@with_appcontext
def list_() -> None:
    """Everybody of the team: role, e-mail, name."""
    for user in findings.staff():
        role = next(held.name for held in user.roles if held.name in STAFF)
        state = "" if user.active else "  (closed)"
        click.echo(f"{role:12} {user.email}  {user.name}{state}")
