"""What is said of the rows of a table, in the language that is spoken."""

from typing import Any

from flask_babel import gettext as _

from app.domain.catalogue.sheets.columns import BY_KEY
from app.domain.catalogue.sheets.lines import Problem


def sentence(problem: Problem) -> str:
    """In the language that is spoken. A fact that is itself a sentence is said in it too."""
    return str(_(problem.text, **{name: _said(fact) for name, fact in problem.facts.items()}))


def column(key: str) -> str:
    """What a column of ours is called; another, as its table calls it."""
    return BY_KEY[key].headed(str(_(BY_KEY[key].label))) if key in BY_KEY else key


def plain(said: dict[str, Any]) -> dict[str, Any]:
    """A row's report for a program: columns by key, sentences in the language that is spoken."""
    found: dict[str, Any] = {
        name: [{"column": one[0], "text": sentence(Problem(*one))} for one in said[name]]
        for name in ("errors", "notes")
        if name in said
    }
    if "changes" in said:
        found["changes"] = [{"column": key, "from": old, "to": new} for key, old, new in said["changes"]]
    return found


def in_a_line(said: dict[str, Any]) -> str:
    problems = (Problem(*one) for one in (*said.get("errors", ()), *said.get("notes", ())))
    told = [f"{column(one.column)}: {sentence(one)}" if one.column else sentence(one) for one in problems]
    told += [f"{column(key)}: {old} → {new}" for key, old, new in said.get("changes", ())]
    return "; ".join(told)


def _said(fact: Any) -> Any:
    if isinstance(fact, list):
        return sentence(Problem("", fact[0], fact[1]))
    return _(fact) if isinstance(fact, str) and fact else fact
