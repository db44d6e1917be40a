"""What follows a customer's yes: payments, refunds, quality checks, shipments, their word; bookings that were made"""

import sqlalchemy as sa
from alembic import op

from app.base.database import Moment

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

WAYS = ("transfer", "on_delivery", "at_the_cooperative")
HOLDS = ("live", "released", "shipped")


def _one_of(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def _money(table: str) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("way", _one_of("paymentway", *WAYS), nullable=False),
        sa.Column("reference", sa.String(length=80), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f(f"ck_{table}_amount")),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f(f"fk_{table}_by_id")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["purchase_request.id"], name=op.f(f"fk_{table}_request_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_request_id"), table, ["request_id"], unique=False)


def _holds(*words: str) -> None:
    """What may become of a hold."""
    for table in ("reservation", "capacity_booking"):
        with op.batch_alter_table(table) as held:
            held.drop_constraint(op.f(f"ck_{table}_hold"), type_="check")
            held.create_check_constraint(
                op.f(f"ck_{table}_hold"), f"state IN ({', '.join(repr(word) for word in words)})"
            )


def upgrade() -> None:
    _money("payment")
    _money("refund")
    op.create_table(
        "quality_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("verdict", _one_of("verdict", "passed", "returned"), nullable=False),
        sa.Column(
            "fault",
            _one_of("fault", "damaged", "flaw", "size", "colour", "incomplete", "other"),
            nullable=True,
        ),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(verdict = 'returned') = (fault IS NOT NULL)", name=op.f("ck_quality_check_fault_of_returned")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_quality_check_by_id")),
        sa.ForeignKeyConstraint(
            ["line_id"], ["offer_line.id"], name=op.f("fk_quality_check_line_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_check")),
    )
    op.create_index(op.f("ix_quality_check_line_id"), "quality_check", ["line_id"], unique=False)
    op.create_table(
        "shipment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("carrier", sa.String(length=80), nullable=False),
        sa.Column("tracking", sa.String(length=120), nullable=True),
        sa.Column("journey", _one_of("journey", "on_its_way", "delivered", "returned"), nullable=False),
        sa.Column(
            "return_reason",
            _one_of("returnreason", "not_collected", "wrong_address", "refused", "damaged", "other"),
            nullable=True,
        ),
        sa.Column("sent_at", Moment(timezone=True), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["purchase_request.id"], name=op.f("fk_shipment_request_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["sent_by_id"], ["user_account.id"], name=op.f("fk_shipment_sent_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipment")),
    )
    op.create_index(op.f("ix_shipment_request_id"), "shipment", ["request_id"], unique=False)
    op.create_index(
        "uq_shipment_on_its_way",
        "shipment",
        ["request_id"],
        unique=True,
        sqlite_where=sa.text("journey = 'on_its_way'"),
        postgresql_where=sa.text("journey = 'on_its_way'"),
    )
    op.create_table(
        "customer_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("artisan_id", sa.Integer(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("state", _one_of("wordstate", "waiting", "published", "kept_back"), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("looked_at", Moment(timezone=True), nullable=True),
        sa.Column("looked_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["looked_by_id"], ["user_account.id"], name=op.f("fk_customer_word_looked_by_id")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["purchase_request.id"], name=op.f("fk_customer_word_request_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["artisan_id"], ["artisan.id"], name=op.f("fk_customer_word_artisan_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_word")),
        sa.UniqueConstraint("request_id", "artisan_id", name=op.f("uq_customer_word_request_id_artisan_id")),
    )
    op.create_index(op.f("ix_customer_word_artisan_id_state"), "customer_word", ["artisan_id", "state"], unique=False)
    _holds(*HOLDS, "made")


def downgrade() -> None:
    op.execute("UPDATE capacity_booking SET state = 'shipped' WHERE state = 'made'")
    _holds(*HOLDS)
    for table in ("customer_word", "shipment", "quality_check", "refund", "payment"):
        op.drop_table(table)
