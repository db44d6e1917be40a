"""E-mail handed to a real SMTP server."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.adapters import mail
from app.adapters.trouble import Never, NotNow
from tests.gateways import PostOffice, post_office


def letter(to: str = "amina@example.org", subject: str = "Votre offre"):
    return mail.compose(
        sender="Maalem <bonjour@maalem.example>", to=to, subject=subject, text="مرحبا\n", html="<p>مرحبا</p>", key="k-1"
    )


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as opened:
        yield opened


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("certificate") / "server.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


@pytest.fixture
def server_tls(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """The server's side; the client trusts it by the usual way of naming an authority."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


def who(_server: object, _session: object, _envelope: object, _mechanism: str, given: LoginPassword) -> AuthResult:
    return AuthResult(success=given == LoginPassword(b"maalem@example", b"p:ss/word"), handled=False)


def test_a_letter_arrives_in_text_and_html_with_its_key(office: PostOffice) -> None:
    mail.send(f"smtp://127.0.0.1:{office.port}", letter(subject="عرضكم جاهز"))
    arrived = office.letters[0]
    assert arrived["Subject"] == "عرضكم جاهز"
    assert arrived["To"] == "amina@example.org" and arrived["From"] == "Maalem <bonjour@maalem.example>"
    assert arrived["Message-ID"] == "<k-1@maalem.example>" and arrived["Idempotency-Key"] == "k-1"
    plain, html = arrived.get_body(("plain",)), arrived.get_body(("html",))
    assert plain and plain.get_content().strip() == "مرحبا"
    assert html and "<p>مرحبا</p>" in html.get_content()


def test_a_subject_is_one_line(office: PostOffice) -> None:
    mail.send(f"smtp://127.0.0.1:{office.port}", letter(subject="Une offre\r\nBcc: all@example.org"))
    assert office.letters[0]["Subject"] == "Une offre Bcc: all@example.org" and office.letters[0]["Bcc"] is None


def test_starttls_and_the_password_of_the_address(server_tls: ssl.SSLContext) -> None:
    with post_office(tls_context=server_tls, require_starttls=True, authenticator=who, auth_required=True) as office:
        mail.send(f"smtp://maalem%40example:p%3Ass%2Fword@127.0.0.1:{office.port}", letter())
    assert len(office.letters) == 1 and office.sessions[0].ssl is not None and office.sessions[0].authenticated


def test_smtps(server_tls: ssl.SSLContext) -> None:
    with post_office(ssl_context=server_tls) as office:
        mail.send(f"smtps://127.0.0.1:{office.port}", letter())
    assert len(office.letters) == 1


def test_a_wrong_password_can_be_repaired(server_tls: ssl.SSLContext) -> None:
    with (
        post_office(tls_context=server_tls, authenticator=who, auth_required=True) as office,
        pytest.raises(NotNow, match="535"),
    ):
        mail.send(f"smtp://maalem%40example:wrong@127.0.0.1:{office.port}", letter())


def test_a_server_nobody_vouches_for_gets_nothing(certificate: Path) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    with post_office(tls_context=context) as office:
        with pytest.raises(NotNow, match="CERTIFICATE_VERIFY_FAILED"):
            mail.send(f"smtp://127.0.0.1:{office.port}", letter())
        assert not office.letters


def test_nothing_is_sent_in_the_open_to_another_machine(office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "_is_here", lambda _host: False)
    with pytest.raises(NotNow, match="STARTTLS"):
        mail.send(f"smtp://127.0.0.1:{office.port}", letter())
    assert not office.letters


@pytest.mark.parametrize(
    ("host", "here"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("10.0.0.3", False), ("mail.example", False)],
)
def test_what_counts_as_this_machine(host: str, here: bool) -> None:
    assert mail._is_here(host) is here


@pytest.mark.parametrize(
    ("answer", "kind"), [("550 no such user", Never), ("451 try later", NotNow), ("421 going down", NotNow)]
)
def test_a_refusal_for_good_and_one_for_now(office: PostOffice, answer: str, kind: type[Exception]) -> None:
    office.answer = answer
    with pytest.raises(kind, match=answer[:3]):
        mail.send(f"smtp://127.0.0.1:{office.port}", letter())


def test_no_server_at_all_is_for_now() -> None:
    with post_office() as office:
        port = office.port
    with pytest.raises(NotNow):
        mail.send(f"smtp://127.0.0.1:{port}", letter())


@pytest.mark.parametrize("address", ["", "amina", "a@b@c", "amina@example.org\nBcc: x@example.org", "a b@example.org"])
def test_what_is_no_address_is_never_tried(address: str) -> None:
    with pytest.raises(Never):
        letter(to=address)


def test_a_letter_that_can_be_stopped_says_so_to_mail_programs() -> None:
    facts = {"sender": "Maalem <maalem@example.org>", "to": "claire@example.org", "subject": "s", "text": "t"}
    stop = "https://maalem.example/fr/stop/x"
    letter = mail.compose(**facts, html=None, key="k", stop=stop)
    assert letter["List-Unsubscribe"] == f"<{stop}>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.compose(**facts, html=None, key="k")["List-Unsubscribe"] is None
