"""Every sentence of the page *Sufficiency report*, and the words that its documents add to their content. No arithmetic here, no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ui.words import figures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.sufficiency.content import Held

# --- the documents ---------------------------------------------------------------------------------------------------

LANGUAGE: Final = "en-GB"
PAGE, OF = "page", "of"

# --- the page --------------------------------------------------------------------------------------------------------

LEAD: Final = (
    "The yearly report to elected members under section 6 of the Childcare Act 2006, with the contents that the statutory guidance asks "
    "for (*Early education and childcare*, Department for Education) and a page for each district. Where the data "
    "have no figure, it says *not held*."
)
COUNCIL: Final = "For which council?"
COUNCIL_HELP: Final = "The duty is each authority's own. The report then names it alone: its districts, its take-up."
EVERY_COUNCIL: Final = "All"
CHOSEN_DISTRICTS: Final = "The districts chosen in the filters"
YEAR: Final = "Year of the report"
YEAR_HELP: Final = "From the year of the oldest places in the data to next year. Years to come are in its part on demand."
MAKE: Final = "Make the report (Word, PDF, Excel, CSV)"
MAKE_HELP: Final = "A Word document, a PDF, a workbook and a table of all figures, with the same figures in each. Takes some seconds."
WITHOUT_SCENARIO: Final = "The report is on what is: the scenario is left out of it."
NOTHING: Final = "The data hold no places of early education and childcare: there is nothing to report on. Bring a register of providers."
CANNOT: Final = "The report cannot be made"
TO_YOUR_DATA: Final = "Bring a file: *Your data*"
SUMMARY_TITLE: Final = "What it says first"
PARTS_TITLE: Final = "What it holds"
PART_COLUMNS: Final = ("Part", "In the data", "What would fill it")
HELD: Final[dict[Held, str]] = {"held": "Held", "partly": "Partly held", "not_held": "Not held yet", "to_write": "To be written by you"}
BEFORE_TITLE: Final = "Before you send it"
BEFORE: Final = "Search the Word document for *{marker}*: each place is marked so."
READY_TITLE: Final = "Your report"
STALE: Final = "The filters, the year or the data have changed since the report was made. Make it again to have that in it."
# Ending -> what the button says, and what the file is for.
FILES: Final = {
    "docx": ("Download Word", "A document to edit: write in how gaps will be met, and what families and providers say."),
    "pdf": ("Download PDF", "A4 pages, to print or to attach."),
    "xlsx": ("Download Excel", "Every table of the report as a sheet, all figures, and the text."),
    "csv": ("Download CSV (all figures)", "Every figure once, with unit, time, source and how it is known."),
}
STEPS: Final = {"docx": "Writing the document", "pdf": "Setting the PDF", "xlsx": "Writing the workbook", "csv": "Listing all figures"}
HOW_TITLE: Final = "How the report is made"
HOW: Final = (
    "Its figures are those of the *Gap list* and of *Demand* with the same filters, for neighbourhoods, every sector and every type of "
    "childcare, with the weights and the target of the settings. All four files are written from one list of figures. Take-up and quality "
    "of counties and unitary authorities stay figures of these, and are never shared out among districts."
)


def ready(count: int) -> str:
    """Say what was made."""
    return f"The report is ready. Each file has the same {count:,} figures."


def before_sending(marker: str, parts: Sequence[tuple[str, str]]) -> str:
    """List as Markdown what is to be done before the report is sent: the parts that the council writes, and how to find them."""
    done = [*(f"Write part {heading}: from {what}." for heading, what in parts), BEFORE.format(marker=marker)]
    return "\n".join(f"- {one}" for one in done)


def council(name: str, districts: Sequence[str]) -> str:
    """Name an authority with its districts; one that is its own district by its name alone."""
    return name if list(districts) == [name] else f"{name} ({figures.listed(districts)})"


def wanted(what: str) -> str:
    """Say what would fill a part; nothing where it is held. The name of a file stays as it is spelt."""
    is_file = "." in what.partition(" ")[0]
    return (what if is_file else f"{what[0].upper()}{what[1:]}") if what else figures.NONE
