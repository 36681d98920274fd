"""What `import` prints: counts, rejected rows, changes, and the same as JSON."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from geo.base.errors import Problem
from geo.intake.merging.outlines import summary
from geo.intake.reading.sheet import REJECTED

if TYPE_CHECKING:
    import pandas as pd

    from geo.intake.matching.result import Intake
    from geo.intake.merging.merge import Merged

SHOWN_REJECTED: Final = 10


def print_report(intakes: list[Intake], merged: Merged, written: str) -> None:
    """Print what became of the rows of each file, and what all of them change."""
    for intake in intakes:
        say(f"{intake.file} ({intake.layout})")
        say("  " + ", ".join(f"{name} {number:,}" for name, number in asdict(intake.counts).items()))
        for note in intake.notes:
            say(f"  note: {note}")
        for row, column, cell, reason in intake.rejected[list(REJECTED)].head(SHOWN_REJECTED).itertuples(index=False, name=None):
            progress(str(Problem(intake.file, f"found '{cell}': {reason}", row=row, column=column)))
        if len(intake.rejected) > SHOWN_REJECTED:
            progress(
                f"{intake.file}: and {len(intake.rejected) - SHOWN_REJECTED} more rejected rows. --rejected writes them all to a file."
            )
    for title, frame in (("changed rows", merged.diff.tables), ("indicators that moved", merged.diff.indicators)):
        if not frame.empty:
            say(f"\n{title}\n{frame.to_string(na_rep='')}")
    for outlines in merged.outlines:
        say(f"\noutlines that move ({outlines.level})\n{summary(outlines.moved).to_string()}")
    if merged.diff.tables.empty:
        say("\nnothing changes")
    say(f"\nwritten: {written}" if written else "\nwritten: nothing (--dry-run)")


def as_json(intakes: list[Intake], merged: Merged, written: str) -> dict[str, object]:
    """Give the same for a programme."""

    def records(frame: pd.DataFrame) -> object:
        return json.loads(frame.to_json(orient="records"))

    files = [
        {
            "file": intake.file,
            "layout": intake.layout,
            "counts": asdict(intake.counts),
            "notes": intake.notes,
            "rejected": records(intake.rejected),
        }
        for intake in intakes
    ]
    changes = {"tables": records(merged.diff.tables.reset_index()), "indicators": records(merged.diff.indicators.reset_index())}
    if merged.outlines:
        changes["outlines"] = [records(outlines.moved.round(4).reset_index()) for outlines in merged.outlines]
    return {"files": files, "changes": changes, "written": written or None}


def say(text: str) -> None:
    """Print a part of the answer."""
    print(text)  # noqa: T201 - the command line talks through its streams


def progress(text: str) -> None:
    """Print what is being done."""
    print(text, file=sys.stderr)  # noqa: T201 - progress is not part of the answer
