"""What messages are handed to: an SMS gateway and a post office of our own."""

from collections.abc import Iterator

import pytest

from tests.gateways import Gateway, PostOffice, post_office, sms_gateway


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with sms_gateway() as opened:
        yield opened


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as opened:
        yield opened
