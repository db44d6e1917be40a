"""What customers wish instead of an offer, their pictures, and the team's translations of what was said"""

import sqlalchemy as sa
from alembic import op

from app.base.database import Json, Moment

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "request_translation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=30), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_request_translation_by_id")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["purchase_request.id"], name=op.f("fk_request_translation_request_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_translation")),
        sa.UniqueConstraint(
            "request_id", "about", "language", name=op.f("uq_request_translation_request_id_about_language")
        ),
    )
    op.create_index(op.f("ix_request_translation_request_id"), "request_translation", ["request_id"])

    op.create_table(
        "counter_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("needed_by", sa.Date(), nullable=True),
        sa.Column("has_words", sa.Boolean(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["offer_id"], ["offer.id"], name=op.f("fk_counter_proposal_offer_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["purchase_request.id"], name=op.f("fk_counter_proposal_request_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter_proposal")),
        sa.UniqueConstraint("offer_id", name=op.f("uq_counter_proposal_offer_id")),
    )
    op.create_index(op.f("ix_counter_proposal_request_id"), "counter_proposal", ["request_id"])

    op.create_table(
        "request_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("line_id", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column(
            "verdict",
            sa.Enum(
                "waiting", "passed", "refused", name="verdict", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("judged_by_id", sa.Integer(), nullable=True),
        sa.Column("judged_at", Moment(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("erased_at", Moment(), nullable=True),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("original", sa.String(length=250), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("renditions", Json(), nullable=False),
        sa.Column("blur", sa.String(length=1000), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting", "ready", "failed", name="photostate", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("leased_until", Moment(), nullable=True),
        sa.CheckConstraint("(verdict = 'waiting') = (judged_at IS NULL)", name=op.f("ck_request_picture_judged")),
        sa.CheckConstraint("erased_at IS NULL OR request_id IS NULL", name=op.f("ck_request_picture_erased")),
        sa.ForeignKeyConstraint(["judged_by_id"], ["user_account.id"], name=op.f("fk_request_picture_judged_by_id")),
        sa.ForeignKeyConstraint(
            ["line_id"], ["request_line.id"], name=op.f("fk_request_picture_line_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_request_picture_message_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["purchase_request.id"], name=op.f("fk_request_picture_request_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_picture")),
        sa.UniqueConstraint("key", name=op.f("uq_request_picture_key")),
    )
    op.create_index(op.f("ix_request_picture_line_id"), "request_picture", ["line_id"])
    op.create_index(op.f("ix_request_picture_message_id"), "request_picture", ["message_id"])
    op.create_index(op.f("ix_request_picture_request_id"), "request_picture", ["request_id"])
    op.create_index(op.f("ix_request_picture_state"), "request_picture", ["state"])

    op.create_table(
        "counter_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("offer_line_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_price", sa.Integer(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.CheckConstraint("quantity > 0 AND unit_price > 0", name=op.f("ck_counter_line_figures")),
        sa.ForeignKeyConstraint(
            ["line_id"], ["request_line.id"], name=op.f("fk_counter_line_line_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["offer_line_id"], ["offer_line.id"], name=op.f("fk_counter_line_offer_line_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["counter_proposal.id"], name=op.f("fk_counter_line_proposal_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter_line")),
    )
    op.create_index(op.f("ix_counter_line_line_id"), "counter_line", ["line_id"])
    op.create_index(op.f("ix_counter_line_offer_line_id"), "counter_line", ["offer_line_id"])
    op.create_index(op.f("ix_counter_line_proposal_id"), "counter_line", ["proposal_id"])
    op.create_index(
        "uq_counter_line_live",
        "counter_line",
        ["line_id"],
        unique=True,
        sqlite_where=sa.text("live"),
        postgresql_where=sa.text("live"),
    )


def downgrade() -> None:
    for table in ("counter_line", "request_picture", "counter_proposal", "request_translation"):
        op.drop_table(table)
