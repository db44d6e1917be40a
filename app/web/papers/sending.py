"""From a paper to its PDF in the browser: set while the page is asked for, in the typesetter's own bounded process."""

from threading import BoundedSemaphore

import structlog
from flask import Response

from app.adapters import documents
from app.adapters.documents import Limits, Unprintable
from app.base.database import db
from app.base.errors import N_, Refusal
from app.domain.purchasing.document_models import Document, DocumentKind
from app.web import languages
from app.web.papers.delivery_note import delivery_note
from app.web.papers.frame import DATA, printable
from app.web.papers.pro_forma import pro_forma
from app.web.papers.receipt import receipt, refund

log = structlog.get_logger("papers")

LIMITS = Limits(seconds=10, megabytes=1_000, pages=20)
AT_ONCE = 2
"""Typesetters beside one server: a paper asked for again and again must not starve the pages."""
PATIENCE = 8
"""Seconds to wait for one of them."""
_free = BoundedSemaphore(AT_ONCE)
_KINDS = {
    DocumentKind.PRO_FORMA: pro_forma,
    DocumentKind.DELIVERY_NOTE: delivery_note,
    DocumentKind.RECEIPT: receipt,
    DocumentKind.REFUND: refund,
}


class NotNow(Refusal):
    text = N_("This paper cannot be made at the moment. Try again in a minute.")
    status = 503


def inline(document: Document, language: str) -> Response:
    """The PDF, shown in the browser, kept by nobody on the way. Raises NotNow.

    language: of the page; what no letters are known for (Amazigh) is printed in French.
    """
    spoken = printable(language)
    with languages.speaking(spoken):
        data: DATA = _KINDS[document.kind](document)
    at = document.issued_at
    db.session.rollback()  # all is read: no transaction stays open while letters are set
    if not _free.acquire(timeout=PATIENCE):
        log.warning("too many papers at once", number=data["number"])
        raise NotNow
    try:
        body = documents.typeset("slip", data, at=at, limits=LIMITS)
    except Unprintable as trouble:
        log.exception("a paper cannot be made", number=data["number"], why=str(trouble))
        raise NotNow from trouble
    finally:
        _free.release()
    answer = Response(body, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{data["number"]}-{spoken}.pdf"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
