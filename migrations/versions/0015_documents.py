"""Delivery notes and receipts, numbered and frozen as they were issued"""

import sqlalchemy as sa
from alembic import op

from app.base.database import Json, Moment

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "delivery_note", "receipt", name="documentkind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=True),
        sa.Column("facts", Json(), nullable=False),
        sa.Column("personal", Json(), nullable=True),
        sa.Column("issued_at", Moment(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_document_by_id_user_account")),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_document_offer_id_offer")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["purchase_request.id"], name=op.f("fk_document_request_id_purchase_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("number", name=op.f("uq_document_number")),
    )
    op.create_index(op.f("ix_document_offer_id"), "document", ["offer_id"])
    op.create_index(op.f("ix_document_request_id"), "document", ["request_id"])


def downgrade() -> None:
    op.drop_table("document")
