"""The one sentence about a place: it says of a whole what is inside it, and calls no need great that is below the middle."""

from __future__ import annotations

import pytest

from ui.words import ask, profile


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            (["A"], 3, "A", 97, None),
            "A priority gap in 1 of 3 outcome areas: *a*. Need compared with the whole area is greatest in *a* (97 of 100).",
        ),
        (
            ([], 3, "A", 0, (7, 40)),
            (
                "As a whole not a priority gap in any of the 3 outcome areas. Of its 40 neighbourhoods 7 are a priority in at least one. "
                "Need is below the middle of the whole area in every outcome area; it comes nearest in *a* (0 of 100)."
            ),
        ),
        (([], 3, "", 0, (0, 2)), "As a whole not a priority gap in any of the 3 outcome areas. None of its 2 neighbourhoods is."),
        (([], 3, "", 0, None), "Not a priority gap in any of the 3 outcome areas."),
    ],
)
def test_the_sentence_about_a_place(given, told):
    assert profile.summary(*given) == told


def test_what_is_missing_tells_need_from_provision():
    assert ask.missing("X", 5, [], [], 4, 0) == (
        "Missing, for X: need is high in 4 of 5 neighbourhoods and provision within reach is low in none."
    )
    assert ask.missing("X", 5, ["Oak"], ["libraries"], 4, 1) == (
        "Missing, for X: need is high and provision within reach is low in 1 of 5 neighbourhoods (Oak). No libraries in the same wards."
    )
    assert ask.missing("X", 1, [], [], 0, 1) == "Missing, for X: need is not high and provision within reach is low."
    assert ask.missing("X", 0, [], [], 0, 0).endswith("That is missing data, not a good result.")
