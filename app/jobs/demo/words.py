"""The words behind the shop: the craft glossary, and translations at every stage of their way."""

from sqlalchemy import select, update
from sqlalchemy.orm import aliased

from app.base.database import db
from app.domain.catalogue import glossary, texts, translating
from app.domain.catalogue.glossary import Told
from app.domain.catalogue.revisions import ItemText, Standing, TextState
from app.domain.catalogue.texts import Words
from app.domain.catalogue.translating import Seen
from app.jobs.demo.content_files import read
from app.jobs.demo.world import World

DAYS_OLD = 20


def fill(world: World) -> None:
    """After the year behind: what people searched then was found without the glossary."""
    for table in read("glossary")["terms"]:
        said = table["words"]
        told = Told(
            words={code: words[0] for code, words in said.items()},
            synonyms={code: words[1:] for code, words in said.items() if words[1:]},
            craft=world.crafts[table["craft"]] if "craft" in table else None,
            note=table.get("note", ""),
        )
        glossary.add(told, by=world.advisor, at=world.ago(DAYS_OLD))
    _say_what_was_translated()
    for table in read("glossary")["changed"]:
        _change(world, table["piece"], table["fr"])
    for table in read("glossary")["waiting"]:
        _wait(world, table)


def _say_what_was_translated() -> None:
    """The French text that each translation was made from."""
    french = aliased(ItemText)
    made_from = (
        select(french.id)
        .where(french.item_id == ItemText.item_id, french.language == "fr", french.standing == Standing.APPROVED)
        .scalar_subquery()
    )
    translations = update(ItemText).where(ItemText.language != "fr").values(made_from_id=made_from)
    db.session.execute(translations, execution_options={"synchronize_session": False})
    db.session.expire_all()


def _change(world: World, slug: str, more: str) -> None:
    """A French text that says one thing more since last week: its translations do not yet."""
    item, at = world.items[slug], world.ago(6)
    said = texts.in_language(item, "fr").approved
    if said:
        words = Words(said.title, said.lead, f"{said.description} {more}", said.care)
        texts.propose(item, "fr", words, by=world.advisor, at=at)
        texts.approve(item, "fr", by=world.advisor, at=at)


def _wait(world: World, table: dict[str, str]) -> None:
    """A translation that nobody has approved yet."""
    item, language = world.items[table["piece"]], table["language"]
    here, french = texts.in_language(item, language), texts.in_language(item, "fr")
    words = Words(table["title"], table["lead"], table["description"], table["care"])
    translating.write(
        item,
        language,
        words,
        seen=Seen(here.seen, french.seen),
        by=world.advisor,
        at=world.ago(3),
        state=TextState(table["state"]),
    )
