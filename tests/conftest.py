"""Fixtures that everything shares. A test that touches data asks for ``app`` and so runs on both engines."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import NamedTuple

import pytest
from flask import Flask
from sqlalchemy import event

from app.adapters import storage
from app.base.database import begin_writing, db
from tests.databases import ENGINES, Template, needed, postgresql_answers
from tests.gateways import buckets
from tests.pages import Visitor


class Prepared(NamedTuple):
    template: Template
    app: Flask


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Prepared]]:
    """Each engine's template and shared application, made once however often tests change from one to the other."""
    made: dict[str, Prepared] = {}
    with ExitStack() as after:

        def of(engine: str) -> Prepared:
            if engine not in made:
                template = Template(engine, tmp_path_factory.mktemp(engine))
                after.callback(template.drop, template.name)
                made[engine] = Prepared(template, after.enter_context(template.copy()))
            return made[engine]

        yield of


@pytest.fixture(scope="session", params=ENGINES)
def template(request: pytest.FixtureRequest, prepared: Callable[[str], Prepared]) -> Template:
    """A migrated database of each engine."""
    if request.param == "postgresql":
        needed("PostgreSQL", postgresql_answers())
    return prepared(request.param).template


@pytest.fixture(scope="session")
def shared_app(template: Template, prepared: Callable[[str], Prepared]) -> Flask:
    """The application most tests share, on a copy: the template itself is left alone, or it could not be copied."""
    return prepared(template.engine).app


@pytest.fixture
def app(shared_app: Flask) -> Iterator[Flask]:
    """The application in a transaction that is undone after the test; commits inside are savepoints."""
    begin_writing()
    with shared_app.app_context():
        engine = db.engine
        connection = engine.connect()
        transaction = connection.begin()
        db._app_engines[shared_app][None] = connection
        try:
            yield shared_app
        finally:
            db.session.remove()
            db._app_engines[shared_app][None] = engine
            if transaction.is_active:
                transaction.rollback()
            connection.close()


@pytest.fixture
def own_app(template: Template) -> Iterator[Flask]:
    """The application on a database of its own, for tests with threads or processes."""
    with template.copy() as app:
        yield app


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody with a browser. Every page they open is checked (see ``tests/pages``)."""
    return Visitor(app)


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """The SQL statements sent while the test runs."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    connection = db._app_engines[app][None]
    event.listen(connection, "before_cursor_execute", note)
    yield sent
    event.remove(connection, "before_cursor_execute", note)


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A place in an S3 bucket, as MEDIA_URL names it. The bucket holds somebody else's file beside it."""
    with buckets("media") as address:
        for name, value in {
            "AWS_ENDPOINT": address,
            "AWS_ALLOW_HTTP": "true",
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": "secret",
        }.items():
            monkeypatch.setenv(name, value)
        storage.at.cache_clear()  # it remembers the store of the test before
        storage.at("s3://media").put("secret_key", b"not a picture")
        yield "s3://media/shop"
