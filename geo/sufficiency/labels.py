"""What a report calls things: its parts, the law, how a figure is known, results of inspections."""

from __future__ import annotations

from typing import Final, Literal

Basis = Literal["counted", "estimated", "registered", "assumed", "published", "worked_out", "rule"]
BASES: Final[dict[Basis, str]] = {
    "counted": "Counted",
    "estimated": "Counted or estimated",
    "registered": "As registered",
    "assumed": "Assumed",
    "published": "As published",
    "worked_out": "Worked out, see part 10",
    "rule": "A rule, not a measurement",
}
NOT_HELD: Final = "not held"
# What the council has to fill in before the report is sent; the same words wherever it has.
TO_WRITE: Final = "[To be written by the council]"
NONE: Final = "\N{EN DASH}"
UNDATED: Final = "undated"
# Where a figure is from that is in no table of the data.
SETTINGS: Final = ("settings of the dashboard",)
WORKED_OUT: Final = ("gap list",)
LOOK_AHEAD: Final = ("demand by year",)
LAW: Final = ("legislation.gov.uk",)

PARTS: Final = {
    "summary": "1 Summary",
    "demand": "2 Demand by age, now and projected",
    "supply": "3 Supply by type, sector and age",
    "take_up": "4 Take-up of funded entitlements",
    "quality": "5 Accessibility, affordability and quality",
    "groups": "6 Groups that the statutory guidance names",
    "gaps": "7 Gaps by kind",
    "action": "8 How gaps will be met",
    "views": "9 Views of families and providers",
    "method": "10 Method, sources and age of the data",
}

ACT: Final = "Childcare Act 2006, section 6"
DUTY: Final = "Duty to secure sufficient childcare for working parents"
GUIDANCE: Final = "Early education and childcare: statutory guidance for local authorities"
DEPARTMENT: Final = "Department for Education"
AGES_OF_DUTY: Final = "0 to 14, and up to 18 for disabled children"

AGE_NAMES: Final = ("Under one", "One", "Two", "Three", "Four")
MODES: Final = {"drive": "by car", "walk": "on foot"}
SURE: Final = {"certain": "certain", "likely": "likely", "check_first": "check first", "not_worst": "not among the worst"}
SECTORS: Final = {"public": "Public", "pvi": "Private, voluntary, independent"}
INSPECTIONS: Final = {
    "1": "Outstanding",
    "2": "Good",
    "3": "Requires improvement",
    "4": "Inadequate",
    "report_card": "Report card",
    "none": "No result held",
}
