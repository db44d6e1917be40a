"""Advice keeps the picture its artisans saw; a *no* can lead on to a call.

Advice sent before keeps none: its pages show the piece as it looks today, as they did.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

BEFORE = ("visit", "training", "materials")


def upgrade() -> None:
    _steps("visit", "call", "training", "materials")
    with op.batch_alter_table("recommendation") as changed:
        changed.add_column(sa.Column("photo_id", sa.Integer(), nullable=True))
        changed.create_foreign_key(
            op.f("fk_recommendation_photo_id"), "photo", ["photo_id"], ["id"], ondelete="SET NULL"
        )
        changed.create_index(op.f("ix_recommendation_photo_id"), ["photo_id"])


def downgrade() -> None:
    with op.batch_alter_table("recommendation") as changed:
        changed.drop_index(op.f("ix_recommendation_photo_id"))
        changed.drop_constraint(op.f("fk_recommendation_photo_id"), type_="foreignkey")
        changed.drop_column("photo_id")
    op.execute("UPDATE follow_up SET step = 'visit' WHERE step = 'call'")
    _steps(*BEFORE)


def _steps(*steps: str) -> None:
    with op.batch_alter_table("follow_up") as changed:
        changed.drop_constraint(op.f("ck_follow_up_nextstep"), type_="check")
        changed.create_check_constraint(
            op.f("ck_follow_up_nextstep"), f"step IN ({', '.join(repr(step) for step in steps)})"
        )
