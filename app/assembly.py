"""Puts the application together: the one module that may know everything."""

from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import jinja2
from flask import Flask, redirect, request, url_for
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from app import account, advisor, api, jobs, office, portal, storefront
from app.advisor import counters
from app.base import clock, settings
from app.base.database import begin_reading, begin_writing, db, prepare
from app.base.settings import Settings
from app.domain import advice, alerts, audit, catalogue, demand, fulfilment, notices, people, purchasing, work
from app.domain.alerts import forgetting as alerts_forgetting
from app.domain.alerts import links as alert_links
from app.domain.catalogue.editions import Editions
from app.domain.demand import forgetting as demand_forgetting
from app.domain.demand import listening
from app.domain.purchasing import events, forgetting, letterhead, links
from app.jobs.prints import COMPOSER
from app.storefront import frame, machines, outbox, printed, signals
from app.storefront.machines import lists, saying
from app.web import (
    addresses,
    assets,
    bodies,
    compression,
    demo_clock,
    forms,
    languages,
    logs,
    media,
    outages,
    refusals,
    security,
    sessions,
    words,
)
from app.web.kept_pages import KeptPages
from app.web.site import Site

PARTS = (
    *(compression, logs, bodies, sessions, addresses, languages, security),
    *(forms, refusals, outages, words, assets, media, api),
)
"""In the order in which they see a request; its answer they see the other way round."""
SUBJECTS = (
    advice,
    alerts,
    audit,
    catalogue,
    demand,
    fulfilment,
    notices,
    people,
    purchasing,
    work,
)  # all tables are known from the start
REQUEST_LISTENERS = (listening.on_request_event,)  # what follows a deed on a request, in its transaction
FORGETTING_LISTENERS = (alerts_forgetting.on_forgotten, demand_forgetting.on_forgotten)  # who knows of a customer too
MIGRATIONS = Path(__file__).resolve().parents[1] / "migrations"


def create_app(given: Settings | None = None) -> Flask:
    """The whole application. ``given``: settings instead of those of the environment, for tests."""
    chosen = given or settings.load()
    app = Site("app", instance_path=str(chosen.instance), static_folder=None)
    app.jinja_env.undefined = jinja2.StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    _configure(app, chosen)
    _connect(app, chosen)
    for part in PARTS:
        part.register(app)
    account.register(app)
    _open_doors(app)
    jobs.register(app)
    app.extensions[COMPOSER] = printed.catalogue
    _name_globals(app, chosen)
    _keep_pages(app)
    if chosen.trusted_proxies:
        hops = chosen.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # Werkzeug's way
    return app


def _configure(app: Flask, chosen: Settings) -> None:
    app.config.update(
        SETTINGS=chosen,
        SECRET_KEY=chosen.secret_key,
        SQLALCHEMY_DATABASE_URI=chosen.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={
            "hide_parameters": True,  # an error's text reaches the log, and parameters hold what people wrote
            **({"pool_pre_ping": True} if chosen.database_url.startswith("postgresql") else {}),
        },
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=chosen.site_url.startswith("https://"),
        TRUSTED_HOSTS=[*{urlsplit(chosen.site_url).hostname or "localhost", "localhost", "127.0.0.1", "[::1]"}],
        WTF_CSRF_ENABLED=False,  # every form is guarded by web/security, signed in or not
    )


def _connect(app: Flask, chosen: Settings) -> None:
    db.init_app(app)
    Migrate(app, db, directory=str(MIGRATIONS), render_as_batch=True, compare_type=True)
    with app.app_context():
        prepare(db.engine, chosen.sqlite_journal)

    @app.before_request
    def say_what_the_transaction_is_for() -> None:
        begin_reading() if request.method in sessions.SAFE else begin_writing()

    if chosen.demo:
        demo_clock.register(app)
    else:
        clock.keep_offset(timedelta)
    links.keep_key(chosen.secret_key)
    letterhead.keep(chosen)
    alert_links.keep_key(chosen.secret_key)
    events.listeners[:] = REQUEST_LISTENERS
    forgetting.listeners[:] = FORGETTING_LISTENERS


def _keep_pages(app: Flask) -> None:
    """What everybody sees alike is answered from memory while nothing has changed."""
    with app.app_context():
        editions = Editions(db.engine)
    cookie = app.config["SESSION_COOKIE_NAME"]
    pages = KeptPages(app.wsgi_app, edition=editions.current, again=partial(signals.again, app), cookie=cookie)
    app.extensions["kept_pages"] = pages
    app.wsgi_app = cast(Any, pages)  # type: ignore[method-assign]  # Werkzeug's way


def _open_doors(app: Flask) -> None:
    for audience in (storefront, portal, advisor, office, account, api):
        app.register_blueprint(audience.blueprint)
    app.register_blueprint(machines.blueprint)
    if app.config["SETTINGS"].demo:
        app.register_blueprint(outbox.blueprint)

    @app.route("/")
    def front_door() -> Response:
        """To the storefront in the language the browser wishes."""
        response = redirect(url_for("storefront.home.index", lang=languages.preferred()), 302)
        response.headers["Vary"] = "Accept-Language, Cookie"
        return response


def _name_globals(app: Flask, chosen: Settings) -> None:
    app.jinja_env.globals.update(
        language_links=languages.links,
        language_versions=languages.versions,
        language_code=languages.current,
        for_machines_script=saying.script,
        breadcrumbs=lists.breadcrumbs,
        form_token=security.form_token,
        is_demo=chosen.demo,
        shop_header=frame.header,
        shop_footer=frame.footer,
        team_counters=counters.waiting,
        site_url=chosen.site_url,
        help_phone=chosen.help_phone,
    )

    @app.context_processor
    def say_language() -> dict[str, str]:
        language = languages.current()
        return {
            "language": language,
            "body_language": languages.of_body(),
            "direction": languages.direction(language),
        }
