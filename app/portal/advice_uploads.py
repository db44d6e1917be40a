"""Photos of what was done on advice on their way here, piece by piece."""

from app.web import advice_pictures, pieces

blueprint = pieces.blueprint(advice_pictures.take_in, "advice_uploads", "/advice/uploads")
