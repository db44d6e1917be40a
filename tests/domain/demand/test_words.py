"""Words that mean the same are counted together; words that do not are not."""

import pytest

from app.domain.demand import words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mendils de 220cm", "mendil 220 cm"),
        ("panier bleu et blanc", "Paniers blanc, bleu"),
        ("poterie à tajine", "POTERIE TAJINE"),
        ("الجلابة الصوفية", "جلابه صوفيه"),
    ],
)
def test_one_thing_has_one_key(one: str, other: str) -> None:
    assert words.key(one) == words.key(other) != ""


def test_sizes_are_different_things() -> None:
    found = words.groups({words.key("plateau 40 cm"): 5, words.key("plateau 45 cm"): 4})
    assert len(set(found.values())) == 2


def test_a_slip_of_the_finger_joins_the_spelling_most_people_use() -> None:
    found = words.groups({"babouche brune": 9, "babouch brune": 2, "miel thym": 5})
    assert found == {"babouche brune": "babouche brune", "babouch brune": "babouche brune", "miel thym": "miel thym"}


def test_a_word_more_is_another_wish() -> None:
    keys = [words.key(said) for said in ("panier", "panier pour vélo", "mendil rayé", "mendil rayé rouge")]
    assert words.groups({key: 5 - place for place, key in enumerate(keys)}) == {key: key for key in keys}


@pytest.mark.parametrize("odd", ["", "!!!", "\x00", "🧺", "-" * 200])
def test_odd_words_have_a_key_or_none_and_break_nothing(odd: str) -> None:
    assert isinstance(words.key(odd), str)
