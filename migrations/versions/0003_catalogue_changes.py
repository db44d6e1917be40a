"""What has changed in the catalogue, noted by triggers (put in place by env.py after every migration)"""

import sqlalchemy as sa
from alembic import op

from app.domain.catalogue import change_triggers

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "catalogue_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=10), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.Column("tx", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_change")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_catalogue_change_tx"), "catalogue_change", ["tx"])


def downgrade() -> None:
    change_triggers.take_away(op.get_bind())
    op.drop_table("catalogue_change")
