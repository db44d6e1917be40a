"""The demand of one artisan's pieces is read without looking through everybody's."""

from alembic import op

revision = "0025"
down_revision = "0020"
branch_labels = None
depends_on = None

NAME = "ix_demand_day_artisan_id_day"


def upgrade() -> None:
    op.create_index(NAME, "demand_day", ["artisan_id", "day"])


def downgrade() -> None:
    op.drop_index(NAME, "demand_day")
