"""In which commune an artisan's workshop stands, where somebody of the team has said so"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Without a batch: SQLite would make the table anew, and cannot drop the old one while pieces belong to its makers.
    op.add_column("artisan", sa.Column("commune", sa.String(length=12), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("artisan", "commune")
