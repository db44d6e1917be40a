"""The catalogue to produce: the queue, and one item on its way to the shop. Its parts have files of their own."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.advisor import (
    catalogue_add,
    catalogue_countries,
    catalogue_crafts,
    catalogue_facts,
    catalogue_filters,
    catalogue_food,
    catalogue_labels,
    catalogue_photos,
    catalogue_print,
    catalogue_review,
    catalogue_shelf,
    catalogue_steps,
    catalogue_tasks,
    catalogue_texts,
    catalogue_variants,
    catalogue_work,
    item_depth,
)
from app.advisor.catalogue_food import food_exception
from app.advisor.catalogue_review import WhyForm
from app.advisor.catalogue_tasks import HandOnForm, ManyForm
from app.advisor.catalogue_words import ITEM_STATES, KINDS, LACKS
from app.base import clock
from app.domain.alerts import findings as alerts
from app.domain.catalogue import completeness, food, judging, producing, publishing, tasks
from app.domain.catalogue.desk_words import REASONS, TASKS
from app.web import languages, refusals
from app.web.access import person
from app.web.addresses import asked_row
from app.web.doing import do
from app.web.forms import Button
from app.web.pictures import picture_of
from app.web.refusals import status_of

blueprint = Blueprint("catalogue", __name__)
READ, WRITE, BOTH = ["GET"], ["POST"], ["GET", "POST"]
Views = tuple[tuple[str, str, Callable[..., Any], list[str]], ...]

PAGES: Views = (
    ("add", "add", catalogue_add.add, BOTH),
    ("print", "printed", catalogue_print.ask, BOTH),
    ("print/<int:print_id>/file", "printed_file", catalogue_print.file, READ),
    ("crafts/", "crafts", catalogue_crafts.index, READ),
    ("crafts/<slug>", "craft", catalogue_crafts.edit, BOTH),
    ("work", "work", catalogue_work.show, READ),
    ("work/rows", "work_rows", catalogue_work.rows, READ),
    ("work.csv", "work_export", catalogue_work.export, READ),
)
OF_ITEM: Views = (
    ("texts/<language>", "text", catalogue_texts.edit, BOTH),
    ("photos", "photos", catalogue_photos.edit, BOTH),
    ("facts", "facts", catalogue_facts.edit, BOTH),
    ("food", "food", catalogue_food.edit, BOTH),
    ("countries", "countries", catalogue_countries.edit, BOTH),
    ("labels/add", "add_label", catalogue_labels.add, BOTH),
    ("labels/<int:label_id>", "label", catalogue_labels.edit, BOTH),
    ("labels/<int:label_id>/proof", "proof", catalogue_labels.proof, READ),
    ("labels/<int:label_id>/off", "take_off_label", catalogue_labels.take_off, WRITE),
    ("variants/add", "add_variant", catalogue_variants.add, BOTH),
    ("variants/<int:variant_id>", "shelf", catalogue_shelf.edit, BOTH),
    ("variants/<int:variant_id>/particulars", "variant", catalogue_variants.edit, BOTH),
    ("variants/<int:variant_id>/<any(earlier,later):way>", "move_variant", catalogue_variants.move, WRITE),
    ("variants/<int:variant_id>/away", "take_away_variant", catalogue_variants.take_away, WRITE),
    ("variants/<int:variant_id>/back", "bring_back_variant", catalogue_variants.bring_back, WRITE),
    ("review", "review", catalogue_review.show, READ),
    ("review/texts/<language>", "judge_text", catalogue_review.judge_text, WRITE),
    ("review/photos", "judge_photos", catalogue_review.judge_photos, WRITE),
)
for address, name, view, methods in (
    *PAGES,
    *((f"items/<int:item_id>/{rest}", name, view, methods) for rest, name, view, methods in OF_ITEM),
):
    blueprint.add_url_rule(f"/catalogue/{address}", name, view, methods=methods)


@blueprint.route("/catalogue/")
def queue() -> str:
    return _queue()


@blueprint.route("/catalogue/tasks", methods=["POST"])
def move_many() -> Response | tuple[str, int]:
    """The same task of the pieces that are ticked: taken, or handed on. The address carries the filters."""
    form = _many_form()
    done = catalogue_tasks.move_many(form, back=catalogue_filters.address)
    return done or (_queue(form), status_of(form))


@blueprint.route("/catalogue/tasks/undo/<key>", methods=["POST"])
def undo_tasks(key: str) -> Response | tuple[str, int]:
    """On a piece's page (``item`` in the query) or on the list, as it was filtered."""
    form, item_id = Button(), asked_row("item")
    then = url_for(".item", item_id=item_id, _anchor="tasks") if item_id else catalogue_filters.address()
    done = catalogue_tasks.undo(form, key, then=then)
    return done or (_item(item_id, refused=form) if item_id else _queue(refused=form), status_of(form))


@blueprint.route("/catalogue/items/<int:item_id>")
def item(item_id: int) -> str:
    return _item(item_id)


@blueprint.route("/catalogue/items/<int:item_id>/<any(publish,pause,resume,archive):step>", methods=["POST"])
def take_step(item_id: int, step: str) -> Response | tuple[str, int]:
    found, form = producing.item(item_id, for_update=True), Button()

    def said() -> str:
        return str(_("%(item)s: %(state)s.", item=found.reference, state=_(ITEM_STATES[found.state])))

    rule = getattr(publishing, step)
    granted = {"exception": food_exception()} if step in ("publish", "resume") else {}
    here = url_for(".item", item_id=item_id)
    done = do(form, lambda: rule(found, **granted, by=person(), at=clock.now()), then=here, said=said)
    return done or (_item(item_id, refused=form), status_of(form))


@blueprint.route("/catalogue/items/<int:item_id>/send-back", methods=["POST"])
def send_back(item_id: int) -> Response | tuple[str, int]:
    found, form = producing.item(item_id, for_update=True), WhyForm()
    done = do(
        form,
        lambda: publishing.send_back(found, form.note.data or "", why=form.reasons, by=person(), at=clock.now()),
        then=url_for(".item", item_id=item_id),
        said=_("The artisan can read what you ask."),
    )
    return done or (_item(item_id, sending_back=form), status_of(form))


@blueprint.route("/catalogue/items/<int:item_id>/tasks/<kind>/<any(take,give_back,finish):task_step>", methods=["POST"])
def move_task(item_id: int, kind: str, task_step: str) -> Response | tuple[str, int]:
    if kind not in completeness.TASKS:
        abort(404)
    found, form = producing.item(item_id, for_update=True), Button()
    done = catalogue_tasks.move_one(found, kind, task_step, form)
    return done or (_item(item_id, refused=form), status_of(form))


@blueprint.route("/catalogue/items/<int:item_id>/tasks/hand-on", methods=["POST"])
def hand_on(item_id: int) -> Response | tuple[str, int]:
    found = producing.item(item_id, for_update=True)
    form = HandOnForm(completeness.TASKS, catalogue_tasks.team())
    done = catalogue_tasks.hand_on(found, form)
    return done or (_item(item_id, handing=form), status_of(form))


def _item(
    item_id: int,
    *,
    sending_back: WhyForm | None = None,
    handing: HandOnForm | None = None,
    refused: Button | None = None,
) -> str:
    (row,) = producing.rows([producing.item(item_id)])
    missing = publishing.lacks_with(row.item, row.texts["fr"].approved, row.photos.approved, exception=food_exception())
    language, now = languages.current(), clock.now()
    mine_or_free = [
        kind for kind in row.open_tasks if kind not in row.tasks or row.tasks[kind].holder_id == person().id
    ]
    return render_template(
        "advisor/catalogue/item.html",
        row=row,
        item=row.item,
        pictures=[(photo, picture_of(photo, language)) for photo in row.photos.photos],
        lacks=[refusals.words(lack) for lack in missing],
        excused=food_exception() if food.needs_number(row.item) else "",
        depth=item_depth.of(row),
        sending_back=sending_back or WhyForm(formdata=None),
        handing=handing or HandOnForm(mine_or_free, catalogue_tasks.team(), formdata=None),
        can_hand_on=mine_or_free,
        refused=refused,
        step_form=Button(formdata=None),
        item_states=ITEM_STATES,
        kinds=KINDS,
        own_names=languages.NAMES,
        waiting=alerts.waiting(item_id),
        next=catalogue_steps.next_of(row),
        lack_names=LACKS,
        task_names=TASKS,
        reason_names=REASONS,
        where=catalogue_steps.where,
        told=judging.told_of(row.item, person().id),
        stale={kind for kind, task in row.tasks.items() if tasks.is_stale(task, now)},
        moved=catalogue_tasks.asked_move(),
        now=now,
    )


def _many_form(**options: Any) -> ManyForm:
    return ManyForm(completeness.TASKS, catalogue_tasks.team(), **options)


def _queue(form: ManyForm | None = None, refused: Button | None = None) -> str:
    now = clock.now()
    wanted = catalogue_filters.wanted(now)
    page = asked_row("page") or 1
    rows, count, pages = producing.queue(wanted, page)
    language = languages.current()
    kind = completeness.task_of(wanted.lack) if wanted.lack else None
    return render_template(
        "advisor/catalogue/queue.html",
        rows=[
            (row, picture_of(next(iter(row.photos.photos), None), language), catalogue_steps.next_of(row))
            for row in rows
        ],
        count=count,
        page=min(page, pages),
        pages=pages,
        groups=catalogue_filters.groups(wanted),
        filters=catalogue_filters.options(wanted),
        form=form or _many_form(kind=kind, formdata=None),
        refused=refused,
        step_form=Button(formdata=None),
        told=judging.told(person()),
        held=tasks.counted(person(), now),
        stale_since=now - tasks.LEASE,
        moved=catalogue_tasks.asked_move(),
        address=catalogue_filters.address,
        lacks=LACKS,
        task_names=TASKS,
        item_states=ITEM_STATES,
        own_names=languages.NAMES,
        languages=producing.NEEDED,
        now=now,
    )
