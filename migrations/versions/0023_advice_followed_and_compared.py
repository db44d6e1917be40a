"""Advice is followed up and compared: priorities, comments, photos of what was done, visits, outcomes, put-off proposals."""

import sqlalchemy as sa
from alembic import op

from app.base.database import Json, Moment

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TABLES = ("comparison", "advice_comment", "visit", "follow_up", "advice_picture", "put_off")


def upgrade() -> None:
    with op.batch_alter_table("recommendation") as changed:
        priority = sa.Column(
            "priority", _one_of("priority", "high", "normal", "low"), nullable=False, server_default="normal"
        )
        changed.add_column(priority)
        changed.add_column(sa.Column("for_all", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("response") as changed:
        changed.add_column(sa.Column("returned", sa.Text(), nullable=True))
    _comparison()
    _comment()
    _visits()
    _picture()
    _put_off()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    with op.batch_alter_table("response") as changed:
        changed.drop_column("returned")
    with op.batch_alter_table("recommendation") as changed:
        changed.drop_constraint(op.f("ck_recommendation_priority"), type_="check")
        changed.drop_column("for_all")
        changed.drop_column("priority")


def _one_of(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def _table(name: str, *rest: sa.schema.SchemaItem) -> None:
    key = sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}"))
    op.create_table(name, sa.Column("id", sa.Integer(), nullable=False), *rest, key)


def _to(table: str, column: str, other: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)


def _comparison() -> None:
    verdicts = ("cannot_tell", "perhaps_helped", "clearly_helped", "may_have_hurt")
    measures = ("requests", "accepted_requests", "views", "declines")
    _table(
        "comparison",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("frozen_at", Moment(), nullable=False),
        sa.Column("measure", _one_of("measure", *measures), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("mean", sa.Double(), nullable=False),
        sa.Column("size", sa.Double(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("past", Json(), nullable=False),
        sa.Column("similar", Json(), nullable=False),
        sa.Column("judged_at", Moment(), nullable=True),
        sa.Column("verdict", _one_of("verdict", *verdicts), nullable=True),
        sa.Column("came", sa.Integer(), nullable=True),
        sa.Column("weeks", Json(), nullable=False),
        sa.Column("others", Json(), nullable=False),
        *(
            sa.Column(name, sa.Double(), nullable=True)
            for name in ("expected", "spread", "effect", "low", "high", "chance")
        ),
        sa.Column("missed_days", sa.Integer(), nullable=False),
        sa.CheckConstraint("(judged_at IS NULL) = (verdict IS NULL)", name=op.f("ck_comparison_judged")),
        _to("comparison", "response_id", "response", "CASCADE"),
        sa.UniqueConstraint("response_id", name=op.f("uq_comparison_response_id")),
    )
    op.create_index(op.f("ix_comparison_judged_at_last"), "comparison", ["judged_at", "last"])


def _comment() -> None:
    _table(
        "advice_comment",
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=True),
        _to("advice_comment", "recommendation_id", "recommendation", "CASCADE"),
        _to("advice_comment", "by_id", "user_account"),
    )
    op.create_index(op.f("ix_advice_comment_recommendation_id"), "advice_comment", ["recommendation_id"])


def _visits() -> None:
    _table(
        "visit",
        sa.Column("artisan_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("kind", _one_of("visitkind", "call", "visit"), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        _to("visit", "artisan_id", "artisan"),
        _to("visit", "by_id", "user_account"),
        _to("visit", "response_id", "response", "SET NULL"),
    )
    op.create_index(op.f("ix_visit_artisan_id_at"), "visit", ["artisan_id", "at"])
    op.create_index(op.f("ix_visit_response_id"), "visit", ["response_id"])
    _table(
        "follow_up",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("step", _one_of("nextstep", "visit", "training", "materials"), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name=op.f("ck_follow_up_closed")),
        _to("follow_up", "response_id", "response", "CASCADE"),
        _to("follow_up", "closed_by_id", "user_account"),
    )
    op.create_index(op.f("ix_follow_up_closed_at_at"), "follow_up", ["closed_at", "at"])
    op.create_index(op.f("ix_follow_up_response_id"), "follow_up", ["response_id"])


def _picture() -> None:
    _table(
        "advice_picture",
        sa.Column("response_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("erased_at", Moment(), nullable=True),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("original", sa.String(length=250), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("renditions", Json(), nullable=False),
        sa.Column("blur", sa.String(length=1000), nullable=False),
        sa.Column("state", _one_of("photostate", "waiting", "ready", "failed"), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("leased_until", Moment(), nullable=True),
        sa.CheckConstraint("erased_at IS NULL OR response_id IS NULL", name=op.f("ck_advice_picture_erased")),
        _to("advice_picture", "by_id", "user_account"),
        _to("advice_picture", "response_id", "response", "SET NULL"),
        sa.UniqueConstraint("key", name=op.f("uq_advice_picture_key")),
    )
    for column in ("response_id", "state"):
        op.create_index(op.f(f"ix_advice_picture_{column}"), "advice_picture", [column])


def _put_off() -> None:
    reasons = ("is_made", "nobody_can", "too_few", "not_ours", "later")
    _table(
        "put_off",
        sa.Column("opportunity", sa.String(length=160), nullable=False),
        sa.Column("reason", _one_of("notnow", *reasons), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        _to("put_off", "by_id", "user_account"),
        sa.UniqueConstraint("opportunity", name=op.f("uq_put_off_opportunity")),
    )
