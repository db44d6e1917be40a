"""The WSGI entry: ``flask --app wsgi …`` and every server start here."""

from app import create_app

app = create_app()
