"""The language of what has none in its address: ``?lang=ar``, French where nothing of ours is asked for."""

from flask import request

from app.web import languages


def spoken() -> str:
    """Speak it from now on. Never the browser's wish: the same address gives everybody the same."""
    asked = request.args.get("lang", "")
    language = asked if asked in languages.LOCALES else languages.DEFAULT
    languages.speak(language)
    return language
