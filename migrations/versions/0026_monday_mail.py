"""Each Monday the team is written to about whom to call: who wants it, and the Monday it last was."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    wanted = sa.Column("monday_mail", sa.Boolean(), nullable=False, server_default="1")
    op.add_column("user_account", wanted)
    op.add_column("user_account", sa.Column("monday_told", sa.Date(), nullable=True))


def downgrade() -> None:
    """Without a batch: accounts are held by too much to be written anew."""
    op.drop_column("user_account", "monday_told")
    op.drop_column("user_account", "monday_mail")
