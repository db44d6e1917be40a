"""A database says what it is, and nobody serves it as something else."""

from dataclasses import replace

import pytest
from flask import Flask

from app.base.database import begin_writing, db
from app.base.errors import WrongSetting
from app.domain.work import installation
from tests import given


@pytest.mark.parametrize(
    ("marked", "setting", "starts"),
    [
        (None, False, True),
        (None, True, True),
        (True, True, True),
        (False, False, True),
        (True, False, False),
        (False, True, False),
    ],
)
def test_setting_and_mark_must_agree(own_app: Flask, marked: bool | None, setting: bool, starts: bool) -> None:
    settings = replace(own_app.config["SETTINGS"], demo=setting)
    with own_app.app_context():
        if marked is not None:
            begin_writing()
            installation.mark(demo=marked, at=given.NOW)
            db.session.commit()
        if starts:
            installation.check_start(settings)
        else:
            with pytest.raises(WrongSetting, match=r"^DEMO: .*expected DEMO="):
                installation.check_start(settings)


def test_a_mark_is_for_life(app: Flask) -> None:
    installation.mark(demo=True, at=given.NOW)
    installation.mark(demo=True, at=given.NOW)
    assert installation.is_demo()
    with pytest.raises(installation.OtherMark):
        installation.mark(demo=False, at=given.NOW)
