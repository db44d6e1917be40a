"""Files of the site's own, where browsers look for them."""

from tests.pages import Visitor


def test_the_icon_is_where_browsers_look_beside_what_is_no_page(visitor: Visitor) -> None:
    answer = visitor.client.get("/favicon.ico")
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    assert b"<svg" in answer.data
