"""When we are at fault: plain pages in four languages that need neither database nor templates."""

from pathlib import Path

from flask import Flask, Response, request
from sqlalchemy.exc import OperationalError

from app.adapters.storage import StorageTrouble
from app.base.database import db
from app.web import problems

RETRY_AFTER = 30  # seconds


def register(app: Flask) -> None:
    home = Path(app.root_path)
    pages = {status: (home / "templates" / "errors" / f"{status}.html").read_text() for status in (500, 503)}
    sheet = (home / "static" / "plain.css").read_bytes()

    @app.errorhandler(500)
    def broken(_error: Exception) -> Response:
        """Flask has written the traceback to the log by now."""
        return problems.answer(500) if problems.are_expected() else Response(pages[500], 500)

    @app.errorhandler(OperationalError)
    def resting(_error: OperationalError) -> Response:
        """The database cannot be reached or is too busy: soon it may."""
        app.logger.exception("the database did not answer")
        db.session.rollback()
        answer = problems.answer(503) if problems.are_expected() else Response(pages[503], 503)
        answer.headers["Retry-After"] = str(RETRY_AFTER)
        return answer

    @app.errorhandler(StorageTrouble)
    def out_of_reach(_trouble: StorageTrouble) -> Response:
        """Where files are kept cannot be reached: soon it may."""
        app.logger.exception("the storage did not answer")
        db.session.rollback()
        return Response(pages[503], 503, headers={"Retry-After": str(RETRY_AFTER)})

    @app.route("/static/plain.css")
    def plain_sheet() -> Response:
        """Under a fixed name, because a plain page cannot ask for the current one."""
        response = Response(sheet, mimetype="text/css", headers={"Cache-Control": "public, max-age=3600"})
        response.add_etag()
        return response.make_conditional(request)  # type: ignore[return-value]  # Flask's own Response comes back
