"""The gap list as a file: exact bytes, safe in a spreadsheet, plain JSON."""

from __future__ import annotations

import csv
import io
import json

import numpy as np
import pandas as pd
import pytest

from geo.base.plain_text import neutralise
from geo.export.tables import to_csv, to_json
from geo.method.gaps import Query, gap_list
from tests.helpers import grids

EXPECTED = """\
rank,area_code,area_label,level,ward,district,outcome,children_0_4,need_score,access,access_unit,access_score,gap_score,gap_class,\
shortfall_places,nearest_provider,nearest_km,providers_in_reach,public_in_reach,pvi_in_reach,reasons,rank_low,rank_high,confidence,\
data_as_at,method_version,survives_at,access_public,access_pvi,public_share,low_income_pvi_only,key_provider,key_provider_children,\
nearest_minutes,need_driver,walk_rank,also_on_foot,also_3sfca,england_low_income_place,england_access_decile,high_need_only_here,border,\
children_basis,how_sure
1,L4,W2 (L4),lsoa,Name of W2,Name of D2,school,20,100.0,0.0,places per 100 children,0.0,100.0,priority,\
6.0,Name of P2,32.0,0,0,0,none_in_reach,1,1,1.0,\
provision 2025-12-31; children mid-2020; need 2025,3 (target 30.0 places per 100 children: atlas median),lsoa;ward,0.0,0.0,,no,,,\
32.0,idaci,,,yes,,,,,estimate,certain
2,L3,W2 (L3),lsoa,Name of W2,Name of D2,school,50,66.7,20.0,places per 100 children,33.3,66.7,mid_need_mid_access,\
5.0,Name of P2,0.0,1,1,0,no_pvi;single_provider,2,2,0.0,\
provision 2025-12-31; children mid-2020; need 2025,3 (target 30.0 places per 100 children: atlas median),\
ward,20.0,0.0,1.0,no,Name of P2,50,\
0.0,idaci,,,no,,,,,estimate,not_worst
"""


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_gap_list_byte_for_byte() -> None:
    listed = gap_list(grids.model(), Query("school", districts=("D2",)))
    assert to_csv(listed, bom=False).decode() == EXPECTED
    assert to_csv(listed, bom=True) == b"\xef\xbb\xbf" + EXPECTED.encode()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_a_spreadsheet_would_run_is_neutralised(start: str) -> None:
    name = f"{start}HYPERLINK(1)"
    written = rows(to_csv(pd.DataFrame({"name": [name, f"x{start}"]}), bom=False))
    # A bare CR would begin a new line, and so a new cell, in some spreadsheets: it is written as a quoted line end.
    assert written[1:] == [[f"'{name}".replace("\r", "\n")], [f"x{start}".replace("\r", "\n")]]


@pytest.mark.parametrize("line_end", ["\r", "\r\n", "\n"])
def test_a_line_end_inside_a_cell_cannot_begin_a_cell_of_its_own(line_end: str) -> None:
    data = to_csv(pd.DataFrame({"name": [f"Stars{line_end}=1+1"]}), bom=False)
    assert data == b'name\n"Stars\n=1+1"\n'


def test_a_provider_named_like_a_formula_is_harmless_in_the_gap_list() -> None:
    line = grids.atlas(providers=[grids.provider("P1", 0, 60, name='=cmd|"/c calc"!A1')])
    written = rows(to_csv(gap_list(grids.model(line), Query("school")), bom=True))
    column = written[0].index("nearest_provider")
    assert {row[column] for row in written[1:]} == {'\'=cmd|"/c calc"!A1'}


def test_numbers_are_left_alone() -> None:
    table = pd.DataFrame(
        {"change": [-1.5, 2.0], "count": pd.array([-3, pd.NA], dtype="Int64"), "mixed": pd.Series([-4, "-4"], dtype=object)}
    )
    assert rows(to_csv(table, bom=False))[1:] == [["-1.5", "-3", "-4"], ["2.0", "", "'-4"]]
    assert neutralise(-5) == -5


def test_commas_quotes_and_line_ends_survive() -> None:
    names = ['Little "Stars", Ely', "Two\nlines", "Tŷ Bach"]
    assert rows(to_csv(pd.DataFrame({"name": names}), bom=True))[1:] == [[name] for name in names]


def test_the_table_itself_is_not_changed() -> None:
    table = pd.DataFrame({"name": ["=1"]})
    to_csv(table, bom=True)
    assert table["name"].tolist() == ["=1"]


def test_json_holds_records_in_which_missing_is_null() -> None:
    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is not JSON")

    text = to_json(gap_list(grids.model(), Query("school")))
    records = json.loads(text, parse_constant=refuse)
    assert [record["area_code"] for record in records] == ["L4", "L3", "L1", "L2"]
    assert records[0]["rank"] == 1
    assert records[0]["shortfall_places"] == 6.0
    assert records[0]["confidence"] == 1.0
    assert records[0]["key_provider_children"] is None
    assert to_json(gap_list(grids.model(), Query("school", services=("library",)))).count('"access": null') == 4


def test_json_of_every_kind_of_cell() -> None:
    table = pd.DataFrame({"a": [np.int64(1)], "b": [np.nan], "c": [pd.NA], "d": ["Tŷ"], "e": np.array([1], dtype=bool)})
    assert json.loads(to_json(table)) == [{"a": 1, "b": None, "c": None, "d": "Tŷ", "e": True}]
    assert "Tŷ" in to_json(table)


def test_json_never_holds_an_infinite_number() -> None:
    with pytest.raises(ValueError, match="Out of range float values are not JSON compliant"):
        to_json(pd.DataFrame({"access": [np.inf]}))
