"""Photos of pieces at work on their way here, piece by piece."""

from app.web import pieces, work_pictures

blueprint = pieces.blueprint(work_pictures.take_in, "work_uploads", "/requests/uploads")
