"""What a piece of a table will be found by: the same words as ``search.body_of`` gives for a piece of ours."""

from app.domain.catalogue.folding import roots
from app.domain.catalogue.sheets.known import Known
from app.domain.catalogue.sheets.pieces import Piece


def words(piece: Piece, known: Known) -> tuple[str, ...]:
    maker, trade = known.makers[piece.row["artisan_id"]], known.trades[piece.row["craft_id"]]
    said: list[str] = []
    for language in sorted(piece.said):
        approved = piece.said[language].approved
        if approved:
            said += [approved.title, approved.title, approved.lead, approved.description, approved.care]
    facets = (word for kind, things in piece.facets.items() for one in things for word in known.facet_words[kind, one])
    shelves = (part for shelf in piece.offered for part in (shelf["sku"], *shelf["labels"].values()))
    return (
        *(roots(" ".join(said)) if said else ()),
        *maker.words,
        *roots(piece.row["reference"]),
        *maker.place_words,
        *trade.words,
        *facets,
        *roots(" ".join(shelves)),
    )
