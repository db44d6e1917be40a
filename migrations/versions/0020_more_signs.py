"""Signs of demand also say what a list showed, what was opened from a search, a change asked for; past sales are demand.

Days of before know no facet and no language: they stay empty.
"""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

BEFORE = (
    *("view", "search", "wish", "stock_alert", "request_line", "custom_wish"),
    *("decline", "reduction", "offer_accepted", "offer_refused"),
)
MORE = ("impression", "click", "change_asked", "past_sale")
CELL = ("day", "kind", "item_id", "craft_id", "words", "reason", "country", "out_of_stock")


def upgrade() -> None:
    with op.batch_alter_table("demand_signal") as changed:
        changed.add_column(sa.Column("facet", sa.String(60), nullable=True))
        _kinds(changed, "demand_signal", (*BEFORE, *MORE))
    with op.batch_alter_table("demand_day") as changed:
        changed.add_column(sa.Column("facet", sa.String(60), nullable=False, server_default=""))
        changed.add_column(sa.Column("language", sa.String(5), nullable=False, server_default=""))
        _kinds(changed, "demand_day", (*BEFORE, *MORE))
        changed.drop_constraint("uq_demand_day_cell", type_="unique")
        changed.create_unique_constraint("uq_demand_day_cell", [*CELL, "facet", "language"])


def downgrade() -> None:
    kept = ", ".join(repr(kind) for kind in BEFORE)
    for table in ("demand_signal", "demand_day"):
        op.execute(f"DELETE FROM {table} WHERE kind NOT IN ({kept})")
    op.execute(
        "DELETE FROM demand_day WHERE language <> '' AND EXISTS (SELECT 1 FROM demand_day other WHERE"
        + " AND ".join(f" other.{name} = demand_day.{name}" for name in CELL)
        + " AND other.id < demand_day.id)"
    )
    with op.batch_alter_table("demand_day") as changed:
        changed.drop_constraint("uq_demand_day_cell", type_="unique")
        changed.create_unique_constraint("uq_demand_day_cell", list(CELL))
        _kinds(changed, "demand_day", BEFORE)
        changed.drop_column("language")
        changed.drop_column("facet")
    with op.batch_alter_table("demand_signal") as changed:
        _kinds(changed, "demand_signal", BEFORE)
        changed.drop_column("facet")


def _kinds(changed: BatchOperations, table: str, kinds: tuple[str, ...]) -> None:
    changed.drop_constraint(op.f(f"ck_{table}_signalkind"), type_="check")
    changed.create_check_constraint(
        op.f(f"ck_{table}_signalkind"), f"kind IN ({', '.join(repr(kind) for kind in kinds)})"
    )
