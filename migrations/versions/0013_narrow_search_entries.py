"""PostgreSQL keeps what an item is found by beside its row: to visit many rows unpacks and reads none of it"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _store("EXTERNAL", "SET (toast_tuple_target = 128)")


def downgrade() -> None:
    _store("EXTENDED", "RESET (toast_tuple_target)")


def _store(how: str, target: str) -> None:
    """For rows to come, and by writing them anew for those that are there."""
    if op.get_bind().dialect.name == "postgresql":
        columns = ", ".join(f"ALTER COLUMN {name} SET STORAGE {how}" for name in ("body", "words"))
        op.execute(f"ALTER TABLE search_entry {columns}, {target}")
        op.execute("UPDATE search_entry SET body = body || ''")
