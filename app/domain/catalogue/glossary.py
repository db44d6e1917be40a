"""The craft glossary: terms with their word in five languages. It suggests words and feeds the search."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from app.base.database import db
from app.base.errors import N_, Forbidden, Missing, Refusal, Stale
from app.domain.audit import trail
from app.domain.catalogue.folding import SMALL, fold
from app.domain.catalogue.glossary_models import Term
from app.domain.catalogue.synonyms import Synonyms
from app.domain.people.models import User
from app.domain.people.trades import Craft

LANGUAGES = ("fr", "ar", "en", "es", "zgh")
LONGEST_WORD = 80
LONGEST_NOTE = 1000
MOST_SYNONYMS = 12


class NoFrenchWord(Refusal):
    text = N_("Write the word in French.")


class OneWordAlone(Refusal):
    text = N_("Write the word in one more language, or a synonym: alone it translates nothing.")


class TooLongWord(Refusal):
    text = N_("A word is too long: %(most)d characters at most.")


class TooManySynonyms(Refusal):
    text = N_("These are too many synonyms: %(most)d at most.")


class AlreadyThere(Refusal):
    text = N_("The glossary already holds “%(word)s”.")


@dataclass(frozen=True)
class Told:
    """What is said of a term. words: by language, empty ones left out. synonyms: by language."""

    words: Mapping[str, str]
    synonyms: Mapping[str, Sequence[str]] = field(default_factory=dict)
    craft: Craft | None = None
    note: str = ""


def terms(*, search: str = "", craft: str | None = None, removed: bool = False) -> list[Term]:
    """In the order of the French words. search: in any word of any language. craft: its slug."""
    chosen = select(Term).where(Term.removed_at.is_not(None) if removed else Term.removed_at.is_(None))
    if craft:
        chosen = chosen.where(Term.craft.has(Craft.slug == craft))
    looked_for = fold(search)
    found = [term for term in db.session.scalars(chosen) if not looked_for or _holds(term, looked_for)]
    return sorted(found, key=lambda term: (fold(term.called("fr")), term.id))


def term(term_id: int, *, for_update: bool = False) -> Term:
    """Also one that was removed. Raises Missing."""
    chosen = select(Term).where(Term.id == term_id)
    if for_update:
        chosen = chosen.with_for_update(of=Term).execution_options(populate_existing=True)
    found = db.session.scalar(chosen)
    if found is None:
        raise Missing
    return found


def add(told: Told, *, by: User, at: datetime) -> Term:
    """Raises Forbidden, NoFrenchWord, OneWordAlone, TooLongWord, TooManySynonyms, AlreadyThere."""
    _check(told, by)
    made = Term(created_at=at)
    _write(made, told, at)
    db.session.add(made)
    db.session.flush()
    _note("term.added", made, by, at)
    return made


def change(found: Term, told: Told, *, seen: int, by: User, at: datetime) -> None:
    """found: loaded for update. seen: the version before the person's eyes. Raises Stale, and what ``add`` raises."""
    if seen != found.version or found.removed_at:
        raise Stale
    _check(told, by, except_id=found.id)
    _write(found, told, at)
    db.session.flush()
    _note("term.changed", found, by, at)


def remove(found: Term, *, by: User, at: datetime) -> None:
    """Take a term out: it suggests nothing and finds nothing any more. Nothing happens where it is out already."""
    _may(by)
    if found.removed_at is None:
        found.removed_at = found.changed_at = at
        db.session.flush()
        _note("term.removed", found, by, at)


def put_back(found: Term, *, by: User, at: datetime) -> None:
    """Undo ``remove``. Raises Forbidden, AlreadyThere where another has taken its place."""
    _may(by)
    if found.removed_at is not None:
        _check(Told(found.words, found.synonyms), by, except_id=found.id)
        found.removed_at, found.changed_at = None, at
        db.session.flush()
        _note("term.put_back", found, by, at)


def synonyms() -> Synonyms:
    """The glossary as the search uses it, read now."""
    rows = db.session.execute(select(Term.words, Term.synonyms).where(Term.removed_at.is_(None)).order_by(Term.id))
    return Synonyms(([*words.values(), *(w for more in others.values() for w in more)] for words, others in rows),
                    small=SMALL)  # fmt: skip


def _holds(term: Term, looked_for: str) -> bool:
    return any(looked_for in fold(word) for word in (*term.every, term.note))


def _may(by: User) -> None:
    if not by.is_staff:
        raise Forbidden


def _check(told: Told, by: User, except_id: int | None = None) -> None:
    _may(by)
    if not told.words.get("fr"):
        raise NoFrenchWord(field="fr")
    if len(told.words) + sum(map(len, told.synonyms.values())) < 2:
        raise OneWordAlone(field="fr")
    for language in LANGUAGES:
        more = told.synonyms.get(language, ())
        if len(more) > MOST_SYNONYMS:
            raise TooManySynonyms(field=f"{language}_more", most=MOST_SYNONYMS)
        if any(len(word) > LONGEST_WORD for word in more):
            raise TooLongWord(field=f"{language}_more", most=LONGEST_WORD)
        if len(told.words.get(language, "")) > LONGEST_WORD:
            raise TooLongWord(field=language, most=LONGEST_WORD)
    word = fold(told.words["fr"])
    if any(term.id != except_id and fold(term.words.get("fr", "")) == word for term in terms()):
        raise AlreadyThere(field="fr", word=told.words["fr"])


def _write(term: Term, told: Told, at: datetime) -> None:
    term.words = {code: word for code in LANGUAGES if (word := told.words.get(code))}
    term.synonyms = {code: [*dict.fromkeys(more)] for code in LANGUAGES if (more := told.synonyms.get(code))}
    term.craft_id, term.note, term.changed_at = told.craft.id if told.craft else None, told.note[:LONGEST_NOTE], at


def _note(deed: str, term: Term, by: User, at: datetime) -> None:
    trail.record(deed, subject="term", subject_id=term.id, by_id=by.id, at=at, facts={"word": term.called("fr")})
