"""An artisan listens to advice: a link that plays without script, in their language, while it stands."""

import re

from app.base.database import db
from app.domain.advice.models import AdviceState, Response, ResponseState
from tests import given
from tests.pages import Visitor


def _one(visitor: Visitor, *languages: str) -> tuple[Response, list[str]]:
    maker = given.artisan()
    response = given.advice(maker).responses[0]
    keys = [given.voice_note(response.recommendation, language).key for language in languages]
    given.voice_note(given.advice(given.artisan()), "fr")  # somebody else's
    visitor.sign_in(maker.user)
    return response, [f"/portal/advice/{response.id}/voice/{key}" for key in keys]


def _links(visitor: Visitor, address: str) -> list[str]:
    return re.findall(r'<a class="play" href="([^"]+)"', visitor.get(address).text)


def test_it_is_heard_from_the_list_and_from_its_page_in_ones_own_language(visitor: Visitor) -> None:
    response, (darija, french) = _one(visitor, "ar", "fr")
    assert _links(visitor, "/portal/advice/") == [french]
    assert _links(visitor, f"/portal/advice/{response.id}") == [french]
    page = visitor.get(f"/portal/advice/{response.id}").text
    assert "0:42" in page and "autoplay" not in page and "<audio" not in page
    response.artisan.user.language = "ar"
    assert _links(visitor, f"/portal/advice/{response.id}") == [darija]
    response.artisan.user.language = "zgh"
    assert _links(visitor, f"/portal/advice/{response.id}") == [darija, french], "whichever there is"


def test_advice_without_a_voice_has_no_player(visitor: Visitor) -> None:
    response, _none = _one(visitor)
    assert _links(visitor, f"/portal/advice/{response.id}") == _links(visitor, "/portal/advice/") == []


def test_a_player_gets_the_whole_or_the_part_it_asks_for(visitor: Visitor) -> None:
    _response, (address,) = _one(visitor, "fr")
    whole = visitor.get(address)
    assert whole.response.mimetype == "audio/webm" and whole.body.startswith(b"\x1a\x45\xdf\xa3")
    assert whole.response.headers["Accept-Ranges"] == "bytes"
    assert whole.response.headers["Cache-Control"] == "private, no-cache"
    part = visitor.get(address, headers={"Range": "bytes=4-9"}, status=206)
    assert part.body == whole.body[4:10]
    assert part.response.headers["Content-Range"] == f"bytes 4-9/{len(whole.body)}"
    tail = visitor.get(address, headers={"Range": "bytes=0-"}, status=206)
    assert tail.body == whole.body
    visitor.get(address, headers={"Range": "bytes=99999-"}, status=416)
    known = visitor.get(address, headers={"If-None-Match": whole.response.headers["ETag"]}, status=304)
    assert known.body == b""


def test_nobody_else_hears_it(visitor: Visitor) -> None:
    response, (address,) = _one(visitor, "fr")
    key = address.rsplit("/", 1)[1]
    other = given.advice(given.artisan()).responses[0]
    theirs = given.voice_note(other.recommendation).key
    visitor.get(f"/portal/advice/{response.id}/voice/{theirs}", status=404)
    visitor.get(f"/portal/advice/{response.id}/voice/nothing", status=404)
    visitor.sign_in(other.artisan.user)
    visitor.get(address, status=404)
    visitor.get(f"/portal/advice/{other.id}/voice/{key}", status=404)
    visitor.get(f"/advisor/advice/voices/{key}", status=403)
    stranger = Visitor(visitor.app)
    stranger.get(address, status=303)
    stranger.get(f"/media/{key}/320.webp", status=404)


def test_what_was_withdrawn_falls_silent(visitor: Visitor) -> None:
    response, (address,) = _one(visitor, "fr")
    response.state, response.recommendation.state = ResponseState.WITHDRAWN, AdviceState.WITHDRAWN
    db.session.commit()
    visitor.get(address, status=404)
    assert _links(visitor, f"/portal/advice/{response.id}") == []


def test_a_long_list_with_voices_asks_the_database_no_more(visitor: Visitor) -> None:
    maker = given.artisan()
    visitor.sign_in(maker.user)
    given.voice_note(given.advice(maker))
    one = len(visitor.get("/portal/advice/").queries)
    for _more in range(6):
        given.voice_note(given.advice(maker))
    assert len(_links(visitor, "/portal/advice/")) == 7
    assert len(visitor.get("/portal/advice/").queries) == one
