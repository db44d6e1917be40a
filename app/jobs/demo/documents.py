"""The papers of the past: each with its offer, its money or its parcel, numbered as they would have been."""

from collections import Counter
from datetime import datetime
from typing import Any

from app.base import clock
from app.domain.purchasing import paper_facts, papers
from app.domain.purchasing.document_models import Document, DocumentKind
from app.domain.purchasing.offer_models import DocumentCounter
from app.jobs.demo.pile import Pile, Row
from app.jobs.demo.story import Story


class Documents:
    def __init__(self, pile: Pile) -> None:
        self.pile = pile
        self._issued: list[tuple[Row, Row]] = []

    def issue(
        self,
        kind: DocumentKind,
        request: Row,
        offer: Row,
        facts: paper_facts.Facts,
        personal: dict[str, Any],
        *,
        by_id: int,
        at: datetime,
    ) -> Row:
        """A paper without its number yet. In ``receipts`` a refund names the rows of what had come."""
        about = paper_facts.about(request["reference"], request["country"], request["language"], "")
        who = papers.addressee(request["name"], request["address"], request["city"])
        row = self.pile.add(
            Document,
            kind=kind,
            number="",
            year=clock.local(at).year,
            request_id=request["id"],
            offer_id=offer["id"],
            facts={**about, **facts},
            personal={**who, **personal},
            issued_at=at,
            by_id=by_id,
        )
        self._issued.append((row, offer))
        return row

    def number(self) -> None:
        """From 1 without a gap for each kind in each year, in the order of issue: an offer’s comes first."""
        last: Counter[tuple[str, int]] = Counter()
        for row, offer in sorted(self._issued, key=lambda one: one[0]["issued_at"]):
            series = papers.NUMBERED[row["kind"]], row["year"]
            last[series] += 1
            row["number"] = f"{series[0]}-{series[1]}-{last[series]:04d}"
            if row["kind"] is DocumentKind.PRO_FORMA:
                offer["number"] = row["number"]
            row["facts"]["offer"] = offer["number"]
            if row["kind"] is DocumentKind.REFUND:
                row["facts"]["receipts"] = [receipt["number"] for receipt in row["facts"]["receipts"]]
        for (kind, year), number in last.items():
            self.pile.link(DocumentCounter, kind=kind, year=year, last=number)


class OnPaper(Story):
    """A story whose offers, parcels and sums have their papers. offered: the lines of the last offer."""

    documents: Documents
    offer: Row | None = None
    offered: list[Row]
    owed = 0
    """Centimes accepted, with the delivery."""

    def _offer_on_paper(self, offer: Row, answers: list[Row]) -> None:
        lines = [
            paper_facts.offered(
                self._on_paper(line),
                ready_on=line["ready_on"],
                to_make=answer["quantity_made"] if answer["quantity_ready"] else 0,
            )
            for line, answer in zip(self.offered, answers, strict=True)
        ]
        facts = paper_facts.pro_forma(
            lines,
            goods=offer["goods"],
            delivery=offer["delivery_cost"],
            ready_on=offer["ready_on"],
            expires_on=offer["expires_on"],
        )
        self._issue(DocumentKind.PRO_FORMA, facts, {"wishes": self._wishes(self.offered), "note": ""})

    def _parcel_on_paper(self, parcel: Row, accepted: list[Row], *, to_collect: int) -> None:
        facts = paper_facts.delivery(
            [self._on_paper(line) for line in accepted],
            carrier=parcel["carrier"],
            to_collect=to_collect,
        )
        self._issue(
            DocumentKind.DELIVERY_NOTE, facts, {"wishes": self._wishes(accepted), "tracking": parcel["tracking"]}
        )

    def _money_on_paper(self, kind: DocumentKind, moved: Row, **facts: Any) -> Row:
        told = paper_facts.money(moved["amount"], moved["way"], moved["paid_on"], owed=self.owed)
        return self._issue(kind, {**told, **facts}, {"reference": ""})

    def _on_paper(self, line: Row) -> paper_facts.Facts:
        quantity, maker = line["quantity"], self._maker(self._asked(line))
        return paper_facts.line(
            line["line_id"], line["titles"], maker, quantity=quantity, of=quantity, price=line["unit_price"]
        )

    def _wishes(self, lines: list[Row]) -> dict[str, str]:
        asked = [self._asked(line) for line in lines]
        return {str(line["id"]): line["description"] for line in asked if line["description"]}

    def _asked(self, line: Row) -> Row:
        return next(asked for asked in self.lines if asked["id"] == line["line_id"])

    def _issue(self, kind: DocumentKind, facts: paper_facts.Facts, personal: dict[str, Any]) -> Row:
        assert self.offer is not None  # nothing is issued before it
        return self.documents.issue(kind, self.request, self.offer, facts, personal, by_id=self._advisor.id, at=self.at)
