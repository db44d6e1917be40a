"""Advice: the board by state, the editor that freezes its evidence, one recommendation and what came of it."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from app.advisor import (
    advice_lanes,
    advice_outcome,
    advice_page,
    advice_subjects,
    advice_voices,
    demand_filters,
    making_words,
)
from app.advisor.advice_form import AdviceForm, chosen, filled, said_before
from app.base import clock
from app.base.database import db
from app.domain.advice import (
    baseline,
    commenting,
    findings,
    following_up,
    proofs,
    responding,
    sending,
    voicing,
    words,
    writing,
)
from app.domain.advice.models import AdviceState, Measure, Recommendation
from app.domain.people import makers
from app.domain.people.models import Artisan
from app.web import advice_pictures, languages
from app.web.access import person
from app.web.addresses import asked_row
from app.web.doing import do
from app.web.forms import Button, not_yet, once
from app.web.pictures import first_picture
from app.web.refusals import changed_meanwhile, explain, explained_in, status_of

blueprint = Blueprint("advice", __name__)
SHOWN = 8
VIEWS = ("all", "mine", "silent", "table")


@blueprint.route("/advice/")
def board() -> str:
    view = request.args.get("view", "all")
    if view not in VIEWS:
        view = "all"
    now = clock.now()
    views = advice_lanes.by_view(findings.board(), person(), now)
    found = views[view]
    told = advice_outcome.of_responses(response for one in views["all"] for response in one.responses)
    january = clock.start_of_day(clock.today().replace(month=1, day=1))
    asked, followed = findings.tally(january)
    return render_template(
        "advisor/advice/board.html",
        view=view,
        counts={one: len(rows) for one, rows in views.items()},
        lanes=advice_lanes.lanes(found),
        rows=found,
        makers=makers.by_ids({id_ for one in found if not one.responses for id_ in one.artisan_ids}),
        before={one.id: baseline.frozen(one) for one in found},
        asked=asked,
        followed=followed,
        names=words,
        told=told,
        so_far=advice_outcome.so_far(views["all"], told, since=january),
        crafts=demand_filters.crafts_by_id(),
        to_do=_to_do(),
        picture=_picture,
        keep_url=lambda kind: url_for("advisor.advice_table.keep", kind=kind),
        now=now,
        today=clock.today(),
    )


@blueprint.route("/advice/new", methods=["GET", "POST"])
def new() -> Any:
    return _edit(None, advice_voices.receive(by=person(), at=clock.now()))


@blueprint.route("/advice/<int:recommendation_id>/edit", methods=["GET", "POST"])
def edit(recommendation_id: int) -> Any:
    """Where a colleague has deleted the draft meanwhile, what was typed is not lost with it."""
    is_sent = request.method == "POST"
    received = advice_voices.receive(by=person(), at=clock.now())
    found = findings.whole(recommendation_id, for_update=is_sent)
    if found is None and not is_sent:
        abort(404)
    return _edit(found, received, is_gone=found is None)


@blueprint.route("/advice/<int:recommendation_id>")
def show(recommendation_id: int) -> Any:
    recommendation = advice_page.load(recommendation_id)
    if recommendation.state is AdviceState.DRAFT:
        return redirect(url_for(".edit", recommendation_id=recommendation.id), 303)
    return advice_page.shown(recommendation, Button(formdata=None))


@blueprint.route("/advice/<int:recommendation_id>/discard", methods=["POST"])
def discard(recommendation_id: int) -> Any:
    form = Button()
    not_yet(form.key.data)
    recommendation = advice_page.load(recommendation_id)
    said = _("The draft was deleted.")
    done = do(form, lambda: writing.discard(recommendation, at=clock.now()), then=url_for(".board"), said=said)
    return done or (advice_page.shown(recommendation, form), status_of(form))


@blueprint.route("/advice/<int:recommendation_id>/withdraw", methods=["POST"])
def withdraw(recommendation_id: int) -> Any:
    recommendation, form = advice_page.load(recommendation_id), Button()
    here = url_for(".show", recommendation_id=recommendation_id)
    said = _("The advice was withdrawn. Nobody is asked any more.")
    done = do(form, lambda: writing.withdraw(recommendation, by=person(), at=clock.now()), then=here, said=said)
    return done or (advice_page.shown(recommendation, form), status_of(form))


@blueprint.route("/advice/<int:recommendation_id>/responses/<int:response_id>/check", methods=["POST"])
def check(recommendation_id: int, response_id: int) -> Any:
    recommendation, form = advice_page.load(recommendation_id), Button()
    response = advice_page.response_of(recommendation, response_id)
    here = url_for(".show", recommendation_id=recommendation_id)
    said = _("Checked. What comes of it is said once the eight weeks are over.")
    done = do(form, lambda: responding.check(response, by=person(), at=clock.now()), then=here, said=said)
    return done or (advice_page.shown(recommendation, form), status_of(form))


def _edit(recommendation: Recommendation | None, received: advice_voices.Received, *, is_gone: bool = False) -> Any:
    """One page for a new recommendation and for a draft: saved, or saved and sent. is_gone: it was a draft."""
    sent = recommendation is not None and recommendation.state is not AdviceState.DRAFT
    if recommendation is not None and sent and request.method != "POST":
        return redirect(url_for(".show", recommendation_id=recommendation.id), 303)
    topic = advice_subjects.of(recommendation) if recommendation else advice_subjects.asked_for(request.args)
    form = AdviceForm(data=filled(recommendation) | ({} if recommendation else _begun(topic)))
    if topic.subject.craft_id is None:
        del form.for_all
    artisans = makers.who_can_be_asked(topic.subject.craft_id)
    offered = _offered(recommendation, topic.subject)
    form.offer(artisans, offered)
    form.hear(received)
    if is_gone:
        not_yet(form.key.data)
        form.seen.show(0)
        explain(form, writing.Gone())
    elif form.validate_on_submit():
        answer = _save(form, recommendation, topic, artisans, offered)
        if answer is not None:
            return answer  # a refusal ends the block above before there is one
    changed = recommendation is not None and changed_meanwhile(form)
    if recommendation is not None and changed:
        form.seen.show(recommendation.version)
    page = render_template(
        "advisor/advice/edit.html",
        form=form,
        recommendation=recommendation,
        changed=changed,
        goes_to=url_for(".new") if is_gone else "",
        sent=sent,
        topic=topic,
        offered=offered,
        step=Button(),
        picture=first_picture(topic.item, languages.current()),
        making=making_words.said(topic.subject.item_id),
        until_now=_until_now(form, topic.subject),
        spoken=advice_voices.spoken(recommendation, form),
        names=words,
        **(advice_page.talk(recommendation) if recommendation else {"comments": None}),
    )
    return page, status_of(form)


def _until_now(form: AdviceForm, subject: proofs.Subject) -> baseline.Before | None:
    """What the measure was, for the artisans ticked or the piece; None while it is about nobody and nothing."""
    ticked = form.known_artisans if "for_all" in form and form.for_all.data else set(form.artisans.data or ())
    artisans = sorted(ticked & form.known_artisans)
    if subject.item_id is None and not artisans:
        return None
    measure = form.measure.data if form.measure.data in set(Measure) else Measure.ACCEPTED_REQUESTS
    asked = Recommendation(
        measure=Measure(measure),
        item_id=subject.item_id,
        craft_id=subject.craft_id,
        compare_days=writing.COMPARED_DAYS,
    )
    return baseline.measured(asked, artisans, at=clock.now())


def _begun(topic: advice_subjects.Topic) -> dict[str, Any]:
    """What a new page says already: the artisan it was opened for, else whoever makes the piece."""
    artisan = asked_row("artisan") or (topic.item.artisan_id if topic.item else None)
    like = asked_row("like")
    before = findings.whole(like) if like else None
    said = said_before(before) if before and before.state is AdviceState.SENT else {}
    begun = {"title": topic.title, "kind": topic.kind.value, "priority": topic.priority.value}
    return begun | said | {"artisans": [artisan] if artisan else []}


def _save(
    form: AdviceForm,
    recommendation: Recommendation | None,
    topic: advice_subjects.Topic,
    artisans: list[Artisan],
    offered: list[Any],
) -> Answer | None:
    """Keep what was written, and send it where that was asked. None where a rule refused."""
    send_now, answer = request.form.get("step") == "send", None
    step = ".show" if send_now else ".edit"
    here = url_for(step, recommendation_id=recommendation.id) if recommendation else url_for(".board")
    with explained_in(form), once(form.key.data, then=here, user_id=person().id) as kept:
        said, proven = form.words(topic.subject, topic.key), chosen(form.proofs.data or (), offered)
        if recommendation is None:
            recommendation = writing.draft(said, proven, by=person(), at=clock.now())
        else:
            writing.revise(recommendation, said, proven, seen=form.seen.numbers[0], at=clock.now())
        voicing.say(recommendation, form.came, unsaid=form.unsaid.data or (), at=clock.now())
        if send_now:
            _send(recommendation, [one for one in artisans if said.for_all or one.id in said.artisan_ids])
        db.session.flush()  # so that a new one has a number
        kept.location = url_for(step, recommendation_id=recommendation.id)
        db.session.commit()
        flash(_("Sent. You see here who has not opened it.") if send_now else _("The draft is kept."), "good")
        answer = redirect(kept.location, 303)
    return answer  # noqa: RET504  # a refusal ends the block above before there is one


def _send(recommendation: Recommendation, artisans: list[Artisan]) -> None:
    now = clock.now()
    sending.must_be_ready(recommendation, artisans)  # before anything is measured for it
    before = baseline.measured(recommendation, [one.id for one in artisans], at=now)
    sending.send(recommendation, artisans, before=before, by=person(), at=now)


def _offered(recommendation: Recommendation | None, subject: proofs.Subject) -> list[Any]:
    """Frozen proofs first, then what could be added now."""
    frozen = list(recommendation.evidence) if recommendation else []
    known = {evidence.source for evidence in frozen}
    yesterday = clock.today() - timedelta(days=1)
    return [*frozen, *(one for one in proofs.candidates(subject, on=yesterday) if one.source not in known)]


def _to_do() -> dict[str, Any] | None:
    """What is for the reader to do beside the board: comments on their advice, and what a no led on to."""
    comments, owed = commenting.unread(person().id), following_up.owed(advisor_id=person().id, most=SHOWN)
    if not comments and not owed:
        return None
    return {"comments": comments, "titles": findings.titles(comments), "owed": owed}


def _picture(recommendation: Recommendation) -> Any:
    return advice_pictures.about(recommendation, languages.current())
