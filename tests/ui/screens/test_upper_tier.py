"""Measures of counties and unitary authorities on the pages *Measures* and *Compare districts*."""

from __future__ import annotations

import pytest

from geo.analysis.benchmarks import authorities, over_time
from tests.helpers import certain
from tests.helpers.screens import open_page, words

MEASURES, COMPARE = "pages/3_Measures.py", "pages/10_Compare_districts.py"
CHOICE = "measure_of_counties"


def page(path: str, **params: str):
    app = open_page(path, **params)
    assert not app.exception
    return app


def test_each_authority_has_a_sentence_a_chart_and_its_figures_in_a_table():
    app = page(MEASURES, find="county_measure:lait_pct_2yr_olds")
    assert app.selectbox(key=CHOICE).value == "lait_pct_2yr_olds"
    told = words(app)
    # As the core has them: 2025, England 65.2, the East of England 67.9.
    assert (
        "**Peterborough**: 70.5 in 2025 (academic year); England 65.2, East of England 67.9, mean of 10 statistical neighbours 63.9."
        in told
    )
    assert "3rd of 11 with its statistical neighbours, the highest is best" in told
    assert "never enter need" in told
    real = certain.real_atlas()
    tables = [frame.value for frame in app.dataframe if "neighbours_mean" in frame.value.columns]
    assert len(tables) == 2
    for authority, shown in zip(authorities(real), tables, strict=True):
        expected = over_time(real, "lait_pct_2yr_olds", authority).iloc[::-1]
        assert shown["value"].tolist() == expected["value"].round(2).tolist()
        assert shown["england"].tolist() == expected["england"].round(2).tolist()


def test_a_measure_that_is_here_already_points_to_the_more_exact_figure():
    told = words(page(MEASURES, find="county_measure:lait_fsp_new_gooddev"))
    assert "The same figure is the measure *Good level of development* of this page, more exactly: 67.64 in 2024/25" in told
    assert "years before must not be compared with years after" in told


def test_an_unknown_measure_in_a_link_shows_the_first():
    assert page(MEASURES, find="county_measure:nothing").selectbox(key=CHOICE).value == "lait_pct_2yr_olds"


def test_choosing_another_measure_shows_it():
    app = page(MEASURES)
    app.selectbox(key=CHOICE).set_value("lait_low_birth_weight_babies").run()
    assert not app.exception
    assert "the lowest is best" in words(app)


@pytest.mark.parametrize(
    ("districts", "sentence"),
    [
        (
            ["E07000008", "E07000010"],
            "Cambridge, East Cambridgeshire, Fenland, Huntingdonshire and South Cambridgeshire share one value, Cambridgeshire's",
        ),
        (["E07000008", "E06000031"], "Peterborough is a unitary authority: the figures are its own."),
    ],
)
def test_districts_of_one_county_share_its_value(districts, sentence):
    app = page(COMPARE, district=districts)
    assert sentence in words(app)
    assert "Counties and unitary authorities" in [part.label for part in app.expander]


def test_without_such_figures_the_page_says_what_to_bring(tiny_app):
    assert not (tiny_app.data / "benchmarks.csv").exists()
    assert "The data hold no figures of counties and unitary authorities" in words(page(MEASURES))
    assert "Counties and unitary authorities" not in words(page(COMPARE))
