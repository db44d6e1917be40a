"""Voice notes as they are sent: to those who have a right to them, in parts where a player asks for parts."""

from flask import Response, abort, current_app, request

from app.adapters import storage, voices
from app.domain.advice.voice_models import VoiceNote


def opened(note: VoiceNote) -> Response:
    """The note, for whoever may hear it. A browser asks each time whether it still may; it is not sent again."""
    kept = storage.at(current_app.config["SETTINGS"].media_url).get(f"{storage.PRIVATE}/{note.path}")
    if kept is None:
        abort(404)
    response = Response(kept.body, mimetype=voices.MEDIA_TYPE)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.set_etag(note.key)
    whole = len(kept.body)
    response.make_conditional(request, accept_ranges=True, complete_length=whole)
    return response
