"""Which words were kept is looked up each time that days are counted: among two years of them by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_demand_day_said",
        "demand_day",
        ["kind", "words", "day"],
        sqlite_where=sa.text("words <> ''"),
        postgresql_where=sa.text("words <> ''"),
    )


def downgrade() -> None:
    op.drop_index("ix_demand_day_said", table_name="demand_day")
