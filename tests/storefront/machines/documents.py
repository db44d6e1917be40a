"""XML as programs read it."""

from xml.etree import ElementTree

from tests.pages import Page

NAMES = {
    "map": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "xhtml": "http://www.w3.org/1999/xhtml",
    "atom": "http://www.w3.org/2005/Atom",
    "g": "http://base.google.com/ns/1.0",
}


def parsed(page: Page) -> ElementTree.Element:
    return ElementTree.fromstring(page.body)


def texts(root: ElementTree.Element, path: str) -> list[str]:
    return [found.text or "" for found in root.findall(path, NAMES)]


def path_of(address: str) -> str:
    assert address.startswith("http://127.0.0.1:8000/"), f"no whole address: {address}"
    return address.removeprefix("http://127.0.0.1:8000")
