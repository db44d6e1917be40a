"""`make run` as a newcomer meets it: real processes, killed in every way that happens to them."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.jobs import family
from tests.gateways import free_port
from tests.sites import PATIENCE, Site, bare, is_alive, is_sound, kill_in_the_midst, lost_of, until


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("serving") / "instance"


@pytest.fixture(scope="module")
def opened(instance: Path) -> Iterator[list[Site]]:
    """The sites of this file, all on one folder: only the first start is a first one."""
    sites: list[Site] = []
    yield sites
    for site in sites:
        site.end()


@pytest.fixture
def site(instance: Path, opened: list[Site]) -> Site:
    """Open. The last test's is taken again if that left it alive."""
    if not opened or opened[-1].process.poll() is not None:
        opened.append(Site(instance, free_port()))
        opened[-1].wait_until_open()
    return opened[-1]


def test_it_says_where_it_is_and_how_to_get_in(site: Site) -> None:
    until(lambda: "Ctrl-C ends it" in site.said)
    for words in (f"http://127.0.0.1:{site.port}", "0612000001", "conseil@demo.example", "maalem-demo", "/demo/outbox"):
        assert words in site.said
    assert site.ask("GET", "/fr/") == 200 and site.ask("GET", "/demo/outbox") == 200
    until(lambda: site.ask("GET", "/readyz") == 200)


def test_a_worker_or_server_that_crashes_is_started_again(site: Site) -> None:
    until(lambda: len(site.children()) == 2)
    for who in ("worker", "web"):
        before = site.children()[who]
        os.kill(before, signal.SIGKILL)
        until(lambda who=who, before=before: site.children().get(who, before) != before)
    until(lambda: family.is_answering("127.0.0.1", site.port))
    assert site.process.poll() is None


def test_killed_in_the_midst_of_requests_it_loses_none(instance: Path, opened: list[Site], site: Site) -> None:
    """Every request that was answered is there after `kill -9`, and the file is sound."""
    sent = kill_in_the_midst(site, instance, after=12)
    assert len(sent) >= 12, "requests were refused"
    opened.append(Site(instance, site.port))
    opened[-1].wait_until_open()
    assert lost_of(sent, instance) == set() and is_sound(instance)
    assert opened[-1].said.count("putting the cooperative's pieces") == 1, "data is kept, not loaded anew"


def test_a_taken_port_is_one_clear_line(site: Site, tmp_path: Path) -> None:
    second = Site(tmp_path / "instance", site.port)
    assert second.process.wait(PATIENCE) == 1
    assert second.said.strip() == (
        f"Error: Port {site.port} is taken on 127.0.0.1. Choose another: PORT={site.port + 1} make run"
    )


def test_a_demonstration_is_served_on_this_machine_only(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "serve", "--host", "0.0.0.0", "--port", str(free_port())],
        env={**bare(), "INSTANCE": str(tmp_path), "DEMO": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1 and "on this machine only" in done.stderr


def test_a_demonstrations_database_is_not_served_as_a_real_one(instance: Path, site: Site) -> None:
    for command in (["serve", "--port", str(free_port())], ["worker"]):
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *command],
            env={**bare(), "INSTANCE": str(instance)},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 1 and done.stderr.strip().startswith("DEMO: this database is a demonstration")


def test_ctrl_c_ends_all_of_it(site: Site) -> None:
    until(lambda: len(site.children()) == 2)
    children = site.children()
    site.process.send_signal(signal.SIGINT)
    assert site.process.wait(PATIENCE) == 0
    assert not any(is_alive(pid) for pid in children.values())
    assert family.is_free("127.0.0.1", site.port)
    assert "Traceback" not in site.said


def test_a_child_that_cannot_live_ends_the_whole_with_a_reason(tmp_path: Path) -> None:
    script = (
        "import sys; from app.jobs import family; "
        "sys.exit(family.live({'worker': [sys.executable, '-c', 'raise SystemExit(3)']},"
        " answers=lambda: True, ready=lambda: None))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 1
    assert done.stderr.count("starting it again") == family.RESTARTS
    assert "the worker cannot be kept alive (status 3); stopping" in done.stderr
