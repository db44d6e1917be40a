"""Flask as this site uses it: templates compiled once for each language, addresses built once.

A page of the shop holds some eighty fixed sentences and links. Looking each up again took a third of its time.
"""

from collections.abc import Callable, Iterable, MutableMapping
from functools import lru_cache
from typing import Any, Self, cast

from flask import Flask, Request, has_request_context, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask.templating import Environment
from flask_babel import get_translations
from jinja2 import Template, nodes
from jinja2.visitor import NodeTransformer

from app.web import languages

Globals = MutableMapping[str, Any]
Named = str | Template
MOST_ADDRESSES = 20_000
GETTEXT = "_"
LETTERS = "notices/"


class Templates(Environment):
    """Hands every template out as compiled for the language of the page being made, its words already in it.

    language: of the templates compiled here; None: of none, those of each language lie apart.
    """

    language: str | None = None

    def __init__(self, app: Flask, **options: Any) -> None:
        super().__init__(app, **options)
        self._spoken: dict[str, Self] = {}

    def _speaking(self) -> Self:
        code = languages.current()
        if code not in self._spoken:
            spoken = self.overlay(cache_size=400)
            spoken.language = code
            self._spoken.setdefault(code, spoken)
        return self._spoken[code]

    def get_template(self, name: Named, parent: str | None = None, globals: Globals | None = None) -> Template:  # noqa: A002  # Jinja's name
        if self.language is None:
            return self._speaking().get_template(name, parent, globals)
        return super().get_template(name, parent, globals)

    def select_template(
        self,
        names: Iterable[Named],
        parent: str | None = None,
        globals: Globals | None = None,  # noqa: A002  # Jinja's name
    ) -> Template:
        if self.language is None:
            return self._speaking().select_template(names, parent, globals)
        return super().select_template(names, parent, globals)

    def make_globals(self, d: Globals | None) -> Globals:
        """The globals themselves: a template that adds none needs no layer above them, compared at every import."""
        return super().make_globals(d) if d else self.globals

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        if self.language is not None:
            is_page = has_request_context() and not (name or "").startswith(LETTERS)
            source = cast(nodes.Template, _Said(cast(Flask, self.app), is_page=is_page).visit(source))
        return super()._generate(source, name, filename, defer_init)


class _Said(NodeTransformer):
    """Puts in their place, where a template calls for them with nothing that is known only later: the sentence in the
    reader's language, as ``newstyle`` gettext would say it, the address of a page, the address of an asset."""

    def __init__(self, app: Flask, *, is_page: bool) -> None:
        self._views = app.view_functions
        self._known = {"asset_url": cast(Callable[[str], str], app.jinja_env.globals["asset_url"])}
        if is_page:  # in a letter they are whole
            self._known["url_for"] = app.url_for

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802  # Jinja's name
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name) or node.dyn_args or node.dyn_kwargs:
            return node
        if len(node.args) != 1 or not isinstance(node.args[0], nodes.Const):
            return node
        name, said = node.node.name, node.args[0].value
        if name == GETTEXT:
            sentence = get_translations().ugettext(said)
            facts = [nodes.Pair(nodes.Const(fact.key), fact.value) for fact in node.kwargs]
            safe = nodes.MarkSafeIfAutoescape(nodes.Const(sentence if facts else sentence % {}))
            return _at(node, nodes.Mod(safe, nodes.Dict(facts)) if facts else safe)
        if name in self._known and not node.kwargs and (name != "url_for" or said in self._views):
            return _at(node, nodes.Const(self._known[name](said)))
        return node


def _at(node: nodes.Node, instead: nodes.Node) -> nodes.Node:
    return instead.set_lineno(node.lineno, override=True).set_environment(cast(Any, node.environment))


class Sessions(SecureCookieSessionInterface):
    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Who brings no cookie has nothing to be unpacked, nor needs what would unpack it."""
        carried = self.get_cookie_name(app) in request.cookies
        return super().open_session(app, request) if carried else SecureCookieSession()


class Site(Flask):
    """url_for: the addresses within a page are built once for each language (nothing else of a request is in them)."""

    session_interface = Sessions()
    jinja_environment = Templates  # type: ignore[assignment]  # Flask's own place for it

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._address = lru_cache(MOST_ADDRESSES)(self._built)
        self._speaks = lru_cache(self._takes_language)

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """As it is: nothing here is asynchronous, and asking each function each time takes as long as calling it."""
        return func

    def url_for(self, /, endpoint: str, **parts: Any) -> str:
        is_plain = endpoint[:1] != "." and not (parts.get("_external") or parts.get("_scheme"))
        if not is_plain or not has_request_context():
            return super().url_for(endpoint, **parts)
        try:
            language = languages.current() if self._speaks("lang" in parts, endpoint) else ""
            return self._address(request.root_path, language, endpoint, *map(_kept, parts.items()))
        except TypeError:  # a list among the values
            return super().url_for(endpoint, **parts)

    def _takes_language(self, is_given: bool, endpoint: str) -> bool:
        """Whether the page's language goes into an address. Asking for it where it does not would make a page that is
        the same for everybody depend on who asks."""
        return not is_given and endpoint in self.view_functions and self.url_map.is_endpoint_expecting(endpoint, "lang")

    def _built(self, _root: str, _language: str, endpoint: str, *parts: tuple[str, type, Any]) -> str:
        return super().url_for(endpoint, **{name: value for name, _kind, value in parts})


def _kept(part: tuple[str, Any]) -> tuple[str, type, Any]:
    """1 and True are the same to a dictionary, and two addresses."""
    name, value = part
    return name, type(value), value
