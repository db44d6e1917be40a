"""Wishes of one day, craft and country are counted for each maker apart: a cell of demand says whose it is.

What was counted before stays as it is: of several makers it names one.
"""

from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

CELL = ("day", "kind", "item_id", "craft_id")
SAID = ("words", "reason", "country", "out_of_stock", "facet", "language")


def upgrade() -> None:
    with op.batch_alter_table("demand_day") as changed:
        changed.drop_constraint("uq_demand_day_cell", type_="unique")
        changed.create_unique_constraint("uq_demand_day_cell", [*CELL, "artisan_id", *SAID])


def downgrade() -> None:
    _as_one()
    with op.batch_alter_table("demand_day") as changed:
        changed.drop_constraint("uq_demand_day_cell", type_="unique")
        changed.create_unique_constraint("uq_demand_day_cell", [*CELL, *SAID])


def _as_one() -> None:
    """What the makers of a cell were asked for, added up under the last of them."""
    counted = ("signals", "visitors", "quantity", "value", "without_result")
    same = " AND ".join(f"other.{name} = demand_day.{name}" for name in (*CELL, *SAID))
    sums = ", ".join(f"{name} = (SELECT SUM(other.{name}) FROM demand_day other WHERE {same})" for name in counted)
    several = f"EXISTS (SELECT 1 FROM demand_day other WHERE {same} AND other.artisan_id <> demand_day.artisan_id)"
    later = f"EXISTS (SELECT 1 FROM demand_day other WHERE {same} AND other.artisan_id > demand_day.artisan_id)"
    op.execute(f"UPDATE demand_day SET {sums} WHERE {several} AND NOT {later}")  # names of columns alone
    op.execute(f"DELETE FROM demand_day WHERE {later}")  # names of columns alone
