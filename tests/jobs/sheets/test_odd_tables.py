"""Whatever is sent as a table: a report, or one sentence; never an error of ours."""

from flask import Flask

from app.base.database import db
from app.base.errors import Refusal
from tests import given
from tests.jobs.sheets import odd
from tests.jobs.sheets.tables import bring

SOME = 60


def outcomes(numbers: range) -> tuple[int, int, list[str]]:
    """How many gave a report, how many a sentence, and what went wrong with others."""
    by = given.advisor()
    craft, maker = given.craft(), given.artisan()
    db.session.commit()
    reports, sentences, wrong = 0, 0, []
    for number in numbers:
        try:
            bring(odd.table(number), by, dry=True, craft_id=craft.id, artisan_id=maker.id)
            reports += 1
        except Refusal as refusal:
            sentences += bool(str(refusal))
        except Exception as error:  # whatever it is, it is what is looked for
            wrong.append(f"table {number}: {type(error).__name__}: {str(error)[:200]}")
            db.session.rollback()
    return reports, sentences, wrong


def test_odd_tables_get_a_report_or_a_sentence(app: Flask) -> None:
    reports, sentences, wrong = outcomes(range(SOME))
    assert wrong == []
    assert reports > SOME // 10 and sentences > SOME // 10, "both must happen, or these tables are not odd"
