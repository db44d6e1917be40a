"""In which commune a workshop stands: chosen by the team, shown in the shop."""

import re

from sqlalchemy import select

from app.base.database import db
from app.domain.audit.models import AuditEvent
from app.domain.people import communes
from app.domain.people.models import Artisan
from tests import given
from tests.advisor.steps import at_desk
from tests.pages import Page, Visitor

BAB_TAZA, TANGER = "01.151.05.01", "01.511.01.0"


def _page(artisan: Artisan, q: str = "") -> str:
    return f"/advisor/artisans/{artisan.id}/commune{f'?q={q}' if q else ''}"


def _shown(page: Page) -> list[str]:
    return re.findall(r'name="commune"[^>]*value="([0-9.]+)"', page.text)


def _offered(page: Page) -> list[str]:
    return [code for code in communes.every() if f'value="{code}"' in page.text]


def test_found_by_a_few_letters_in_either_alphabet_and_by_the_province(visitor: Visitor) -> None:
    artisan = given.artisan()
    at_desk(visitor)
    for typed in ("bab taz", "BÂB-TAZA", "باب تازة"):
        assert _shown(visitor.get(_page(artisan, typed)))[0] == BAB_TAZA
    of_province = _offered(visitor.get(_page(artisan, "chefchaouen")))
    assert {BAB_TAZA, "01.151.01.01"} <= set(of_province)
    page = visitor.get(_page(artisan, "a"))
    assert "40 premières" in page.plain and len(_offered(page)) == 40
    assert _offered(visitor.get(_page(artisan, "xyzxyz"))) == _offered(visitor.get(_page(artisan))) == []


def test_chosen_and_shown_in_the_shop(visitor: Visitor) -> None:
    artisan = given.artisan(slug="rahma", name="Rahma", place=given.place("bab-taza", x=200, y=150))
    at_desk(visitor)
    assert "Commune" not in visitor.get("/fr/makers/rahma").text
    done = visitor.post(_page(artisan, "bab"), {"commune": BAB_TAZA, "seen": artisan.version})
    assert done.location == f"/advisor/artisans/{artisan.id}"
    assert "Bab Taza, province de Chefchaouen" in visitor.get(done.location).plain
    assert _offered(visitor.get(_page(artisan))) == [BAB_TAZA]
    assert "Bab Taza, province de Chefchaouen" in visitor.get("/fr/makers/rahma").plain
    assert "باب تازة، إقليم شفشاون" in visitor.get("/ar/makers/rahma").text
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.deed == "artisan.placed")).one()
    assert (event.subject_id, event.facts) == (artisan.id, {"from": "", "to": BAB_TAZA})
    visitor.post(_page(artisan), {"commune": "", "seen": artisan.version})
    assert "Bab Taza" not in visitor.get("/fr/makers/rahma").text


def test_a_prefecture_is_called_one(visitor: Visitor) -> None:
    given.artisan(slug="rahma", commune=TANGER)
    assert "Tanger, préfecture de Tanger-Assilah" in visitor.get("/fr/makers/rahma").plain


def test_what_is_no_commune_or_has_changed_meanwhile_is_refused(visitor: Visitor) -> None:
    artisan = given.artisan()
    at_desk(visitor)
    for odd in ("99.999", "x" * 5000, BAB_TAZA + "\x00"):
        page = visitor.post(_page(artisan, "bab"), {"commune": odd, "seen": artisan.version}, 422)
        assert "Choisissez une commune dans la liste." in page.plain and 'value="bab"' in page.text
    visitor.post(_page(artisan, "bab"), {"commune": BAB_TAZA, "seen": artisan.version + 3}, 409)
    db.session.refresh(artisan)
    assert artisan.commune == ""


def test_a_code_that_the_census_has_no_longer_is_not_shown(visitor: Visitor) -> None:
    given.artisan(slug="rahma", commune="00.000.00.00")
    assert "Commune" not in visitor.get("/fr/makers/rahma").text


def test_the_office_reads_it_in_words(visitor: Visitor) -> None:
    artisan = given.artisan(name="Rahma")
    at_desk(visitor).post(_page(artisan), {"commune": BAB_TAZA, "seen": artisan.version})
    page = visitor.sign_in(given.coordinator()).get("/office/audit/")
    assert "Commune d’un atelier changée" in page.plain and "–, puis Bab Taza" in page.plain
