"""Many tries at the same moment: none gets past a counter, none is used twice. On both engines, with real threads."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask
from sqlalchemy import func, select

from app.base import clock
from app.base.database import begin_writing, db
from app.domain.people import codes, recovery, roles, throttles
from app.domain.people.models import PhoneCode, RoleName, Throttle, User
from app.domain.people.throttles import Limit, TooMany
from tests import given
from tests.account.steps import sent_code
from tests.soundness import assert_sound

PHONE = "+212612345678"
KEY = b"for tests and nothing else"


def at_once(app: Flask, many: int, deed: Callable[[int], object]) -> list[object]:
    """The deed by so many threads that start together, each in a transaction of its own; what each gave or raised."""
    start = Barrier(many)

    def one(number: int) -> object:
        with app.app_context():
            begin_writing()
            start.wait()
            try:
                given_back = deed(number)
                db.session.commit()
            except Exception as error:
                db.session.rollback()
                return error
            return given_back

    with ThreadPoolExecutor(many) as pool:
        return list(pool.map(one, range(many)))


def test_one_code_opens_one_door(own_app: Flask) -> None:
    with own_app.app_context():
        begin_writing()
        given.artisan().user.phone = PHONE
        db.session.flush()
        codes.send(PHONE, key=KEY, language="fr", at=clock.now())
        code = sent_code()
        db.session.commit()
    opened = at_once(own_app, 8, lambda _n: getattr(codes.use(PHONE, code, key=KEY, at=clock.now()), "phone", None))
    assert sorted(map(str, opened)) == [PHONE] + ["None"] * 7


def test_guesses_at_once_get_no_more_than_five_tries(own_app: Flask) -> None:
    with own_app.app_context():
        begin_writing()
        codes.send(PHONE, key=KEY, language="fr", at=clock.now())
        db.session.commit()
    at_once(own_app, 12, lambda n: codes.use(PHONE, f"{n:06}", key=KEY, at=clock.now()))
    with own_app.app_context():
        assert db.session.scalars(select(PhoneCode.tries)).one() == codes.TRIES


def test_tries_at_once_cannot_pass_a_limit(own_app: Flask) -> None:
    limit = Limit("test", 5, throttles.HOUR)
    answers = at_once(own_app, 12, lambda _n: len(throttles.take([(limit, "somebody")], at=clock.now())))
    assert answers.count(1) == 5, answers
    assert sum(isinstance(answer, TooMany) for answer in answers) == 7
    with own_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Throttle)) == 5


def test_a_recovery_code_is_spent_once(own_app: Flask) -> None:
    with own_app.app_context():
        begin_writing()
        user = given.advisor()
        code = recovery.renew(user, key=KEY)[0]
        db.session.commit()
        number = user.id

    def spend(_n: int) -> bool:
        held = db.session.scalar(select(User).where(User.id == number).with_for_update(of=User))
        return recovery.use(held, code, key=KEY)

    assert sorted(map(str, at_once(own_app, 6, spend))) == ["False"] * 5 + ["True"]


def test_two_coordinators_cannot_send_each_other_away(own_app: Flask) -> None:
    with own_app.app_context():
        begin_writing()
        first, second = given.coordinator().id, given.coordinator().id
        db.session.commit()

    def send_away(n: int) -> None:
        by, other = (first, second) if n else (second, first)
        roles.deactivate(db.session.get(User, other), by=db.session.get(User, by), at=clock.now())

    answers = at_once(own_app, 2, send_away)
    with own_app.app_context():
        left = [user for user in db.session.scalars(select(User).where(User.active)) if user.is_a(RoleName.COORDINATOR)]
        assert len(left) == 1, answers
    assert_sound(own_app)
