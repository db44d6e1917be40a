"""A backup is whole, is proven, goes into either engine, and never over anybody's work."""

import json
import stat
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol
from zipfile import ZipFile

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from app.adapters import storage
from app.base import clock
from app.base.database import db, writing
from app.domain.alerts.models import Alert, AlertKind
from app.domain.audit import keys
from app.domain.catalogue.models import Item, Variant
from app.domain.demand.models import SignalBatch
from app.domain.people.models import RoleName, User
from app.domain.people.trades import Craft
from app.jobs.backup import rows
from app.jobs.backup.archive import Archive
from tests import given
from tests.conftest import Prepared
from tests.databases import needed, postgresql_answers
from tests.domain.alerts.given import HICHAM, asked, confirmed

MADE = """INSERT INTO stock_movement (variant_id, change, kind, on_behalf, at)
    SELECT id, 1, 'made', false, '2026-01-01 00:00:00' FROM variant"""


@pytest.fixture
def lived_in(own_app: Flask) -> Flask:
    """An installation with people, pieces, pictures and today's key."""
    with own_app.app_context(), writing():
        craft = given.craft(names={"fr": "Tissage", "ar": "النسيج", "zgh": "ⴰⵥⵟⵟⴰ"})
        given.craft(parent_id=craft.id)
        rug = given.item(title="Tapis « Ahl » d’été", craft_=craft, stock=4)
        confirmed(rug, AlertKind.PRICE)
        asked("منديل أزرق", who=HICHAM)
        given.user(RoleName.COORDINATOR, name="Karim\nAlaoui", mf_recovery_codes=["a1", "b2"])
        keys.key_of(clock.today())
        db.session.add(SignalBatch(at=clock.now(), body="signs on their way"))
        db.session.commit()
    media = storage.at(own_app.config["SETTINGS"].media_url)
    media.put("public/abc/480.jpg", bytes(range(256)))
    media.put("private/originals/1.jpg", b"original")
    media.put("private/.ready", b"a probe")
    return own_app


def run(app: Flask, *words: object) -> Result:
    return app.test_cli_runner().invoke(args=["backup", *map(str, words)])


def create(app: Flask, file: Path) -> Path:
    done = run(app, "create", file)
    assert done.exit_code == 0, done.output
    return file


class Empty(Protocol):
    def __call__(self, engine: str) -> Flask: ...


@pytest.fixture
def empty(prepared: Callable[[str], Prepared]) -> Iterator[Empty]:
    """Makes new installations on an engine: tables, and nothing in them."""
    with ExitStack() as after:

        def make(engine: str) -> Flask:
            if engine == "postgresql":
                needed("PostgreSQL", postgresql_answers())
            return after.enter_context(prepared(engine).template.copy())

        yield make


def sums(app: Flask) -> dict[str, tuple[int, str]]:
    """Every kept table's count and sum, read as the backup reads it."""
    found = {}
    with app.app_context(), db.engine.connect() as connection:
        for table in db.metadata.sorted_tables:
            if table.name not in rows.NEVER:
                total = rows.Sum()
                for line in rows.read(connection, table.name, rows.columns(table), ()):
                    total.add(line)
                found[table.name] = (total.rows, total.digest)
    return found


def test_an_archive_is_proven_by_restoring_it_elsewhere(lived_in: Flask, tmp_path: Path) -> None:
    file = create(lived_in, tmp_path / "kept.zip")
    proof = run(lived_in, "check", file)
    assert proof.exit_code == 0, proof.output
    assert "Equal:" in proof.output and "2 pictures" in proof.output


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_it_is_restored_into_either_engine(lived_in: Flask, tmp_path: Path, engine: str, empty: Empty) -> None:
    file = create(lived_in, tmp_path / "kept.zip")
    other = empty(engine)
    done = run(other, "restore", file)
    assert done.exit_code == 0, done.output
    assert sums(other) == sums(lived_in)
    chosen, before = other.config["SETTINGS"], lived_in.config["SETTINGS"]
    media = storage.at(chosen.media_url)
    assert media.paths() == ["private/originals/1.jpg", "public/abc/480.jpg"]
    kept = media.get("public/abc/480.jpg")
    assert kept and kept.body == bytes(range(256))
    assert (chosen.instance / "secret_key").read_text() == before.secret_key
    with other.app_context(), writing():
        person = db.session.scalars(sa.select(User).where(User.name == "Karim\nAlaoui")).one()
        assert person.mf_recovery_codes == ["a1", "b2"] and person.is_a(RoleName.COORDINATOR)
        assert db.session.scalars(sa.select(Craft).where(Craft.parent_id.is_not(None))).one()
        assert {alert.kind for alert in db.session.scalars(sa.select(Alert))} == {AlertKind.PRICE, AlertKind.WORDS}
        highest = db.session.scalar(sa.select(sa.func.max(Item.id)))
        assert given.item().id > (highest or 0), "new rows are numbered after the restored ones"
        db.session.rollback()


def test_pictures_move_between_a_folder_and_a_bucket(
    lived_in: Flask, tmp_path: Path, empty: Empty, bucket: str
) -> None:
    file, moved, back = create(lived_in, tmp_path / "kept.zip"), empty("sqlite"), empty("sqlite")
    moved.config["SETTINGS"] = replace(moved.config["SETTINGS"], media_url=bucket)
    assert run(moved, "restore", file).exit_code == 0
    assert storage.at(bucket).paths() == ["private/originals/1.jpg", "public/abc/480.jpg"]
    done = run(back, "restore", create(moved, tmp_path / "again.zip"))
    assert done.exit_code == 0, done.output
    kept = storage.at(back.config["SETTINGS"].media_url).get("public/abc/480.jpg")
    assert kept and kept.body == bytes(range(256))


def test_keys_that_must_die_are_never_kept(lived_in: Flask, tmp_path: Path) -> None:
    with ZipFile(create(lived_in, tmp_path / "kept.zip")) as archive:
        assert not [name for name in archive.namelist() if "daily_key" in name or "worker_beat" in name]
        with lived_in.app_context():
            secret = keys.key_of(clock.today())
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert secret not in everything and secret.hex().encode() not in everything


def test_only_its_owner_reads_it_and_nothing_is_written_over(lived_in: Flask, tmp_path: Path) -> None:
    file = create(lived_in, tmp_path / "new folder" / "kept.zip")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = file.read_bytes()
    again = run(lived_in, "create", file)
    assert again.exit_code == 1 and "already" in again.output and file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == ["kept.zip"]


def test_what_is_written_meanwhile_is_in_it_whole_or_not_at_all(
    lived_in: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two tables, somebody changes both sides of a fact."""
    ordinary, done = rows.read, []

    def meanwhile(connection, name, kinds, order):
        if name == "stock_movement" and not done:
            done.append(name)
            with lived_in.app_context(), writing(), db.engine.begin() as other:
                other.execute(sa.update(Variant).values(on_hand=Variant.on_hand + 1))
                other.execute(sa.text(MADE))
        yield from ordinary(connection, name, kinds, order)

    monkeypatch.setattr(rows, "read", meanwhile)
    file = create(lived_in, tmp_path / "kept.zip")
    assert done
    with Archive(file) as archive:
        shelves = {row["id"]: row["on_hand"] for row in table(archive, "variant")}
        moved = Counter[int]()
        for movement in table(archive, "stock_movement"):
            moved[movement["variant_id"]] += movement["change"]
    assert shelves == dict(moved)


def table(archive: Archive, name: str) -> list[dict[str, Any]]:
    return [rows.values(line, archive.manifest.tables[name].columns) for line in archive.lines(name)]


def test_a_restore_never_writes_over_anybodys_work(lived_in: Flask, tmp_path: Path) -> None:
    file = create(lived_in, tmp_path / "kept.zip")
    before = sums(lived_in)
    done = run(lived_in, "restore", file)
    assert done.exit_code == 1 and "not empty" in done.output and sums(lived_in) == before


def test_nor_over_pictures(lived_in: Flask, tmp_path: Path, empty: Empty) -> None:
    file = create(lived_in, tmp_path / "kept.zip")
    other = empty("sqlite")
    storage.at(other.config["SETTINGS"].media_url).put("public/mine.jpg", b"mine")
    done = run(other, "restore", file)
    assert done.exit_code == 1 and "pictures" in done.output
    assert not any(count for count, _digest in sums(other).values())


def change(file: Path, name: str, words: bytes, others: bytes) -> None:
    """Rewrite one part of an archive, as a hand or a bad disk might."""
    with ZipFile(file) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    assert words in parts[name]
    parts[name] = parts[name].replace(words, others, 1)
    with ZipFile(file, "w") as archive:
        for each, body in parts.items():
            archive.writestr(each, body)


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("tables/variant.jsonl", (b"26000", b"16000")),
        ("tables/item_text.jsonl", (b"Tapis", b"Tapiz")),
        ("media/public/abc/480.jpg", (b"\x01\x02\x03", b"\x01\x02\x04")),
    ],
)
def test_a_changed_archive_is_refused_and_leaves_nothing_behind(
    lived_in: Flask, tmp_path: Path, name: str, changes: tuple[bytes, bytes], empty: Empty
) -> None:
    file = create(lived_in, tmp_path / "kept.zip")
    change(file, name, *changes)
    other = empty("sqlite")
    done = run(other, "restore", file)
    assert done.exit_code == 1 and "damaged" in done.output
    assert not any(count for count, _digest in sums(other).values())
    assert storage.at(other.config["SETTINGS"].media_url).paths() == []


def test_a_copy_that_differs_from_the_archive_is_not_called_equal(lived_in: Flask, tmp_path: Path) -> None:
    """A row lost on the way and a shelf that does not add up are both seen."""
    with lived_in.app_context(), writing(), db.engine.begin() as connection:
        connection.execute(sa.update(Variant).values(on_hand=Variant.on_hand + 1))
    proof = run(lived_in, "check", create(lived_in, tmp_path / "kept.zip"))
    assert proof.exit_code == 1 and "shelves that differ" in proof.output


@pytest.mark.parametrize(
    ("change_", "said"),
    [
        ({"format": 99}, "format 99"),
        ({"revision": "9999"}, "newer"),
        ({"media": {"../../etc/passwd": ""}}, "elsewhere"),
    ],
)
def test_a_strange_archive_is_refused_with_a_reason(
    lived_in: Flask, tmp_path: Path, change_: dict[str, object], said: str, empty: Empty
) -> None:
    file = create(lived_in, tmp_path / "kept.zip")
    with ZipFile(file) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        parts = {each: archive.read(each) for each in archive.namelist() if each != "manifest.json"}
    with ZipFile(file, "w") as archive:
        for each, body in parts.items():
            archive.writestr(each, body)
        archive.writestr("manifest.json", json.dumps({**manifest, **change_}))
    other = empty("sqlite")
    done = run(other, "restore", file)
    assert done.exit_code == 1 and said in done.output


def test_what_is_no_archive_is_refused_with_a_reason(own_app: Flask, tmp_path: Path) -> None:
    (tmp_path / "kept.zip").write_bytes(b"nothing of the kind")
    done = run(own_app, "restore", tmp_path / "kept.zip")
    assert done.exit_code == 1 and "not a backup of Maalem" in done.output


def test_rows_that_point_at_each_other_come_after_what_they_point_at() -> None:
    lines = [json.dumps(row) for row in ([1, 3], [2, None], [3, 2])]
    assert [json.loads(line)[0] for line in rows.parents_first(lines, 0, 1)] == [2, 3, 1]
    with pytest.raises(ValueError, match="circle"):
        list(rows.parents_first([json.dumps([1, 2]), json.dumps([2, 1])], 0, 1))
