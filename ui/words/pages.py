"""The pages: where each is, what it is called, what it is for, and where the navigation lists it. Nobody else names a page's file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Group = Literal["see", "act", "trust", "bring"]
# What a reader comes for, in the order of the navigation.
GROUPS: dict[Group, str] = {"see": "See", "act": "Act", "trust": "Trust", "bring": "Bring"}
# Who may see a page. So far there is one kind of reader: whoever reaches the server.
Readers = Literal["everybody"]
NAVIGATION = "Pages"
SECTIONS = "Sections of Can I trust this?"


@dataclass(frozen=True)
class Page:
    """One page.

    Parameters
    ----------
    path : str
        The file that Streamlit runs; its name is the page's address.
    title : str
        Name in the navigation, in the browser's tab and above the page.
    about : str
        What the page is for, as a browser's bookmark or a message that holds its link describes it.
    group : {"see", "act", "trust", "bring"}
        What a reader comes for who opens it.
    is_section : bool
        Whether the navigation leads there through the first page of its group, which names it as one of its sections.
    readers : {"everybody"}
        Who may see it.
    """

    path: str
    title: str
    about: str
    group: Group
    is_section: bool = False
    readers: Readers = "everybody"

    @property
    def address(self) -> str:
        """Name in the address bar, for example ``Gap_map``; empty for the home page."""
        folder, _, name = self.path.rpartition("/")
        return name.partition("_")[2].removesuffix(".py") if folder else ""


HOME = Page("app.py", "Home", "Where need is high and provision low: every district in every outcome area.", "see")
GAP_MAP = Page("pages/1_Gap_map.py", "Gap map", "Need beside provision, where the gaps are, and why.", "see")
GAP_LIST = Page("pages/2_Gap_list.py", "Gap list", "The ranked table of the current filters, and the file to take away.", "see")
PROFILE = Page("pages/9_Area_profile.py", "Place", "One neighbourhood, ward or district on one page.", "see")
DISTRICTS = Page("pages/10_Compare_districts.py", "Compare", "Districts side by side in every outcome area.", "see")
THEN_NOW = Page(
    "pages/20_Then_and_now.py", "Then and now", "What changed since an earlier version of the data, and whether the gaps narrowed.", "see"
)
PROVISION = Page("pages/11_Provision.py", "Provision", "Every provider in the data, searched, listed, mapped and counted.", "see")
REPORT = Page("pages/13_Report.py", "Report", "A brief on one outcome area and some districts, to print or to send.", "see")
WHAT_IF = Page(
    "pages/16_What_if.py", "What if", "Open, close, move or resize provision, add homes, and see who gains and who loses.", "act"
)
SITING = Page(
    "pages/17_Where_to_put_it.py", "Where to put it", "The sites where something new helps most, and what one more would buy.", "act"
)
DEMAND = Page(
    "pages/19_Demand.py", "Demand", "How many children there will be, and when and where that passes what is within reach.", "act"
)
SUFFICIENCY = Page(
    "pages/21_Sufficiency_report.py", "Sufficiency report", "The yearly report to members on whether there is enough childcare.", "act"
)
TRUST = Page(
    "pages/18_Can_I_trust_this.py",
    "Can I trust this?",
    "How complete, how old and how sure the figures are, and who says otherwise.",
    "trust",
)
MEASURES = Page("pages/3_Measures.py", "Measures", "One published measure of need at a time.", "trust", is_section=True)
HOT_SPOTS = Page("pages/4_Hot_spots.py", "Hot spots", "Where gaps, need or low access lie side by side.", "trust", is_section=True)
CLOSURES = Page(
    "pages/5_Fragile_provision.py", "Fragile provision", "What the closure of each provider would do.", "trust", is_section=True
)
BORDERS = Page("pages/6_Other_borders.py", "Other borders", "Which gaps come up when districts are drawn anew.", "trust", is_section=True)
WHAT_WORKS = Page(
    "pages/7_What_works.py", "What works", "Research findings on the services that answer an outcome area.", "trust", is_section=True
)
AGREEMENT = Page(
    "pages/8_How_good_is_this.py", "Agreement", "How far access and need agree with published figures.", "trust", is_section=True
)
YOUR_DATA = Page("pages/14_Your_data.py", "Your data", "Bring files, use them in this visit, and keep them.", "bring")
LOCAL = Page("pages/15_Local_knowledge.py", "Local knowledge", "What people on the ground know, beside the data.", "bring")
METHODS = Page("pages/12_Data_and_methods.py", "Data and methods", "Which data, how old, how worked out, and what to cite.", "bring")

# In the order of the navigation.
PAGES = (
    HOME, GAP_MAP, GAP_LIST, PROFILE, DISTRICTS, PROVISION, THEN_NOW, REPORT, WHAT_IF, SITING, DEMAND, SUFFICIENCY,
    TRUST, MEASURES, HOT_SPOTS, CLOSURES, BORDERS, WHAT_WORKS, AGREEMENT, YOUR_DATA, LOCAL, METHODS,
)  # fmt: skip


def listed(group: Group, reader: Readers = "everybody") -> list[Page]:
    """List the pages of one group that the navigation leads to and a reader may see, in its order."""
    return [page for page in PAGES if page.group == group and not page.is_section and page.readers == reader]


def sections(here: Page) -> list[Page]:
    """List what stands together with a page as sections of one: the page that leads there, and its sections; nothing of other groups."""
    together = [page for page in PAGES if page.group == here.group]
    return together if any(page.is_section for page in together) else []
