"""What the shop says to programs: what a page is about (schema.org), its addresses, the site map, the feeds.

Each says what the page says to people, and nothing else: the same price, the same stock, the same names.
"""

from flask import Blueprint

from app.storefront.machines import manifest, news, products, robots, site_map

blueprint = Blueprint("machines", __name__)
"""Addresses without a language in front: their readers ask for one, or read all of them at once."""

for screen in (robots, site_map, news, products, manifest):
    blueprint.register_blueprint(screen.blueprint)
