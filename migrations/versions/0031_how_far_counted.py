"""How far signs of demand are counted: the day that is not over, and the edition of what is kept."""

import sqlalchemy as sa
from alembic import op

from app.base.database import Moment

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "demand_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("until", Moment(), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_count")),
    )


def downgrade() -> None:
    op.drop_table("demand_count")
