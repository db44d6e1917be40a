"""The full-text index over what items say, in the way of each engine"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SQLITE = (
    """CREATE VIRTUAL TABLE search_entry_fts USING fts5(
        body, content='search_entry', content_rowid='item_id', tokenize='unicode61 remove_diacritics 0', prefix='2 3')""",
    """CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
        INSERT INTO search_entry_fts(rowid, body) VALUES (new.item_id, new.body); END""",
    """CREATE TRIGGER search_entry_gone AFTER DELETE ON search_entry BEGIN
        INSERT INTO search_entry_fts(search_entry_fts, rowid, body) VALUES ('delete', old.item_id, old.body); END""",
    """CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry BEGIN
        INSERT INTO search_entry_fts(search_entry_fts, rowid, body) VALUES ('delete', old.item_id, old.body);
        INSERT INTO search_entry_fts(rowid, body) VALUES (new.item_id, new.body); END""",
)
POSTGRESQL = ("CREATE INDEX ix_search_entry_words ON search_entry USING gin (to_tsvector('simple', body))",)


def upgrade() -> None:
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for trigger in ("added", "gone", "changed"):
            op.execute(f"DROP TRIGGER search_entry_{trigger}")
        op.execute("DROP TABLE search_entry_fts")
    else:
        op.execute("DROP INDEX ix_search_entry_words")
