"""Differences between what is public and what waits: a pure rule."""

from hypothesis import given as for_all
from hypothesis import strategies as some

from app.domain.catalogue import differences
from app.domain.catalogue.differences import Mark, Run

TEXTS = some.text(alphabet="ab \né", max_size=60)


def test_words_that_came_and_went_are_told_from_those_that_stayed() -> None:
    assert differences.of_words("Un bol bleu en terre.", "Un grand bol en terre cuite.") == [
        Run(Mark.SAME, "Un "),
        Run(Mark.NEW, "grand "),
        Run(Mark.SAME, "bol "),
        Run(Mark.GONE, "bleu "),
        Run(Mark.SAME, "en "),
        Run(Mark.GONE, "terre. "),
        Run(Mark.NEW, "terre cuite."),
    ]


@for_all(old=TEXTS, new=TEXTS)
def test_both_texts_can_be_read_out_of_the_difference(old: str, new: str) -> None:
    runs = differences.of_words(old, new)
    assert "".join(run.text for run in runs if run.mark is not Mark.GONE).split() == new.split()
    assert "".join(run.text for run in runs if run.mark is not Mark.NEW).split() == old.split()
    assert all(run.mark is Mark.SAME for run in differences.of_words(old, old))


def test_photos_are_new_gone_or_moved() -> None:
    before, after = differences.of_order("abcd", "dabe")
    assert before == [(Mark.SAME, "a"), (Mark.SAME, "b"), (Mark.GONE, "c"), (Mark.MOVED, "d")]
    assert after == [(Mark.MOVED, "d"), (Mark.SAME, "a"), (Mark.SAME, "b"), (Mark.NEW, "e")]


@for_all(old=some.permutations("abcdef"), new=some.permutations("abcdef"))
def test_what_did_not_move_kept_its_order(old: list[str], new: list[str]) -> None:
    before, after = differences.of_order(old, new)
    stayed = [one for mark, one in before if mark is Mark.SAME]
    assert stayed == [one for mark, one in after if mark is Mark.SAME] and stayed
    assert {mark for mark, _ in before} <= {Mark.SAME, Mark.MOVED}
