"""How much is remembered: as many scenes and answers as ``config.toml`` says, and what was least used goes first."""

from __future__ import annotations

import pytest

from tests.helpers.tiny import Tiny
from ui.scene import memo

ASKED = "1 2 3 1 4 1 3 4 2"
# Room for three: the fourth takes the place of 2, which was used longest ago, and not of 1, which was asked for again.
WORKED_OUT = "1 2 3 4 2"
# Room for two: each of them is worked out whenever the two before it were others.
WORKED_OUT_OF_TWO = "1 2 3 1 4 3 4 2"


@pytest.fixture
def bounded(tiny_app: Tiny) -> Tiny:
    """Give a server room for two scenes and for three answers of a kind."""
    with tiny_app.config.open("a", encoding="utf-8") as config:
        config.write("\n[server]\nkept_scenes = 2\nkept_answers = 3\n")
    return tiny_app


@pytest.mark.usefixtures("bounded")
def test_of_four_answers_the_three_that_were_used_last_are_remembered() -> None:
    worked_out: list[str] = []
    double = memo.shared()(lambda number: worked_out.append(number) or 2 * number)
    assert [double(number) for number in ASKED.split()] == [2 * number for number in ASKED.split()]
    assert " ".join(worked_out) == WORKED_OUT


@pytest.mark.usefixtures("bounded")
def test_scenes_have_a_bound_of_their_own() -> None:
    worked_out: list[str] = []
    double = memo.shared(kind="scenes")(lambda number: worked_out.append(number) or 2 * number)
    assert [double(number) for number in ASKED.split()] == [2 * number for number in ASKED.split()]
    assert " ".join(worked_out) == WORKED_OUT_OF_TWO


@pytest.mark.usefixtures("bounded")
def test_two_kinds_of_answers_take_no_room_from_each_other() -> None:
    worked_out: list[str] = []
    first = memo.shared()(lambda number: worked_out.append(f"first {number}"))
    second = memo.shared()(lambda number: worked_out.append(f"second {number}"))

    for number in (1, 2, 3, 1, 2, 3):
        first(number)
        second(number)
    assert len(worked_out) == 6
