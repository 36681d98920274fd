"""``geo sufficiency``: what it refuses, each in one clear message, before any work is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.running import assert_plain
from tests.helpers.tiny_content import BOURNE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.helpers.running import Run


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("--year", "1999"), "Unknown year of a report (the places in the data are of 2025"),
        (("--year", "2150"), "years to come are in its part on demand"),
        (("--district", "E07000999"), "Unknown district 'E07000999'. Valid: E07000901 (Alder), E07000902 (Bourne)"),
        (("--authority", "Nowhere"), "Unknown authority 'Nowhere'"),
        (("-o", "report.odt"), "Valid: .docx (Word), .pdf (to print), .xlsx (Excel), .csv (every figure)"),
        (("-o", "no-such-folder/report.docx"), "is no folder that can be written to"),
        (("--year", "soon"), "argument --year: invalid int value: 'soon'"),
    ],
)
def test_bad_input_is_one_clear_message_and_leaves_no_file(
    run_tiny: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: tuple[str, str], says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run_tiny("sufficiency", "--year", "2026", "-o", "report.csv", *change)
    assert done.code in (1, 2)
    assert_plain(done, 1)
    assert says in done.err
    assert not list(tmp_path.glob("report.*"))


def test_a_folder_in_the_place_of_the_file_is_refused(run_tiny: Run, tmp_path: Path) -> None:
    (tmp_path / "report.docx").mkdir()
    done = run_tiny("sufficiency", "--year", "2026", "-o", str(tmp_path / "report.docx"))
    assert_plain(done, 1)
    assert "Cannot write" in done.err


def test_the_table_of_a_district_names_no_other(run_tiny: Run, tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    assert run_tiny("sufficiency", "--year", "2026", "--district", BOURNE, "-o", str(path)).code == 0
    content = path.read_text(encoding="utf-8")
    assert content.startswith("figure_id,part,area_code,area,label,value,written,unit,date,source,basis\n")
    assert "Bourne" in content
    assert "Alder" not in content
