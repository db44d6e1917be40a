"""Advice can be heard: a voice note for each language it is said in."""

import sqlalchemy as sa
from alembic import op

from app.base.database import Json, Moment

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

TABLE = "voice_note"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("recommendation_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("bars", Json(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("erased_at", Moment(), nullable=True),
        sa.CheckConstraint("erased_at IS NULL OR recommendation_id IS NULL", name=op.f("ck_voice_note_erased")),
        sa.CheckConstraint("seconds BETWEEN 1 AND 60", name=op.f("ck_voice_note_seconds")),
        _to("recommendation_id", "recommendation", "SET NULL"),
        _to("by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice_note")),
        sa.UniqueConstraint("key", name=op.f("uq_voice_note_key")),
        sa.UniqueConstraint("recommendation_id", "language", name=op.f("uq_voice_note_recommendation_id_language")),
    )
    op.create_index(op.f("ix_voice_note_by_id"), TABLE, ["by_id"])


def downgrade() -> None:
    op.drop_table(TABLE)


def _to(column: str, other: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{TABLE}_{column}"), ondelete=ondelete)
