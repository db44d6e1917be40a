"""Tables somebody sent to be imported, what was found out about their rows, and tables somebody asked for"""

import sqlalchemy as sa
from alembic import op

from app.base.database import Json, Moment

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sheet_export",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("filters", Json(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting", "ready", "failed", name="exportstate", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(timezone=True), nullable=False),
        sa.Column("leased_until", Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_sheet_export_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_export")),
        sa.UniqueConstraint("key", name=op.f("uq_sheet_export_key")),
    )
    op.create_index(op.f("ix_sheet_export_by_id"), "sheet_export", ["by_id"], unique=False)
    op.create_index(op.f("ix_sheet_export_created_at"), "sheet_export", ["created_at"], unique=False)
    op.create_index(op.f("ix_sheet_export_state"), "sheet_export", ["state"], unique=False)
    op.create_table(
        "sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "checked",
                "refused",
                "wanted",
                "done",
                "dropped",
                name="sheetstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("approve", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("artisan_id", sa.Integer(), nullable=True),
        sa.Column("craft_id", sa.Integer(), nullable=True),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("counts", Json(), nullable=False),
        sa.Column("notes", Json(), nullable=False),
        sa.Column("refusal", Json(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(timezone=True), nullable=False),
        sa.Column("settled_at", Moment(timezone=True), nullable=True),
        sa.Column("leased_until", Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["artisan_id"], ["artisan.id"], name=op.f("fk_sheet_artisan_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_sheet_by_id")),
        sa.ForeignKeyConstraint(["craft_id"], ["craft.id"], name=op.f("fk_sheet_craft_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet")),
        sa.UniqueConstraint("key", name=op.f("uq_sheet_key")),
    )
    op.create_index(op.f("ix_sheet_by_id"), "sheet", ["by_id"], unique=False)
    op.create_index(op.f("ix_sheet_created_at"), "sheet", ["created_at"], unique=False)
    op.create_index(op.f("ix_sheet_state"), "sheet", ["state"], unique=False)
    op.create_table(
        "sheet_line",
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "add",
                "change",
                "unchanged",
                "error",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("told", Json(), nullable=False),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheet.id"], name=op.f("fk_sheet_line_sheet_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("sheet_id", "number", name=op.f("pk_sheet_line")),
    )
    op.create_index(
        op.f("ix_sheet_line_sheet_id_outcome_number"), "sheet_line", ["sheet_id", "outcome", "number"], unique=False
    )


def downgrade() -> None:
    op.drop_table("sheet_export")
    op.drop_table("sheet_line")
    op.drop_table("sheet")
