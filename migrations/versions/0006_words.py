"""The craft glossary, the text a translation was made from, and translations that came as a file"""

import sqlalchemy as sa
from alembic import op

from app.base.database import Json, Moment
from app.domain.catalogue import change_triggers

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MADE_FROM = """UPDATE item_text SET made_from_id = (SELECT max(f.id) FROM item_text f
    WHERE f.item_id = item_text.item_id AND f.language = 'fr' AND f.id < item_text.id)
    WHERE language <> 'fr' AND standing <> 'retired'"""
"""What stood beside them when they were written, as far as can be told now."""


def upgrade() -> None:
    op.create_table(
        "glossary_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("craft_id", sa.Integer(), nullable=True),
        sa.Column("words", Json(), nullable=False),
        sa.Column("synonyms", Json(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("removed_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["craft_id"], ["craft.id"], name=op.f("fk_glossary_term_craft_id_craft")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_glossary_term")),
    )
    op.create_index(op.f("ix_glossary_term_craft_id"), "glossary_term", ["craft_id"])
    op.create_table(
        "translation_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_translation_file_by_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translation_file")),
        sa.UniqueConstraint("key", name=op.f("uq_translation_file_key")),
    )
    op.add_column("item_text", sa.Column("made_from_id", sa.Integer(), nullable=True))
    op.execute(MADE_FROM)


def downgrade() -> None:
    change_triggers.take_away(op.get_bind())
    op.drop_column("item_text", "made_from_id")
    op.drop_table("translation_file")
    op.drop_table("glossary_term")
