"""AUDIENCE machines: health, readiness, metrics; the public catalogue as JSON, read only."""

from flask import Blueprint, Flask

from app.api import health, metrics, v1

blueprint = Blueprint("api", __name__)

for screen in (health, metrics, v1):
    blueprint.register_blueprint(screen.blueprint)


def register(app: Flask) -> None:
    metrics.register(app)
