"""Everything that can be asked for by name: districts, settlements, wards, neighbourhoods, providers; and postcodes."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np
import pandas as pd
import scipy.spatial

from geo.base.vocabulary import COMPASS
from geo.store.gazetteer import load_gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.settings.model import Settings
    from geo.store.atlas import Atlas

PlaceKind = Literal["district", "town", "village", "quarter", "hamlet", "ward", "neighbourhood", "provider", "postcode"]
# In the order in which things of one name are offered: bigger first.
PLACE_KINDS: Final[tuple[PlaceKind, ...]] = get_args(PlaceKind)
SETTLEMENTS: Final[dict[str, PlaceKind]] = {
    "city": "town", "town": "town", "village": "village", "suburb": "quarter", "locality": "quarter", "hamlet": "hamlet",
}  # fmt: skip
_END: Final = re.compile(rf",? (?:{'|'.join(COMPASS)}|\d+)$")
# Of two halves of one settlement that are told apart by such a word both are it: Great and Lower Oakham are Oakham.
_PART: Final = re.compile(r"^(?:great|little|upper|lower|old|new|north|east|south|west) (?=.)")


@dataclass(frozen=True)
class PlaceEntry:
    """One thing that has a name.

    Parameters
    ----------
    kind : str
        One of `PLACE_KINDS`.
    code : str
        Its code or identifier; of a postcode its letters without a space.
    name : str
        What it is called.
    what : str
        What it is and where, to stand beside the name: "ward in Alder".
    lsoas : tuple of str
        Neighbourhoods that it means, of a settlement and a ward the one in its middle first, then by nearness; none beyond the border. What
        a page, a list or a command says of a place by its name is said of these.
    """

    kind: PlaceKind
    code: str
    name: str
    what: str
    lsoas: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Name and what it is: what a link asks for where a name alone could mean another."""
        return f"{self.name}, {self.what}"

    @property
    def sort(self) -> str:
        """What it is without where: of a settlement as maps tell them apart, such as ``city``."""
        return self.what.partition(" in ")[0]


@dataclass(frozen=True)
class PlaceIndex:
    """All names of an atlas.

    Parameters
    ----------
    entries : tuple of PlaceEntry
        Bigger first, then by name.
    words : tuple of str
        The letters of each name, as `plain_letters` writes them.
    titles : dict of str to PlaceEntry
        Entries by the letters of name and what they are.
    called : dict of str to tuple of PlaceEntry
        All entries by the letters of their name, and of name and sort: ``oakham``, ``oakham village``.
    postcodes : Series of str
        LSOA by postcode without a space; empty beyond the border.
    """

    entries: tuple[PlaceEntry, ...]
    words: tuple[str, ...] = field(repr=False)
    titles: dict[str, PlaceEntry] = field(repr=False)
    called: dict[str, tuple[PlaceEntry, ...]] = field(repr=False)
    postcodes: pd.Series[str] = field(repr=False)


def plain_letters(text: str) -> str:
    """Write a name without accents, capitals and punctuation, its words one space apart: ``King's Oak`` -> ``kings oak``."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    joined = re.sub(r"['\N{RIGHT SINGLE QUOTATION MARK}`]", "", bare.casefold()).replace("&", " and ")
    return " ".join(re.sub(r"[^\w\s]|_", " ", joined).split())


def place_index(atlas: Atlas, settings: Settings) -> PlaceIndex:
    """List everything of an atlas that has a name.

    Parameters
    ----------
    atlas : Atlas
        The data.
    settings : Settings
        Names of the service types.
    """
    postcodes = atlas.store.postcodes()
    found = [*_areas(atlas), *_settlements(atlas, postcodes), *_providers(atlas, settings)]
    order = {kind: place for place, kind in enumerate(PLACE_KINDS)}
    entries = tuple(sorted(found, key=lambda entry: (order[entry.kind], entry.name.casefold(), entry.code)))
    titles = {plain_letters(entry.title): entry for entry in reversed(entries)}
    words = tuple(plain_letters(entry.name) for entry in entries)
    called: dict[str, tuple[PlaceEntry, ...]] = {}
    for entry, name in zip(entries, words, strict=True):
        sorts = set() if entry.kind == "provider" else {f"{name} {entry.kind}", f"{name} {plain_letters(entry.sort)}"}
        for key in {name, *sorts}:
            called[key] = (*called.get(key, ()), entry)
    return PlaceIndex(entries, words, titles, called, postcodes["lsoa_code"].fillna(""))


def _areas(atlas: Atlas) -> list[PlaceEntry]:
    """List districts, wards and neighbourhoods; a neighbourhood by its official name too, where that is another."""
    names, lsoas = atlas.areas["name"], atlas.at("lsoa")
    found = []
    levels: tuple[tuple[PlaceKind, str], ...] = (("district", "district_code"), ("ward", "ward_code"))
    for level, column in levels:
        members = {str(code): tuple(map(str, rows.index)) for code, rows in lsoas.groupby(column)}
        for code, row in atlas.areas[atlas.areas["level"] == level].iterrows():
            what = "district or unitary authority" if level == "district" else f"ward in {names[row['district_code']]}"
            inside = members.get(str(code), ())
            if level == "ward":
                inside = _from_middle(lsoas, inside, row["centroid_e"], row["centroid_n"])
            found.append(PlaceEntry(level, str(code), str(row["label"]), what, inside))
    for code, label, name, ward, district in zip(
        lsoas.index, lsoas["label"], lsoas["name"], lsoas["ward_code"].map(names), lsoas["district_code"].map(names), strict=True
    ):
        found.append(PlaceEntry("neighbourhood", str(code), str(label), f"neighbourhood in {ward} ward, {district}", (str(code),)))
        if name not in label:
            found.append(PlaceEntry("neighbourhood", str(code), str(name), f"official name of {label}", (str(code),)))
    return found


def _from_middle(lsoas: pd.DataFrame, codes: Iterable[str], easting: float, northing: float, home: str = "") -> tuple[str, ...]:
    """Put the neighbourhood in the middle first, then the others by how near their own middles are to it."""
    own = lsoas.loc[sorted(codes)]
    away_m = np.hypot((own["centroid_e"] - easting).to_numpy(dtype=float), (own["centroid_n"] - northing).to_numpy(dtype=float))
    order = np.where(own.index == home, -1.0, away_m).argsort(kind="stable")
    return tuple(str(code) for code in own.index[order])


def _settlements(atlas: Atlas, postcodes: pd.DataFrame) -> list[PlaceEntry]:
    """List the settlements inside the atlas.

    One means the neighbourhood at its middle and those that are called after it; a town its whole wards too, where they carry its name, and
    the whole district that does.
    """
    places = atlas.basemap.places[atlas.basemap.places["kind"].isin(list(SETTLEMENTS))]
    if places.empty:
        return []
    lsoas, names = atlas.at("lsoa"), atlas.areas["name"]
    called, districts = _called(lsoas, lsoas["ward_code"].map(names)), lsoas.groupby("district_code").groups
    found = []
    columns = ("name", "kind", "easting", "northing")
    for code, name, kind, east, north, home in zip(
        places.index, *(places[one] for one in columns), _homes(atlas, places, postcodes), strict=True
    ):
        if home not in lsoas.index:
            continue
        district = str(lsoas.at[home, "district_code"])
        own = {str(home), *called.get((district, plain_letters(name), False), ())}
        if SETTLEMENTS[kind] == "town":
            wards = [ward for place, ward, whole in called if whole and place == district and _begins(ward, name)]
            own = own.union(*(called[district, ward, True] for ward in wards))
            own = own.union(districts[district]) if plain_letters(str(names[district])) == plain_letters(name) else own
        what = f"{'place' if kind == 'locality' else kind} in {names[district]}"
        found.append(PlaceEntry(SETTLEMENTS[kind], str(code), str(name), what, _from_middle(lsoas, own, east, north, str(home))))
    return found


def _homes(atlas: Atlas, places: pd.DataFrame, postcodes: pd.DataFrame) -> pd.Series[str]:
    """Say in which neighbourhood the middle of each place is: that of the nearest postcode, where people live, or the one that holds it."""
    points = places[["easting", "northing"]].astype(float)
    homes: pd.Series[str]
    if postcodes.empty:
        homes = load_gazetteer(atlas).place(points.assign(postcode=""))["lsoa_code"]
    else:
        homes = postcodes["lsoa_code"].iloc[scipy.spatial.cKDTree(postcodes[["easting", "northing"]]).query(points.to_numpy())[1]]
    return homes


def _begins(ward: str, name: str) -> bool:
    return f"{ward} ".startswith(f"{plain_letters(name)} ")


def _called(lsoas: pd.DataFrame, wards: pd.Series[str]) -> dict[tuple[str, str, bool], set[str]]:
    """Group neighbourhoods by district and what they are called after, and by their ward (the last part says which)."""
    groups: dict[tuple[str, str, bool], set[str]] = {}
    for code, label, district, ward in zip(lsoas.index, lsoas["label"], lsoas["district_code"], wards, strict=True):
        whole = plain_letters(_END.sub("", label))
        for name in {whole, _PART.sub("", whole), *map(plain_letters, label.split(" and "))}:
            groups.setdefault((district, name, False), set()).add(code)
        groups.setdefault((district, plain_letters(str(ward)), True), set()).add(code)
    return groups


def _providers(atlas: Atlas, settings: Settings) -> list[PlaceEntry]:
    providers, names = atlas.providers[atlas.providers["name"].notna()], atlas.areas["name"]
    columns = ("name", "service_type", "postcode", "lsoa_code", "district_code")
    found = []
    for code, name, service, postcode, lsoa, district in zip(providers.index, *(providers[column] for column in columns), strict=True):
        inside = isinstance(lsoa, str)
        where = [names[district] if inside else "beyond the border", *([postcode] if isinstance(postcode, str) else [])]
        what = ", ".join([settings.services[service].name, *where])
        found.append(PlaceEntry("provider", str(code), str(name), what, (lsoa,) if inside else ()))
    return found
