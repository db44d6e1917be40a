"""Requests that are collected at the cooperative; when a maker was reminded, advisors told, a customer reminded"""

import sqlalchemy as sa
from alembic import op

from app.base.database import Moment

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

MOMENTS = (("request_line", "reminded_at"), ("request_line", "escalated_at"), ("offer", "reminded_at"))


def upgrade() -> None:
    op.add_column("purchase_request", sa.Column("pickup", sa.Boolean(), nullable=False, server_default=sa.false()))
    for table, column in MOMENTS:
        op.add_column(table, sa.Column(column, Moment(), nullable=True))


def downgrade() -> None:
    for table, column in reversed(MOMENTS):
        op.drop_column(table, column)
    op.drop_column("purchase_request", "pickup")
