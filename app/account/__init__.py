"""AUDIENCE everyone who signs in: the doorway all areas share."""

from flask import Blueprint, Flask

from app.account import demo, factor, language, one_time, passwords, security, sign_in, staff

blueprint = Blueprint("account", __name__, url_prefix="/account")

for screen in (sign_in, staff, factor, passwords, security, language, demo):
    blueprint.register_blueprint(screen.blueprint)


def register(app: Flask) -> None:
    one_time.register(app)
    app.config.setdefault("EVEN_SECONDS", 0.35)
