"""What ``--help`` says below the options: what a command gives, examples, exit codes."""

from __future__ import annotations

from typing import Final

EXIT_CODES: Final = """\
exit codes:
  0  done
  1  the data, config.toml or a file stands in the way; everything that is wrong is on standard error
  2  the command was not understood, for example an unknown outcome; one line says what is valid
"""

EXAMPLES: Final = """\
examples:
  python -m geo check
  python -m geo gaps --outcome school_readiness --level lsoa -o gaps.csv
  python -m geo gaps --outcome child_health --level ward --district E07000001 --format json
  python -m geo build --raw path/to/published/files

"""

GAPS_EXAMPLES: Final = """\
Each row is one area, the widest gap first: need, access, why it is a gap, and how many places are short.
The columns are those of the download on the screen; the file is UTF-8 without a byte order mark.
The ids of outcomes and services are the section names in config.toml. --form 3sfca shares each provider among those who would choose it
among all in their reach (Wan, Zou and Sternberg 2012); method_version says so. --outcome all writes the lists of all outcome areas below
each other; the column outcome says which is which, and ranks are those within each.

examples:
  python -m geo gaps --outcome school_readiness --level lsoa
  python -m geo gaps --outcome school_readiness --level lsoa --form 3sfca
  python -m geo gaps --outcome school_readiness --level ward --district E07000001 E07000002 --sector public
  python -m geo gaps --outcome all --level ward --district E07000001 --priority -o all-outcomes.csv
  python -m geo gaps --outcome early_education --level lsoa --service day_nursery --no-assumed -o gaps.csv

"""

REPORT_EXAMPLES: Final = """\
The report of the page Report: headline, map, the first 15 rows of the gap list, why they are gaps, how sure that is, sources. Figures are
those of `python -m geo gaps` with the same options. Its link opens them on the screen, so --weight, --target and --travel take what the
sliders and lists there offer: weights from 0 to 3 in steps of 0.25, targets in steps of 0.1, catchments named in config.toml. How far it
is goes to standard error. --form is offered there too.

examples:
  python -m geo report --outcome school_readiness --district E07000001 -o report.pdf
  python -m geo report --outcome child_health --level ward -o report.html

"""

CLUSTERS_EXAMPLES: Final = """\
Local Moran's I with the permutations, seed and false discovery rate of [clusters] in config.toml. cluster: hot (high among high),
cold, high_outlier (high among low), low_outlier, none; empty where an area could not be tested. group numbers areas that touch.
neighbours_share_catchments: yes for access, in_part for gap: overlapping catchments make neighbours alike, so clusters are expected; no for
need.
Not for levels with few areas, such as six districts.

examples:
  python -m geo clusters --outcome child_health --level ward --measure need -o clusters.csv

"""

CLOSURES_EXAMPLES: Final = """\
Each row is one provider, taken away while all else stays as it is: places that neighbourhoods would then be short of the target, children
taken below it, children left with no provider of the chosen kind in reach. Counted by LSOA, and always
with E2SFCA: --form changes nothing here.

examples:
  python -m geo closures --outcome early_education --district E07000001 -o closures.csv

"""

MEASURES_EXAMPLES: Final = """\
Each row is one area, the greatest need first: value, 95% interval, whether the figure of the whole atlas is outside it, change since
the first date; trend: rising, falling, steady or uneven over six or more years; funnel_beyond: outside the 95% or 99.8% limits of the
funnel plot, which hold chance and the spread between areas; funnel_phi: how far areas spread beyond chance (1: not at all). Measures that
are published for larger areas only are listed for those. Ids are those of indicators.csv.

examples:
  python -m geo measures --indicator low_income_ahc --level ward

"""

PROVIDERS_EXAMPLES: Final = """\
Each row is one provider, by district and name: the file of the page Provision. --format geojson too, as points in longitude and latitude.
The ids of services are the section names in config.toml.

examples:
  python -m geo providers -o providers.csv
  python -m geo providers --district E07000001 --service day_nursery --sector pvi --least-places 40
  python -m geo providers --format geojson -o providers.geojson

"""

BENCHMARKS_EXAMPLES: Final = """\
Each row is one measure, authority and year: its value, England, its region, the mean of its statistical neighbours (of those that have a
figure), and its place among itself and them; 1 is the best, or the highest where no direction is better. These figures are published for
counties and unitary authorities only and say nothing about smaller areas. Ids are those of benchmark_measures.csv.

examples:
  python -m geo benchmarks -o benchmarks.csv
  python -m geo benchmarks --measure lait_pct_2yr_olds

"""

VALIDATE_EXAMPLES: Final = """\
Access is compared with the published measure named in [validation] of config.toml, need with published results.
1 is full agreement of the order, 0 none. JSON also holds every area with both figures.

examples:
  python -m geo validate
  python -m geo validate --json > agreement.json

"""
