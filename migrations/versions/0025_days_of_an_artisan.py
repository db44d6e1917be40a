"""The demand of one artisan's pieces, and signs of one kind, are read without looking through all the others."""

from alembic import op

revision = "0025"
down_revision = "0020"
branch_labels = None
depends_on = None

INDEXES = {"ix_demand_day_artisan_id_day": ["artisan_id", "day"], "ix_demand_day_kind_day": ["kind", "day"]}


def upgrade() -> None:
    for name, columns in INDEXES.items():
        op.create_index(name, "demand_day", columns)


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, "demand_day")
