"""`flask catalogue …`: the catalogue as a whole, a module a command."""

from flask.cli import AppGroup

from app.jobs.catalogue import printing, printing_next
from app.jobs.sheets import commands as sheets

group = AppGroup("catalogue", help="The catalogue as a whole.")
for command in (sheets.import_, sheets.export, printing.command, printing_next.command):
    group.add_command(command)
