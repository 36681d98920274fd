"""The words that every room uses: levels of areas, modes of travel, sectors, polarity, coordinate reference systems."""

from __future__ import annotations

from typing import Final, Literal, get_args

# Metres, for distances and areas; and what publishers' GeoJSON and every web map have.
BRITISH_GRID: Final = "EPSG:27700"
LONGITUDE_LATITUDE: Final = "EPSG:4326"

# From the coarsest to the finest.
Level = Literal["district", "ward", "lsoa"]
LEVELS: tuple[Level, ...] = get_args(Level)
# PVI: private, voluntary and independent.
Sector = Literal["all", "public", "pvi"]
SECTORS: tuple[Sector, ...] = get_args(Sector)
Mode = Literal["drive", "walk"]
MODES: tuple[Mode, ...] = get_args(Mode)
# What the capacity of a service is: its places, or that it is there.
Capacity = Literal["places", "presence"]
# A school's nursery class: one service type whose usual size the settings know.
NURSERY_CLASS: Final = "school_nursery"
# Floating catchment: every provider is shared by all within reach of it, or by those who would choose it among all within theirs.
Form = Literal["e2sfca", "3sfca"]
FORMS: tuple[Form, ...] = get_args(Form)
# How sure it is that an area is among the worst: the one scale of words, in lists, panels, reports and files.
Sure = Literal["certain", "likely", "check_first", "not_worst"]
# What an indicator is to need: only the first two are scored.
Role = Literal["outcome", "driver", "context"]
# What somebody may do; each may do what those before it may. Whoever is nobody may not even look.
StaffRole = Literal["nobody", "reader", "contributor", "editor", "approver"]
STAFF_ROLES: Final[tuple[StaffRole, ...]] = get_args(StaffRole)
# An indicator's polarity as a sign: more of it is more need, or less.
WORSE_SIGN: Final = {"higher_is_worse": 1.0, "higher_is_better": -1.0}
# What follows a name that several neighbourhoods share.
COMPASS: Final = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west", "centre")
