"""What sets variants apart, what food says, labels with their proofs, countries that a piece may not go to

Measures are added with their checks in one breath, which both engines understand: SQLite need not rebuild tables.
"""

import sqlalchemy as sa
from alembic import op

from app.base.database import Json, Moment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MEASURES = ("length_mm", "width_mm", "height_mm", "weight_g", "net_g", "net_ml")
COLUMNS = (
    *(("variant", name, "INTEGER") for name in ("photo_id", "colour_id")),
    *(("variant", name, f"INTEGER CONSTRAINT ck_variant_{name} CHECK ({name} > 0)") for name in MEASURES),
)


def upgrade() -> None:
    for table, name, what in COLUMNS:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {name} {what}")
    op.add_column("variant", sa.Column("batch", sa.String(length=40), nullable=False, server_default=""))
    op.add_column("variant", sa.Column("best_before", sa.Date(), nullable=True))
    op.add_column("variant", sa.Column("is_past", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("variant", sa.Column("put_away_at", Moment(), nullable=True))
    op.create_index("ix_variant_best_before", "variant", ["best_before"])
    op.add_column("item", sa.Column("is_food", sa.Boolean(), nullable=True))
    op.add_column("item", sa.Column("ingredients", Json(), nullable=False, server_default=sa.text("'{}'")))
    op.add_column("item", sa.Column("authorisation", sa.String(length=40), nullable=False, server_default=""))
    op.add_column("item", sa.Column("not_to", Json(), nullable=True))
    op.add_column("craft", sa.Column("is_food", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("craft", sa.Column("not_to", Json(), nullable=False, server_default=sa.text("'[]'")))
    op.create_table(
        "proof",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_proof_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proof")),
        sa.UniqueConstraint("key", name=op.f("uq_proof_key")),
    )
    op.create_table(
        "item_label",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("has_ended", sa.Boolean(), nullable=False),
        sa.Column("proof_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_label_item_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["proof_id"], ["proof.id"], name=op.f("fk_item_label_proof_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_label")),
        sa.UniqueConstraint("item_id", "label", name=op.f("uq_item_label_item_id_label")),
    )
    op.create_index(op.f("ix_item_label_item_id"), "item_label", ["item_id"])
    op.create_index(op.f("ix_item_label_proof_id"), "item_label", ["proof_id"])


def downgrade() -> None:
    op.drop_table("item_label")
    op.drop_table("proof")
    for table, names in (
        ("craft", ("not_to", "is_food")),
        ("item", ("not_to", "authorisation", "ingredients", "is_food")),
    ):
        for name in names:
            op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
    op.drop_index("ix_variant_best_before", "variant")
    names = ("put_away_at", "is_past", "best_before", "batch", *(name for _table, name, _what in reversed(COLUMNS)))
    for name in names:
        op.execute(f"ALTER TABLE variant DROP COLUMN {name}")
