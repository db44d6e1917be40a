"""Advice in every state, through the real rules, each resting on figures as they stood when it was written."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.base import clock
from app.base.database import db
from app.domain.advice import (
    baseline,
    commenting,
    comparing,
    following_up,
    judging,
    proofs,
    responding,
    sending,
    visiting,
    writing,
)
from app.domain.advice.follow_up_models import VisitKind
from app.domain.advice.models import AdviceKind, CannotReason, Measure, Priority, Recommendation, Response
from app.domain.advice.proof_offered import tells_of_few
from app.domain.advice.proofs import Subject
from app.domain.advice.writing import Proof, Words
from app.domain.demand import unmet
from app.domain.demand.opportunities import Opportunity
from app.domain.people.models import Artisan
from app.jobs.demo import advice_proofs
from app.jobs.demo.content_files import Table, read
from app.jobs.demo.world import LANGUAGES, World
from app.web import languages
from app.web.words import short_day

AN_HOUR = timedelta(hours=1)
"""Until the clock writes down what is to be expected."""


def fill(world: World) -> None:
    """Written after the year has been counted, because that is what advice rests on."""
    opportunities = unmet.ranked(now=world.now)
    for table in read("advice")["advice"]:
        _advise(world, table, opportunities)
    owed = following_up.owed()
    for one in owed[:1]:
        following_up.close(one, by=world.advisor, at=world.ago(1))
    done = select(Response).where(Response.done_at.is_not(None)).order_by(Response.id)
    for response in db.session.scalars(done):
        comparing.freeze(response, at=(response.done_at or world.now) + AN_HOUR)
    while judging.judge_due(world.now):
        pass


def _advise(world: World, table: Table, opportunities: list[Opportunity]) -> None:
    artisans = [world.artisans[slug] for slug in table["for"]]
    written = world.ago(table.get("draft") or table["sent"] + 0.2)
    subject = _subject(world, table, opportunities)
    words = _words(world, table, subject, artisans)
    by = world.staff[table["by"]]
    given = _proofs(world, table, subject, written, artisans)
    if table["proofs"] and not given:
        return  # with other dice the market may have said nothing of it
    recommendation = writing.draft(words, given, by=by, at=written)
    db.session.flush()
    for said in table.get("comments", ()):
        at = written + timedelta(days=said["after"])
        commenting.comment(recommendation, said["say"], by=world.staff[said["by"]], at=at)
    if "draft" in table:
        return
    sent = written + timedelta(hours=2)
    before = baseline.measured(recommendation, [artisan.id for artisan in artisans], at=sent)
    sending.send(recommendation, artisans, before=before, by=by, at=sent)
    for response, steps in zip(recommendation.responses, table["for"].values(), strict=True):
        for step in steps:
            _take(response, step, recommendation, sent + timedelta(days=step["after"]))
    if "withdrawn" in table:
        writing.withdraw(recommendation, by=by, at=world.ago(table["withdrawn"]))


def _take(response: Response, step: Table, recommendation: Recommendation, at: datetime) -> None:
    """One step of an artisan with the advice, or of the advisor who follows it."""
    match step["step"]:
        case "opened":
            responding.opened(response, at=at)
        case "accepted":
            responding.accept(response, promised_on=None, at=at)
        case "declined":
            responding.decline(response, reason=CannotReason(step["reason"]), note=step["note"], at=at)
        case "done":
            responding.done(response, at=at)
        case "called" | "visited" as way:
            kind = VisitKind.CALL if way == "called" else VisitKind.VISIT
            by = recommendation.author
            visit = visiting.log(response.artisan, kind, response=response, by=by, at=at)
            visiting.note(visit, step.get("note"), by=by)
        case "checked":
            responding.check(response, by=recommendation.author, at=at)


def _subject(world: World, table: Table, opportunities: list[Opportunity]) -> Subject:
    item = world.items[table["item"]] if "item" in table else None
    craft = item.craft if item else world.crafts[table["craft"]]
    found = None
    if "words" in table:
        found = next((one for one in opportunities if table["words"] in (one.words, *one.spellings)), None)
    return Subject(craft_id=craft.id, item_id=item.id if item else None, opportunity=found)


def _words(world: World, table: Table, subject: Subject, artisans: list[Artisan]) -> Words:
    due = clock.local(world.now).date() + timedelta(days=table["due"])
    return Words(
        kind=AdviceKind(table["kind"]),
        priority=Priority(table.get("priority", Priority.NORMAL)),
        title=table["title"],
        sentences={language: table["say"][language].format(day=_day(due, language)) for language in LANGUAGES},
        measure=Measure(table.get("measure", Measure.ACCEPTED_REQUESTS)),
        expected_change=table["expected"],
        due_on=due,
        artisan_ids=[artisan.id for artisan in artisans],
        craft_id=subject.craft_id,
        item_id=subject.item_id,
        opportunity=subject.opportunity.key if subject.opportunity else "",
    )


def _proofs(world: World, table: Table, subject: Subject, at: datetime, artisans: list[Artisan]) -> list[Proof]:
    """The strongest of what was on record the day before; what rests on few cases comes last.

    A piece has its quiet seasons: then its craft speaks for it, or the artisan's own year.
    """
    on = clock.local(at).date() - timedelta(days=1)
    found: list[Any] = proofs.candidates(subject, on=on) or proofs.candidates(Subject(subject.craft_id), on=on)
    found = [one for one in found if not any(tells_of_few(one.makers, artisan.id) for artisan in artisans)]
    found.sort(key=lambda one: one.small)
    chosen = [
        Proof(
            one.source,
            languages.everywhere(one.text, one.many, one.number, **one.facts),
            one.figure,
            one.icon,
            one.series,
            one.frozen_facts,
        )
        for one in found[: table["proofs"]]
    ]
    own = []
    if table.get("own_month") or (table["proofs"] and not chosen):
        own.append(advice_proofs.best_month(artisans[0], world.now))
    if "longer_price" in table:
        own.append(advice_proofs.longer_price(world.items[table["longer_price"]]))
    return chosen + [proof for proof in own if proof]


def _day(day: date, language: str) -> str:
    with languages.speaking(language):
        return short_day(day)
