"""Photos come in pieces, have a few pixels to stand in for them, and a point to look at"""

import sqlalchemy as sa
from alembic import op

from app.base.database import Moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("photo") as photo:
        photo.add_column(sa.Column("blur", sa.String(length=1000), nullable=False, server_default=""))
        photo.add_column(sa.Column("focus_x", sa.Integer(), nullable=False, server_default="5"))
        photo.add_column(sa.Column("focus_y", sa.Integer(), nullable=False, server_default="5"))
        photo.create_check_constraint(
            op.f("ck_photo_focus_inside"), "focus_x BETWEEN 0 AND 10 AND focus_y BETWEEN 0 AND 10"
        )
    op.create_table(
        "photo_upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("photo_id", sa.Integer(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.CheckConstraint("0 <= received AND received <= size", name=op.f("ck_photo_upload_received_of_size")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user_account.id"], name=op.f("fk_photo_upload_by_id_user_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["photo.id"], name=op.f("fk_photo_upload_photo_id_photo"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo_upload")),
        sa.UniqueConstraint("key", name=op.f("uq_photo_upload_key")),
    )
    for column in ("by_id", "photo_id", "created_at"):
        op.create_index(op.f(f"ix_photo_upload_{column}"), "photo_upload", [column])


def downgrade() -> None:
    op.drop_table("photo_upload")
    with op.batch_alter_table("photo") as photo:
        photo.drop_constraint(op.f("ck_photo_focus_inside"), type_="check")
        for column in ("focus_y", "focus_x", "blur"):
            photo.drop_column(column)
