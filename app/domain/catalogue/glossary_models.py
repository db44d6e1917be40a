"""The glossary's table: a term of the crafts, with its word in each language."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.base.database import Json, Model
from app.domain.people.trades import Craft, in_language


class Term(Model):
    """words: the word to use, by language. synonyms: what people also write or say, by language, never first choice.

    removed_at: taken out, and kept so that it can be put back.
    """

    __tablename__ = "glossary_term"

    id: Mapped[int] = mapped_column(primary_key=True)
    craft_id: Mapped[int | None] = mapped_column(ForeignKey("craft.id"), index=True)
    words: Mapped[dict[str, str]] = mapped_column(Json)
    synonyms: Mapped[dict[str, list[str]]] = mapped_column(Json, default=dict)
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    craft: Mapped[Craft | None] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": version}

    def called(self, language: str) -> str:
        return in_language(self.words, language)

    def in_language(self, language: str) -> list[str]:
        """The word to use in a language, then its synonyms; empty where it has none."""
        word = self.words.get(language)
        return [*([word] if word else []), *self.synonyms.get(language, [])]

    @property
    def every(self) -> Iterator[str]:
        """All words for it, in every language."""
        yield from self.words.values()
        for more in self.synonyms.values():
            yield from more
