"""Whom to call this week: every reason, its worth, its step, the order; and the way to be written to about it."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from app.base import clock
from app.base.database import db
from app.domain.advice import commenting, following_up, monday, responding
from app.domain.advice.calls import Call, Source
from app.domain.advice.models import AdviceState, CannotReason, ResponseState
from app.domain.catalogue import search
from app.domain.demand.models import SignalKind
from app.domain.people.models import Artisan, Standing, User
from tests import given as people
from tests.domain.demand import given
from tests.given import NOW
from tests.pages import Visitor

OLD = NOW - timedelta(days=9)


@pytest.fixture(autouse=True)
def now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def nadia(visitor: Visitor) -> User:
    made = people.advisor()
    visitor.sign_in(made)
    return made


def maker(advisor: User | None, name: str, **columns: Any) -> Artisan:
    return people.artisan(advisor=advisor, name=name, **columns)


def fresh(artisan: Artisan, **columns: Any) -> Any:
    """A piece about which there is nothing to say."""
    texts = dict.fromkeys(("fr", "ar", "en", "es"), columns.pop("title", "Plateau"))
    return people.item(artisan, texts=texts, variant={"counted_at": NOW}, **columns)


def listed(*artisans: Artisan) -> list[Call]:
    db.session.flush()
    db.session.expire_all()
    return monday.of(list(artisans), NOW)


def sources(*artisans: Artisan) -> set[Source]:
    return {matter.source for call in listed(*artisans) for matter in call.matters}


def test_nobody_is_called_about_nothing(visitor: Visitor, nadia: User) -> None:
    rahma = maker(nadia, "Rahma")
    fresh(rahma)
    assert listed(rahma) == [] and monday.of([], NOW) == []
    assert "Personne n’attend d’appel" in visitor.get("/advisor/monday").text


@pytest.mark.parametrize(
    ("state", "columns", "source"),
    [
        (ResponseState.DONE, {}, Source.CHECK),
        (ResponseState.ACCEPTED, {"promised_on": NOW.date() + timedelta(days=6)}, Source.DUE),
        (ResponseState.ACCEPTED, {"promised_on": NOW.date() + timedelta(days=7)}, None),
        (ResponseState.ACCEPTED, {"answered_at": NOW - timedelta(days=29)}, Source.DAYLESS),
        (ResponseState.ACCEPTED, {"answered_at": NOW - timedelta(days=27)}, None),
        (ResponseState.SENT, {"sent_at": OLD}, Source.UNREAD),
        (ResponseState.SENT, {"sent_at": NOW - timedelta(days=6)}, None),
        (ResponseState.OPENED, {"sent_at": OLD}, Source.SILENT),
        (ResponseState.CHECKED, {"sent_at": OLD}, None),
        (ResponseState.WITHDRAWN, {"sent_at": OLD}, None),
    ],
)
def test_advice_is_spoken_about_when_it_is_time(
    nadia: User, state: ResponseState, columns: dict[str, Any], source: Source | None
) -> None:
    rahma, other = maker(nadia, "Rahma"), maker(None, "Aïcha")
    fresh(rahma)
    response = people.advice(rahma, expected_change=2).responses[0]
    people.advice(other).responses[0].state = ResponseState.DONE  # noise
    response.state = state
    for name, value in columns.items():
        setattr(response, name, value)
    db.session.flush()
    assert sources(rahma) == ({source} if source else set())
    if source:
        assert listed(rahma)[0].worth


def test_advice_from_an_opportunity_is_worth_it_shared_by_those_who_were_asked(nadia: User) -> None:
    craft = people.craft("weaving")
    search.index(people.item(people.artisan(crafts=[craft]), craft_=craft, title="Mendil bleu"))
    given.day(SignalKind.SEARCH, 3, 8, words="mendil 220 cm", without_result=8)
    one, two = maker(nadia, "Rahma"), maker(nadia, "Aïcha")
    alone = people.advice(one, opportunity="search:220 cm mendil")
    alone.responses[0].state = ResponseState.DONE
    whole = listed(one)[0].worth
    for response in people.advice(two, maker(nadia, "Zohra"), opportunity="search:220 cm mendil").responses:
        response.state = ResponseState.DONE
    db.session.flush()
    half = listed(two)[0].worth
    assert whole and half and half.mean == pytest.approx(whole.mean / 2)


def test_what_a_no_led_on_to_is_spoken_about_until_it_is_done(visitor: Visitor, nadia: User) -> None:
    rahma, other = maker(nadia, "Rahma"), maker(None, "Aïcha")
    fresh(rahma)
    for artisan, reason in ((rahma, CannotReason.SKILL), (other, CannotReason.OTHER)):
        responding.decline(people.advice(artisan).responses[0], reason=reason, note=None, at=OLD)
    (call,) = listed(rahma)
    (matter,) = call.matters
    assert (matter.source, matter.parts, matter.on) == (Source.OWED, ("training",), clock.local(OLD).date())
    assert "Trouver une formation" in visitor.get("/advisor/monday").text
    (owed,) = following_up.owed(artisan_id=rahma.id)
    following_up.close(owed, by=nadia, at=NOW)
    assert listed(rahma) == []


def test_comments_on_ones_advice_stand_once_under_the_first_it_is_for(visitor: Visitor, nadia: User) -> None:
    strange, rahma, zohra = maker(None, "Aïcha"), maker(nadia, "Rahma"), maker(nadia, "Zohra")
    mine = people.advice(strange, rahma, zohra, author=nadia, sent=False)
    theirs, withdrawn = people.advice(rahma), people.advice(rahma, author=nadia, sent=False)
    withdrawn.state = AdviceState.WITHDRAWN
    for one in (mine, theirs, withdrawn):
        for _number in range(2):
            commenting.comment(one, "Plutôt en bleu ?", by=people.advisor(), at=OLD)
    (call,) = listed(strange, rahma, zohra)
    (matter,) = call.matters
    assert (call.artisan_id, matter.source, matter.count, matter.row) == (rahma.id, Source.COMMENTS, 2, mine.id)
    assert f"/advisor/advice/{mine.id}#comments" in visitor.get("/advisor/monday").text
    commenting.read(mine, by=nadia, at=NOW)
    assert listed(strange, rahma, zohra) == []


def test_requests_are_worth_what_is_asked_for_and_lead_to_the_answer(visitor: Visitor, nadia: User) -> None:
    rahma, other = maker(nadia, "Rahma"), maker(nadia, "Aïcha")
    people.request(fresh(other, price=10000))
    asked = people.request(fresh(rahma, price=90000), fresh(rahma, price=60000))
    done = people.request(fresh(rahma, price=10000))
    people.answer(done.lines[0])
    calls = listed(rahma, other)
    assert [call.artisan_id for call in calls] == [rahma.id, other.id]
    (matter,) = calls[0].matters
    assert matter.count == 2 and matter.worth and 0 < matter.worth.mean < 150000
    page = visitor.get("/advisor/monday")
    assert "2 lignes attendent une réponse" in page.text
    assert f"/advisor/requests/{asked.reference}/lines/{asked.lines[0].id}" in page.text
    assert page.text.index("Rahma") < page.text.index("Aïcha") and 'href="tel:+212' in page.text
    assert "wa.me/212" in page.text


def test_rising_wishes_are_for_those_who_can_make_them_until_they_have_advice(visitor: Visitor, nadia: User) -> None:
    craft = people.craft("weaving", names={"fr": "Tissage", "ar": "النسيج"})
    rahma, potter = maker(nadia, "Rahma", crafts=[craft]), maker(nadia, "Potière", crafts=[people.craft()])
    search.index(fresh(rahma, craft_=craft, title="Mendil bleu"))
    given.day(SignalKind.SEARCH, 3, 8, words="mendil 220 cm", without_result=8)
    given.day(SignalKind.SEARCH, 70, 9, words="mendil vert", without_result=9)  # more before than now
    assert sources(rahma) == {Source.WANTED} and sources(potter) == set()
    page = visitor.get("/advisor/monday")
    assert "Mendil 220 cm" in page.text and "Mendil vert" not in page.text
    assert "opportunity=search" in page.text
    people.advice(rahma, opportunity="search:220 cm mendil").responses[0].sent_at = NOW
    db.session.flush()
    assert sources(rahma) == set()


def test_what_is_wished_of_a_piece_is_for_its_maker_alone(nadia: User) -> None:
    craft = people.craft()
    rahma, other = maker(nadia, "Rahma", crafts=[craft]), maker(nadia, "Aïcha", crafts=[craft])
    piece = fresh(rahma, craft_=craft, stock=0)
    given.day(SignalKind.VIEW, 3, 9, item_id=piece.id, craft_id=craft.id, artisan_id=rahma.id, out_of_stock=True)
    given.day(SignalKind.VIEW, 70, 9, craft_id=craft.id)  # the craft itself does not rise
    assert [call.artisan_id for call in listed(rahma, other)] == [rahma.id]


def test_old_counts_are_worth_what_people_look_at(visitor: Visitor, nadia: User) -> None:
    rahma, unseen, counted = maker(nadia, "Rahma"), maker(nadia, "Aïcha"), maker(nadia, "Zohra")
    piece, other, good = fresh(rahma), fresh(unseen), fresh(counted)
    piece.main.counted_at = NOW - timedelta(days=31)
    other.main.counted_at = None
    good.main.counted_at = NOW - timedelta(days=29)
    given.day(SignalKind.VIEW, 3, 40, item_id=piece.id, craft_id=piece.craft_id)
    given.day(SignalKind.VIEW, 40, 40, item_id=other.id, craft_id=other.craft_id)  # too long ago
    (call, *_others) = listed(rahma, unseen, counted)
    assert call.worth is None  # nothing is known yet of how often a look becomes a request
    given.day(SignalKind.REQUEST_LINE, 3, 30, craft_id=piece.craft_id, quantity=40)
    given.day(SignalKind.VIEW, 80, 200, craft_id=piece.craft_id)
    given.day(SignalKind.DECLINE, 3, 4, craft_id=piece.craft_id, reason="no_stock")
    calls = listed(rahma, unseen, counted)
    assert [call.artisan_id for call in calls] == [rahma.id, unseen.id]
    assert calls[0].worth and calls[0].worth.mean > 0 and calls[1].worth is None
    low, high = calls[0].worth.interval()
    assert low < calls[0].worth.mean < high
    assert f"/advisor/artisans/{rahma.id}#pieces" in visitor.get("/advisor/monday").text


def test_missing_texts_are_said_without_a_value(visitor: Visitor, nadia: User) -> None:
    rahma = maker(nadia, "Rahma")
    people.item(rahma, texts={"fr": "Plateau"}, variant={"counted_at": NOW})
    people.item(rahma, texts={"fr": "Plateau"}, variant={"counted_at": NOW}, published=False)
    (call,) = listed(rahma)
    assert call.worth is None and call.matters[0].count == 1 and "ar" in call.matters[0].parts
    page = visitor.get("/advisor/monday").text
    assert "valeur inconnue" in page and f"artisan={rahma.id}" in page


def test_the_first_five_stand_open_and_the_others_are_folded(visitor: Visitor, nadia: User) -> None:
    for number in range(7):
        people.request(fresh(maker(nadia, f"Artisane {number}"), price=10000 * (number + 1)))
    page = visitor.get("/advisor/monday").text
    opened, folded = page.split('<details class="then">')
    assert [name for name in range(7) if f"Artisane {name}" in opened] == [2, 3, 4, 5, 6]
    assert "Puis 2 personnes" in folded and "Artisane 0" in folded


def test_each_sees_their_own_and_those_of_nobody_are_found(visitor: Visitor, nadia: User) -> None:
    away = people.advisor(active=False)
    for advisor, name in ((nadia, "Rahma"), (people.advisor(), "Aïcha"), (None, "Zohra"), (away, "Hajar")):
        people.request(fresh(maker(advisor, name)))
    gone = maker(nadia, "Fatima")
    people.request(fresh(gone))
    gone.standing = Standing.LEFT

    def names(of: str) -> set[str]:
        page = visitor.get(f"/advisor/monday{of}").text
        return {name for name in ("Rahma", "Aïcha", "Zohra", "Hajar", "Fatima") if name in page}

    assert names("") == names("?of=x%00") == {"Rahma"}
    assert names("?of=nobody") == {"Zohra", "Hajar"}
    assert names("?of=all") == {"Rahma", "Aïcha", "Zohra", "Hajar"}
    visitor.sign_in(people.coordinator())
    assert names("") == {"Rahma", "Aïcha", "Zohra", "Hajar"}


def test_the_page_asks_no_more_of_the_database_with_more_to_show(visitor: Visitor, nadia: User) -> None:
    craft = people.craft()
    for number in range(20):
        rahma = maker(nadia, f"Artisane {number}", crafts=[craft])
        piece = people.item(rahma, craft_=craft, stock=0)
        people.request(people.item(rahma, craft_=craft))
        people.advice(rahma, expected_change=1).responses[0].state = ResponseState.DONE
        given.day(SignalKind.VIEW, 3, 9, item_id=piece.id, craft_id=craft.id, artisan_id=rahma.id, out_of_stock=True)
        given.day(SignalKind.SEARCH, 3, 4, words=f"chose{number} rare{number * 7}", without_result=4)
    page = visitor.get("/advisor/monday")
    assert page.text.count('class="call"') == 20
    assert len(page.queries) <= 30, len(page.queries)


def test_the_mail_can_be_stopped_and_asked_for_again_and_twice_is_once(visitor: Visitor, nadia: User) -> None:
    for wanted in ("no", "no", "yes"):
        visitor.post("/advisor/monday/mail", {"wanted": wanted})
        db.session.expire_all()
        assert nadia.monday_mail is (wanted == "yes")
    visitor.post("/advisor/monday/mail", {"wanted": "maybe"})
    assert nadia.monday_mail


def test_the_page_reads_in_arabic(visitor: Visitor) -> None:
    someone = people.advisor(language="ar")
    people.request(fresh(maker(someone, "Rahma", name_ar="رحمة")))
    page = visitor.sign_in(someone).get("/advisor/monday").text
    assert "رحمة" in page and "سطر واحد ينتظر جوابا" in page
    assert clock.today().isoformat() not in page


def test_artisans_do_not_pass(visitor: Visitor) -> None:
    visitor.sign_in(people.artisan().user).get("/advisor/monday", status=403)
