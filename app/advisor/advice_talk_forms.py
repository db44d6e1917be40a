"""Small forms beside advice: a comment, what is still missing."""

from flask_babel import lazy_gettext as lazy

from app.domain.advice.commenting import LONGEST, SaysNothing
from app.domain.advice.responding import SaysNotWhat
from app.web.fields import Line, Words
from app.web.forms import KeyedForm


class CommentForm(KeyedForm):
    body = Words(lazy("Your comment"), most=LONGEST, needed=lazy(SaysNothing.text))


class BackForm(KeyedForm):
    words = Line(lazy("What is still missing?"), most=200, needed=lazy(SaysNotWhat.text))
