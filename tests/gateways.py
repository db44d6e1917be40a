"""Real servers for tests on this machine's loopback: an SMS gateway, a mail server, a store of S3 buckets."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.request import Request, urlopen

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from moto.server import ThreadedMotoServer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def hanging_up() -> Iterator[tuple[str, list[Any]]]:
    """A server that takes every call and hangs up without a word. Gives its address, and who called."""
    calls: list[Any] = []

    def take(ear: socket.socket) -> None:
        while True:
            try:
                call, caller = ear.accept()
            except OSError:
                return
            calls.append(caller)
            call.close()

    with socket.create_server(("127.0.0.1", 0)) as ear:
        thread = threading.Thread(target=take, args=[ear])
        thread.start()
        yield f"http://127.0.0.1:{ear.getsockname()[1]}", calls
        ear.shutdown(socket.SHUT_RDWR)
        thread.join()


@dataclass
class Gateway:
    """An SMS gateway: what it took, and what it answers (a status, or a function of the message that gives one)."""

    url: str = ""
    answer: Callable[[dict[str, Any]], int] = lambda _message: 202
    taken: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def keys(self) -> list[str]:
        return [message["key"] for message in self.taken]


@contextmanager
def sms_gateway() -> Iterator[Gateway]:
    gateway = Gateway()
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with lock:
                gateway.taken.append(message)
                gateway.headers.append({name.lower(): value for name, value in self.headers.items()})
            status = gateway.answer(message)
            self.send_response(status)
            if status in (301, 302, 307):
                self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(b"said the gateway")

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    gateway.url = f"http://127.0.0.1:{server.server_port}/send"
    try:
        yield gateway
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class PostOffice:
    """A mail server: what it took, and what it answers to a recipient, whose address it may repeat ({})."""

    port: int = 0
    answer: str = "250 OK"
    letters: list[EmailMessage] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer.format(address)

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:
        letter = message_from_bytes(envelope.content or b"", policy=default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        self.sessions.append(session)
        return "250 taken"


@contextmanager
def post_office(**options: Any) -> Iterator[PostOffice]:
    """options: aiosmtpd's own, such as tls_context, authenticator, ssl_context."""
    office = PostOffice(port=free_port())
    controller = Controller(office, hostname="127.0.0.1", port=office.port, **options)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()


@contextmanager
def buckets(*names: str) -> Iterator[str]:
    """A store that speaks S3, with these buckets, empty. Gives its address."""
    store = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    store.start()
    host, port = store.get_host_and_port()
    address = f"http://{host}:{port}"
    try:
        for name in names:
            urlopen(Request(f"{address}/{name}", method="PUT")).close()
        yield address
    finally:
        urlopen(Request(f"{address}/moto-api/reset", method="POST")).close()
        store.stop()
