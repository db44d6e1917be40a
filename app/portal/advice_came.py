"""What came of advice, as its artisan reads it: what came since, and what came before. Of their own alone."""

from flask_babel import ngettext

from app.base.errors import NP_
from app.domain.advice.comparison_models import Comparison
from app.domain.advice.models import Measure

SINCE = {
    Measure.REQUESTS: NP_("%(num)d request in eight weeks.", "%(num)d requests in eight weeks."),
    Measure.ACCEPTED_REQUESTS: NP_(
        "%(num)d request accepted in eight weeks.", "%(num)d requests accepted in eight weeks."
    ),
    Measure.VIEWS: NP_("%(num)d person looked in eight weeks.", "%(num)d people looked in eight weeks."),
    Measure.DECLINES: NP_("%(num)d request declined in eight weeks.", "%(num)d requests declined in eight weeks."),
}


def told(comparison: Comparison | None) -> tuple[str, str] | None:
    """Since, and before; None until the weeks are over."""
    if comparison is None or comparison.came is None:
        return None
    one, many = SINCE[comparison.measure]
    return str(ngettext(one, many, comparison.came)), str(ngettext(one, many, comparison.before))
