"""What many searched for in vain can be kept as a wished piece, until somebody makes it."""

import sqlalchemy as sa
from alembic import op

from app.base.database import Moment

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

STATE = sa.Enum("open", "taken", "dropped", name="wishstate", native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "wished_piece",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sought", sa.String(160), nullable=False),
        sa.Column("words", sa.String(120), nullable=False),
        sa.Column("craft_id", sa.Integer(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("state", STATE, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("people >= 0", name=op.f("ck_wished_piece_people")),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_wished_piece_by_id_user_account")),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["user_account.id"], name=op.f("fk_wished_piece_changed_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["craft_id"], ["craft.id"], name=op.f("fk_wished_piece_craft_id_craft")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wished_piece")),
        sa.UniqueConstraint("sought", name=op.f("uq_wished_piece_sought")),
    )
    for column in ("by_id", "changed_by_id", "craft_id"):
        op.create_index(op.f(f"ix_wished_piece_{column}"), "wished_piece", [column])


def downgrade() -> None:
    op.drop_table("wished_piece")
