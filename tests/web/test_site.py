"""A template is compiled once for each language and speaks it; an address is built once."""

import pytest
from flask import Flask, render_template, render_template_string, url_for
from jinja2 import DictLoader
from markupsafe import Markup

from app.web import languages
from app.web.site import Site


@pytest.fixture
def templates(app: Flask, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Templates of the test's own."""
    made: dict[str, str] = {}
    monkeypatch.setattr(app.jinja_env, "_spoken", {})
    monkeypatch.setattr(app.jinja_env, "loader", DictLoader(made))
    return made


def _in(app: Flask, language: str, name: str, **facts: object) -> str:
    with app.app_context(), app.test_request_context(f"/{language}/"):
        return render_template(name, **facts)


def test_one_template_speaks_each_language(app: Flask, templates: dict[str, str]) -> None:
    templates["words.html"] = "{{ _('Filter') }}"
    said = {code: _in(app, code, "words.html") for code in ("fr", "ar", "en", "es", "fr")}
    assert said == {"fr": "Filtrer", "ar": "تصفية", "en": "Filter", "es": "Filtrar"}


def test_facts_in_a_sentence_are_escaped_and_the_sentence_is_not(app: Flask, templates: dict[str, str]) -> None:
    templates["fact.html"] = "{{ _('page %(number)s', number=number) }}"
    assert _in(app, "fr", "fact.html", number="<b>") == "page &lt;b&gt;"
    assert _in(app, "fr", "fact.html", number=Markup("<b>")) == "page <b>"
    templates["fact.txt"] = templates["fact.html"]
    assert _in(app, "fr", "fact.txt", number="<b>") == "page <b>"


def test_what_a_template_extends_and_imports_speaks_too(app: Flask, templates: dict[str, str]) -> None:
    templates["base.html"] = "{{ _('Close') }} {% block main %}{% endblock %}"
    templates["part.html"] = "{% macro part() %}{{ _('Apply') }}{% endmacro %}"
    templates["page.html"] = (
        "{% extends 'base.html' %}{% from 'part.html' import part %}{% block main %}{{ part() }}{% endblock %}"
    )
    assert [_in(app, code, "page.html") for code in ("fr", "es")] == ["Fermer Appliquer", "Cerrar Aplicar"]


def test_an_address_that_is_not_there_breaks_only_where_it_is_asked_for(app: Flask, templates: dict[str, str]) -> None:
    templates["gone.html"] = (
        "{% if wanted %}{{ url_for('storefront.nowhere') }}{% endif %}{{ url_for('storefront.home.index') }}"
    )
    assert _in(app, "es", "gone.html", wanted=False) == "/es/"
    with pytest.raises(Exception, match="nowhere"):
        _in(app, "es", "gone.html", wanted=True)


def test_what_is_known_only_later_goes_into_an_address(app: Flask, templates: dict[str, str]) -> None:
    templates["later.html"] = "{{ url_for('storefront.makers.maker', **more) }}"
    assert _in(app, "fr", "later.html", more={"slug": "a"}) == "/fr/makers/a"
    templates["page.html"] = "{{ url_for('storefront.catalogue.everything', **more) }}"
    assert _in(app, "fr", "page.html", more={"sort": "price"}) == "/fr/items/?sort=price"


def test_a_letter_holds_whole_addresses(app: Flask, templates: dict[str, str]) -> None:
    """Also where a page was the first to use its template."""
    templates["notices/letter.txt"] = "{{ url_for('storefront.home.index') }}"
    assert _in(app, "fr", "notices/letter.txt") == "/fr/"
    app.config["SERVER_NAME"] = "maalem.example"
    try:
        with app.app_context():
            languages.speak("fr")
            assert render_template("notices/letter.txt") == "http://maalem.example/fr/"
    finally:
        app.config["SERVER_NAME"] = None


def test_addresses_are_the_same_as_flask_builds_them(app: Flask) -> None:
    assert isinstance(app, Site)
    item, add = "storefront.catalogue.item", "storefront.purchasing.add"
    asked = [
        (item, {"slug": "a b"}),
        (item, {"slug": "a b", "photo": 1}),
        (item, {"slug": "a b", "photo": True}),
        (item, {"slug": "a b", "photo": ["1", "2"]}),
        (item, {"slug": "a b", "lang": "ar"}),
        (item, {"slug": "a b", "_anchor": "buy"}),
        (item, {"slug": "a b", "_external": True}),
        (add, {}),
    ]
    for language in ("fr", "ar", "fr"):
        with app.app_context(), app.test_request_context(f"/{language}/"):
            for endpoint, parts in asked:
                assert url_for(endpoint, **parts) == Flask.url_for(app, endpoint, **parts)
    with app.app_context(), app.test_request_context("/fr/", base_url="http://localhost/shop"):
        assert url_for(item, slug="bowl") == "/shop/fr/items/bowl"


def test_a_page_that_builds_an_address_without_a_language_depends_on_nobody(app: Flask) -> None:
    answer = app.test_client().get("/sitemap-pages.xml")
    assert answer.status_code == 200 and "Cookie" not in answer.headers.get("Vary", "")


def test_a_template_given_as_a_text_speaks(app: Flask) -> None:
    with app.app_context(), app.test_request_context("/ar/"):
        assert render_template_string("{{ _('Filter') }}") == "تصفية"
