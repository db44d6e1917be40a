"""The recommendation editor's form, and how it becomes the words and proofs the rules take."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from wtforms import BooleanField, SelectField, validators

from app.advisor.advice_voices import SPOKEN, SpokenForm
from app.domain.advice.models import AdviceKind, Evidence, Measure, Priority, Recommendation
from app.domain.advice.proof_offered import Candidate
from app.domain.advice.proofs import Subject
from app.domain.advice.words import KINDS, MEASURES, PRIORITIES
from app.domain.advice.writing import LONGEST_SENTENCE, MOST_PROOFS, Proof, Words
from app.domain.people.models import Artisan
from app.web import languages
from app.web.fields import Boxes, Day, Line, Seen, WholeNumber, choices_of
from app.web.words import listed

NO_DATE = lazy("Choose a date in the coming months.")


class AdviceForm(SpokenForm):
    """What an advisor decides. Choices of artisans and proofs are filled in by ``offer``."""

    title = Line(lazy("What is it about?"), most=160, needed=lazy("Name the piece or the craft in a few words."))
    kind = SelectField(lazy("Kind of advice"), choices=choices_of((kind, lazy(text)) for kind, text in KINDS.items()))
    priority = SelectField(
        lazy("Priority"),
        choices=choices_of((one, lazy(text)) for one, text in PRIORITIES.items()),
        default=Priority.NORMAL.value,
    )
    artisans = Boxes(lazy("For"), coerce=int)
    for_all = BooleanField(lazy("All artisans of this craft, as they are on the day it is sent"))
    sentence_fr = Line(lazy("What to do, in French"), most=LONGEST_SENTENCE)
    sentence_ar = Line(lazy("What to do, in Arabic"), most=LONGEST_SENTENCE)
    sentence_zgh = Line(lazy("What to do, in Amazigh"), most=LONGEST_SENTENCE)
    sentence_en = Line(lazy("What to do, in English"), most=LONGEST_SENTENCE)
    sentence_es = Line(lazy("What to do, in Spanish"), most=LONGEST_SENTENCE)
    proofs = Boxes(lazy("Why? Join one to three proofs"))
    measure = SelectField(lazy("Measure"), choices=choices_of((one, lazy(text)) for one, text in MEASURES.items()))
    expected_change = WholeNumber(lazy("Expected change, a month"), least=-999, most=999, needed=False)
    due_on = Day(lazy("To be done by"), validators=[validators.Optional()], wrong=NO_DATE)
    seen = Seen()

    def offer(self, artisans: Sequence[Artisan], proofs: Sequence[Candidate | Evidence]) -> None:
        """Say who can be chosen and which proofs there are."""
        here = languages.current()
        self.artisans.choices = choices_of(
            (one.id, listed([one.known_as(here), one.place.called(here)])) for one in artisans
        )
        self.proofs.choices = choices_of((one.source, one.source) for one in proofs)
        self.known_artisans = {one.id for one in artisans}
        self.known_proofs = {one.source for one in proofs}

    def validate_artisans(self, field: Boxes) -> None:
        if not set(field.data or ()) <= self.known_artisans:
            raise validators.ValidationError(_("Choose among the artisans shown."))

    def validate_proofs(self, field: Boxes) -> None:
        if not set(field.data or ()) <= self.known_proofs:
            raise validators.ValidationError(_("Choose among the proofs shown."))
        if len(field.data or ()) > MOST_PROOFS:
            raise validators.ValidationError(
                _("Choose three proofs at most: the artisan must be able to keep them in mind.")
            )

    def validate_due_on(self, field: Day) -> None:
        if field.data is not None and field.data.year not in range(2000, 2200):
            raise validators.ValidationError(NO_DATE)

    def words(self, subject: Subject, opportunity: str) -> Words:
        sentences = {code: self[f"sentence_{code}"].data for code in SPOKEN}
        return Words(
            kind=AdviceKind(self.kind.data),
            title=self.title.data or "",
            sentences={code: text for code, text in sentences.items() if text},
            measure=Measure(self.measure.data),
            expected_change=self.expected_change.data,
            due_on=self.due_on.data,
            artisan_ids=self.artisans.data or (),
            craft_id=subject.craft_id,
            item_id=subject.item_id,
            opportunity=opportunity,
            priority=Priority(self.priority.data),
            for_all="for_all" in self and bool(self.for_all.data),
        )


def filled(recommendation: Recommendation | None) -> dict[str, Any]:
    """A draft's values as the form shows them."""
    if recommendation is None:
        return {"seen": (0,)}
    return {
        "seen": (recommendation.version,),
        "title": recommendation.title,
        "kind": recommendation.kind.value,
        "priority": recommendation.priority.value,
        "artisans": recommendation.artisan_ids,
        "for_all": recommendation.for_all,
        "proofs": [evidence.source for evidence in recommendation.evidence],
        "measure": recommendation.measure.value,
        "expected_change": recommendation.expected_change,
        "due_on": recommendation.due_on,
        **{f"sentence_{code}": recommendation.sentences.get(code, "") for code in SPOKEN},
    }


def said_before(recommendation: Recommendation) -> dict[str, Any]:
    """What can be said again of something else: the words and what shows whether it worked, no figure and no date."""
    kept = ("title", "kind", "measure", "expected_change", *(f"sentence_{code}" for code in SPOKEN))
    values = filled(recommendation)
    return {name: values[name] for name in kept}


def chosen(sources: Sequence[str], offered: Sequence[Candidate | Evidence]) -> list[Proof]:
    """The proofs ticked, their words written in every language: they will not change any more."""
    by_source = {one.source: one for one in offered}
    return [_proof(by_source[source]) for source in sources]


def _in_every_language(one: Candidate) -> dict[str, str]:
    return languages.everywhere(one.text, one.many, one.number, **one.facts)


def _proof(one: Candidate | Evidence) -> Proof:
    if isinstance(one, Evidence):
        return Proof(one.source, one.sentences, one.figure, one.icon, tuple(one.series), one.facts)
    return Proof(one.source, _in_every_language(one), one.figure, one.icon, one.series, one.frozen_facts)
