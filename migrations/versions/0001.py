"""The first tables"""

import sqlalchemy as sa
from alembic import op

from app.base.database import Json, Moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "audit_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf_of_id", sa.Integer(), nullable=True),
        sa.Column("deed", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("facts", Json(), nullable=False),
        sa.Column("origin", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_event_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_event_subject_subject_id"), ["subject", "subject_id"], unique=False)

    op.create_table(
        "clock_job",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("leased_by", sa.String(length=60), nullable=True),
        sa.Column("last_run_at", Moment(), nullable=True),
        sa.Column("last_error", sa.String(length=500), nullable=True),
        sa.Column("leased_until", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_clock_job")),
    )
    op.create_table(
        "colour",
        sa.Column("hex", sa.String(length=7), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("names", Json(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_colour")),
        sa.UniqueConstraint("slug", name=op.f("uq_colour_slug")),
    )
    op.create_table(
        "craft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("names", Json(), nullable=False),
        sa.Column("short_names", Json(), nullable=False),
        sa.Column("story", Json(), nullable=False),
        sa.Column("icon", sa.String(length=30), nullable=False),
        sa.Column("code", sa.String(length=3), nullable=False),
        sa.Column("in_menu", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["craft.id"], name=op.f("fk_craft_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_craft")),
        sa.UniqueConstraint("slug", name=op.f("uq_craft_slug")),
    )
    with op.batch_alter_table("craft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_craft_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "daily_key",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("secret", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_daily_key")),
    )
    op.create_table(
        "demand_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "view",
                "search",
                "wish",
                "stock_alert",
                "request_line",
                "custom_wish",
                "decline",
                "reduction",
                "offer_accepted",
                "offer_refused",
                name="signalkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("craft_id", sa.Integer(), nullable=False),
        sa.Column("artisan_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("out_of_stock", sa.Boolean(), nullable=False),
        sa.Column("signals", sa.Integer(), nullable=False),
        sa.Column("visitors", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("without_result", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_day")),
        sa.UniqueConstraint(
            "day",
            "kind",
            "item_id",
            "craft_id",
            "words",
            "reason",
            "country",
            "out_of_stock",
            name="uq_demand_day_cell",
        ),
    )
    with op.batch_alter_table("demand_day", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_demand_day_day"), ["day"], unique=False)
        batch_op.create_index(batch_op.f("ix_demand_day_item_id_day"), ["item_id", "day"], unique=False)

    op.create_table(
        "demand_signal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "view",
                "search",
                "wish",
                "stock_alert",
                "request_line",
                "custom_wish",
                "decline",
                "reduction",
                "offer_accepted",
                "offer_refused",
                name="signalkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("visitor", sa.String(length=32), nullable=True),
        sa.Column("language", sa.String(length=5), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("craft_id", sa.Integer(), nullable=True),
        sa.Column("artisan_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(length=120), nullable=True),
        sa.Column("results", sa.Integer(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("out_of_stock", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_signal")),
    )
    with op.batch_alter_table("demand_signal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_demand_signal_artisan_id"), ["artisan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_demand_signal_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_demand_signal_craft_id"), ["craft_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_demand_signal_item_id_at"), ["item_id", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_demand_signal_kind_at"), ["kind", "at"], unique=False)

    op.create_table(
        "document_counter",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "year", name=op.f("pk_document_counter")),
    )
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("clock_offset_seconds", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )
    op.create_table(
        "material",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("names", Json(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material")),
        sa.UniqueConstraint("slug", name=op.f("uq_material_slug")),
    )
    op.create_table(
        "outbox_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column(
            "channel",
            sa.Enum("email", "sms", name="channel", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("template", sa.String(length=60), nullable=False),
        sa.Column("facts", Json(), nullable=False),
        sa.Column("secret", Json(), nullable=False),
        sa.Column("subject", sa.String(length=250), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("html", sa.Text(), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "waiting", "delivered", "failed", name="delivery", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("delivered_at", Moment(), nullable=True),
        sa.Column("last_error", sa.String(length=500), nullable=True),
        sa.Column("leased_until", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_message")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_message_key")),
    )
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_message_request_id"), ["request_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_message_state_due_at"), ["state", "due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_message_user_id"), ["user_id"], unique=False)

    op.create_table(
        "phone_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("code_hash", sa.String(length=128), nullable=False),
        sa.Column("sent_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_code")),
    )
    with op.batch_alter_table("phone_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_phone_code_phone"), ["phone"], unique=False)

    op.create_table(
        "place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("names", Json(), nullable=False),
        sa.Column("x", sa.Integer(), nullable=True),
        sa.Column("y", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("slug", name=op.f("uq_place_slug")),
    )
    op.create_table(
        "purchase_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "sent",
                "answering",
                "declined",
                "offered",
                "accepted",
                "refused",
                "expired",
                "withdrawn",
                "cancelled",
                "preparing",
                "shipped",
                "returned",
                "delivered",
                "closed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column(
            "channel",
            sa.Enum("email", "sms", name="channel", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("city", sa.String(length=120), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("needed_by", sa.Date(), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("sent_at", Moment(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.Column("anonymised_at", Moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "email IS NOT NULL OR phone IS NOT NULL OR anonymised_at IS NOT NULL",
            name=op.f("ck_purchase_request_reachable"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_request")),
        sa.UniqueConstraint("key", name=op.f("uq_purchase_request_key")),
        sa.UniqueConstraint("reference", name=op.f("uq_purchase_request_reference")),
    )
    with op.batch_alter_table("purchase_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_purchase_request_state_changed_at"), ["state", "changed_at"], unique=False)

    op.create_table(
        "role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("description", sa.String(length=250), nullable=True),
        sa.Column("permissions", sa.UnicodeText(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
        sa.UniqueConstraint("name", name=op.f("uq_role_name")),
    )
    op.create_table(
        "submitted_form",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("endpoint", sa.String(length=120), nullable=False),
        sa.Column("location", sa.String(length=500), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_submitted_form")),
    )
    with op.batch_alter_table("submitted_form", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submitted_form_at"), ["at"], unique=False)

    op.create_table(
        "technique",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("names", Json(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_technique")),
        sa.UniqueConstraint("slug", name=op.f("uq_technique_slug")),
    )
    op.create_table(
        "throttle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_throttle")),
    )
    with op.batch_alter_table("throttle", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_throttle_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_throttle_kind_subject_at"), ["kind", "subject", "at"], unique=False)

    op.create_table(
        "user_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("password", sa.String(length=255), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.Column("fs_webauthn_user_handle", sa.String(length=64), nullable=True),
        sa.Column("mf_recovery_codes", sa.UnicodeText(), nullable=True),
        sa.Column("tf_primary_method", sa.String(length=64), nullable=True),
        sa.Column("tf_totp_secret", sa.String(length=255), nullable=True),
        sa.Column("tf_last_counter", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", Moment(), nullable=True),
        sa.Column("create_datetime", Moment(), nullable=False),
        sa.Column("update_datetime", Moment(), nullable=False),
        sa.CheckConstraint("email IS NOT NULL OR phone IS NOT NULL", name=op.f("ck_user_account_reachable")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("email", name=op.f("uq_user_account_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_user_account_fs_uniquifier")),
        sa.UniqueConstraint("fs_webauthn_user_handle", name=op.f("uq_user_account_fs_webauthn_user_handle")),
        sa.UniqueConstraint("phone", name=op.f("uq_user_account_phone")),
    )
    op.create_table(
        "worker_beat",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("beat_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_worker_beat")),
    )
    op.create_table(
        "artisan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("advisor_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_ar", sa.String(length=120), nullable=False),
        sa.Column("workshop", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=True),
        sa.Column(
            "wording",
            sa.Enum("f", "m", "group", name="wording", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("trade", Json(), nullable=False),
        sa.Column("story", Json(), nullable=False),
        sa.Column("languages", Json(), nullable=False),
        sa.Column("weekly_capacity", sa.Integer(), nullable=False),
        sa.Column(
            "standing",
            sa.Enum("good", "suspended", "left", name="standing", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("weekly_capacity >= 0", name=op.f("ck_artisan_capacity")),
        sa.ForeignKeyConstraint(["advisor_id"], ["user_account.id"], name=op.f("fk_artisan_advisor_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_artisan_place_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_artisan_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_artisan")),
        sa.UniqueConstraint("slug", name=op.f("uq_artisan_slug")),
        sa.UniqueConstraint("user_id", name=op.f("uq_artisan_user_id")),
    )
    with op.batch_alter_table("artisan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_artisan_advisor_id"), ["advisor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_artisan_place_id"), ["place_id"], unique=False)

    op.create_table(
        "offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("number_in_request", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "sent",
                "accepted",
                "refused",
                "replaced",
                "expired",
                "withdrawn",
                name="offerstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("goods", sa.Integer(), nullable=False),
        sa.Column("delivery_cost", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("ready_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("sent_at", Moment(), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column(
            "refusal_reason",
            sa.Enum(
                "price",
                "delay",
                "delivery_cost",
                "changed_mind",
                "found_elsewhere",
                "other",
                name="refusalreason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.CheckConstraint("delivery_cost >= 0", name=op.f("ck_offer_delivery_cost")),
        sa.CheckConstraint("total = goods + delivery_cost", name=op.f("ck_offer_total")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["purchase_request.id"], name=op.f("fk_offer_request_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["sent_by_id"], ["user_account.id"], name=op.f("fk_offer_sent_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sa.UniqueConstraint("number", name=op.f("uq_offer_number")),
        sa.UniqueConstraint("request_id", "number_in_request", name=op.f("uq_offer_request_id_number_in_request")),
    )
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_offer_request_id"), ["request_id"], unique=False)

    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(length=1024), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("transports", sa.UnicodeText(), nullable=True),
        sa.Column("backup_state", sa.Boolean(), nullable=False),
        sa.Column("device_type", sa.String(length=64), nullable=False),
        sa.Column("extensions", sa.String(length=255), nullable=True),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("usage", sa.String(length=64), nullable=False),
        sa.Column("create_datetime", Moment(), nullable=False),
        sa.Column("lastuse_datetime", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_passkey_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    with op.batch_alter_table("passkey", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_passkey_user_id"), ["user_id"], unique=False)

    op.create_table(
        "photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("original", sa.String(length=250), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("alt", Json(), nullable=False),
        sa.Column("renditions", Json(), nullable=False),
        sa.Column("is_illustration", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting", "ready", "failed", name="photostate", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("leased_until", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_photo_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo")),
        sa.UniqueConstraint("key", name=op.f("uq_photo_key")),
    )
    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_photo_state"), ["state"], unique=False)

    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "way",
            sa.Enum("code", "password", "demo", name="way", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("device", sa.String(length=120), nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("proved_at", Moment(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_sign_in_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_token_hash")),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_user_id"), ["user_id"], unique=False)

    op.create_table(
        "user_role",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_user_role_role_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_user_role_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "role_id", name=op.f("pk_user_role")),
    )
    op.create_table(
        "artisan_craft",
        sa.Column("artisan_id", sa.Integer(), nullable=False),
        sa.Column("craft_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["artisan_id"], ["artisan.id"], name=op.f("fk_artisan_craft_artisan_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["craft_id"], ["craft.id"], name=op.f("fk_artisan_craft_craft_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("artisan_id", "craft_id", name=op.f("pk_artisan_craft")),
    )
    with op.batch_alter_table("artisan_craft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_artisan_craft_craft_id"), ["craft_id"], unique=False)

    op.create_table(
        "item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("artisan_id", sa.Integer(), nullable=False),
        sa.Column("craft_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "published",
                "paused",
                "archived",
                name="itemstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("size", sa.String(length=80), nullable=False),
        sa.Column("length_mm", sa.Integer(), nullable=True),
        sa.Column("width_mm", sa.Integer(), nullable=True),
        sa.Column("height_mm", sa.Integer(), nullable=True),
        sa.Column("weight_g", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("sent_back", sa.Text(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("published_at", Moment(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["artisan_id"], ["artisan.id"], name=op.f("fk_item_artisan_id")),
        sa.ForeignKeyConstraint(["craft_id"], ["craft.id"], name=op.f("fk_item_craft_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["user_account.id"], name=op.f("fk_item_created_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
        sa.UniqueConstraint("reference", name=op.f("uq_item_reference")),
        sa.UniqueConstraint("slug", name=op.f("uq_item_slug")),
    )
    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_artisan_id"), ["artisan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_item_craft_id"), ["craft_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_item_state_craft_id"), ["state", "craft_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_item_state_published_at"), ["state", "published_at"], unique=False)

    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column(
            "author",
            sa.Enum(
                "customer", "artisan", "staff", name="author", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("artisan_id", sa.Integer(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["artisan_id"], ["artisan.id"], name=op.f("fk_message_artisan_id")),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_message_by_id")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["purchase_request.id"], name=op.f("fk_message_request_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_request_id"), ["request_id"], unique=False)

    op.create_table(
        "request_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("deed", sa.String(length=40), nullable=False),
        sa.Column(
            "from_state",
            sa.Enum(
                "sent",
                "answering",
                "declined",
                "offered",
                "accepted",
                "refused",
                "expired",
                "withdrawn",
                "cancelled",
                "preparing",
                "shipped",
                "returned",
                "delivered",
                "closed",
                name="from_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
                "sent",
                "answering",
                "declined",
                "offered",
                "accepted",
                "refused",
                "expired",
                "withdrawn",
                "cancelled",
                "preparing",
                "shipped",
                "returned",
                "delivered",
                "closed",
                name="to_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("by_customer", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf_of_id", sa.Integer(), nullable=True),
        sa.Column("facts", Json(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_request_event_by_id")),
        sa.ForeignKeyConstraint(["on_behalf_of_id"], ["artisan.id"], name=op.f("fk_request_event_on_behalf_of_id")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["purchase_request.id"], name=op.f("fk_request_event_request_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_event")),
    )
    with op.batch_alter_table("request_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_request_event_request_id"), ["request_id"], unique=False)

    op.create_table(
        "item_colour",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("colour_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["colour_id"], ["colour.id"], name=op.f("fk_item_colour_colour_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_colour_item_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("item_id", "colour_id", name=op.f("pk_item_colour")),
    )
    with op.batch_alter_table("item_colour", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_colour_colour_id"), ["colour_id"], unique=False)

    op.create_table(
        "item_material",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("material_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_material_item_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["material_id"], ["material.id"], name=op.f("fk_item_material_material_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("item_id", "material_id", name=op.f("pk_item_material")),
    )
    with op.batch_alter_table("item_material", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_material_material_id"), ["material_id"], unique=False)

    op.create_table(
        "item_technique",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("technique_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_technique_item_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["technique_id"], ["technique.id"], name=op.f("fk_item_technique_technique_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("item_id", "technique_id", name=op.f("pk_item_technique")),
    )
    with op.batch_alter_table("item_technique", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_technique_technique_id"), ["technique_id"], unique=False)

    op.create_table(
        "item_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("lead", sa.String(length=500), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("care", sa.String(length=500), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft", "machine", "reviewed", name="textstate", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column(
            "standing",
            sa.Enum(
                "pending", "approved", "retired", name="standing", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("approved_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["approved_by_id"], ["user_account.id"], name=op.f("fk_item_text_approved_by_id")),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_item_text_by_id")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_text_item_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_text")),
    )
    with op.batch_alter_table("item_text", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_text_item_id"), ["item_id"], unique=False)
        batch_op.create_index(
            "uq_item_text_approved",
            ["item_id", "language"],
            unique=True,
            sqlite_where=sa.text("standing = 'approved'"),
            postgresql_where=sa.text("standing = 'approved'"),
        )
        batch_op.create_index(
            "uq_item_text_pending",
            ["item_id", "language"],
            unique=True,
            sqlite_where=sa.text("standing = 'pending'"),
            postgresql_where=sa.text("standing = 'pending'"),
        )

    op.create_table(
        "photo_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column(
            "standing",
            sa.Enum(
                "pending", "approved", "retired", name="standing", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("approved_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["approved_by_id"], ["user_account.id"], name=op.f("fk_photo_set_approved_by_id")),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_photo_set_by_id")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_photo_set_item_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo_set")),
    )
    with op.batch_alter_table("photo_set", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_photo_set_item_id"), ["item_id"], unique=False)
        batch_op.create_index(
            "uq_photo_set_approved",
            ["item_id"],
            unique=True,
            sqlite_where=sa.text("standing = 'approved'"),
            postgresql_where=sa.text("standing = 'approved'"),
        )
        batch_op.create_index(
            "uq_photo_set_pending",
            ["item_id"],
            unique=True,
            sqlite_where=sa.text("standing = 'pending'"),
            postgresql_where=sa.text("standing = 'pending'"),
        )

    op.create_table(
        "recommendation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "make_more",
                "make_less",
                "new_variation",
                "new_piece",
                "price",
                "photos_text",
                "packaging",
                "delay",
                "materials_together",
                "learn",
                name="advicekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draft", "sent", "withdrawn", name="advicestate", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("sentences", Json(), nullable=False),
        sa.Column("opportunity", sa.String(length=160), nullable=False),
        sa.Column("craft_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column(
            "measure",
            sa.Enum(
                "requests",
                "accepted_requests",
                "views",
                "declines",
                name="measure",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("expected_change", sa.Integer(), nullable=True),
        sa.Column("compare_days", sa.Integer(), nullable=False),
        sa.Column("baseline", Json(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("artisan_ids", Json(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("sent_at", Moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name=op.f("fk_recommendation_author_id")),
        sa.ForeignKeyConstraint(["craft_id"], ["craft.id"], name=op.f("fk_recommendation_craft_id")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_recommendation_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation")),
    )
    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recommendation_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recommendation_craft_id"), ["craft_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recommendation_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recommendation_state_changed_at"), ["state", "changed_at"], unique=False)

    op.create_table(
        "search_entry",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_search_entry_item_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_search_entry")),
    )
    op.create_table(
        "variant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(length=40), nullable=False),
        sa.Column("labels", Json(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "unique",
                "ready",
                "made_to_order",
                "ready_then_made",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "unit",
            sa.Enum(
                "piece",
                "pair",
                "bottle",
                "jar",
                "kilogram",
                "set",
                name="unit",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("price", sa.Integer(), nullable=False),
        sa.Column("on_hand", sa.Integer(), nullable=False),
        sa.Column("reserved", sa.Integer(), nullable=False),
        sa.Column("lead_days", sa.Integer(), nullable=False),
        sa.Column("weekly_capacity", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("counted_at", Moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind <> 'unique' OR on_hand <= 1", name=op.f("ck_variant_unique")),
        sa.CheckConstraint("lead_days >= 0 AND weekly_capacity >= 0", name=op.f("ck_variant_made")),
        sa.CheckConstraint("on_hand >= 0", name=op.f("ck_variant_on_hand")),
        sa.CheckConstraint("price > 0", name=op.f("ck_variant_price")),
        sa.CheckConstraint("reserved >= 0 AND reserved <= on_hand", name=op.f("ck_variant_reserved")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_variant_item_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_variant")),
        sa.UniqueConstraint("sku", name=op.f("uq_variant_sku")),
    )
    with op.batch_alter_table("variant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_variant_item_id"), ["item_id"], unique=False)

    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("figure", sa.String(length=20), nullable=False),
        sa.Column("icon", sa.String(length=30), nullable=False),
        sa.Column("sentences", Json(), nullable=False),
        sa.Column("series", Json(), nullable=False),
        sa.Column("facts", Json(), nullable=False),
        sa.Column("frozen_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recommendation_id"], ["recommendation.id"], name=op.f("fk_evidence_recommendation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_recommendation_id"), ["recommendation_id"], unique=False)

    op.create_table(
        "photo_place",
        sa.Column("photo_set_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("photo_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["photo_id"], ["photo.id"], name=op.f("fk_photo_place_photo_id")),
        sa.ForeignKeyConstraint(
            ["photo_set_id"], ["photo_set.id"], name=op.f("fk_photo_place_photo_set_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("photo_set_id", "position", name=op.f("pk_photo_place")),
    )
    with op.batch_alter_table("photo_place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_photo_place_photo_id"), ["photo_id"], unique=False)

    op.create_table(
        "request_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=True),
        sa.Column("artisan_id", sa.Integer(), nullable=True),
        sa.Column("craft_id", sa.Integer(), nullable=True),
        sa.Column("titles", Json(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_price", sa.Integer(), nullable=True),
        sa.Column("wish", sa.Text(), nullable=True),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_request_line_quantity")),
        sa.ForeignKeyConstraint(["artisan_id"], ["artisan.id"], name=op.f("fk_request_line_artisan_id")),
        sa.ForeignKeyConstraint(["craft_id"], ["craft.id"], name=op.f("fk_request_line_craft_id")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["purchase_request.id"], name=op.f("fk_request_line_request_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["variant_id"], ["variant.id"], name=op.f("fk_request_line_variant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_line")),
    )
    with op.batch_alter_table("request_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_request_line_artisan_id"), ["artisan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_request_line_craft_id"), ["craft_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_request_line_request_id"), ["request_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_request_line_variant_id"), ["variant_id"], unique=False)

    op.create_table(
        "response",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.Column("artisan_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "sent",
                "opened",
                "accepted",
                "done",
                "checked",
                "declined",
                "withdrawn",
                name="responsestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "money",
                "materials",
                "time",
                "skill",
                "tools",
                "disbelief",
                "other",
                name="cannotreason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("sent_at", Moment(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=True),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.Column("done_at", Moment(), nullable=True),
        sa.Column("checked_at", Moment(), nullable=True),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'declined') = (reason IS NOT NULL)", name=op.f("ck_response_reason")),
        sa.ForeignKeyConstraint(["artisan_id"], ["artisan.id"], name=op.f("fk_response_artisan_id")),
        sa.ForeignKeyConstraint(["checked_by_id"], ["user_account.id"], name=op.f("fk_response_checked_by_id")),
        sa.ForeignKeyConstraint(
            ["recommendation_id"], ["recommendation.id"], name=op.f("fk_response_recommendation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
        sa.UniqueConstraint("recommendation_id", "artisan_id", name=op.f("uq_response_recommendation_id_artisan_id")),
    )
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_response_artisan_id_state"), ["artisan_id", "state"], unique=False)

    op.create_table(
        "stock_movement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "made",
                "counted",
                "damaged",
                "sold_elsewhere",
                "shipped",
                "returned",
                name="movementkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.CheckConstraint("change <> 0 OR kind = 'counted'", name=op.f("ck_stock_movement_change")),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_stock_movement_by_id")),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variant.id"], name=op.f("fk_stock_movement_variant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_movement")),
    )
    with op.batch_alter_table("stock_movement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stock_movement_variant_id"), ["variant_id"], unique=False)

    op.create_table(
        "line_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "as_asked",
                "changed",
                "declined",
                name="answerkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("quantity_ready", sa.Integer(), nullable=False),
        sa.Column("quantity_made", sa.Integer(), nullable=False),
        sa.Column("unit_price", sa.Integer(), nullable=True),
        sa.Column("lead_days", sa.Integer(), nullable=False),
        sa.Column("ready_on", sa.Date(), nullable=True),
        sa.Column(
            "reason",
            sa.Enum(
                "no_stock",
                "no_time",
                "price_too_low",
                "do_not_make",
                "materials_missing",
                "other",
                name="declinereason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'declined') = (quantity_ready + quantity_made = 0)", name=op.f("ck_line_answer_declined")
        ),
        sa.CheckConstraint("(kind = 'declined') = (reason IS NOT NULL)", name=op.f("ck_line_answer_reason")),
        sa.CheckConstraint("quantity_ready >= 0 AND quantity_made >= 0", name=op.f("ck_line_answer_quantities")),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_line_answer_by_id")),
        sa.ForeignKeyConstraint(
            ["line_id"], ["request_line.id"], name=op.f("fk_line_answer_line_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_answer")),
    )
    with op.batch_alter_table("line_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_line_answer_line_id"), ["line_id"], unique=False)
        batch_op.create_index(
            "uq_line_answer_live",
            ["line_id"],
            unique=True,
            sqlite_where=sa.text("live"),
            postgresql_where=sa.text("live"),
        )

    op.create_table(
        "capacity_booking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("artisan_id", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=True),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("live", "released", "shipped", name="hold", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_capacity_booking_quantity")),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["line_answer.id"], name=op.f("fk_capacity_booking_answer_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["artisan_id"], ["artisan.id"], name=op.f("fk_capacity_booking_artisan_id")),
        sa.ForeignKeyConstraint(["variant_id"], ["variant.id"], name=op.f("fk_capacity_booking_variant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capacity_booking")),
    )
    with op.batch_alter_table("capacity_booking", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_capacity_booking_answer_id"), ["answer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_capacity_booking_artisan_id_week"), ["artisan_id", "week"], unique=False)
        batch_op.create_index(batch_op.f("ix_capacity_booking_variant_id"), ["variant_id"], unique=False)

    op.create_table(
        "offer_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("titles", Json(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_price", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("ready_on", sa.Date(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.CheckConstraint("quantity > 0 AND amount = quantity * unit_price", name=op.f("ck_offer_line_amount")),
        sa.ForeignKeyConstraint(["answer_id"], ["line_answer.id"], name=op.f("fk_offer_line_answer_id")),
        sa.ForeignKeyConstraint(["line_id"], ["request_line.id"], name=op.f("fk_offer_line_line_id")),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_offer_line_offer_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_line")),
    )
    with op.batch_alter_table("offer_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_line_answer_id"), ["answer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_offer_line_offer_id"), ["offer_id"], unique=False)

    op.create_table(
        "reservation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("live", "released", "shipped", name="hold", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_reservation_quantity")),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["line_answer.id"], name=op.f("fk_reservation_answer_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["variant_id"], ["variant.id"], name=op.f("fk_reservation_variant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reservation")),
    )
    with op.batch_alter_table("reservation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reservation_answer_id"), ["answer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reservation_variant_id"), ["variant_id"], unique=False)
        batch_op.create_index(
            "uq_reservation_live",
            ["answer_id"],
            unique=True,
            sqlite_where=sa.text("state = 'live'"),
            postgresql_where=sa.text("state = 'live'"),
        )


def downgrade() -> None:

    with op.batch_alter_table("reservation", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_reservation_live", sqlite_where=sa.text("state = 'live'"), postgresql_where=sa.text("state = 'live'")
        )
        batch_op.drop_index(batch_op.f("ix_reservation_variant_id"))
        batch_op.drop_index(batch_op.f("ix_reservation_answer_id"))

    op.drop_table("reservation")
    with op.batch_alter_table("offer_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offer_line_offer_id"))
        batch_op.drop_index(batch_op.f("ix_offer_line_answer_id"))

    op.drop_table("offer_line")
    with op.batch_alter_table("capacity_booking", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_capacity_booking_variant_id"))
        batch_op.drop_index(batch_op.f("ix_capacity_booking_artisan_id_week"))
        batch_op.drop_index(batch_op.f("ix_capacity_booking_answer_id"))

    op.drop_table("capacity_booking")
    with op.batch_alter_table("line_answer", schema=None) as batch_op:
        batch_op.drop_index("uq_line_answer_live", sqlite_where=sa.text("live"), postgresql_where=sa.text("live"))
        batch_op.drop_index(batch_op.f("ix_line_answer_line_id"))

    op.drop_table("line_answer")
    with op.batch_alter_table("stock_movement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stock_movement_variant_id"))

    op.drop_table("stock_movement")
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_response_artisan_id_state"))

    op.drop_table("response")
    with op.batch_alter_table("request_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_request_line_variant_id"))
        batch_op.drop_index(batch_op.f("ix_request_line_request_id"))
        batch_op.drop_index(batch_op.f("ix_request_line_craft_id"))
        batch_op.drop_index(batch_op.f("ix_request_line_artisan_id"))

    op.drop_table("request_line")
    with op.batch_alter_table("photo_place", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_photo_place_photo_id"))

    op.drop_table("photo_place")
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_recommendation_id"))

    op.drop_table("evidence")
    with op.batch_alter_table("variant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_variant_item_id"))

    op.drop_table("variant")
    op.drop_table("search_entry")
    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recommendation_state_changed_at"))
        batch_op.drop_index(batch_op.f("ix_recommendation_item_id"))
        batch_op.drop_index(batch_op.f("ix_recommendation_craft_id"))
        batch_op.drop_index(batch_op.f("ix_recommendation_author_id"))

    op.drop_table("recommendation")
    with op.batch_alter_table("photo_set", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_photo_set_pending",
            sqlite_where=sa.text("standing = 'pending'"),
            postgresql_where=sa.text("standing = 'pending'"),
        )
        batch_op.drop_index(
            "uq_photo_set_approved",
            sqlite_where=sa.text("standing = 'approved'"),
            postgresql_where=sa.text("standing = 'approved'"),
        )
        batch_op.drop_index(batch_op.f("ix_photo_set_item_id"))

    op.drop_table("photo_set")
    with op.batch_alter_table("item_text", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_item_text_pending",
            sqlite_where=sa.text("standing = 'pending'"),
            postgresql_where=sa.text("standing = 'pending'"),
        )
        batch_op.drop_index(
            "uq_item_text_approved",
            sqlite_where=sa.text("standing = 'approved'"),
            postgresql_where=sa.text("standing = 'approved'"),
        )
        batch_op.drop_index(batch_op.f("ix_item_text_item_id"))

    op.drop_table("item_text")
    with op.batch_alter_table("item_technique", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_technique_technique_id"))

    op.drop_table("item_technique")
    with op.batch_alter_table("item_material", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_material_material_id"))

    op.drop_table("item_material")
    with op.batch_alter_table("item_colour", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_colour_colour_id"))

    op.drop_table("item_colour")
    with op.batch_alter_table("request_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_request_event_request_id"))

    op.drop_table("request_event")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_request_id"))

    op.drop_table("message")
    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_state_published_at"))
        batch_op.drop_index(batch_op.f("ix_item_state_craft_id"))
        batch_op.drop_index(batch_op.f("ix_item_craft_id"))
        batch_op.drop_index(batch_op.f("ix_item_artisan_id"))

    op.drop_table("item")
    with op.batch_alter_table("artisan_craft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_artisan_craft_craft_id"))

    op.drop_table("artisan_craft")
    op.drop_table("user_role")
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_user_id"))

    op.drop_table("sign_in")
    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_photo_state"))

    op.drop_table("photo")
    with op.batch_alter_table("passkey", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_passkey_user_id"))

    op.drop_table("passkey")
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offer_request_id"))
        batch_op.drop_index(batch_op.f("ix_offer_expires_at"))

    op.drop_table("offer")
    with op.batch_alter_table("artisan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_artisan_place_id"))
        batch_op.drop_index(batch_op.f("ix_artisan_advisor_id"))

    op.drop_table("artisan")
    op.drop_table("worker_beat")
    op.drop_table("user_account")
    with op.batch_alter_table("throttle", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_throttle_kind_subject_at"))
        batch_op.drop_index(batch_op.f("ix_throttle_at"))

    op.drop_table("throttle")
    op.drop_table("technique")
    with op.batch_alter_table("submitted_form", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submitted_form_at"))

    op.drop_table("submitted_form")
    op.drop_table("role")
    with op.batch_alter_table("purchase_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_purchase_request_state_changed_at"))

    op.drop_table("purchase_request")
    op.drop_table("place")
    with op.batch_alter_table("phone_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_phone_code_phone"))

    op.drop_table("phone_code")
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_message_user_id"))
        batch_op.drop_index(batch_op.f("ix_outbox_message_state_due_at"))
        batch_op.drop_index(batch_op.f("ix_outbox_message_request_id"))

    op.drop_table("outbox_message")
    op.drop_table("material")
    op.drop_table("installation")
    op.drop_table("document_counter")
    with op.batch_alter_table("demand_signal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_demand_signal_kind_at"))
        batch_op.drop_index(batch_op.f("ix_demand_signal_item_id_at"))
        batch_op.drop_index(batch_op.f("ix_demand_signal_craft_id"))
        batch_op.drop_index(batch_op.f("ix_demand_signal_at"))
        batch_op.drop_index(batch_op.f("ix_demand_signal_artisan_id"))

    op.drop_table("demand_signal")
    with op.batch_alter_table("demand_day", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_demand_day_item_id_day"))
        batch_op.drop_index(batch_op.f("ix_demand_day_day"))

    op.drop_table("demand_day")
    op.drop_table("daily_key")
    with op.batch_alter_table("craft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_craft_parent_id"))

    op.drop_table("craft")
    op.drop_table("colour")
    op.drop_table("clock_job")
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_event_subject_subject_id"))
        batch_op.drop_index(batch_op.f("ix_audit_event_at"))

    op.drop_table("audit_event")
