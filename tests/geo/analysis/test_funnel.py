"""Funnel plots: limits of chance and of chance with the spread between areas, by hand and against other implementations."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.stats.mstats import winsorize
from statsmodels.stats.meta_analysis import combine_effects

from geo.analysis import funnel as funnels
from geo.analysis.differs import atlas_value
from geo.analysis.funnel import LEAST_AREAS, funnel, funnel_limits, overdispersion
from geo.method.intervals import wilson
from geo.method.model import Model
from tests.helpers import certain, grids

COUNTS = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
# Eleven areas of 100, half of all: standard scores -10, -2, -2, -1, 0, 0, 0, 1, 2, 2, 10, because one is 5 of 100.
HAND = np.array([0, 40, 40, 45, 50, 50, 50, 55, 60, 60, 100]) / 100


@pytest.fixture(scope="module")
def embedded() -> Model:
    return certain.real()


def test_limits_of_chance_alone_by_hand() -> None:
    # Half of 100: 0.5 +- 1.96 x 0.05.
    lower, upper = funnel_limits(0.5, np.array([100.0]), 0.95)
    assert (float(lower[0]), float(upper[0])) == pytest.approx((0.402, 0.598), abs=1e-4)
    lower, upper = funnel_limits(0.01, np.array([10.0]), 0.998)
    assert lower[0] == 0
    assert upper[0] == pytest.approx(0.01 + 3.0902 * np.sqrt(0.01 * 0.99 / 10), abs=1e-4)


@given(COUNTS, st.floats(0.01, 0.99), st.sampled_from([0.95, 0.998]))
def test_outside_the_limits_of_chance_is_outside_the_interval(counts: tuple[int, int], whole: float, level: float) -> None:
    part, total = counts
    low, high = funnel_limits(whole, np.array([float(total)]), level)
    lower, upper = wilson(part, total, level)
    if min(abs(part / total - low[0]), abs(part / total - high[0])) > 1e-9:
        assert bool(part / total < low[0] or part / total > high[0]) == bool(whole < lower or whole > upper)


def test_overdispersion_by_hand() -> None:
    # A tenth at each end, the -10 and the 10, is pulled in to -2 and 2: phi = (8 x 4 - 2 x 4 + 2 x 1) / 11 = 26 / 11.
    # Each weight is 1 / 0.05^2 = 400: tau^2 = (26 - 10) / (4400 - 400) = 0.004.
    phi, tau = overdispersion(HAND, 0.5, np.full(11, 100.0))
    assert phi == pytest.approx(26 / 11)
    assert tau**2 == pytest.approx(0.004)
    # 0.5 +- 1.96 x root of (0.0025 + 0.004).
    lower, upper = funnel_limits(0.5, np.array([100.0]), 0.95, tau)
    assert (float(lower[0]), float(upper[0])) == pytest.approx((0.34198, 0.65802), abs=1e-5)


def test_areas_that_differ_by_no_more_than_chance_keep_the_limits_of_chance() -> None:
    phi, tau = overdispersion(np.full(12, 0.5), 0.5, np.full(12, 100.0))
    assert (phi, tau) == (0.0, 0.0)


def counts_of(areas: int, seed: int) -> list[tuple[int, int]]:
    """Counts of areas of any size whose shares differ by more than chance."""
    rng = np.random.default_rng(seed)
    totals = rng.integers(1, 5000, areas)
    return [(int(part), int(total)) for part, total in zip(rng.binomial(totals, rng.beta(2, 5, areas)), totals, strict=True)]


@settings(deadline=None)
@given(st.integers(1, 6), st.integers(0, 10**6))
def test_a_loop_with_scipys_winsorising_gives_the_same(tens: int, seed: int) -> None:
    counts = counts_of(10 * tens + 1, seed)
    share = sum(part for part, _ in counts) / sum(total for _, total in counts)
    if not 0 < share < 1:
        return
    scores = [(part / total - share) / math.sqrt(share * (1 - share) / total) for part, total in counts]
    pulled = winsorize(np.array(scores), limits=(0.1, 0.1))
    phi = sum(float(score) ** 2 for score in pulled) / len(counts)
    weights = [total / (share * (1 - share)) for _, total in counts]
    spare = sum(weights) - sum(weight**2 for weight in weights) / sum(weights)
    tau = math.sqrt(max(0.0, (len(counts) * phi - len(counts) + 1) / spare))
    parts, totals = np.array(counts, dtype=float).T
    assert overdispersion(parts / totals, share, totals) == pytest.approx((phi, tau))


@settings(deadline=None, max_examples=30)
@given(st.integers(3, 30), st.integers(0, 10**6))
def test_without_winsorising_it_is_what_statsmodels_finds(areas: int, seed: int) -> None:
    parts, totals = np.array(counts_of(areas, seed), dtype=float).T
    share = parts.sum() / totals.sum()
    if not 0 < share < 1:
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(funnels, "WINSORISED", 0.0)
        _, tau = overdispersion(parts / totals, share, totals)
    with np.errstate(invalid="ignore", divide="ignore"):  # a tau^2 below 0, which it keeps, has no root
        expected = combine_effects(parts / totals, share * (1 - share) / totals, method_re="chi2")
    assert tau**2 == pytest.approx(max(0.0, expected.tau2), abs=1e-12)


def test_few_areas_keep_limits_of_chance_and_say_so() -> None:
    rows = [
        {"indicator_id": "gld", "area_code": code, "period": "2025", "value": value, "flag": None, "numerator": value, "denominator": 100.0}
        for code, value in (("D1", 40.0), ("D2", 60.0))
    ]
    others = [row for row in grids.LINE_INDICATORS if row["indicator_id"] != "gld"]
    atlas = grids.atlas(indicators=[*others, grids.indicator("gld", "district", "higher_is_better")], indicator_values=rows)
    found = funnel(grids.model(atlas), "gld")
    assert not found.corrected
    assert found.between == 0
    # Each is 2 standard errors of 5 from a half.
    assert found.points["z"].tolist() == pytest.approx([-2, 2])
    assert found.points["beyond"].tolist() == [95, 95]
    assert np.isnan(found.phi)


def test_wards_of_the_embedded_data_before_and_after_the_correction(embedded) -> None:
    found = funnel(embedded, "low_income_ahc")
    points, limits = found.points, found.limits
    parts, sizes = points["numerator"].to_numpy(float), points["denominator"].to_numpy(float)
    share = atlas_value(embedded, "low_income_ahc") / 100
    assert len(points) == 120
    assert found.corrected
    low, high = funnel_limits(share, sizes, 0.998)
    alone = (parts / sizes < low) | (parts / sizes > high)
    assert alone.mean() > 0.8, "limits of chance alone mark nearly every ward"
    assert (points["beyond"] > 99).mean() < 0.05
    assert 0 < (points["beyond"] > 0).mean() < 0.15
    # Limits and marks are one thing.
    near = np.interp(sizes, limits["denominator"], limits["upper_95"])
    clear = (points["value"] - near).abs() > 0.2
    above = (points["beyond"] > 0) & (points["z"] > 0)
    assert (above == (points["value"] > near))[clear].all()
    assert found.between == pytest.approx(100 * overdispersion(parts / sizes, share, sizes)[1])
    assert (limits["lower_998"] <= limits["lower_95"]).all()
    assert (limits["upper_95"] <= limits["upper_998"]).all()
    assert limits["denominator"].iloc[0] < sizes.min()
    assert limits["denominator"].iloc[-1] > sizes.max()


def test_the_spread_of_wards_does_not_shrink_with_their_size(embedded) -> None:
    """Why the spread is added to chance and does not multiply it."""
    points = funnel(embedded, "low_income_ahc").points
    large = points["denominator"] > points["denominator"].median()
    spread = {size: float(np.std(points.loc[chosen, "value"])) for size, chosen in (("large", large), ("small", ~large))}
    by_chance = np.sqrt(points.loc[~large, "denominator"].median() / points.loc[large, "denominator"].median())
    assert spread["large"] > spread["small"] > by_chance * spread["small"]
    assert stats.spearmanr(points["denominator"], points["z"].abs()).pvalue > 0.01


def test_without_counts_there_is_no_funnel(embedded) -> None:
    found = funnel(embedded, "idaci")
    assert found.points.empty
    assert found.limits.empty
    assert np.isnan(found.phi)


def test_the_least_number_of_areas_is_the_first_of_which_one_is_pulled_in() -> None:
    assert int(funnels.WINSORISED * LEAST_AREAS) == 1
    assert int(funnels.WINSORISED * (LEAST_AREAS - 1)) == 0
