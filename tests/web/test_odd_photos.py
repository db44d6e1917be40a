"""Nearly photos, sent to the site. A thousand of them are in the torture suite."""

from flask import Flask

from tests import odd_photos


def test_no_odd_file_breaks_the_site_or_the_worker(own_app: Flask) -> None:
    found = odd_photos.send(own_app, 36)
    assert not found.trouble
    assert found.refused > 2 and found.failed > 2 and found.ready > 2, found
