"""Tables that add up: another program's example, an independent minimisation, and what must hold of every table."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from geo.numeric.raking import rake, round_table

CELLS = st.one_of(st.just(0.0), st.floats(0.01, 50.0))


@st.composite
def tables(draw, cells=CELLS, most=6):
    rows, columns = draw(st.integers(1, most)), draw(st.integers(1, most))
    values = draw(st.lists(cells, min_size=rows * columns, max_size=rows * columns))
    return np.array(values).reshape(rows, columns)


def test_a_table_that_another_program_raked_comes_out():
    # What the package ipfn 1.4.4 gives, to four decimals.
    seed = np.array([[40.0, 30, 20, 10], [35, 50, 100, 75], [30, 80, 70, 120], [20, 30, 40, 50]])
    expected = [
        [64.5585, 46.2325, 35.3843, 3.8247],
        [49.9679, 68.1594, 156.4985, 25.3742],
        [56.7219, 144.4282, 145.0825, 53.7673],
        [28.7516, 41.1800, 63.0347, 17.0337],
    ]
    assert np.abs(rake(seed, np.array([150.0, 300, 400, 150]), np.array([200.0, 300, 400, 100])) - expected).max() < 0.00006


def test_two_by_two_is_the_root_of_its_odds_ratio():
    # Odds ratio 3 x 4 / (1 x 2) = 6; totals 10, 10 and 10, 10 give a, 10 - a, 10 - a, a with (a / (10 - a))^2 = 6.
    a = 10 * np.sqrt(6) / (1 + np.sqrt(6))
    raked = rake(np.array([[3.0, 1.0], [2.0, 4.0]]), np.array([10.0, 10.0]), np.array([10.0, 10.0]))
    assert raked == pytest.approx(np.array([[a, 10 - a], [10 - a, a]]))


def test_it_is_the_table_nearest_to_the_seed_as_an_optimiser_finds_it():
    seed, rows, columns = np.array([[4.0, 1, 2], [3, 5, 1]]), np.array([9.0, 6.0]), np.array([4.0, 5.0, 6.0])

    def divergence(cells):
        return float((cells * np.log(cells / seed.ravel()) - cells + seed.ravel()).sum())

    sums = [{"type": "eq", "fun": lambda x, i=i: x.reshape(2, 3)[i].sum() - rows[i]} for i in range(2)]
    sums += [{"type": "eq", "fun": lambda x, j=j: x.reshape(2, 3)[:, j].sum() - columns[j]} for j in range(2)]
    start = np.outer(rows, columns).ravel() / 15
    found = minimize(divergence, start, constraints=sums, bounds=[(1e-6, None)] * 6, method="SLSQP", options={"ftol": 1e-12})
    assert rake(seed, rows, columns).ravel() == pytest.approx(found.x, abs=1e-3)


@given(tables(), st.integers(0, 1000))
def test_totals_are_met_zeros_stay_and_a_second_rake_changes_nothing(seed, chance):
    # Totals that some table with the seed's zeros has.
    target = np.where(seed > 0, np.random.default_rng(chance).uniform(0.5, 50.0, seed.shape), 0.0)
    rows, columns = target.sum(axis=1), target.sum(axis=0)
    raked = rake(seed, rows, columns)
    assert raked.sum(axis=1) == pytest.approx(rows, abs=1e-5)
    assert raked.sum(axis=0) == pytest.approx(columns, abs=1e-5)
    assert (raked[seed == 0] == 0).all()
    assert rake(raked, rows, columns) == pytest.approx(raked, abs=1e-4)


@given(tables(cells=st.floats(0.5, 50.0)), st.floats(0.1, 10.0))
def test_only_the_proportions_of_the_seed_count(seed, factor):
    rows, columns = seed.sum(axis=1)[::-1].copy(), seed.sum(axis=0)
    assert rake(seed * factor, rows, columns) == pytest.approx(rake(seed, rows, columns), rel=1e-6)


def test_what_cannot_be_is_refused():
    with pytest.raises(ValueError, match="negative"):
        rake(np.array([[-1.0]]), np.array([1.0]), np.array([1.0]))
    with pytest.raises(ValueError, match="add up to 2, those of the columns to 3"):
        rake(np.array([[1.0]]), np.array([2.0]), np.array([3.0]))
    with pytest.raises(ValueError, match="zeros"):
        rake(np.array([[1.0, 0.0], [1.0, 0.0]]), np.array([1.0, 1.0]), np.array([1.0, 1.0]))
    with pytest.raises(ValueError, match="not whole numbers"):
        round_table(np.array([[0.5], [0.2]]))


@settings(deadline=None)
@given(tables(), st.integers(1, 300))
def test_rounding_keeps_columns_and_moves_nothing_by_one_or_more(table, children):
    assume((table.sum(axis=0) > 0).all())
    table = table / table.sum(axis=0) * children
    rounded = round_table(table)
    assert rounded.sum(axis=0).tolist() == [children] * table.shape[1]
    assert np.abs(rounded - table).max() < 1
    assert np.abs(rounded.sum(axis=1) - table.sum(axis=1)).max() < 1
    assert (rounded[table == 0] == 0).all()


def test_rounding_is_the_nearest_by_hand():
    # Columns 2 and 2; row totals 1.3, 1.4, 1.3 become 1, 2, 1: the row with the largest rest is rounded up.
    table = np.array([[0.6, 0.7], [0.7, 0.7], [0.7, 0.6]])
    assert round_table(table).tolist() == [[0, 1], [1, 1], [1, 0]]
    assert round_table(np.array([[3.0, 1.0], [2.0, 0.0]])).tolist() == [[3, 1], [2, 0]]
