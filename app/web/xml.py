"""Documents in XML, escaped wherever people's words stand in them."""

import re

from markupsafe import Markup, escape

_UNWRITABLE = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
DECLARATION = Markup('<?xml version="1.0" encoding="UTF-8"?>\n')


def element(name: str, *inside: str | None, **attributes: str | None) -> Markup:
    """An element with what stands in it: text is escaped, elements are not. What is None is left out.

    A colon in an attribute's name is written as two underscores.
    """
    said = "".join(
        f' {key.replace("__", ":")}="{_written(value)}"' for key, value in attributes.items() if value is not None
    )
    body = "".join(part if isinstance(part, Markup) else _written(part) for part in inside if part is not None)
    whole = f"<{name}{said}>{body}</{name}>" if body else f"<{name}{said}/>"
    return Markup(whole)  # noqa: S704  # all that people wrote was escaped on the way


def _written(text: str) -> Markup:
    """A text without the characters that XML cannot hold at all."""
    return escape(_UNWRITABLE.sub("", text))
