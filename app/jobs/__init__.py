"""AUDIENCE the clock and the command line: the worker and every `flask …` command."""

from flask import Flask
from flask.cli import AppGroup

from app.jobs import serve, travel, users, worker
from app.jobs.backup import commands as backup
from app.jobs.catalogue import group as catalogue
from app.jobs.demand import group as demand
from app.jobs.demo import drawing, loading


def register(app: Flask) -> None:
    """Hang every command on the application's command line."""
    demo = AppGroup("demo", help="The demonstration cooperative.")
    demo.add_command(loading.command)
    demo.add_command(drawing.command)
    demo.add_command(travel.command)
    for command in (serve.command, worker.command, users.group, backup.group, catalogue, demand, demo):
        app.cli.add_command(command)
