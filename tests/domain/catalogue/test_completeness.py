"""How complete an item is, and what comes next: a pure rule."""

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as some

from app.domain.catalogue import completeness, lacking
from app.domain.catalogue.completeness import LACKS, PARTS, STEPS, TASKS, Next, Step
from app.domain.catalogue.desk_words import TASKS as TASK_WORDS

SOME_LACKS = some.frozensets(some.sampled_from(LACKS))


@for_all(lacks=SOME_LACKS, more=SOME_LACKS)
def test_the_score_falls_with_every_lack_and_is_whole_only_without_any(
    lacks: frozenset[str], more: frozenset[str]
) -> None:
    both = completeness.score(lacks | more)
    assert 0 <= both <= completeness.score(lacks) <= 100
    assert (completeness.score(lacks) == 100) is (not lacks)
    assert (both < completeness.score(lacks)) is bool(more - lacks)


@for_all(lacks=SOME_LACKS)
def test_a_group_of_the_distribution_holds_the_scores_it_says(lacks: frozenset[str]) -> None:
    group, score = completeness.group(lacks), completeness.score(lacks)
    assert STEPS[group] <= score <= (STEPS[group + 1] - 1 if group + 1 < len(STEPS) else 100)


def test_every_lack_is_found_has_a_reason_and_a_task_with_words() -> None:
    assert tuple(lacking.CONDITIONS) == LACKS
    assert all(part.why and part.weight > 0 for part in PARTS)
    assert set(TASK_WORDS) == set(TASKS)
    assert completeness.score(LACKS) == 0


@pytest.mark.parametrize(
    ("lacks", "waits", "was_on_sale", "expected"),
    [
        ({"photo", "fr", "weight"}, [], False, Next(Step.ADD, "photo")),
        ({"photo", "fr", "review"}, ["photo"], False, Next(Step.LOOK, "photo")),
        ({"fr", "ar", "review"}, ["fr"], False, Next(Step.LOOK, "fr")),
        ({"ar", "review"}, [], False, Next(Step.PUBLISH)),
        ({"ar", "review"}, ["fr"], True, Next(Step.LOOK, "fr")),
        ({"ar", "weight"}, [], True, Next(Step.ADD, "ar")),
        ({"measure", "weight"}, [], True, Next(Step.ADD, "measure")),
        ({"review"}, ["zgh"], True, Next(Step.LOOK)),
        (set(), [], True, Next(Step.NOTHING)),
    ],
)
def test_one_step_is_next(lacks: set[str], waits: list[str], was_on_sale: bool, expected: Next) -> None:
    assert completeness.next_step(lacks, waits, was_on_sale=was_on_sale, with_maker=False) == expected
    assert completeness.next_step(lacks, waits, was_on_sale=was_on_sale, with_maker=True) == Next(Step.WAIT)
