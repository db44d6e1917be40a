"""The production desk: tasks, what was not accepted and why, and the reasons a piece was sent back for"""

import sqlalchemy as sa
from alembic import op

from app.base.database import Moment

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

HELD = sa.text("state = 'held'")


def upgrade() -> None:
    op.add_column("item", sa.Column("sent_back_for", sa.String(length=120), server_default="", nullable=False))
    op.create_table(
        "production_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                *("held", "done", "given_back"), name="taskstate", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("word", sa.String(length=300), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=True),
        sa.Column("from_since", Moment(), nullable=True),
        sa.Column("moved_by_id", sa.Integer(), nullable=False),
        sa.Column("move", sa.String(length=64), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_production_task_item_id"), ondelete="CASCADE"),
        *(
            sa.ForeignKeyConstraint([column], ["user_account.id"], name=op.f(f"fk_production_task_{column}"))
            for column in ("holder_id", "from_id", "moved_by_id", "ended_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_production_task")),
    )
    op.create_index(
        "uq_production_task_held",
        "production_task",
        ["item_id", "kind"],
        unique=True,
        sqlite_where=HELD,
        postgresql_where=HELD,
    )
    op.create_index(op.f("ix_production_task_holder_id_state"), "production_task", ["holder_id", "state"])
    op.create_index(op.f("ix_production_task_item_id"), "production_task", ["item_id"])
    op.create_index(op.f("ix_production_task_move"), "production_task", ["move"])
    op.create_table(
        "revision_refusal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=True),
        sa.Column("photo_set_id", sa.Integer(), nullable=True),
        sa.Column("codes", sa.String(length=120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_revision_refusal_{column}"), ondelete="CASCADE")
            for column, target in (
                ("item_id", "item.id"),
                ("text_id", "item_text.id"),
                ("photo_set_id", "photo_set.id"),
            )
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_revision_refusal_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision_refusal")),
        sa.UniqueConstraint("text_id", name=op.f("uq_revision_refusal_text_id")),
        sa.UniqueConstraint("photo_set_id", name=op.f("uq_revision_refusal_photo_set_id")),
    )
    op.create_index(op.f("ix_revision_refusal_item_id"), "revision_refusal", ["item_id"])


def downgrade() -> None:
    op.drop_table("revision_refusal")
    op.drop_table("production_task")
    op.drop_column("item", "sent_back_for")
