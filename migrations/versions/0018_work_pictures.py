"""Photos of pieces at work; what comes in pieces can become any kind of picture, known by its key"""

import sqlalchemy as sa
from alembic import op

from app.base.database import Json, Moment

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "work_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=True),
        sa.Column("check_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("told_at", Moment(), nullable=True),
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
        sa.CheckConstraint("erased_at IS NULL OR line_id IS NULL", name=op.f("ck_work_picture_erased")),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_work_picture_by_id")),
        sa.ForeignKeyConstraint(
            ["check_id"], ["quality_check.id"], name=op.f("fk_work_picture_check_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["offer_line.id"], name=op.f("fk_work_picture_line_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_picture")),
        sa.UniqueConstraint("key", name=op.f("uq_work_picture_key")),
    )
    for column in ("line_id", "check_id", "state"):
        op.create_index(op.f(f"ix_work_picture_{column}"), "work_picture", [column])

    with op.batch_alter_table("photo_upload") as upload:
        upload.add_column(sa.Column("photo_key", sa.String(length=40), nullable=True))
    op.execute("UPDATE photo_upload SET photo_key = (SELECT key FROM photo WHERE photo.id = photo_upload.photo_id)")
    with op.batch_alter_table("photo_upload") as upload:
        upload.drop_index(op.f("ix_photo_upload_photo_id"))
        upload.drop_constraint(op.f("fk_photo_upload_photo_id_photo"), type_="foreignkey")
        upload.drop_column("photo_id")


def downgrade() -> None:
    with op.batch_alter_table("photo_upload") as upload:
        upload.add_column(sa.Column("photo_id", sa.Integer(), nullable=True))
        upload.create_index(op.f("ix_photo_upload_photo_id"), ["photo_id"])
        upload.create_foreign_key(
            op.f("fk_photo_upload_photo_id_photo"), "photo", ["photo_id"], ["id"], ondelete="CASCADE"
        )
    op.execute("UPDATE photo_upload SET photo_id = (SELECT id FROM photo WHERE photo.key = photo_upload.photo_key)")
    with op.batch_alter_table("photo_upload") as upload:
        upload.drop_column("photo_key")
    op.drop_table("work_picture")
