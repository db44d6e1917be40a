"""The figures of outcomes open to the answers they count."""

import re

from app.domain.advice.models import AdviceKind, Measure, ResponseState
from tests import given
from tests.pages import Visitor

HERE = "/advisor/advice/outcomes"


def test_each_figure_opens_to_as_many_answers(visitor: Visitor) -> None:
    me, other = given.advisor(language="en"), given.advisor()
    visitor.sign_in(me)
    states = (ResponseState.SENT, ResponseState.ACCEPTED, ResponseState.DONE, ResponseState.CHECKED)
    for author, measure in ((me, Measure.REQUESTS), (me, Measure.VIEWS), (other, Measure.REQUESTS)):
        advice = given.advice(*(given.artisan() for _state in (*states, None)), author=author, measure=measure)
        advice.kind = AdviceKind.PRICE if author is other else advice.kind
        for response, state in zip(advice.responses, (*states, ResponseState.WITHDRAWN), strict=True):
            response.state = state
        given.judged(advice.responses[3])
    page = visitor.get(HERE)
    found = re.findall(rf'href="({HERE}/answers\?[^"]*)">(\d+)(?: too early)?</a>', page.text)
    figures = {url.replace("&amp;", "&").partition("?")[2]: int(figure) for url, figure in found}
    assert figures["which=sent&measure=requests"] == 8 and figures[f"which=followed&author={me.id}"] == 6
    assert figures["which=measured&kind=price"] == 1 and figures["which=early&measure=views"] == 1
    assert any(query.startswith("which=clearly") for query in figures)
    for query, figure in figures.items():
        opened = visitor.get(f"{HERE}/answers?{query}")
        assert opened.text.count("<tr>") - 1 == figure, query
        assert len(opened.queries) <= 12


def test_answers_in_pages_and_odd_words(visitor: Visitor) -> None:
    visitor.sign_in(given.advisor(language="en"))
    assert "No advice here." in visitor.get(f"{HERE}/answers?which=x&kind=%00&author=99999999999").text
    for _number in range(6):
        given.advice(*(given.artisan() for _one in range(10)))
    assert visitor.get(f"{HERE}/answers?page=2").text.count("<tr>") - 1 == 10
    visitor.get(f"{HERE}/answers?page=3", status=404)
    visitor.sign_in(given.artisan().user)
    visitor.get(f"{HERE}/answers", status=403)
