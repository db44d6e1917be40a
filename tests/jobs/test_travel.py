"""`flask demo travel`: a demonstration's clock moves for everyone; a real one's does not."""

from datetime import timedelta

from flask import Flask

from app.base import clock
from app.base.database import db
from app.domain.work import installation
from tests.databases import Template


def test_a_real_cooperative_does_not_travel(app: Flask) -> None:
    installation.mark(demo=False, at=clock.now())
    answer = app.test_cli_runner().invoke(args=["demo", "travel", "3"])
    assert answer.exit_code == 1 and "not a demonstration" in answer.output


def test_nor_does_a_database_that_was_never_put_into_use(app: Flask) -> None:
    assert app.test_cli_runner().invoke(args=["demo", "travel", "3"]).exit_code == 1


def test_a_demonstration_moves_forward_and_stays_there(template: Template) -> None:
    with template.copy(demo=True) as app:
        with app.app_context():
            installation.mark(demo=True, at=clock.now())
            db.session.commit()
        runner = app.test_cli_runner()
        assert runner.invoke(args=["demo", "travel", "3"]).exit_code == 0
        second = runner.invoke(args=["demo", "travel", "4"])
        assert second.exit_code == 0 and "7 days ahead" in second.output
        with app.app_context():
            mark = installation.found()
            assert mark is not None and mark.clock_offset_seconds == timedelta(days=7).total_seconds()


def test_days_are_a_small_number(app: Flask) -> None:
    for days in ("0", "-3", "99999999999999", "soon"):
        assert app.test_cli_runner().invoke(args=["demo", "travel", "--", days]).exit_code == 2
