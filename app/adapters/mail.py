"""E-mail by SMTP. The only place that knows smtplib."""

import smtplib
import ssl
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, parseaddr
from ipaddress import ip_address
from urllib.parse import SplitResult, unquote, urlsplit

from app.adapters.trouble import Never, NotNow

PATIENCE = 20  # seconds for each step of the talk with the server
_PERMANENT = range(500, 600)


def compose(
    *, sender: str, to: str, subject: str, text: str, html: str | None, key: str, stop: str = ""
) -> EmailMessage:
    """A letter in plain text and simple HTML. key: makes the Message-ID, the same at every try.

    stop: the address that ends such letters by one POST (RFC 8058), for the button of a mail program.
    """
    name, address = parseaddr(sender)
    letter = EmailMessage(policy=SMTP)
    try:
        letter["From"] = Address(name, addr_spec=address)
        letter["To"] = Address("", addr_spec=to)
        letter["Subject"] = " ".join(subject.split())
    except (ValueError, IndexError, MessageError) as wrong:
        raise Never("this is not an e-mail address") from wrong
    letter["Date"] = formatdate()
    letter["Message-ID"] = f"<{key}@{address.rpartition('@')[2]}>"
    letter["Idempotency-Key"] = key
    letter["Auto-Submitted"] = "auto-generated"
    if stop:
        letter["List-Unsubscribe"] = f"<{stop}>"
        letter["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    letter.set_content(text)
    if html:
        letter.add_alternative(html, subtype="html")
    return letter


def send(url: str, letter: EmailMessage) -> None:
    """Hand a letter to the server of ``url`` (smtp:// or smtps://). Raises NotNow or Never."""
    server = urlsplit(url)
    try:
        with _connect(server) as talk:
            talk.send_message(letter)
    except smtplib.SMTPRecipientsRefused as refused:
        code, said = next(iter(refused.recipients.values()))
        raise _trouble(code, said) from refused
    except smtplib.SMTPResponseException as refused:
        raise _trouble(refused.smtp_code, refused.smtp_error) from refused
    except (OSError, smtplib.SMTPException) as broken:
        raise NotNow(f"{type(broken).__name__}: {broken}") from broken


def _connect(server: SplitResult) -> smtplib.SMTP:
    host = server.hostname or "localhost"
    safe = ssl.create_default_context()
    talk: smtplib.SMTP
    if server.scheme == "smtps":
        talk = smtplib.SMTP_SSL(host, server.port or 465, timeout=PATIENCE, context=safe)
    else:
        talk = smtplib.SMTP(host, server.port or 587, timeout=PATIENCE)
    try:
        if server.scheme == "smtp":
            _cover(talk, host, safe)
        if server.username:
            talk.login(unquote(server.username), unquote(server.password or ""))
    except BaseException:
        talk.close()
        raise
    return talk


def _cover(talk: smtplib.SMTP, host: str, safe: ssl.SSLContext) -> None:
    """STARTTLS. In the open we speak to this very machine only: letters carry codes and private links."""
    talk.ehlo()
    if talk.has_extn("starttls"):
        talk.starttls(context=safe)
        talk.ehlo()
    elif not _is_here(host):
        raise NotNow(f"{host} offers no STARTTLS, and a letter is not sent in the open")


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _trouble(code: int, said: bytes | str) -> NotNow | Never:
    words = said.decode(errors="replace") if isinstance(said, bytes) else said
    return (Never if code in _PERMANENT and code not in (530, 534, 535, 538) else NotNow)(f"{code} {words}")
