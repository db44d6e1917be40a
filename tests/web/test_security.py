"""Guards of every page: where forms come from, what may load, which host answers, what stays out of caches."""

from collections.abc import Iterator
from time import monotonic

import pytest
from flask import Flask

from app.base.database import db
from app.domain.purchasing import links
from app.web import ways_back
from tests import given
from tests.databases import Template
from tests.pages import Visitor

PUBLIC = ("/fr/", "/fr/items/", "/fr/makers/", "/fr/search?q=bol", "/fr/how-it-works")


@pytest.fixture
def bare(app: Flask) -> Visitor:
    """A browser that says nothing about where a request comes from."""
    somebody = Visitor(app)
    somebody.headers = {}
    return somebody


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "null"},
        {"Referer": "http://localhost/"},
        {},
    ],
)
def test_a_form_from_elsewhere_is_refused(bare: Visitor, headers: dict[str, str]) -> None:
    bare.post("/account/sign-in", {"phone": "0612345678"}, status=403, headers=headers)


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"}])
def test_a_form_from_here_is_taken(bare: Visitor, headers: dict[str, str]) -> None:
    bare.post("/account/sign-in", {"phone": "0612345678"}, headers=headers)


def test_an_old_browser_is_known_by_the_token_of_the_page(bare: Visitor) -> None:
    token = _token(bare.get("/account/sign-in").text)
    bare.post("/account/sign-in", {"phone": "0612345678", "form_token": token})
    bare.post("/account/sign-in", {"phone": "0612345678", "form_token": token + "x"}, status=403)


def test_somebody_elses_token_is_refused(app: Flask, bare: Visitor) -> None:
    theirs = _token(Visitor(app).sign_in(given.artisan().user).get("/account/security/password").text)
    bare.sign_in(given.artisan().user)
    bare.post("/account/security/sessions/end-others", {"form_token": theirs}, status=403)
    mine = _token(bare.get("/account/security/password").text)
    bare.post("/account/security/sessions/end-others", {"form_token": mine})


def test_an_anonymous_token_does_not_act_for_a_person(bare: Visitor) -> None:
    anybody = _token(bare.get("/account/sign-in").text)
    bare.sign_in(given.artisan().user)
    bare.post("/account/security/sessions/end-others", {"form_token": anybody}, status=403)


def test_a_token_acts_for_the_request_whose_page_it_stood_on(app: Flask, bare: Visitor) -> None:
    """A customer has no session; what they hold is the key to one page."""
    mine, anybody = given.request(), _token(bare.get("/account/sign-in").text)
    bare.get(f"/fr/requests/open/{links.token(mine)}", status=303)
    there = f"/fr/requests/{mine.reference}"
    bare.post(f"{there}/withdraw", {"form_token": anybody}, status=403)
    other, elsewhere = Visitor(app), given.request()
    other.get(f"/fr/requests/open/{links.token(elsewhere)}", status=303)
    theirs = _token(other.get(f"/fr/requests/{elsewhere.reference}").text)
    bare.post(f"{there}/withdraw", {"form_token": theirs}, status=403)
    bare.post(f"{there}/withdraw", {"form_token": _token(bare.get(there).text)})


def test_every_page_says_what_may_load(visitor: Visitor) -> None:
    for address, status in (("/fr/", 200), ("/account/sign-in", 200), ("/fr/nothing-here", 404), ("/portal/", 303)):
        headers = visitor.get(address, status=status).response.headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
        assert headers["X-Frame-Options"] == "DENY" and headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("address", PUBLIC)
def test_anonymous_pages_set_no_cookie_and_read_none(visitor: Visitor, address: str) -> None:
    headers = visitor.get(address).response.headers
    assert "Set-Cookie" not in headers
    assert "cookie" not in headers.get("Vary", "").lower()


@pytest.mark.parametrize("address", PUBLIC)
def test_they_are_the_same_for_somebody_signed_in(visitor: Visitor, address: str) -> None:
    visitor.sign_in(given.artisan().user)
    headers = visitor.get(address).response.headers
    assert "Set-Cookie" not in headers and "cookie" not in headers.get("Vary", "").lower()


@pytest.mark.parametrize("address", ["/account/sign-in", "/account/security", "/portal/"])
def test_private_pages_stay_out_of_every_cache(visitor: Visitor, address: str) -> None:
    visitor.sign_in(given.artisan().user)
    answer = visitor.get(address, status=302 if address.endswith("sign-in") else 200)
    assert "no-store" in answer.response.headers["Cache-Control"]


def test_a_session_cookie_is_for_the_server_alone(app: Flask) -> None:
    answer = app.test_client().post(
        "/account/sign-in", data={"phone": "0612345678", "key": "k" * 32}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Secure" not in cookie


@pytest.fixture
def secure_app(template: Template) -> Iterator[Flask]:
    with template.copy(site_url="https://maalem.example") as app:
        yield app


def test_on_https_the_cookie_never_travels_in_the_clear(secure_app: Flask) -> None:
    answer = secure_app.test_client().post(
        "/account/sign-in",
        data={"phone": "0612345678", "key": "k" * 32},
        headers={"Sec-Fetch-Site": "same-origin", "Host": "maalem.example"},
    )
    assert "Secure" in answer.headers["Set-Cookie"]


def test_on_https_no_cookie_and_no_page_goes_in_the_clear(secure_app: Flask, visitor: Visitor) -> None:
    here = {"Sec-Fetch-Site": "same-origin", "Host": "maalem.example"}
    answer = secure_app.test_client().post("/account/language", data={"to": "ar", "key": "k" * 32}, headers=here)
    assert "language=ar" in answer.headers["Set-Cookie"] and "Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"] == "max-age=15552000"
    assert "Strict-Transport-Security" not in visitor.get("/fr/").response.headers, "nobody promised https here"


@pytest.mark.parametrize(
    ("method", "address"), [("PUT", "/account/sign-in"), ("DELETE", "/fr/"), ("GET", "/account/sign-out")]
)
def test_what_an_address_does_not_take_is_said_with_what_it_takes(visitor: Visitor, method: str, address: str) -> None:
    answer = visitor.client.open(address, method=method, headers=visitor.headers)
    assert answer.status_code == 405 and {"GET", "POST"} & set(answer.headers["Allow"].split(", "))


@pytest.mark.parametrize("host", ["evil.example", "maalem.example.evil.example", "evil.example:8000", "[::1"])
def test_only_our_own_hosts_are_answered(secure_app: Flask, host: str) -> None:
    assert secure_app.test_client().get("/fr/", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("host", ["maalem.example", "maalem.example:443", "localhost", "127.0.0.1:8000"])
def test_our_own_hosts_are(secure_app: Flask, host: str) -> None:
    assert secure_app.test_client().get("/account/sign-in", headers={"Host": host}).status_code == 200


def test_signing_out_is_never_a_link(visitor: Visitor) -> None:
    visitor.sign_in(given.artisan().user)
    visitor.get("/account/sign-out", status=405)
    visitor.get("/portal/")


def test_answers_to_sign_in_take_the_same_time(app: Flask) -> None:
    app.config["EVEN_SECONDS"] = 0.4
    maker = given.artisan()
    db.session.commit()
    try:
        for phone in (maker.user.phone, "+212612888888"):
            began = monotonic()
            Visitor(app).post("/account/sign-in", {"phone": phone})
            assert monotonic() - began >= 0.4
        began = monotonic()
        Visitor(app).get("/account/sign-in")
        assert monotonic() - began < 0.4  # looking is not slowed down
    finally:
        app.config["EVEN_SECONDS"] = 0


@pytest.mark.parametrize("address", ["/", "/portal/me?tab=1#top", "/fr/items/bol%20bleu", "/a//b", "/:x"])
def test_own_addresses_are_ways_back(address: str) -> None:
    assert ways_back.safe(address) == address


@pytest.mark.parametrize(
    "address",
    [None, "", "portal", "//a", "///a", "/\\a", "\\/a", "http:/a", "/a\nb", "/a b", "/a\x00", "https://a", "/" * 501],
)
def test_other_addresses_are_not(address: str | None) -> None:
    assert ways_back.safe(address) is None


def test_the_library_hooks_are_gone(app: Flask) -> None:
    """Each of them reads the session of every request, and so would make every page private."""
    hooks = [*app.before_request_funcs[None], *app.after_request_funcs[None], *app.template_context_processors[None]]
    assert not [hook for hook in hooks if hook.__module__.startswith(("flask_login", "flask_principal"))]


def _token(page: str) -> str:
    return page.split('name="form_token" value="')[1].split('"', maxsplit=1)[0]


def test_the_library_has_no_pages_of_its_own(app: Flask) -> None:
    """Its sign-in would ask for no second factor, count no tries and begin no session of ours."""
    assert "security" not in app.blueprints
    for address in ("/login", "/verify", "/logout", "/change", "/reset", "/tf-setup", "/wan-signin"):
        assert app.test_client().get(address).status_code == 404
