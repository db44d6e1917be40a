"""What is to be expected of each piece, craft and attribute is kept each night; feasts can be corrected."""

import sqlalchemy as sa
from alembic import op

from app.base.database import Json, Moment

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

SUBJECTS = ("craft", "item", "series", "material", "technique", "colour", "place", "newcomer")
FEASTS = ("ramadan", "eid_al_fitr", "eid_al_adha")


def upgrade() -> None:
    op.create_index(op.f("ix_demand_day_kind_day"), "demand_day", ["kind", "day"])
    op.create_table(
        "forecast",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", _one_of("subject", SUBJECTS), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("craft_id", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("weeks_known", sa.Integer(), nullable=False),
        sa.Column("past", Json(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("steps", Json(), nullable=False),
        sa.Column("totals", Json(), nullable=False),
        sa.Column("expected", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forecast")),
        sa.UniqueConstraint("subject", "subject_id", "name", "craft_id", name="uq_forecast_subject"),
    )
    op.create_index(op.f("ix_forecast_craft_id_subject_asked"), "forecast", ["craft_id", "subject", "asked"])
    op.create_table(
        "feast_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feast", _one_of("feast", FEASTS), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_feast_day_by_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feast_day")),
        sa.UniqueConstraint("feast", "year", name="uq_feast_day_feast"),
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_demand_day_kind_day"), table_name="demand_day")
    op.drop_table("feast_day")
    op.drop_index(op.f("ix_forecast_craft_id_subject_asked"), table_name="forecast")
    op.drop_table("forecast")


def _one_of(name: str, words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, native_enum=False, length=40, name=name, create_constraint=True)
