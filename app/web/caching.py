"""Pages that are the same for everybody: kept by whoever likes, asked again each time, sent again only if changed."""

from flask import Blueprint, Response, request
from werkzeug.http import generate_etag

from app.web import first_seen
from app.web.kept_pages import CONDITIONS, MAY_BE_KEPT, PACKED

SHARED = "public, max-age=0, must-revalidate"


def for_everybody(response: Response) -> Response:
    """Let a page be cached whole. Whatever sets a cookie or depends on one is left as it is."""
    if request.method not in ("GET", "HEAD") or response.status_code != 200 or response.is_streamed:
        return response
    if response.headers.getlist("Set-Cookie") or "Cookie" in response.vary:
        return response
    request.environ[MAY_BE_KEPT] = True
    mark = response.get_etag()[0] or generate_etag(response.get_data())
    return _unless_known(marked(response, mark), mark)


def marked(response: Response, mark: str) -> Response:
    """The same, for an answer that is sent as it is made: ``mark`` stands for all that it will hold."""
    response.headers["Cache-Control"] = SHARED
    response.set_etag(mark)
    since = first_seen.last_change(first_seen.address(request.environ), mark)
    if since is not None:
        response.last_modified = since
    return response


def known(mark: str) -> Response | None:
    """The answer to somebody who has just this, before anything is made."""
    response = _unless_known(marked(Response(), mark), mark)
    return response if response.status_code == 304 else None


def _unless_known(response: Response, mark: str) -> Response:
    """The answer without its body where the browser has it already, packed or not: before it is packed once more."""
    if not any(condition in request.environ for condition in CONDITIONS):
        return response
    packed = (f"{mark}:{one}" for one in PACKED)  # compression names a packed answer after the plain one
    response.set_etag(next((one for one in packed if request.if_none_match.contains_weak(one)), mark))
    return response.make_conditional(request)  # type: ignore[return-value]  # Flask's own Response comes back


def cache(*screens: Blueprint) -> None:
    """Every page of these screens is the same for everybody."""
    for screen in screens:
        screen.after_request(for_everybody)
