"""An advisor follows advice: comments, calls and visits in a tap, photos, what is sent back, what came of it."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import time_machine
from sqlalchemy import func, select

from app.base import clock
from app.base.database import db, new_key
from app.domain.advice import following_up, responding
from app.domain.advice.comment_models import AdviceComment
from app.domain.advice.follow_up_models import Visit, VisitKind
from app.domain.advice.models import CannotReason, Measure, Recommendation, ResponseState
from app.domain.advice.put_off_models import PutOff
from app.domain.demand import unmet
from app.domain.demand.models import DemandDay, SignalKind
from app.domain.demand.opportunities import Kind
from tests import given
from tests.pages import Visitor


def test_a_comment_is_told_to_whoever_wrote_the_advice_until_they_have_read_it(visitor: Visitor) -> None:
    author, colleague = given.advisor(language="en"), given.advisor(language="en", name="Houda Lamrabet")
    for sent in (False, True):
        one = given.advice(given.artisan(), author=author, title="Mendil bleu", sent=sent)
        visitor.sign_in(colleague)
        there, key = f"/advisor/advice/{one.id}/comments", new_key()
        for _tap in range(2):
            visitor.post(there, {"body": "Et <b>le vert</b> ?", "key": key})
        visitor.post(there, {"body": " "}, status=422)
        page = visitor.get(f"/advisor/advice/{one.id}" + ("" if sent else "/edit")).text
        assert "Et &lt;b&gt;le vert&lt;/b&gt; ?" in page and "I have read them" not in page
    assert db.session.scalar(select(func.count(AdviceComment.id))) == 2
    visitor.post(there + "/read")
    assert "1 comment" not in visitor.get("/advisor/advice/").text
    visitor.sign_in(author)
    assert visitor.get("/advisor/advice/").text.count("1 comment") == 2
    assert "I have read them" in visitor.get(f"/advisor/advice/{one.id}").text
    visitor.post(there + "/read")
    assert visitor.get("/advisor/advice/").text.count("1 comment") == 1


def test_a_call_or_a_visit_is_one_tap_with_a_note_after_and_a_way_back(visitor: Visitor) -> None:
    me, artisan = given.advisor(), given.artisan(name="Rahma Bakkali")
    response = given.advice(artisan).responses[0]
    visitor.sign_in(me)
    assert f"/advisor/artisans/{artisan.id}/visits/call" in visitor.get(f"/advisor/artisans/{artisan.id}").text
    about = f"/advisor/artisans/{artisan.id}/visits/visit?response={response.id}"
    assert about in visitor.get(f"/advisor/advice/{response.recommendation_id}").text
    key = new_key()
    for _tap in range(2):
        visitor.post(about, {"key": key})
    visit = db.session.scalars(select(Visit)).one()
    assert (visit.kind, visit.by_id, visit.response_id) == (VisitKind.VISIT, me.id, response.id)
    visitor.get(f"/advisor/visits/{visit.id}")
    page = visitor.post(f"/advisor/visits/{visit.id}", {"note": "Elle attend la laine."})
    assert page.location == f"/advisor/advice/{response.recommendation_id}"
    for there in (f"/advisor/artisans/{artisan.id}", page.location):
        assert "Elle attend la laine." in visitor.get(there).text
    visitor.post(f"/advisor/visits/{visit.id}", {"note": "x" * 1001}, status=422)
    visitor.post(f"/advisor/artisans/{artisan.id}/visits/call", {"key": ""}, status=422)
    visitor.post(f"/advisor/artisans/{artisan.id}/visits/dance", status=404)
    visitor.post(f"/advisor/visits/{visit.id}/undo")
    assert db.session.scalars(select(Visit)).all() == []


def test_a_colleagues_visit_is_read_and_not_rewritten(visitor: Visitor) -> None:
    artisan = given.artisan()
    visitor.sign_in(given.advisor())
    visitor.post(f"/advisor/artisans/{artisan.id}/visits/call")
    visit = db.session.scalars(select(Visit)).one()
    visitor.sign_in(given.advisor())
    visitor.get(f"/advisor/visits/{visit.id}")
    visitor.post(f"/advisor/visits/{visit.id}", {"note": "Non"}, status=409)
    visitor.post(f"/advisor/visits/{visit.id}/undo", status=409)


def test_what_is_not_done_yet_goes_back_with_a_sentence_and_its_photo_was_seen(visitor: Visitor) -> None:
    response = given.advice(given.artisan()).responses[0]
    responding.done(response, at=clock.now())
    picture = given.advice_picture(response)
    visitor.sign_in(given.advisor(language="en"))
    here = f"/advisor/advice/{response.recommendation_id}"
    photo = f"{here}/photos/{picture.key}/480"
    assert photo in visitor.get(here).text
    assert visitor.get(photo).response.mimetype == "image/jpeg"
    other = given.advice(given.artisan())
    visitor.get(f"/advisor/advice/{other.id}/photos/{picture.key}/480", status=404)
    back = f"{here}/responses/{response.id}/back"
    visitor.post(back, {"words": ""}, status=422)
    visitor.post(back, {"words": "La photo de dos manque."})
    db.session.refresh(response)
    assert (response.state, response.returned) == (ResponseState.ACCEPTED, "La photo de dos manque.")
    visitor.post(back, {"words": "Encore."}, status=409)


def test_what_a_no_led_on_to_is_listed_and_closed(visitor: Visitor) -> None:
    me = given.advisor(language="en")
    response = given.advice(given.artisan(name="Latifa Achak"), author=me).responses[0]
    responding.decline(response, reason=CannotReason.SKILL, note=None, at=clock.now())
    db.session.flush()
    (owed,) = following_up.owed(advisor_id=me.id)
    visitor.sign_in(me)
    assert "Find a training, <bdi>Latifa Achak</bdi>" in visitor.get("/advisor/advice/").text
    key = new_key()
    for _tap in range(2):
        visitor.post(f"/advisor/advice/follow-ups/{owed.id}/close", {"key": key})
    visitor.post(f"/advisor/advice/follow-ups/{owed.id}/close", status=409)
    assert "Find a training" not in visitor.get("/advisor/advice/").text
    visitor.get(f"/advisor/advice/{response.recommendation_id}")


def measured(**columns: object) -> tuple[str, object]:
    response = given.advice(given.artisan(), measure=Measure.REQUESTS, **columns).responses[0]
    response.state = ResponseState.CHECKED
    given.judged(response)
    return f"/advisor/advice/{response.recommendation_id}", response


def test_what_came_is_said_with_its_interval_and_opens_to_the_figures(visitor: Visitor) -> None:
    visitor.sign_in(given.advisor(language="en"))
    here, response = measured()
    page = visitor.get(here).plain
    for said in ("40 requests came.", "3 to 14 were to be expected.", "Clearly helped", "80 %: "):
        assert said in page, said
    there = f"{here}/responses/{response.id}/outcome"
    assert there in page and "Clearly helped" in visitor.get("/advisor/advice/?view=table").text
    assert "Clearly helped" in visitor.get("/advisor/advice/").text
    figures = visitor.get(there).text
    assert "Week by week" in figures and "Similar pieces without advice" in figures
    given.advice(given.artisan())
    visitor.get(f"{here}/responses/{response.id + 1}/outcome", status=404)


def test_the_board_counts_advice_and_what_came_of_it_from_the_same_day_on(visitor: Visitor) -> None:
    measured()
    for year, said in (
        (2026, "1 sent since January. 1 followed. What came of it: clearly helped: 1."),
        (2027, "0 sent"),
    ):
        with time_machine.travel(given.NOW.replace(year=year, month=12, day=30), tick=False):
            page = Visitor(visitor.app).sign_in(given.advisor(language="en")).get("/advisor/advice/").plain
            assert said in page and ("clearly helped" in page) is (year == 2026), year


def test_similar_pieces_of_the_family_are_said_to_be_so(visitor: Visitor) -> None:
    visitor.sign_in(given.advisor(language="en"))
    textiles = given.craft("textiles")
    weaving, spinning = (given.craft(name, parent=textiles) for name in ("weaving", "spinning"))
    pieces = [given.item(craft_=craft) for craft in (weaving, spinning, spinning)]
    similar = [{"item": piece.id, "mean": 8.0, "size": 6.0, "before": 8} for piece in pieces]
    own, wide = (given.advice(given.artisan(), craft_id=craft.id).responses[0] for craft in (textiles, weaving))
    for response in (own, wide):
        given.comparison(response, similar=similar)
        response.state = ResponseState.DONE
    said = [
        visitor.get(f"/advisor/advice/{one.recommendation_id}/responses/{one.id}/outcome").text for one in (own, wide)
    ]
    counts = f"{spinning.called('en')} (2)"
    assert counts not in said[0] and counts in said[1] and "Too few of the craft itself" in said[1]


def test_the_requests_behind_an_outcome_are_those_of_its_piece_and_weeks(visitor: Visitor) -> None:
    visitor.sign_in(given.advisor(language="en"))
    maker = given.artisan()
    piece, other = given.item(maker), given.item(maker)
    inside, before = (given.request(piece, at=given.NOW - timedelta(days=days)) for days in (20, 100))
    outside = [given.request(piece, at=given.NOW - timedelta(days=130)), given.request(other), given.request()]
    response = given.advice(maker, item_id=piece.id, measure=Measure.REQUESTS).responses[0]
    given.judged(response)
    page = visitor.get(f"/advisor/advice/{response.recommendation_id}/responses/{response.id}/outcome").text
    assert inside.reference in page and before.reference in page
    assert not any(one.reference in page for one in outside)


def test_too_early_is_said_with_the_day_it_ends(visitor: Visitor) -> None:
    visitor.sign_in(given.advisor(language="en"))
    response = given.advice(given.artisan()).responses[0]
    response.state, response.done_at = ResponseState.DONE, given.NOW
    given.comparison(response)
    page = visitor.get(f"/advisor/advice/{response.recommendation_id}").text
    assert "The eight weeks end on" in page and "It counts once somebody of the team has checked it." in page


def test_all_outcomes_on_a_page_and_in_tables(visitor: Visitor) -> None:
    visitor.sign_in(given.advisor(language="en"))
    assert "No advice was sent yet." in visitor.get("/advisor/advice/outcomes").text
    author = given.advisor(name="=Samir Bouhlal")
    for _number in range(2):
        measured(author=author)
    page = visitor.get("/advisor/advice/outcomes").text
    assert "80 came, 8 to 25 were to be expected." in page and "Too few cases to tell" in page
    csv = visitor.get("/advisor/advice/outcomes/table?kind=csv")
    assert b"Samir Bouhlal" in csv.body and b"\n=Samir" not in csv.body
    book = openpyxl.load_workbook(BytesIO(visitor.get("/advisor/advice/outcomes/table?kind=xlsx").body))
    rows = list(book.active.values)
    assert len(rows) == 4 and rows[0][0] == "Advice"
    visitor.get("/advisor/advice/outcomes/table?kind=exe", status=404)


def _in_vain(words: str = "mendil 220") -> None:
    weaving = given.craft("weaving")
    given.artisan(name="Rahma Bakkali", crafts=[weaving], weekly_capacity=5)
    for days_ago in range(1, 40):
        searched = {"kind": SignalKind.SEARCH, "craft_id": weaving.id, "words": words, "signals": 2}
        day = clock.today() - timedelta(days=days_ago)
        db.session.add(DemandDay(day=day, visitors=2, without_result=2, **searched))
    db.session.flush()


def _key(words: str = "mendil") -> str:
    found = unmet.ranked(now=clock.now(), kinds=(Kind.NO_RESULT,))
    return next(one.key for one in found if words in one.words)


def test_a_proposal_is_taken_as_a_draft_of_ones_own_and_never_sent(visitor: Visitor) -> None:
    me = given.advisor(language="en")
    visitor.sign_in(me)
    assert "Nothing to propose" in visitor.get("/advisor/advice/proposals").text
    _in_vain()
    page = visitor.get("/advisor/advice/proposals").text
    assert "Mendil 220" in page and "Rahma Bakkali" in page and "20 pieces free in four weeks" in page
    key, wanted = new_key(), _key()
    for _tap in range(2):
        visitor.post("/advisor/advice/proposals/take", {"opportunity": wanted, "key": key})
    draft = db.session.scalars(select(Recommendation)).one()
    assert (draft.author_id, draft.state.value, draft.responses) == (me.id, "draft", [])
    assert draft.opportunity == wanted and len(draft.artisan_ids) == 1
    assert draft.evidence and {"fr", "ar", "en", "es"} <= draft.sentences.keys()
    visitor.get(f"/advisor/advice/{draft.id}/edit")
    assert "Mendil 220" not in visitor.get("/advisor/advice/proposals").text
    visitor.post("/advisor/advice/proposals/take", {"opportunity": "search:gone"}, status=404)
    visitor.post("/advisor/advice/proposals/take", {}, status=422)


def test_not_now_hides_a_proposal_with_its_reason(visitor: Visitor) -> None:
    _in_vain()
    visitor.sign_in(given.advisor(language="en"))
    there = "/advisor/advice/proposals/put-off"
    visitor.post(there, {"opportunity": _key(), "reason": "nonsense"}, status=422)
    visitor.post(there, {"opportunity": _key(), "reason": "nobody_can"})
    kept = db.session.scalars(select(PutOff)).one()
    assert kept.reason.value == "nobody_can"
    assert "Mendil 220" not in visitor.get("/advisor/advice/proposals").text


def test_a_new_draft_begins_from_the_words_of_another(visitor: Visitor) -> None:
    visitor.sign_in(given.advisor(language="en"))
    said = {"fr": "Ajoutez une photo de face.", "ar": "أضف صورة من الأمام."}
    one = given.advice(given.artisan(), sentences=said, title="Une photo", measure=Measure.VIEWS)
    page = visitor.get("/advisor/advice/templates").text
    assert "Ajoutez une photo de face." in page and f"like={one.id}" in page and "0 of 1" in page
    visitor.get("/advisor/advice/templates?kind=price&craft=999999&item=abc")
    begun = visitor.get(f"/advisor/advice/new?like={one.id}").text
    assert 'value="Ajoutez une photo de face."' in begun and 'value="أضف صورة من الأمام."' in begun
    assert '<option selected value="views">' in begun and 'data-proof="searches' not in begun
    draft = given.advice(sent=False, title="Nappe secrète")
    assert "Nappe secrète" not in visitor.get(f"/advisor/advice/new?like={draft.id}").text


def test_all_makers_of_a_craft_are_those_of_the_day_it_is_sent(visitor: Visitor) -> None:
    weaving = given.craft("weaving")
    makers = [given.artisan(crafts=[weaving]) for _number in range(3)]
    given.artisan(crafts=[given.craft("pottery")])
    visitor.sign_in(given.advisor())
    form = {"title": "Laine", "kind": "learn", "sentence_fr": "Venez samedi.", "measure": "declines", "seen": "0"}
    draft = given.advice(sent=False, craft_id=weaving.id)
    proof = draft.evidence[0].source
    here = f"/advisor/advice/{draft.id}/edit"
    visitor.post(here, {**form, "for_all": "y", "priority": "high", "proofs": [proof], "seen": str(draft.version)})
    db.session.refresh(draft)
    assert (draft.for_all, draft.priority.value, draft.artisan_ids) == (True, "high", [])
    makers.append(given.artisan(crafts=[weaving]))
    again = {**form, "for_all": "y", "proofs": [proof], "seen": str(draft.version), "step": "send"}
    visitor.post(here, again)
    db.session.refresh(draft)
    assert {response.artisan_id for response in draft.responses} == {one.id for one in makers}
