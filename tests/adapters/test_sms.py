"""SMS handed to a real HTTP gateway."""

import base64
from collections.abc import Iterator

import pytest

from app.adapters import sms
from app.adapters.trouble import Never, NotNow
from tests.gateways import Gateway, sms_gateway


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with sms_gateway() as opened:
        yield opened


def send(url: str) -> None:
    sms.send(url, to="+212612000001", text="Code : 123456 مرحبا", key="k-1")


def test_number_text_and_key_arrive(gateway: Gateway) -> None:
    send(gateway.url)
    assert gateway.taken == [{"to": "+212612000001", "text": "Code : 123456 مرحبا", "key": "k-1"}]
    assert gateway.headers[0]["idempotency-key"] == "k-1"
    assert gateway.headers[0]["content-type"] == "application/json; charset=utf-8"
    assert "authorization" not in gateway.headers[0]


def test_the_password_of_the_address_is_sent_as_authorisation(gateway: Gateway) -> None:
    send(gateway.url.replace("http://", "http://maalem:p%40ss@"))
    assert gateway.headers[0]["authorization"] == "Basic " + base64.b64encode(b"maalem:p@ss").decode()


@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, Never), (422, Never), (401, NotNow), (404, NotNow), (429, NotNow), (503, NotNow), (302, NotNow)],
)
def test_a_refusal_for_good_and_one_for_now(gateway: Gateway, status: int, kind: type[Exception]) -> None:
    gateway.answer = lambda _message: status
    with pytest.raises(kind, match=str(status)):
        send(gateway.url)
    assert len(gateway.taken) == 1


def test_no_gateway_at_all_is_for_now() -> None:
    with sms_gateway() as gateway:
        url = gateway.url
    with pytest.raises(NotNow):
        send(url)
