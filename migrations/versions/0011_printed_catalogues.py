"""Printed catalogues that the team asks for"""

import sqlalchemy as sa
from alembic import op

from app.base.database import Moment

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "catalogue_print",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("craft_id", sa.Integer(), nullable=True),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column(
            "prices",
            sa.Enum("none", "mad", "both", name="prices", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "waiting", "ready", "failed", name="printstate", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("leased_until", Moment(), nullable=True),
        sa.CheckConstraint("0 <= done AND done <= total", name=op.f("ck_catalogue_print_progress")),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_catalogue_print_by_id_user_account")),
        sa.ForeignKeyConstraint(
            ["craft_id"], ["craft.id"], name=op.f("fk_catalogue_print_craft_id_craft"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_catalogue_print_place_id_place"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_print")),
        sa.UniqueConstraint("key", name=op.f("uq_catalogue_print_key")),
    )
    op.create_index(op.f("ix_catalogue_print_created_at"), "catalogue_print", ["created_at"])
    op.create_index(op.f("ix_catalogue_print_state"), "catalogue_print", ["state"])


def downgrade() -> None:
    op.drop_table("catalogue_print")
