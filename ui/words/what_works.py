"""Every sentence about research evidence. No arithmetic here, no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.words import figures
from ui.words.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

SERVICE_LABEL = "Service types"
SERVICE_HELP = "Choose one or more; leave empty for all."
EFFECT, RATING, SCALE, SOURCE, SERVICES = "Effect", "Rating", "Scale", "Source", "Service types"
NO_EFFECT = "No figure recorded."
NOT_GRADED = "Not graded"
NO_SCALE = "The source's own words; no scale is known to this page."
NOT_IN_DATA = "no data yet"
DOWNLOAD = "Download CSV"
DOWNLOAD_HELP = "The findings shown here, with sources. Opens in Excel."
LONG_NAME = 40
TABLE_TITLE = "The same findings as a table"
TABLE_COLUMNS = ("Finding", "Effect", "Rating", "Scale", "Service types", "Source", "Address")
# How each scale works, by the beginning of its name in evidence.csv; the longest that fits counts.
SCALES: dict[str, str] = {
    "EEF Early Years Toolkit": (
        "Education Endowment Foundation: months of extra progress a year, cost, and strength of evidence in five steps from very limited "
        "to very extensive (shown there as padlocks). Limited evidence means that little is known, not that it does not work."
    ),
    "EEF trial security": "Education Endowment Foundation: how far one trial can be trusted, 0 to 5 padlocks; 5 is the most secure.",
    "EEF / NFER evaluation": "An independent evaluation of a national roll-out; no padlock rating was seen on its page.",
    "EIF (now Foundations) Guidebook": (
        "Early Intervention Foundation, now Foundations: evidence from NL2 (promising design only) and 2 (preliminary) over 3 (at least "
        "one rigorous trial) to 4 (long-term effect in several trials); NE means tested with no effect; + means more trials. "
        "Cost from 1 (low) to 5 (high)."
    ),
    "NICE guideline": "National Institute for Health and Care Excellence: a committee's recommendation; the page gives no grade.",
    "Ofsted / ONS": "An official analysis of access to childcare: it describes, it does not test what works.",
    "authors' wording": "The words of the study's own authors; nobody else has graded it.",
    "cost analysis": "Costs and savings worked out from data; it says what pays, not how sure the effect is.",
    "cost-benefit analysis": "Benefits and costs in money over many years, resting on the effects found in other studies.",
    "economic model": "A calculation with assumptions, not a measurement; results can shift a good deal with them.",
    "government guidance": "What government asks services to do; guidance is not graded.",
    "narrative systematic review": "All studies found by a set search, summed up in words by the authors.",
    "systematic review": "All studies found by a set search; the strength is the authors' judgement.",
    "national programme evaluation": "An evaluation of a national programme, in the words of the page that reports it.",
    "parliamentary inquiry": "A committee's conclusion from what it was told; not a measurement.",
    "professional body": "A recommendation of experts, with a survey of their members.",
    "programme evaluation": "Results of those who took part, with nobody to compare them with: other causes cannot be ruled out.",
    "reviewer's judgement": "An independent reviewer's words on one trial.",
    "study design": (
        "Nobody has graded it; the design tells how far cause can be claimed. Randomised trial (RCT): strong. Quasi-experimental: fairly "
        "strong. Longitudinal or ecological association: shows what goes together, not what causes it."
    ),
    "summary table": "A table of associations put together by a coalition of professionals.",
    "survey": "What people said or what was counted; a survey describes, it does not show cause.",
    "trial design": "One randomised trial, described by its design; nobody has graded it.",
}
EDIT_TITLE = "Where this comes from, and how to change it"
EDIT = (
    "Each row of `data/evidence.csv` is one finding with its source. Your council may edit, remove or add rows; ask your "
    "analyst: name the outcome area and "
    "the service types by their ids in `config.toml`, rate the finding as its source does, and give the web address. "
    "`python -m geo check` refuses an unknown outcome area or service type, a finding without rating, source or address, and an address "
    "that is no web address. Ratings are never turned into a score, and no ranking in this tool depends on them."
)


def scale_words(scale: str) -> str:
    """Explain a scale; the longest known beginning that fits counts."""
    fitting = [name for name in SCALES if scale.casefold().startswith(name.casefold())]
    return SCALES[max(fitting, key=len)] if fitting else NO_SCALE


def scale_name(scale: str) -> str:
    """Shorten the name of a scale: without what it says in brackets, if that is long."""
    return scale.partition(" (")[0] if len(scale) > LONG_NAME else scale


def finding(count: int, outcome: str, covered: int, services: int, others: Sequence[str], not_graded: int) -> str:
    """Say the one thing that the page shows; ``others`` are service types with a finding that do not answer the outcome area themselves."""
    if not count:
        return f"No finding on *{plain(outcome.lower())}* is in the data yet."
    findings = "1 finding" if count == 1 else f"{count:,} findings"
    graded = f"; {not_graded:,} of them {'is' if not_graded == 1 else 'are'} marked as not graded" if not_graded else ""
    reach = f"all {services:,}" if covered == services else f"{covered:,} of the {services:,}"
    besides = f" and on {plain(figures.listed(others))}, which do not count towards it" if others else ""
    return f"{findings} on what helps *{plain(outcome.lower())}*, on {reach} service types that answer it{besides}{graded}."


def without_evidence(services: Sequence[str]) -> str:
    """Say which service types nobody has supplied a finding on."""
    return f"No finding in the data on {figures.listed(services)}. That does not mean they do not work: nobody has added evidence yet."


def service_option(name: str, count: int) -> str:
    """Name a service type in the filter, with its number of findings; Markdown."""
    return f"{plain(name)} ({count})" if count else f"{plain(name)} (no evidence yet)"


NOTHING_CHOSEN = "No finding on the chosen service types. Choose others, or leave the filter empty."

# --- area panel ------------------------------------------------------------------------------------------------------

PANEL_TITLE = "Services that answer this, and what is known about them"
PANEL_LINK = "All findings, with their sources"
PANEL_NONE = "No evidence in the data yet."


def in_reach(count: int | None, catchment: str) -> str:
    """Say how many sites of a service families here can reach."""
    if count is None:
        return NOT_IN_DATA
    return f"{count or 'none'} within an estimated {catchment}"


def panel_service(name: str, reach: str, findings: int) -> str:
    """Say of one service type how much is in reach and how much is known."""
    known = {0: "no evidence in the data", 1: "1 finding"}.get(findings, f"{findings:,} findings")
    return f"{name}: {reach}; {known}"


def short_finding(words: str, effect: str) -> str:
    """One finding in the panel."""
    return f"{words} Effect: {effect}." if effect else words


def rating(words: str) -> str:
    """Rating in the panel, in the source's own words."""
    return f"Rating, as its source puts it: {words}."
