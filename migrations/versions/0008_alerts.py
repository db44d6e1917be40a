"""Who waits for a piece to be back, for a lower price, or for a piece to exist"""

import sqlalchemy as sa
from alembic import op

from app.base.database import Moment

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alert",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("stock", "price", "words", name="alertkind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "channel",
            sa.Enum("email", "sms", name="channel", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("contact", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("price", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(length=120), nullable=False),
        sa.Column("sought", sa.String(length=420), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("confirmed_at", Moment(), nullable=True),
        sa.Column("looked_at", Moment(), nullable=True),
        sa.CheckConstraint("(kind = 'words') = (item_id IS NULL)", name=op.f("ck_alert_about")),
        sa.CheckConstraint("(kind = 'price') = (price IS NOT NULL)", name=op.f("ck_alert_price")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_alert_item_id_item"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
        sa.UniqueConstraint("key", name=op.f("uq_alert_key")),
    )
    op.create_index(op.f("ix_alert_item_id"), "alert", ["item_id"])
    op.create_index(op.f("ix_alert_kind_confirmed_at"), "alert", ["kind", "confirmed_at"])
    for name, columns, which in (
        ("uq_alert_contact_kind_item_id", ["contact", "kind", "item_id"], "item_id IS NOT NULL"),
        ("uq_alert_contact_sought", ["contact", "sought"], "item_id IS NULL"),
    ):
        where = sa.text(which)
        op.create_index(name, "alert", columns, unique=True, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    op.drop_table("alert")
