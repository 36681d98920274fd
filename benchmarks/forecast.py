"""Demand by year on the data of this folder: processor time of eleven years in three variants, and of their 200 draws."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from benchmarks.siting import Row, print_rows, processor_s
from geo.contract.demand import AGES
from geo.demand.ages import ages_list
from geo.demand.outlook import look_ahead
from geo.demand.ranges import draw, year_range
from geo.demand.table import forecast_list
from geo.demand.years import asked_years
from geo.method.model import Model, build_model
from geo.method.query import Query
from geo.settings.model import load_settings
from geo.store.atlas import load_atlas
from geo.whatif.scenario.acts import Act
from tests.helpers.places import CONFIG

OUTCOME, HOMES = "early_education", 3_000
TABLE_S, DRAWS_S = 0.2, 3.0


def _projected(model: Model, years: tuple[int, ...]) -> Model:
    """Give every district a projection: its children of today, a hundredth more each year."""
    lsoas = model.areas["lsoa"]
    now = lsoas.groupby("district_code")[[f"children_{age}" for age in range(len(AGES))]].sum()
    rows = [
        pd.DataFrame(now.to_numpy() * 1.01**step, columns=AGES).assign(area_code=now.index, year=year, source_id="made up")
        for step, year in enumerate(years)
    ]
    demand = replace(model.atlas.demand, projection=pd.concat(rows, ignore_index=True))
    return replace(model, atlas=replace(model.atlas, demand=demand))


def main() -> None:
    """Measure, and print beside the aims."""
    settings = load_settings(CONFIG)
    model, query = build_model(load_atlas(settings), settings), Query(OUTCOME)
    years = asked_years(model, query)
    homes = Act("homes", str(model.areas["lsoa"].index[0]), homes=HOMES, yield_0_4=30.0, from_year=years[3])
    held = _projected(model, years)
    outlook = look_ahead(held, query, years, [homes])
    # Where nothing of the years to come is held there is nothing to draw.
    plain_s, _table = processor_s(lambda: forecast_list(look_ahead(model, query, years)))
    ages_s, _ages = processor_s(lambda: ages_list(outlook))
    draws_s, _range = processor_s(lambda: year_range(outlook, draw(outlook), "on_top", "every_child", outlook.target("every_child")))
    print_rows(
        [
            Row(f"{len(years)} years, 3 variants, without draws (s of processor)", plain_s, f"<= {TABLE_S:g}"),
            Row(f"{len(years)} years, 3 variants, by age", ages_s),
            Row(f"{settings.demand.draws} draws of {len(years)} years, 1 variant", draws_s, f"<= {DRAWS_S:g}"),
        ]
    )


if __name__ == "__main__":
    main()
