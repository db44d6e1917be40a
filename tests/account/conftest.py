"""Passwords hashed cheaply: how much they cost is not what these tests are about."""

import pytest
from argon2 import PasswordHasher

from app.domain.people import passwords


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobody.cache_clear()
