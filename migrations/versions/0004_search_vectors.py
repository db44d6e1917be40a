"""PostgreSQL keeps the vector of what an item says: it was made anew for every match of every count"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

UP = (
    "DROP INDEX ix_search_entry_words",
    "ALTER TABLE search_entry ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('simple', body)) STORED",
    "CREATE INDEX ix_search_entry_words ON search_entry USING gin (words)",
)
DOWN = (
    "ALTER TABLE search_entry DROP COLUMN words",  # its index goes with it
    "CREATE INDEX ix_search_entry_words ON search_entry USING gin (to_tsvector('simple', body))",
)


def upgrade() -> None:
    _run(UP)


def downgrade() -> None:
    _run(DOWN)


def _run(statements: tuple[str, ...]) -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in statements:
            op.execute(statement)
