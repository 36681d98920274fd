"""Agreement with published figures: against hand-worked ranks, made-up perfect and inverted cases, and the embedded data."""

from __future__ import annotations

import itertools
import json
import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from geo.analysis.agreement_access import OUTLIERS, correlate, same_order, validate_access
from geo.analysis.agreement_need import validate_need
from geo.method.model import build_model
from geo.settings.model import Settings
from tests.helpers import certain, grids
from tests.helpers.places import ROOT
from tests.helpers.running import run_process

if TYPE_CHECKING:
    from geo.method.model import Model
    from tests.helpers.running import Run

NO_TIES = {"L1": 40.0, "L2": 30.0, "L3": 20.0, "L4": 0.0}
VALIDATION = {
    "access_indicator": "supply_now",
    "access_services": ["day_nursery", "nursery_school"],
    "chosen_on": ["D1"],
    "need_outcome": "school",
    "need_indicators": ["gld"],
}


def line(values: dict[str, float | None], **validation: object) -> Model:
    """Model of the line of `tests.helpers.grids` whose published access is `values`."""
    kept = [row for row in grids.LINE_VALUES if row["indicator_id"] != "supply_now"]
    atlas = grids.atlas(indicator_values=[*kept, *grids.values("supply_now", **values)])
    raw = {**grids.SETTINGS, "validation": {**VALIDATION, **validation}}
    return build_model(atlas, Settings.model_validate(raw))


@pytest.fixture(scope="module")
def embedded() -> Model:
    return certain.real()


def numpy_spearman(left: pd.Series[float], right: pd.Series[float]) -> float:
    """Spearman as it is defined: Pearson of average ranks, by pandas and numpy alone."""
    return float(np.corrcoef(left.rank().to_numpy(), right.rank().to_numpy())[0, 1])


def test_correlations_of_a_case_worked_by_hand() -> None:
    # Ranks 1 2 3 4 5 and 2 1 4 3 5: squared differences add up to 4, so 1 - 6*4/(5*24) = 0.8.
    spearman, pearson = correlate(np.array([1.0, 2.0, 3.0, 4.0, 5.0]), np.array([20.0, 10.0, 40.0, 30.0, 50.0]))
    assert spearman == pytest.approx(0.8)
    assert pearson == pytest.approx(0.8)


def test_pairs_in_the_same_order_are_counted_by_hand() -> None:
    # Of ten pairs only 1-2 and 3-4 are the other way round.
    assert same_order(np.array([1.0, 2.0, 3.0, 4.0, 5.0]), np.array([20.0, 10.0, 40.0, 30.0, 50.0])) == pytest.approx(0.8)


@pytest.mark.parametrize("ours", [[1.0, 2.0], [3.0, 3.0, 3.0]])
def test_too_few_areas_or_no_variation_has_no_correlation(ours: list[float]) -> None:
    assert np.isnan(correlate(np.array(ours), np.arange(len(ours), dtype=float))).all()


def test_the_same_order_is_one_and_the_opposite_order_minus_one() -> None:
    # Access of the line: L1 and L2 share P1, L3 and L2 share P2; L4 reaches nothing. Work out which order that is, then publish it.
    first = validate_access(line(NO_TIES))
    assert first is not None
    ours = first.areas["ours"]
    same = validate_access(line({str(code): 2 * value for code, value in ours.items()}))
    opposite = validate_access(line({str(code): -value for code, value in ours.items()}))
    assert same is not None
    assert opposite is not None
    assert same.spearman("all") == pytest.approx(1)
    assert same.table.at[0, "pearson"] == pytest.approx(1)
    assert (same.areas["rank_difference"] == 0).all()
    assert opposite.spearman("all") == pytest.approx(-1)
    assert opposite.table.at[0, "pearson"] == pytest.approx(-1)


def test_access_of_the_line_is_that_worked_out_by_hand() -> None:
    # P1 (60 places) is shared by L1 and L2 (150 children): 0.4. P2 (20) by L2 and L3 (100 children): 0.2. L2 reaches both.
    found = validate_access(line(NO_TIES))
    assert found is not None
    assert found.areas["ours"].to_dict() == pytest.approx({"L1": 40.0, "L2": 60.0, "L3": 20.0, "L4": 0.0})
    assert found.areas["our_rank"].to_dict() == {"L2": 1.0, "L1": 2.0, "L3": 3.0, "L4": 4.0}
    assert found.areas["rank_difference"].to_dict() == {"L1": -1.0, "L2": 1.0, "L3": 0.0, "L4": 0.0}
    assert found.spearman("all") == pytest.approx(1 - 6 * 2 / (4 * 15))


def test_only_the_named_services_count() -> None:
    found = validate_access(line(NO_TIES, access_services=["day_nursery"]))
    assert found is not None
    assert found.areas["ours"].to_dict() == pytest.approx({"L1": 40.0, "L2": 40.0, "L3": 0.0, "L4": 0.0})


def test_areas_without_a_published_figure_are_left_out() -> None:
    found = validate_access(line({**NO_TIES, "L2": None}))
    assert found is not None
    assert sorted(found.areas.index) == ["L1", "L3", "L4"]
    assert found.table.at[0, "areas"] == 3


def test_nothing_to_compare_with_is_nothing() -> None:
    assert validate_access(grids.model()) is None
    assert validate_need(grids.model()) is None
    assert validate_access(line(NO_TIES, access_indicator="unheard_of")) is None
    assert validate_need(line(NO_TIES, need_indicators=["asq", "unheard_of"])) is None


def test_halves_without_districts_on_either_side_are_not_shown() -> None:
    for chosen_on in ([], ["D1", "D2"]):
        found = validate_access(line(NO_TIES, chosen_on=chosen_on))
        assert found is not None
        assert found.table["part"].tolist() == ["all", "district", "district"]
        assert np.isnan(found.spearman("held_out"))


def test_correlations_of_the_embedded_data_are_those_of_numpy(embedded: Model) -> None:
    found = validate_access(embedded)
    assert found is not None
    areas = found.areas
    assert len(areas) == len(embedded.areas["lsoa"])
    halves = areas["district_code"].isin(embedded.settings.validation.chosen_on)
    rows = {"all": areas, "chosen_on": areas[halves], "held_out": areas[~halves]}
    for row in found.table.to_dict("records"):
        group = rows.get(row["part"], areas[areas["district_code"] == row["code"]])
        assert row["areas"] == len(group)
        assert row["spearman"] == pytest.approx(numpy_spearman(group["ours"], group["published"]))
        assert row["pearson"] == pytest.approx(np.corrcoef(group["ours"], group["published"])[0, 1])


def test_the_halves_are_disjoint_complete_and_chosen_by_the_rule(embedded: Model) -> None:
    found = validate_access(embedded)
    assert found is not None
    counts = found.table.set_index("part")["areas"]
    assert counts["chosen_on"] + counts["held_out"] == counts["all"] == counts["district"].sum()
    by_name = embedded.areas["district"]["name"].sort_values().index.tolist()
    assert sorted(embedded.settings.validation.chosen_on) == sorted(by_name[::2])


def test_outliers_are_the_largest_differences(embedded: Model) -> None:
    found = validate_access(embedded)
    assert found is not None
    size = found.areas["rank_difference"].abs()
    assert found.areas["outlier"].sum() == OUTLIERS
    assert size[found.areas["outlier"]].min() >= size[~found.areas["outlier"]].max()
    assert (size.diff().dropna() <= 0).all()


def told(row: str) -> float:
    """Figure of the first column of a row of the table in docs/validation.md, in hundredths rounded down."""
    found = re.search(rf"^\| {row}[^|]*\|[^|]*\| \**([\d.]+)", (ROOT / "docs" / "validation.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert found, row
    return np.floor(100 * float(found[1])) / 100


@pytest.mark.parametrize(("part", "row"), [("all", "All neighbourhoods"), ("chosen_on", "Chosen on"), ("held_out", "Held out")])
def test_agreement_stays_where_the_account_says_it_is(embedded: Model, part: str, row: str) -> None:
    found = validate_access(embedded)
    assert found is not None
    assert found.spearman(part) >= told(row)


def test_need_with_the_result_left_out_is_the_fair_test(embedded: Model) -> None:
    found = validate_need(embedded)
    assert found is not None
    with_it, without = found.checks.iloc[0], found.checks.iloc[1]
    assert (with_it["left_out"], without["left_out"]) == (False, True)
    assert without["indicators_used"] == with_it["indicators_used"] - 1
    for check, column in ((with_it, "need"), (without, "need_left_out")):
        # The result is better where it is higher, need is greater where things are worse.
        assert check["spearman"] == pytest.approx(numpy_spearman(found.areas[column], -found.areas["published"]))
        tries = [numpy_spearman(pd.Series(order), -found.areas["published"]) for order in itertools.permutations(found.areas[column])]
        assert check["p_value"] == pytest.approx(np.mean(np.array(tries) >= check["spearman"] - 1e-9))


def test_need_of_many_areas_has_no_p_value(embedded: Model) -> None:
    found = validate_need(embedded)
    assert found is not None
    many = found.checks[found.checks["areas"] > 100]
    assert len(many) == 2
    assert many["p_value"].isna().all()


def test_the_command_prints_the_figures_of_the_core(embedded: Model) -> None:
    access, need = validate_access(embedded), validate_need(embedded)
    assert access is not None
    assert need is not None
    done = run_process("validate", "--json")
    assert (done.code, done.err) == (0, "")
    found = json.loads(done.out)
    assert found["settings"]["decay_sigma_share"] == embedded.settings.access.decay_sigma_share
    pd.testing.assert_frame_equal(pd.DataFrame(found["access"]["table"]), access.table)
    areas = pd.DataFrame(found["access"]["areas"]).set_index("area_code")
    pd.testing.assert_frame_equal(areas, access.areas, check_dtype=False)
    shown = pd.DataFrame(found["need"]["checks"])["spearman"]
    assert shown.tolist() == pytest.approx(need.checks["spearman"].tolist())


def test_the_command_in_words_has_every_district_and_outlier(embedded: Model) -> None:
    access = validate_access(embedded)
    assert access is not None
    done = run_process("validate")
    text = done.out.decode()
    assert done.code == 0
    for row in access.table.to_dict("records"):
        assert re.search(rf"{row['part']} .*{row['name']}.* {row['spearman']:.3f} ", text)
    assert all(label in text for label in access.areas.loc[access.areas["outlier"], "area_label"])


def test_nothing_to_compare_with_ends_the_command_in_plain_words(run_tiny: Run) -> None:
    done = run_tiny("validate")
    assert done.code == 1
    assert "[validation]" in done.err
    assert "Traceback" not in done.err
