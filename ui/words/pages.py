"""The pages: where each is, what it is called, what it is for, and where the navigation lists it. Nobody else names a page's file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Group = Literal["main", "more"]
# Who may see a page. So far there is one kind of reader: whoever reaches the server.
Readers = Literal["everybody"]
# Folded away in the navigation: what a reader needs when somebody challenges a row.
MORE_TITLE = "Evidence and data"


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
    group : {"main", "more"}
        Whether it serves the main job, or is folded away among the further pages.
    readers : {"everybody"}
        Who may see it.
    """

    path: str
    title: str
    about: str
    group: Group = "main"
    readers: Readers = "everybody"

    @property
    def address(self) -> str:
        """Name in the address bar, for example ``Gap_map``; empty for the home page."""
        folder, _, name = self.path.rpartition("/")
        return name.partition("_")[2].removesuffix(".py") if folder else ""


HOME = Page("app.py", "Home", "What this is, and one headline for each outcome area.")
GAP_MAP = Page("pages/1_Gap_map.py", "Gap map", "Need beside provision, where the gaps are, and why.")
GAP_LIST = Page("pages/2_Gap_list.py", "Gap list", "The ranked table of the current filters, and the file to take away.")
WHAT_IF = Page("pages/16_What_if.py", "What if", "Open, close, move or resize provision, add homes, and see who gains and who loses.")
SITING = Page("pages/17_Where_to_put_it.py", "Where to put it", "The sites where something new helps most, and what one more would buy.")
PROFILE = Page("pages/9_Area_profile.py", "Area profile", "One neighbourhood, ward or district on one page.")
DISTRICTS = Page("pages/10_Compare_districts.py", "Compare districts", "Districts side by side in every outcome area.")
REPORT = Page("pages/13_Report.py", "Report", "A brief on one outcome area and some districts, to print or to send.")
PROVISION = Page("pages/11_Provision.py", "Provision", "Every provider in the data, searched, listed, mapped and counted.")
MEASURES = Page("pages/3_Measures.py", "Measures", "One published measure of need at a time.", "more")
HOT_SPOTS = Page("pages/4_Hot_spots.py", "Hot spots", "Where gaps, need or low access lie side by side.", "more")
CLOSURES = Page("pages/5_Fragile_provision.py", "Fragile provision", "What the closure of each provider would do.", "more")
BORDERS = Page("pages/6_Other_borders.py", "Other borders", "Which gaps come up when districts are drawn anew.", "more")
WHAT_WORKS = Page("pages/7_What_works.py", "What works", "Research findings on the services that answer an outcome area.", "more")
AGREEMENT = Page("pages/8_How_good_is_this.py", "How good is this?", "How far access and need agree with published figures.", "more")
YOUR_DATA = Page("pages/14_Your_data.py", "Your data", "Bring files, use them in this visit, and keep them.", "more")
LOCAL = Page("pages/15_Local_knowledge.py", "Local knowledge", "What people on the ground know, beside the data.", "more")
METHODS = Page("pages/12_Data_and_methods.py", "Data and methods", "Definitions, formulae, sources and columns.", "more")

# In the order of the navigation.
PAGES = (
    HOME, GAP_MAP, GAP_LIST, WHAT_IF, SITING, PROFILE, DISTRICTS, REPORT, PROVISION,
    MEASURES, HOT_SPOTS, CLOSURES, BORDERS, WHAT_WORKS, AGREEMENT, YOUR_DATA, LOCAL, METHODS,
)  # fmt: skip


def listed(group: Group, reader: Readers = "everybody") -> list[Page]:
    """List the pages of one group that a reader may see, in the order of the navigation."""
    return [page for page in PAGES if page.group == group and page.readers == reader]
