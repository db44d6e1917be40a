"""The demand of one artisan's pieces is read without looking through all the others."""

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_demand_day_artisan_id_day"), "demand_day", ["artisan_id", "day"])


def downgrade() -> None:
    op.drop_index(op.f("ix_demand_day_artisan_id_day"), "demand_day")
