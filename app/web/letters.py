"""A posted message put into words, in its reader's language: subject, plain text, simple HTML.

``templates/notices/NAME.txt`` holds the e-mail: its first line is the subject, then a line ``---``, then the text.
``templates/notices/NAME.sms.txt``, where there is one, is the SMS.

Anybody can have us write to anybody. So the only links are to this site and stand in our templates; an address in
what people typed stays plain text, which no mail program makes a link of either.
"""

import re
from typing import Any, NamedTuple

from flask import current_app
from jinja2 import Template
from markupsafe import Markup, escape

from app.domain.notices import outbox
from app.domain.notices.models import Channel, OutboxMessage
from app.web import languages, sms_alphabet

_ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")
_TYPED = re.compile(r":(?=//)|(?<=\w)\.(?=[^\W\d_]{2})")
_JOINER = "\N{WORD JOINER}"
"""Unseen; an address with one inside is none."""
_BREAK = re.compile(r"\n[ \t]*\n+")


class Letter(NamedTuple):
    """stop: the address that ends such letters; empty where there is nothing to end."""

    subject: str
    text: str
    html: str | None
    stop: str = ""


def written(message: OutboxMessage) -> Letter:
    """The message in words. Raises what Jinja raises: a fact that the template misses is a failure, not a gap."""
    languages.speak(message.language)
    filled = _template(message).render(
        **_facts(message),
        language=message.language,
        direction=languages.direction(message.language),
    )
    head, line, rest = filled.strip().partition("\n---")
    subject, text = (head.strip(), rest.strip()) if line else ("", filled.strip())
    if message.channel is Channel.SMS:
        return Letter("", _tidy(sms_alphabet.spared(text)), None)
    return Letter(subject, _tidy(text), _html(message.language, subject, text), _stop(message))


def _stop(message: OutboxMessage) -> str:
    contact = message.secret.get("stop")
    return f"{current_app.config['SETTINGS'].site_url}/{message.language}/stop/{contact}" if contact else ""


def _facts(message: OutboxMessage) -> dict[str, Any]:
    """What the template is given. Of the facts that are no secrets, some are what people typed."""
    facts = outbox.facts_of(message)
    if message.channel is Channel.EMAIL:
        return {name: value if name in message.secret else _unlinked(value) for name, value in facts.items()}
    return facts


def _unlinked(value: Any) -> Any:
    """What was typed, with no address left in it, however deep it lies."""
    if isinstance(value, str):
        return _TYPED.sub(rf"\g<0>{_JOINER}", value)
    if isinstance(value, list):
        return [_unlinked(one) for one in value]
    if isinstance(value, dict):
        return {name: _unlinked(one) for name, one in value.items()}
    return value


def linked(text: str) -> Markup:
    """Text, escaped, with this site's addresses as links and its line ends kept."""
    parts, last, ours = [], 0, current_app.config["SETTINGS"].site_url
    for found in _ADDRESS.finditer(text):
        if not f"{found.group()}/".startswith(f"{ours}/"):
            continue
        parts += [escape(text[last : found.start()]), Markup('<a href="{0}" dir="ltr">{0}</a>').format(found.group())]
        last = found.end()
    parts.append(escape(text[last:]))
    return Markup("").join(parts).replace("\n", Markup("<br>\n"))


def _template(message: OutboxMessage) -> Template:
    name = f"notices/{message.template}"
    names = [f"{name}.sms.txt", f"{name}.txt"] if message.channel is Channel.SMS else [f"{name}.txt"]
    return current_app.jinja_env.select_template(names)


def _tidy(text: str) -> str:
    return _BREAK.sub("\n\n", text).strip() + "\n"


class Paragraph(NamedTuple):
    """words: of a letter. url: the one page that matters, where these words end with it; drawn as a button."""

    words: Markup
    url: str = ""


def paragraphs_of(text: str) -> list[Paragraph]:
    """A letter as its HTML shows it. The first address of ours that has a line to itself is what it is about."""
    found: list[Paragraph] = []
    for part in (one.strip() for one in _BREAK.split(text)):
        words, _line_end, last = part.rpartition("\n")
        if any(one.url for one in found) or not _is_ours(last):
            found += [Paragraph(linked(part))] if part else []
        else:
            found.append(Paragraph(linked(words), last))
    return found


def _is_ours(line: str) -> bool:
    """Whether a line is an address of this site and nothing else."""
    ours = current_app.config["SETTINGS"].site_url
    return _ADDRESS.fullmatch(line) is not None and f"{line}/".startswith(f"{ours}/")


def _html(language: str, subject: str, text: str) -> str:
    return current_app.jinja_env.get_template("notices/layout.html").render(
        language=language, direction=languages.direction(language), subject=subject, paragraphs=paragraphs_of(text)
    )
