"""The demonstration's outbox: every message with its links, and no such page anywhere else."""

from flask import Flask

from app.base import clock
from app.base.database import db, writing
from app.domain.notices import outbox
from app.domain.notices.models import Channel
from app.jobs import post
from app.web.letters import linked
from tests.databases import Template
from tests.pages import Visitor


def test_a_real_installation_has_no_such_page(visitor: Visitor) -> None:
    visitor.get("/demo/outbox", status=404)


def test_messages_newest_first_with_links_to_follow(template: Template) -> None:
    with template.copy(demo=True) as app, app.app_context():
        visitor = Visitor(app)
        assert "No message yet" in visitor.get("/demo/outbox", headers={"Accept-Language": "en"}).text
        with writing():
            outbox.post(
                "invited_staff",
                channel=Channel.EMAIL,
                recipient="salma@example.org",
                language="ar",
                at=clock.now(),
                facts={"name": "<b>Salma</b>"},
                secret={"link": "/account/invited/abc"},
            )
            outbox.post(
                "sign_in_code",
                channel=Channel.SMS,
                recipient="+212612000001",
                language="fr",
                at=clock.now(),
                secret={"code": "482913"},
            )
            db.session.commit()
        post.deliver_due()
        page = visitor.get("/demo/outbox", headers={"Accept-Language": "ar"})
        assert page.response.headers["Cache-Control"] == "no-store", "it holds codes and links"
        text = page.text
        assert text.index("482913") < text.index("salma@example.org")
        link = f"{app.config['SETTINGS'].site_url}/account/invited/abc"
        assert f'<a href="{link}" dir="ltr">{link}</a>' in text
        assert "<b>Salma</b>" not in text and "&lt;b&gt;Salma" in text


def test_addresses_become_links_without_the_full_stop_after_them(app: Flask) -> None:
    site = app.config["SETTINGS"].site_url
    assert linked(f"See {site}/x?y=1&z. <b>") == (
        f'See <a href="{site}/x?y=1&amp;z" dir="ltr">{site}/x?y=1&amp;z</a>. &lt;b&gt;'
    )
