"""Files that came from a translator, kept while somebody looks at what they would change."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, LargeBinary, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, db, new_key
from app.base.errors import Missing
from app.domain.catalogue.revisions import TextState
from app.domain.people.models import User

KEPT = timedelta(days=2)


class TranslationFile(Model):
    """state: what its texts come in as, draft or machine."""

    __tablename__ = "translation_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(20))
    body: Mapped[bytes] = mapped_column(LargeBinary)
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]


def keep(name: str, body: bytes, state: TextState, *, by: User, at: datetime) -> TranslationFile:
    """In the place of the person's last one. What lies about for two days goes."""
    old = (TranslationFile.by_id == by.id) | (TranslationFile.created_at < at - KEPT)
    db.session.execute(delete(TranslationFile).where(old))
    made = TranslationFile(key=new_key(), name=name[:120], state=state.value, body=body, by_id=by.id, created_at=at)
    db.session.add(made)
    db.session.flush()
    return made


def of(key: str) -> TranslationFile:
    """Raises Missing."""
    found = db.session.scalar(select(TranslationFile).where(TranslationFile.key == key))
    if found is None:
        raise Missing
    return found


def let_go(file: TranslationFile) -> None:
    db.session.delete(file)
