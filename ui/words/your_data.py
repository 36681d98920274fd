"""Every sentence of the page on which people bring their own files, and of the banner that says that they use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.words.figures import listed
from ui.words.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.intake.matching.result import Counts
    from geo.store.workspace_log import Step

INTRO = (
    "Bring newer files, or a list of your own: as their publishers give them, one or several at once. Each file is read, matched to the "
    "areas here and counted before anything is used. **Only you see what you bring, and only during this visit**, until somebody keeps it."
)
UPLOAD = "Files to bring"


def upload_help(megabytes: int, together: int) -> str:
    """Say which files can be brought."""
    return (
        "CSV, Excel, OpenDocument, or a zip with one of them; outlines of areas as GeoJSON, GeoPackage, GeoParquet or zipped shapefile; "
        f"up to {megabytes} MB each and {together} MB together, unpacked."
    )


def reading(name: str, waiting: str) -> str:
    """Say that a file is being read, or who comes first."""
    return f"{plain(name)}: {plain(waiting) if waiting else 'is being read …'}"


def over_quota(key: str, megabytes: int) -> str:
    """Say why a file was not taken, and the way out."""
    if key == "visit_mb":
        return (
            f"was not taken, because the files of one visit may have {megabytes:,} MB together, unpacked. Take others out with the cross "
            f"beside their names, or press '{BACK}', and bring it again; or bring a smaller extract; or ask whoever looks after this "
            f"dashboard to allow more ({key} under [limits])."
        )
    return (
        f"was not taken, because all readers together have brought {megabytes:,} MB just now, unpacked. Bring it again in some minutes; or "
        f"ask whoever looks after this dashboard to allow more ({key} under [limits])."
    )


NOTHING_YET = "No file uploaded yet."
KNOWN_TITLE = "Files that are recognised"
KNOWN_NONE = "This version of the product knows no layout of a file yet."

# --- banner ----------------------------------------------------------------------------------------------------------

BACK = "Back to the shared data"
TO_PAGE = "See what they change"
GONE = "Your own files were removed after some hours, so you see the shared data again. Bring the files once more if you need them."


def banner(files: Sequence[str], *, can_keep: bool) -> str:
    """Say that the figures are the reader's own."""
    kept = "until this visit ends, unless you keep them" if can_keep else "until this visit ends"
    return f"**You are using your own data:** {plain(listed(list(files)))}. Only you see these figures. They last {kept}."


# --- what a file is --------------------------------------------------------------------------------------------------

ASK = "What is this file?"
QUESTION, QUESTION_YEAR = "Your answer", "Year of the figures"
UNANSWERED = "Answer the question above, then the rows are shown."
ASK_NONE = "The columns of this file fit no layout that is known here. Say what it is, and which column is which."
ASK_SEVERAL = "The columns of this file fit several layouts. Say which one it is."
CHOOSE = "Choose …"
COLUMN_HELP = "The column of your file that holds this."
MISSING_COLUMNS = "Choose a column for each of these, then the rows are read."


def as_read(shown: int, count: int) -> str:
    """Say which rows of a file are shown as they are in it."""
    return f"The first {shown:,} of {count:,} rows, as they are in the file:"


def recognised(title: str) -> str:
    """Say what a file was recognised as."""
    return f"Recognised as **{plain(title)}**."


def column_label(name: str) -> str:
    """Label of the choice of a column."""
    return f"Column with: {name.replace('_', ' ')}"


# --- what became of the rows ----------------------------------------------------------------------------------------

COUNT_NAMES = {
    "read": "Rows read",
    "matched": "Matched",
    "suppressed": "Withheld by the publisher",
    "outside": "Elsewhere, or of another kind",
    "rejected": "Not taken",
}


def counts_sentence(counts: Counts) -> str:
    """Say what became of the rows."""
    listed_below = "was not taken and is listed below" if counts.rejected == 1 else "were not taken and are listed below"
    refused = f"{counts.rejected:,} {listed_below}" if counts.rejected else "none had to be refused"
    rows, enter = "row" if counts.read == 1 else "rows", "enters" if counts.matched == 1 else "enter"
    return f"Of {counts.read:,} {rows}, {counts.matched:,} {enter}; {refused}."


COUNTS = "What became of the rows"
PROBLEMS = "This file cannot be used as it is"
REJECTED = "Rows that were not taken"
REJECTED_COLUMNS = {"row": "Row", "column": "Column", "found": "Found", "reason": "Why, and the way out"}
DOWNLOAD_REJECTED = "Download the rows that were not taken (CSV)"
SAMPLE = "The first rows, as they would enter"


def sample_of(file: str, shown: int, count: int) -> str:
    """Say which rows a table shows."""
    return f"{TABLE_NAMES[file]}: {shown:,} of {count:,} rows."


def cut(shown: int, count: int) -> str:
    """Say that a list is cut."""
    return f"The first {shown:,} of {count:,}. The download holds them all."


# --- which way is worse ----------------------------------------------------------------------------------------------

DIRECTION_TITLE = "New measures: which way is worse?"
DIRECTION_NOTE = (
    "Nobody has said yet what a high figure of these means. Until then they are shown and never scored; for a score ask your analyst "
    "to give them a weight too (`config.toml`)."
)
DIRECTIONS = {"context": "Not said: show only", "higher_is_worse": "Higher is worse", "higher_is_better": "Higher is better"}

# --- map -------------------------------------------------------------------------------------------------------------

MAP = "Where they are"
DISTRICT, NUMBER = "District", "Rows"
BEYOND = "Beyond the border"
SITES = "Each dot is one place in the file."
NOWHERE = "Nothing in this file can be shown on a map."


def of_values(name: str, period: str) -> str:
    """Say what the dots of a map of values are."""
    when = f" in {plain(period)}" if period else ""
    return f"Each dot is one area: *{plain(name)}*{when}, the darker the higher (fifths of the areas); grey where there is no value."


def alt(name: str, count: int) -> str:
    """Describe the sketch for somebody who cannot see it."""
    return f"Sketch map of the districts with {count:,} dots for {name}; the table beside it counts them by district."


# --- using and keeping -----------------------------------------------------------------------------------------------

USE_TITLE = "What they would change"
USE = "Use in this session"
USE_HELP = "The whole app then shows these data to you, and to nobody else, until you go back or close it."
USED = "In use: the whole app now shows your data, to you only."
NOT_ALL_USABLE = (
    "Say what each file is and answer what is asked about it, or take out those that cannot be used with the cross beside their names."
)
NO_CHANGE = "These files hold nothing that is not here already."
BROKEN = "These rows do not fit together with the rest of the data, so they are not used"
NOT_DONE = "Nothing was changed. Why:"
TABLE_NAMES = {
    "areas.csv": "Areas and their children",
    "indicators.csv": "Measures",
    "indicator_values.csv": "Figures of measures",
    "providers.csv": "Providers",
    "providers_osm.csv": "Providers from OpenStreetMap",
    "surroundings.csv": "Children around the area",
    "evidence.csv": "Research findings",
    "sources.csv": "Sources",
    "travel_times.csv": "Travel times",
    "benchmark_measures.csv": "Measures of counties and unitary authorities",
    "benchmark_areas.csv": "Areas that these are compared with",
    "benchmarks.csv": "Figures of counties and unitary authorities",
    "childminders.csv": "Counts of childminders",
    "map_places.csv": "Names of places for maps",
    "area_names.csv": "Names of neighbourhoods",
    "map_lines.csv": "Roads, rivers and counties for maps",
    "map_labels.csv": "Names of towns and counties for maps",
    "children_projection.csv": "Children that districts are projected to have",
    "homes.csv": "Homes to be built",
    "yields.csv": "Children in new homes",
    "take_up.csv": "Take-up of funded hours",
    "children_counts.csv": "Children of neighbourhoods in several years",
}
CHANGE_COLUMNS = ("What", "Rows before", "Rows after", "Added", "Removed", "Changed")
MOVED_COLUMNS = ("Measure", "Latest before", "Latest after", "Areas before", "Areas after", "Middle before", "Middle after")
MOVED = "Measures that move"
MOVED_NOTE = "Middle: the median over the areas that have a value both before and after."
OVERWRITE = "Your files in use"
KEEP_TITLE = "Keep for everybody"
KEEP_NOTE = "Everybody who uses this server then sees these data. Nothing is lost: the version before can be put back below."
WHO, WHY = "Your name", "Why (for the log)"
KEEP = "Keep"
HISTORY = "Versions that were kept"
HISTORY_COLUMNS = ("When", "What", "Version", "Who", "Why")
ACTIONS = {"keep": "Kept", "undo": "Went back", "redo": "Went forward again", "create": "Began anew"}
SHIPPED = "the data that came with the product"
NO_HISTORY = "Nothing has been kept yet: everybody sees the data that came with the product."
KEPT_UNREADABLE = "The versions that were kept cannot be read just now. Why:"
OLDER_UNREADABLE = "Older entries cannot be read just now. Please tell whoever looks after this dashboard: it is the file log.jsonl."
UNDO, REDO = "Go back one version", "Go forward again"
# More than a time has.
LONGEST_MOMENT = 40
AUDIT, AUDIT_DOWNLOAD, AUDIT_FILE = "Who has done what", "Download all as CSV", "audit.csv"
AUDIT_COLUMNS = ("When", "Who", "How that is known", "Did what", "To what", "Before", "After")
AUDIT_STAGES = {"begun": " (begun; look whether it was done)", "done": ""}
AUDIT_EMPTY = "Nobody has written anything yet."
AUDIT_UNREADABLE = "Who has done what cannot be read just now. Why:"
NO_WORKSPACE = "On this server imported data last for one visit. Ask whoever looks after this dashboard to set up a place to keep them."


def audit_note(shown: int) -> str:
    """Say what stands in the table."""
    return f"The newest {shown}, for approvers alone; no line is ever changed or removed. Times are UTC."


def moment(when: str) -> str:
    """Write a time for people: UTC, to the second."""
    return when[:LONGEST_MOMENT].replace("T", " ").removesuffix("+00:00")


def in_use(version: int) -> str:
    """Say which version everybody sees."""
    return f"Everybody sees {version_name(version)}."


def version_name(version: int) -> str:
    """Name a version."""
    return f"version {version}" if version else SHIPPED


def kept(step: Step) -> str:
    """Say that something was kept."""
    return f"Done. Everybody now sees {version_name(step.version)}."
