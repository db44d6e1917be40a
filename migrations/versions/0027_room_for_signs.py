"""Signs of demand carry no index that only their writing paid for: who asks about a craft or a maker names days as well.

PostgreSQL leaves room on their pages, so that rare words are erased where they stand.
"""

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

UNUSED = (("demand_signal", "craft_id"), ("demand_signal", "artisan_id"), ("demand_day", "day"))
"""Days stand first in what makes a counted cell unique."""


def upgrade() -> None:
    for table, column in UNUSED:
        op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE demand_signal SET (fillfactor = 95)")


def downgrade() -> None:
    for table, column in UNUSED:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE demand_signal RESET (fillfactor)")
