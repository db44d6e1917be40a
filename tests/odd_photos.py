"""Files that are nearly photos, sent to the site as an artisan sends them: each is taken or refused with a sentence."""

from contextvars import Context
from dataclasses import dataclass, field

from flask import Flask
from sqlalchemy import func, select

from app.base.database import db, new_key, writing
from app.domain.catalogue.revisions import Photo, PhotoState
from app.jobs import pictures
from tests import drawn, given, odd_files
from tests.pages import Visitor


@dataclass
class Found:
    """refused: beside the field. failed, ready: what the worker found of the others. trouble: answers that are none."""

    files: int
    refused: int = 0
    failed: int = 0
    ready: int = 0
    trouble: list[str] = field(default_factory=list)


def send(app: Flask, count: int, seed: int = 2026) -> Found:
    found = Found(count)
    with app.app_context(), writing():
        maker, craft = given.artisan(), given.craft()
        assert maker.user is not None
        user, slug = maker.user, craft.slug
        db.session.commit()
        phone = Visitor(app)
        phone.sign_in(user)
    for number, body in enumerate(odd_files.drawn(count, seed)):
        said = {"key": new_key(), "craft": slug, "price": "260", "kind": "ready", "counted": "1", "lead_days": "7"}
        answer = Context().run(
            phone.client.post,
            "/portal/items/add",
            data={**said, "photos": [drawn.file(body, f"odd-{number}.jpg")]},
            headers={"Sec-Fetch-Site": "same-origin", "Accept-Language": "fr"},
            content_type="multipart/form-data",
        )
        if answer.status_code == 422 and f"odd-{number}.jpg" in answer.text:
            found.refused += 1
        elif answer.status_code != 303:
            found.trouble.append(f"file {number}: {answer.status_code}")
    with app.app_context():
        while pictures.render_next():
            db.session.remove()
        counted = db.session.execute(select(Photo.state, func.count()).group_by(Photo.state))
        states = {row[0]: row[1] for row in counted}
        db.session.remove()
    found.failed, found.ready = states.pop(PhotoState.FAILED, 0), states.pop(PhotoState.READY, 0)
    if states or found.refused + found.failed + found.ready != count:
        found.trouble.append(f"{found.refused} refused, {found.failed} failed, {found.ready} ready, {states} left")
    return found
