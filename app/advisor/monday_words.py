"""The Monday list in words: what to say to somebody, since when, what it is worth, what is done next and where."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.advisor import demand_words
from app.advisor.catalogue_words import LACKS
from app.advisor.day import Step
from app.base.errors import N_
from app.domain.advice.calls import Call, Matter, Source
from app.domain.advice.follow_up_models import NextStep
from app.domain.advice.words import NEXT_STEPS
from app.domain.demand.worth import Guess
from app.domain.people.models import Artisan
from app.domain.people.trades import Craft
from app.web.words import isolated, listed, short_day, small


class Worth(NamedTuple):
    """Centimes a month; low to high: 80 %."""

    mean: float
    low: float
    high: float


class Reason(NamedTuple):
    """words: why to call. more: about what, since when; empty where that is all. is_small: it rests on few cases."""

    words: str
    more: str
    worth: Worth | None
    step: Step
    is_small: bool = False


class Row(NamedTuple):
    """phone: empty where nobody knows one."""

    artisan: Artisan
    phone: str
    reasons: list[Reason]
    worth: Worth | None


Said = tuple[str, str, Step]
Titles = Mapping[str, str]
"""What opportunities are called, by key."""


def rows(calls: Iterable[Call], artisans: Iterable[Artisan]) -> list[Row]:
    calls, known = list(calls), {artisan.id: artisan for artisan in artisans}
    titles = _titles(calls, known.values())
    return [
        Row(
            known[call.artisan_id],
            _phone(known[call.artisan_id]),
            [_reason(matter, titles) for matter in call.matters],
            _worth(call.worth),
        )
        for call in calls
    ]


def _titles(calls: Iterable[Call], artisans: Iterable[Artisan]) -> Titles:
    crafts: dict[int, Craft] = {craft.id: craft for artisan in artisans for craft in artisan.crafts}
    found = {one.found.key: one.found for call in calls for one in call.matters if one.found}
    return {row.opportunity.key: f"{row.tag}\n{row.title}" for row in demand_words.rows(found.values(), crafts)}


def _phone(artisan: Artisan) -> str:
    return (artisan.user.phone if artisan.user else None) or artisan.phone or ""


def _worth(worth: Guess | None) -> Worth | None:
    return Worth(worth.mean, *worth.interval()) if worth else None


def _reason(matter: Matter, titles: Titles) -> Reason:
    words, more, step = SAID[matter.source](matter, titles)
    is_small = matter.found is not None and matter.found.is_small
    return Reason(words, more, _worth(matter.worth), step, is_small)


def _advice(words: str, day: str, step: str) -> Callable[[Matter, Titles], Said]:
    """About advice: its title, and a day."""

    def said(matter: Matter, _titles: Titles) -> Said:
        url = url_for("advisor.advice.show", recommendation_id=matter.row)
        on = _(day, day=short_day(matter.on)) if matter.on else ""
        return _(words), listed([isolated(matter.name), on]), Step(_(step), url)

    return said


def _owed(matter: Matter, _titles: Titles) -> Said:
    url = url_for("advisor.advice.show", recommendation_id=matter.row)
    words = _(NEXT_STEPS[NextStep(matter.parts[0])])
    since = _("since %(day)s", day=short_day(matter.on)) if matter.on else ""
    return words, listed([isolated(matter.name), since]), Step(_("See the advice"), url)


def _comments(matter: Matter, _titles: Titles) -> Said:
    url = url_for("advisor.advice.show", recommendation_id=matter.row, _anchor="comments")
    words = ngettext("%(num)d comment on your advice", "%(num)d comments on your advice", matter.count)
    since = _("since %(day)s", day=short_day(matter.on)) if matter.on else ""
    return words, listed([isolated(matter.name), since]), Step(_("Read them"), url)


def _requests(matter: Matter, _titles: Titles) -> Said:
    url = url_for("advisor.request.answer", reference=matter.name, line_id=matter.row)
    words = ngettext("%(num)d line waits for an answer", "%(num)d lines wait for an answer", matter.count)
    since = _("since %(day)s", day=short_day(matter.on)) if matter.on else ""
    return words, since, Step(_("Answer for the artisan"), url)


def _wanted(matter: Matter, titles: Titles) -> Said:
    url = url_for("advisor.advice.new", opportunity=matter.name)
    tag, title = titles[matter.name].split("\n", 1)
    proof = small(demand_words.proof(matter.found)) if matter.found else ""
    return tag, listed([isolated(title), proof]), Step(_("Write advice"), url)


def _counts(matter: Matter, _titles: Titles) -> Said:
    url = url_for("advisor.artisans.show", artisan_id=matter.artisan_id, _anchor="pieces")
    return (
        ngettext("%(num)d piece to count again", "%(num)d pieces to count again", matter.count),
        "",
        Step(_("Write the count down"), url),
    )


def _texts(matter: Matter, _titles: Titles) -> Said:
    lack = matter.parts[0]
    url = url_for("advisor.catalogue.queue", state="published", artisan=matter.artisan_id, lack=lack)
    words = ngettext(
        "%(num)d piece on sale lacks a text or a photo", "%(num)d pieces on sale lack a text or a photo", matter.count
    )
    return words, listed(_(LACKS[part]) for part in matter.parts), Step(_("See the pieces"), url)


SAID: dict[Source, Callable[[Matter, Titles], Said]] = {
    Source.CHECK: _advice(N_("Advice done, to be checked"), N_("sent on %(day)s"), N_("Check")),
    Source.DUE: _advice(N_("Advice promised for these days"), N_("promised for %(day)s"), N_("See the advice")),
    Source.DAYLESS: _advice(N_("Advice accepted, no day named"), N_("accepted on %(day)s"), N_("See the advice")),
    Source.UNREAD: _advice(N_("Advice not opened"), N_("sent on %(day)s"), N_("See the advice")),
    Source.SILENT: _advice(N_("Advice read, not answered"), N_("sent on %(day)s"), N_("See the advice")),
    Source.OWED: _owed,
    Source.COMMENTS: _comments,
    Source.REQUESTS: _requests,
    Source.WANTED: _wanted,
    Source.COUNTS: _counts,
    Source.TEXTS: _texts,
}
"""Another source of the list is another line here."""
