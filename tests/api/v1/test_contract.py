"""The description is true: whatever schemathesis asks, the answer is one that the description allows."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from werkzeug.serving import make_server

from app.base.database import db, writing
from tests.databases import Template
from tests.storefront import shop

EXAMPLES = "12"


@pytest.fixture
def address(template: Template) -> Iterator[str]:
    """A filled shop that answers."""
    with template.copy() as app:
        _fill(app)
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join(20)
        server.server_close()


def _fill(app: Flask) -> None:
    with app.app_context(), writing():
        shop.filled()
        db.session.commit()


@pytest.mark.parametrize("template", ["sqlite"], indirect=True)  # what differs between engines is tested beside this
def test_every_answer_is_one_that_the_description_allows(address: str, tmp_path: Path) -> None:
    """Values at every boundary, beyond every boundary, drawn at random, and one answer's values asked of the next."""
    asked = subprocess.run(
        [
            *(Path(sys.executable).with_name("schemathesis"), "run", f"{address}/api/v1/openapi.json"),
            *("--url", f"{address}/api/v1", "--phases", "examples,coverage,fuzzing,stateful"),
            *("--max-examples", EXAMPLES, "--generation-deterministic", "--no-color"),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert asked.returncode == 0 and "No issues found" in asked.stdout, asked.stdout[-6000:] + asked.stderr[-2000:]
