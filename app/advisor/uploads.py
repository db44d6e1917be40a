"""Photos on their way here, piece by piece."""

from app.web import pieces

blueprint = pieces.blueprint()
