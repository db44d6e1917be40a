"""Ruff, mypy (strict on app/) and djlint find nothing. Warnings are errors here as everywhere."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHECKS = {
    "ruff": ["ruff", "check", "--no-cache", "."],
    "format": ["ruff", "format", "--no-cache", "--check", "."],
    "mypy": ["mypy"],
    "djlint": ["djlint", "--lint", "--quiet", "app/templates"],
}


@pytest.mark.parametrize("name", CHECKS)
def test_the_tools_are_content(name: str) -> None:
    tool, *arguments = CHECKS[name]
    command = [Path(sys.executable).with_name(tool), *arguments]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, (run.stdout + run.stderr)[-4000:]
