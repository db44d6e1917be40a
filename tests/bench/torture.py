"""Full-size races and kills. Small, seeded ones of the same making run in the ordinary test suite.

Counters only, for they mean the same on a busy machine: the floor of everything lost, damaged or wrong is none. A file
that is damaged is kept, and the trouble says where.
"""

import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.base.database import begin_writing
from tests import issuing, odd_photos, races, storms, workers
from tests.databases import Template
from tests.gateways import free_port, post_office, sms_gateway
from tests.jobs.sheets.test_odd_tables import outcomes
from tests.kills import raging
from tests.rushes import acceptances, double_taps, last_pieces, shelf_edits
from tests.rushes.crowd import gathered
from tests.sites import Site, is_sound, kill_in_the_midst, lost_of

RACE = races.Race(processes=6, changes=200, renew=20)
RACES = 5
STORM = storms.Storm(writers=8, changes=400, lines=40, forms=20, kills=12)
RUSH = issuing.Rush(processes=4, threads=4, documents=1_000)
LAST_PIECES = last_pieces.Rush(rounds=200, answers=50, pieces=20)
ACCEPTANCES = acceptances.Rush(offers=20, hands=50)
TAPS = double_taps.Rush(forms=500, taps=20)
EDITS = shelf_edits.Rush(pairs=2_000, shelves=25)
RAGE = raging.Rage(kills=300, lives=4)
MESSAGES, WORKERS_KILLED = 240, 6
SITES_KILLED = 4
ODD_FILES = 1000
ODD_TABLES = 1_000


def torture(engine: str, _sizes: list[str]) -> dict[str, object]:
    """Writers at once and killed, workers killed; on SQLite also both journals and a whole site killed."""
    found: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        template = Template(engine, folder)
        try:
            found["storm"] = _storm(template, folder)
            found["numbers"] = _numbers(template, folder)
            found |= _rushes(template)
            found["kills"] = _kills(template, folder)
            found["workers killed"] = _workers(template)
            found["odd files"] = _odd_files(template)
            found["odd tables"] = _odd_tables(template)
        finally:
            template.drop(template.name)
        if engine == "sqlite":
            found["version"] = sqlite3.sqlite_version
            found |= {f"races, {journal}": _races(folder, journal) for journal in ("wal", "delete")}
            found["sites killed"] = _sites(folder / "instance")
    return found


def _storm(template: Template, folder: Path) -> dict[str, object]:
    """Four hundred changes of one shelf at once, every line answered and every form sent by every writer."""
    _say(f"a storm on {template.engine}")
    with template.copy() as app:
        return asdict(storms.run(app, folder, STORM))


def _numbers(template: Template, folder: Path) -> dict[str, object]:
    """A thousand papers issued by sixteen at once, some undone after they were numbered."""
    _say(f"numbers on {template.engine}")
    with template.copy() as app:
        return asdict(issuing.run(app, folder, RUSH))


def _rushes(template: Template) -> dict[str, object]:
    """Fifty at once for the last twenty pieces and for one offer, forms tapped twenty times, shelves counted meanwhile.

    Four processes of threads on PostgreSQL, threads on SQLite.
    """
    found: dict[str, object] = {}
    with template.copy() as app, gathered(app) as crowd:
        _say(f"last pieces on {template.engine}")
        found["last pieces"] = _timed(lambda: last_pieces.run(crowd, LAST_PIECES))
        _say(f"acceptances on {template.engine}")
        found["acceptances"] = _timed(lambda: acceptances.run(crowd, ACCEPTANCES))
        _say(f"double taps on {template.engine}")
        found["double taps"] = _timed(lambda: double_taps.run(crowd, TAPS))
        _say(f"shelf edits on {template.engine}")
        found["shelf edits"] = _timed(lambda: shelf_edits.run(crowd, EDITS))
    return found


def _kills(template: Template, folder: Path) -> dict[str, object]:
    """Three hundred, of the web server's processes, of all of it, and of the worker, while requests live."""
    _say(f"kills on {template.engine}")
    with sms_gateway() as gateway, post_office() as office:
        mail = f"smtp://127.0.0.1:{office.port}"
        with template.copy(sms_url=gateway.url, mail_url=mail) as app:
            return _timed(lambda: raging.run(app, folder, gateway, office, RAGE))


def _timed(run: Callable[[], Any]) -> dict[str, object]:
    """What was found, and how long it took on this machine: to plan by, no measure of anything."""
    began = time.monotonic()
    return asdict(run()) | {"seconds": round(time.monotonic() - began)}


def _odd_tables(template: Template) -> dict[str, object]:
    """A thousand odd tables, each a report or a sentence; the trouble says which was neither."""
    _say(f"odd tables on {template.engine}")
    with template.copy() as app, app.app_context():
        begin_writing()
        reports, sentences, wrong = outcomes(range(ODD_TABLES))
    return {"reports": reports, "sentences": sentences, "wrong": len(wrong), "trouble": wrong[:20]}


def _workers(template: Template) -> dict[str, object]:
    _say(f"workers killed on {template.engine}")
    with sms_gateway() as gateway, template.copy(sms_url=gateway.url) as app:
        return asdict(workers.kill_while_delivering(app, gateway, messages=MESSAGES, kills=WORKERS_KILLED))


def _odd_files(template: Template) -> dict[str, object]:
    """A thousand files that are nearly photos, sent to the site as an artisan does, and given to the worker."""
    _say(f"odd files on {template.engine}")
    with template.copy() as app:
        return asdict(odd_photos.send(app, ODD_FILES))


def _races(folder: Path, journal: str) -> dict[str, object]:
    changes = lost = damaged = 0
    trouble: list[str] = []
    for number in range(RACES):
        _say(f"race {number + 1} of {RACES}, {journal}")
        run = races.run(RACE, folder / f"{journal}-{number}.sqlite", journal)
        changes += run.on_shelves
        lost += RACE.processes * RACE.changes - min(run.on_shelves, run.moved)
        damaged += bool(run.trouble)
        trouble += run.trouble
    return {"runs": RACES, "changes": changes, "lost": lost, "damaged": damaged, "trouble": trouble[:20]}


def _sites(instance: Path) -> dict[str, int]:
    """Each time: three people send requests, the whole site is killed, opened again, and looked over."""
    answered = lost = damaged = 0
    port = free_port()
    site = Site(instance, port)
    try:
        for number in range(SITES_KILLED):
            _say(f"site {number + 1} of {SITES_KILLED}")
            site.wait_until_open()
            sent = kill_in_the_midst(site, instance, after=12)
            site = Site(instance, port)
            site.wait_until_open()
            answered += len(sent)
            lost += len(lost_of(sent, instance))
            damaged += not is_sound(instance)
    finally:
        site.end()
    return {"kills": SITES_KILLED, "answered": answered, "lost": lost, "damaged": damaged}


def _say(words: str) -> None:
    sys.stderr.write(f"{words}\n")
