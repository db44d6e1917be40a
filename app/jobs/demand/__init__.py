"""`flask demand …`: what was sold before, and how well it would have been foreseen."""

from flask.cli import AppGroup

from app.jobs.demand import backtesting, importing

group = AppGroup("demand", help="Past sales, and how well they would have been foreseen.")
group.add_command(importing.command)
group.add_command(backtesting.command)
