"""What stands on the shelf (no database but where two changes race)."""

from contextvars import Context
from threading import Barrier, Thread

import pytest
from flask import Flask
from hypothesis import given as for_all
from hypothesis import strategies as some
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.base.database import begin_writing, db
from app.base.errors import Missing, Refusal
from app.domain.audit.models import AuditEvent
from app.domain.catalogue import ownership, stock
from app.domain.catalogue.models import Kind, MovementKind, StockMovement, Variant
from app.domain.people.models import User
from tests import given
from tests.soundness import assert_sound

RAHMA = User(id=1)


def shelf(on_hand: int, reserved: int = 0, kind: Kind = Kind.READY) -> Variant:
    return Variant(on_hand=on_hand, reserved=reserved, kind=kind)


def test_pieces_come_and_go_as_movements() -> None:
    bowl = shelf(5)
    made = stock.adjust(bowl, 2, kind=MovementKind.MADE, by=RAHMA, at=given.NOW)
    sold = stock.adjust(bowl, -1, kind=MovementKind.SOLD_ELSEWHERE, by=RAHMA, at=given.NOW)
    assert (bowl.on_hand, made.change, sold.change, sold.by_id) == (6, 2, -1, 1)


def test_pieces_promised_to_customers_stay_on_the_shelf() -> None:
    bowl = shelf(5, reserved=2)
    with pytest.raises(stock.AlreadyPromised) as no:
        stock.adjust(bowl, -4, kind=MovementKind.DAMAGED, by=RAHMA, at=given.NOW)
    assert (bowl.on_hand, no.value.facts) == (5, {"promised": 2})


@pytest.mark.parametrize(
    ("bowl", "change", "kind", "refusal"),
    [
        (shelf(2), -3, MovementKind.DAMAGED, stock.NotThatMany),
        (shelf(1, kind=Kind.UNIQUE), 1, MovementKind.MADE, stock.OnlyOne),
        (shelf(2), stock.MOST, MovementKind.MADE, stock.TooMany),
        (shelf(2), 10**30, MovementKind.MADE, stock.TooMany),
        (shelf(0, kind=Kind.MADE_TO_ORDER), 1, MovementKind.MADE, stock.MadeToOrder),
        (shelf(2), 0, MovementKind.MADE, stock.WrongWay),
        (shelf(2), -1, MovementKind.MADE, stock.WrongWay),
        (shelf(2), 1, MovementKind.SOLD_ELSEWHERE, stock.WrongWay),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    bowl: Variant, change: int, kind: MovementKind, refusal: type[Refusal]
) -> None:
    before = bowl.on_hand
    with pytest.raises(refusal) as no:
        stock.adjust(bowl, change, kind=kind, by=RAHMA, at=given.NOW)
    assert bowl.on_hand == before and no.value.field == "change"


def test_a_count_records_the_difference_and_its_day() -> None:
    bowl = shelf(5, reserved=2)
    assert stock.count(bowl, 3, by=RAHMA, at=given.NOW).change == -2
    assert stock.count(bowl, 3, by=RAHMA, at=given.NOW).change == 0
    assert (bowl.on_hand, bowl.counted_at) == (3, given.NOW)
    with pytest.raises(stock.AlreadyPromised):
        stock.count(bowl, 1, by=RAHMA, at=given.NOW)
    with pytest.raises(stock.WrongWay):
        stock.count(bowl, -1, by=RAHMA, at=given.NOW)


def test_what_happened_is_told_in_the_number_people_say() -> None:
    bowl = shelf(5, reserved=2)
    for kind, number, left in (
        (MovementKind.MADE, 2, 7),
        (MovementKind.DAMAGED, 3, 4),
        (MovementKind.COUNTED, 6, 6),
    ):
        movement = stock.happened(bowl, kind, number, by=RAHMA, at=given.NOW)
        assert (movement.kind, bowl.on_hand) == (kind, left)
    for kind in (MovementKind.SOLD_ELSEWHERE, MovementKind.COUNTED):
        with pytest.raises(Refusal) as no:
            stock.happened(bowl, kind, {MovementKind.COUNTED: 1}.get(kind, 5), by=RAHMA, at=given.NOW)
        assert (no.value.field, bowl.on_hand) == ("number", 6)


def test_the_last_movement_can_be_taken_back_once() -> None:
    bowl = shelf(5)
    made = stock.adjust(bowl, 1, kind=MovementKind.MADE, by=RAHMA, at=given.NOW)
    made.id = 7
    back = stock.undo(bowl, made, 7, by=RAHMA, at=given.NOW)
    assert (bowl.on_hand, back.change, back.kind) == (5, -1, MovementKind.MADE)
    with pytest.raises(stock.ChangedSince):
        stock.undo(bowl, made, 8, by=RAHMA, at=given.NOW)


def test_what_was_promised_meanwhile_cannot_be_taken_back() -> None:
    bowl = shelf(0)
    made = stock.adjust(bowl, 1, kind=MovementKind.MADE, by=RAHMA, at=given.NOW)
    bowl.reserved = 1
    with pytest.raises(stock.AlreadyPromised):
        stock.undo(bowl, made, made.id, by=RAHMA, at=given.NOW)


DEEDS = some.lists(
    some.tuples(some.sampled_from([*MovementKind, "promise", "release"]), some.integers(-12, 12)), max_size=40
)


@for_all(deeds=DEEDS, kind=some.sampled_from(Kind))
def test_on_hand_is_the_sum_of_movements_and_covers_what_is_promised(
    deeds: list[tuple[MovementKind | str, int]], kind: Kind
) -> None:
    bowl, movements = shelf(0, kind=kind), []
    for deed, amount in deeds:
        try:
            if deed == "promise":
                bowl.reserved += max(0, min(amount, bowl.available))
            elif deed == "release":
                bowl.reserved -= max(0, min(amount, bowl.reserved))
            elif deed is MovementKind.COUNTED:
                movements.append(stock.count(bowl, amount, by=RAHMA, at=given.NOW))
            else:
                assert isinstance(deed, MovementKind)
                movements.append(stock.adjust(bowl, amount, kind=deed, by=RAHMA, at=given.NOW))
        except Refusal:
            pass
        assert bowl.on_hand == sum(movement.change for movement in movements)
        assert 0 <= bowl.reserved <= bowl.on_hand
        assert kind is not Kind.UNIQUE or bowl.on_hand <= 1


def test_an_advisors_change_is_told_as_such(app: Flask) -> None:
    piece, nadia = given.item(stock=3), given.advisor()
    movement = stock.adjust(piece.main, 2, kind=MovementKind.MADE, by=nadia, at=given.NOW, on_behalf=True)
    db.session.flush()
    told = db.session.scalars(select(AuditEvent).where(AuditEvent.subject == "variant")).one()
    assert movement.on_behalf and movement.by_id == nadia.id
    assert (told.by_id, told.on_behalf_of_id, told.subject_id) == (nadia.id, piece.artisan_id, piece.main.id)


def test_the_database_holds_the_rule_too(app: Flask) -> None:
    piece = given.item(stock=3, variant={"reserved": 2})
    piece.main.on_hand = 1
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_someone_elses_piece_is_not_found(app: Flask) -> None:
    mine, theirs = given.item(), given.item()
    user = mine.artisan.user
    assert user is not None
    assert ownership.owned_by(user, mine.id, for_update=True).id == mine.id
    for for_update in (False, True):
        with pytest.raises(Missing):
            ownership.owned_by(user, theirs.id, for_update=for_update)
    with pytest.raises(Missing):
        ownership.variant_of(mine, theirs.main.id)
    assert [piece.id for piece in ownership.pieces_of(mine.artisan)] == [mine.id]


THREADS, EACH = 6, 12


def test_changes_at_the_same_moment_all_count(own_app: Flask) -> None:
    with own_app.app_context():
        begin_writing()
        piece = given.item(stock=4, variant={"reserved": 4})
        variant_id, maker_id = piece.main.id, piece.artisan.user_id
        item_id = piece.id
        db.session.commit()
    start, failures, refused = Barrier(THREADS), [], []

    def tap(change: int) -> None:
        start.wait()
        for _ in range(EACH):
            begin_writing()
            with own_app.app_context():
                try:
                    user = db.session.get_one(User, maker_id)
                    variant = ownership.owned_by(user, item_id, for_update=True).main
                    kind = MovementKind.MADE if change > 0 else MovementKind.SOLD_ELSEWHERE
                    stock.adjust(variant, change, kind=kind, by=user, at=given.NOW)
                    db.session.commit()
                except stock.AlreadyPromised:
                    db.session.rollback()
                    refused.append(change)
                except Exception as error:
                    failures.append(error)
                    raise

    threads = [Thread(target=Context().run, args=(tap, 1 if n % 2 else -1), name=f"phone {n}") for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert_sound(own_app)
    assert not failures
    with own_app.app_context():
        variant = db.session.get_one(Variant, variant_id)
        moved = db.session.scalar(select(func.sum(StockMovement.change)).where(StockMovement.variant_id == variant_id))
        assert variant.on_hand == moved == 4 + len(refused)
        assert variant.on_hand >= variant.reserved
