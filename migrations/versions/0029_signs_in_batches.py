"""What the site notes in a second is one row, which the worker takes apart."""

import sqlalchemy as sa
from alembic import op

from app.base.database import Moment

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signal_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("put_aside", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal_batch")),
    )


def downgrade() -> None:
    op.drop_table("signal_batch")
