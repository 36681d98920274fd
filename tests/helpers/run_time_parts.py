"""What the app and the command line do, part by part, for a Python with run-time packages alone (`tests/architecture/test_run_time.py`).

Called as ``python -m tests.helpers.run_time_parts PART FOLDER``. Imports no package that only tests have.
"""

from __future__ import annotations

import importlib
import os
import sys
import zipfile
from datetime import UTC, datetime
from importlib.metadata import distributions
from pathlib import Path
from typing import TYPE_CHECKING

from tests.helpers.places import ROOT
from tests.helpers.tiny import Tiny, write_tiny
from tests.helpers.tiny_content import ALDER, LSOAS
from ui.words.pages import PAGES

if TYPE_CHECKING:
    from geo.intake.matching.layout import Layout, Setting

# `python -m geo build` and `init` need more, and say so; so does a workspace in a database.
BUILD_ONLY = ("geo.build", "geo.publishers.geography.boundaries", "geo.build.postcodes", "geo.store.in_postgres")
PAGE_TIMEOUT_S = 120
MAPS = ("areas.geojson", "areas.gpkg", "areas.parquet")


def packages(_: Tiny) -> None:
    """Print what is installed."""
    print(*sorted(one.metadata["Name"] for one in distributions()))  # noqa: T201


def imports(_: Tiny) -> None:
    """Import every module."""
    for path in sorted([*(ROOT / "geo").rglob("*.py"), *(ROOT / "ui").rglob("*.py")]):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        # A command works, and leaves, as soon as it is imported.
        if not name.startswith(BUILD_ONLY) and not name.endswith("__main__"):
            importlib.import_module(name)


def layouts(tiny: Tiny) -> None:
    """Read a small file of every layout: as a table and as a workbook, or as every format of map."""
    from geo.intake.matching.layout import Setting  # noqa: PLC0415
    from geo.publishers.registry import all_layouts  # noqa: PLC0415
    from geo.store.atlas import load_atlas  # noqa: PLC0415

    settings = tiny.settings
    setting = Setting(load_atlas(settings), settings)
    tables = [(layout, path) for layout in all_layouts() if not layout.outlines for path in _tables(tiny, layout)]
    # Each file that is read starts a process, which costs more than all these small tables: they come in one archive.
    archive = tiny.data / "tables.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for _, path in tables:
            packed.write(path, path.name)
    _take_all(archive, [layout for layout, _ in tables], setting)
    for layout in all_layouts():
        for path in _maps(tiny, layout) if layout.outlines else ():
            _take_all(path, [layout], setting)


def _take_all(path: Path, layouts: list[Layout], setting: Setting) -> None:
    """Read a file that holds one sheet of each of these layouts, in their order."""
    from geo.intake.merging.bring import look, take  # noqa: PLC0415
    from geo.publishers.registry import all_layouts  # noqa: PLC0415

    for brought, layout in zip(look(path, path.name, setting.settings, all_layouts()), layouts, strict=True):
        name = brought.sheet.file
        if layout not in brought.candidates:
            raise AssertionError(f"{name} is not known as {layout.id}")
        counts = take(brought, layout, setting).counts
        if counts.read != len(brought.sheet.frame):
            raise AssertionError(f"{name}: {counts}")
        print(layout.id, name)  # noqa: T201


def _tables(tiny: Tiny, layout: Layout) -> list[Path]:
    import pandas as pd  # noqa: PLC0415

    from geo.export.workbook import to_xlsx  # noqa: PLC0415

    names = {name: aliases[0] for name, aliases in (layout.needs if layout.whole else {**layout.needs, **layout.knows}).items()}
    frame = pd.DataFrame({column: [LSOAS[0] if "code" in name else "1"] for name, column in names.items()})
    plain, book = (tiny.data / f"{layout.id}{ending}" for ending in (".csv", ".xlsx"))
    frame.to_csv(plain, index=False)
    book.write_bytes(to_xlsx({"Data": frame}, [], "Notes"))
    return [plain, book]


def _maps(tiny: Tiny, layout: Layout) -> list[Path]:
    import geopandas as gpd  # noqa: PLC0415

    (aliases,) = layout.needs.values()
    level = layout.id.rpartition("_")[2]
    frame = gpd.read_file(tiny.data / "boundaries" / f"{level}.geojson").rename(columns={"area_code": aliases[0]})
    folder = tiny.data / layout.id
    folder.mkdir()
    frame.to_file(folder / MAPS[0])
    frame.to_file(folder / MAPS[1])
    frame.to_parquet(folder / MAPS[2])
    return [folder / name for name in MAPS]


def pages(tiny: Tiny) -> None:
    """Open every page."""
    from streamlit.testing.v1 import AppTest  # noqa: PLC0415

    from ui.words import common  # noqa: PLC0415

    os.environ["GAPMAP_CONFIG"] = str(tiny.config)
    for path, name in ((page.path, page.title) for page in PAGES):
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=PAGE_TIMEOUT_S)
        if path != "app.py":
            app.switch_page(path)
        app.query_params["outcome"] = "school_readiness"
        app.run()
        if app.exception or not app.title or app.title[0].value == common.BROKEN_TITLE:
            raise AssertionError(f"{path}: {[one.value for one in app.exception]}")
        print(name)  # noqa: T201


def files(tiny: Tiny) -> None:
    """Make every file that the screen offers for a view, and the report."""
    os.environ["GAPMAP_CONFIG"] = str(tiny.config)
    from geo.method.query import Query  # noqa: PLC0415
    from ui.gap_list import formats  # noqa: PLC0415
    from ui.report.make import make  # noqa: PLC0415
    from ui.report.pdf import ReportPdf  # noqa: PLC0415
    from ui.scene import loading  # noqa: PLC0415
    from ui.view.state import View  # noqa: PLC0415

    loading.without_session()
    scene = loading.load()
    view = View(Query("school_readiness", "lsoa"), "gap", None, None, show_providers=True, show_sites=False)
    for kind in formats.MIME:
        print(kind, len(formats.made(kind, scene, view, "https://example.org/Gap_map")))  # noqa: T201
    report = make(scene, view, datetime.now(UTC).date(), lambda *_: None)
    print("report", len(report.pdf), len(report.html))  # noqa: T201
    paper = ReportPdf("Arabic letters, which need a package of their own")
    paper.write_words("حضانة النور")
    print("letters", len(paper.output()))  # noqa: T201


def commands(tiny: Tiny) -> None:
    """Run every command that needs neither a network nor the packages of the build."""
    from geo.cli.main import main  # noqa: PLC0415

    folder = tiny.config.parent
    asked = ("--outcome", "school_readiness")
    for command in (
        ("check",),
        ("gaps", *asked),
        # The tiny atlas has too few areas for these two.
        ("clusters", *asked, "--config", ROOT / "config.toml"),
        ("validate", "--config", ROOT / "config.toml"),
        ("closures", *asked),
        ("measures", "--indicator", "idaci"),
        ("report", *asked, "--district", ALDER, "-o", folder / "report.pdf"),
        *(("sufficiency", "--year", "2026", "-o", folder / f"sufficiency.{kind}") for kind in ("docx", "pdf", "xlsx", "csv")),
        ("sources",),
        ("export", "--out", folder / "tables.zip"),
        ("import", _values(tiny), "--out", folder / "new"),
    ):
        print("$", *command, flush=True)  # noqa: T201
        if main(["--config", str(tiny.config), *map(str, command)]):
            raise AssertionError(f"{command[0]} failed")


def _values(tiny: Tiny) -> Path:
    import pandas as pd  # noqa: PLC0415

    from geo.export.workbook import to_xlsx  # noqa: PLC0415

    book = tiny.config.parent / "values.xlsx"
    values = pd.DataFrame({"indicator_id": "idaci", "area_code": LSOAS, "period": "2026", "value": 12.5})
    book.write_bytes(to_xlsx({"Data": values}, [], "Notes"))
    return book


PARTS = {part.__name__: part for part in (packages, imports, layouts, pages, files, commands)}

if __name__ == "__main__":
    PARTS[sys.argv[1]](write_tiny(Path(sys.argv[2])))
