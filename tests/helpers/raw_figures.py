"""A made-up raw folder for the build of the figures: one district with two wards of two LSOAs, each LSOA a square of 1 km.

::

    L1 L2 (ward W1)  L3 L4 (ward W2), side by side from west to east, all in district E07000901, county E10000003
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import openpyxl
import pandas as pd
import shapely

from geo.build.postcodes import Postcodes
from geo.publishers.catalogue import source_files

if TYPE_CHECKING:
    from pathlib import Path

DISTRICT, COUNTY, OUTSIDE = "E07000901", "E10000003", "E07000999"
WARDS = ("E05000901", "E05000902")
LSOAS = ("E01000901", "E01000902", "E01000903", "E01000904")
WEST_M, SOUTH_M, SIDE_M = 540_000, 260_000, 1_000
# Longitude and latitude of the middles of the four squares, and of a point 3 km west of the first.
LON, LAT = (0.05555, 0.07018, 0.08481, 0.09944), (52.22479, 52.22453, 52.22428, 52.22402)
LON_OUTSIDE, LAT_OUTSIDE = 0.00434, 52.22567


def areas() -> pd.DataFrame:
    """``areas.csv``, as far as the build of the figures uses it."""
    rows = [("lsoa", code, WARDS[i // 2], DISTRICT, f"Place {i}", 50) for i, code in enumerate(LSOAS)]
    rows += [("ward", code, code, DISTRICT, f"Ward {i}", 100) for i, code in enumerate(WARDS)]
    rows += [("district", DISTRICT, "", DISTRICT, "District", 200)]
    frame = pd.DataFrame(rows, columns=["level", "area_code", "ward_code", "district_code", "name", "children_0_4"])
    middles = pd.Series({code: WEST_M + (i + 0.5) * SIDE_M for i, code in enumerate(LSOAS)})
    return frame.assign(
        utla_code=COUNTY, rural_urban="urban", centroid_e=frame["area_code"].map(middles), centroid_n=SOUTH_M + 0.5 * SIDE_M
    )


def polygons() -> gpd.GeoDataFrame:
    """Four squares."""
    boxes = [shapely.box(WEST_M + i * SIDE_M, SOUTH_M, WEST_M + (i + 1) * SIDE_M, SOUTH_M + SIDE_M) for i in range(len(LSOAS))]
    return gpd.GeoDataFrame(geometry=boxes, index=pd.Index(LSOAS, name="lsoa_code"), crs="EPSG:27700")


def postcodes() -> Postcodes:
    """One postcode in the middle of each square and one outside."""
    rows = [(f"AB{i + 1}1AA", WEST_M + i * SIDE_M + 500, SOUTH_M + 500, DISTRICT, code) for i, code in enumerate(LSOAS)]
    rows += [("ZZ11AA", WEST_M - 3000, SOUTH_M + 500, OUTSIDE, "")]
    frame = pd.DataFrame(rows, columns=["postcode", "easting", "northing", "district_code", "lsoa_code"]).set_index("postcode").sort_index()
    return Postcodes(frame.assign(large_user=False))


def write_raw(folder: Path) -> Path:
    """Write all files of the catalogue, each with a few rows as its publisher writes them."""
    contents = {**_indicator_files(), **_provider_files()}
    for source_id, file in source_files().items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        if file.endswith(".xlsx"):
            _workbook(path, contents[source_id])
        else:
            path.write_text(contents.get(source_id, "not read here\n"), encoding="utf-8")
    return folder


def _workbook(path: Path, table: str) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Notes"])
    sheet = book.create_sheet("Figures")
    for line in table.splitlines():
        sheet.append([int(cell) if cell.isdigit() else cell for cell in line.split("|")])
    book.save(path)


def _indicator_files() -> dict[str, str]:
    rank = "Income Deprivation Affecting Children Index (IDACI) Rank (where 1 is most deprived)"
    underlying = (
        "income_deprivation_affecting_children_index_idaci_numerator,employment_domain_numerator,household_overcrowding_indicator_bedrooms,"
        "adult_skills_and_english_language_proficiency_indicator,patient_to_gp_ratio,housing_affordability_indicator,"
        "violence_with_injury_rate_per_1_000_at_risk_population,violence_without_injury_rate_per_1_000_at_risk_population,"
        "homelessness_indicator_rate_per_1_000_households,connectivity_score"
    )
    health = (
        "Low birth weight",
        "Infant mortality",
        "Teenage pregnancy",
        "Child vaccination coverage",
        "Overweight and obesity in children",
    )
    return {
        "iod2025_idaci": "\n".join([f"LSOA code (2021)|{rank}", *(f"{code}|{10 + i}" for i, code in enumerate(LSOAS)), "E01999999|1"]),
        # L2 and L3 are no LSOAs of 2011; the last rank of England is 41.
        "iod2019_idaci": f"LSOA code (2011),{rank}\nE01000901,11.00\nE01000904,31.00\nE01000800,21.00\nE01009999,41.00\n",
        "iod2025_domains": "lsoa21_code,Environment_score,Employment_score\n"
        + "".join(f"{code},{i}.5,0.1\n" for i, code in enumerate(LSOAS)),
        "iod2025_subdomains": "lsoa21_code,children_and_young_people_score\n" + "".join(f"{code},-0.{i}\n" for i, code in enumerate(LSOAS)),
        "iod2025_indicators": f"lsoa21_code,{underlying}\n"
        + "".join(f"{code},{'' if i == 0 else 30},20,0.02,0.2,1800,0.5,3,7,2.5,40\n" for i, code in enumerate(LSOAS)),
        "ofsted_ons_access": "code,decileMarch20,decileMarch24,scoreMarch20,scoreMarch24\n"
        + "".join(f"{code},7,{i},30,{i}\n" for i, code in enumerate(LSOAS)),
        "dwp_low_income": "Table 4,,,,,\nLocal Authority,Area Code,Ward [note 2],Area Code,"
        '"Number of children \nFYE 2025","Percentage of children \nFYE 2025\n(%)"\n'
        f',,United Kingdom,K02000001,1,26%\nD,{DISTRICT},w,{WARDS[0]},"1,250",25.0%\nD,{DISTRICT},old,E05000999,10,5.0%\n'
        f"D,{DISTRICT},v,{WARDS[1]},[c],[c]\n",
        "ons_health_index": "ltla21_code,year,indicator,value\n"
        + "".join(f"{DISTRICT},{year}.0,{name},{value}\n" for name in (*health, "Smoking") for year, value in ((2020, 2), (2021, 3))),
        "dfe_profile_districts": "time_period|lad_code_pupil|all_pupils|gld_number|gld_percent\n"
        f"201819|{DISTRICT}|200|140|70\n201819| |9|9|99",
        "dfe_profile": "time_period,country_code,region_code,new_la_code,breakdown_topic,breakdown,sex,"
        "children_count,gld_children_count,gld_children_percent\n"
        "202425,E92000001,,,Total,Total,Total,100,68,68.0\n202425,E92000001,,,Total,Total,Female,50,40,80.0\n"
        f"202425,E92000001,E12000006,{COUNTY},Meals,Eligible for free school meals,Total,10,4,40\n"
        f"202425,E92000001,E12000006,{COUNTY},Meals,Others,Total,30,22,73.3\n"
        f"202425,E92000001,E12000006,{COUNTY},Birth,Autumn,Total,15,11,73.3\n202425,E92000001,E12000006,{COUNTY},Birth,Other,Total,25,15,60\n",
        "ohid_development": "la_name,ONS code,total_overall,n_above_avg_overall,p_above_avg_overall,date\n"
        f"C,{COUNTY},40,30,0.75,Annual\nC,{COUNTY},9,9,1,July 2021 - September 2021\n",
        "ons_population": "lsoa11_code,total_population\nE01000901,1000\nE01000800,4000\nE01000904,500\n",
        "iod2025_denominators": "lsoa21_code,total_mid2022,children_0_15_mid2022\n"
        + "".join(f"{code},{residents},180\n" for code, residents in zip(LSOAS, (1000, 1500, 2500, 500), strict=True)),
        # L1 is unchanged, L2 and L3 are the halves of one old LSOA, L4 is unchanged.
        "lsoa_changes": "lsoa11_code,change_code,lsoa21_code\nE01000901,U,E01000901\n"
        "E01000800,S,E01000902\nE01000800,S,E01000903\nE01000904,U,E01000904\n",
        # 300 m south of the second centre; nearer are a rail station, a zone and a stretch of road, which are no stops.
        "dft_bus_stops": "atco_code,easting,northing,stop_type,bus_stop_type\n1,541500,260200,BCT,MKD\n2,541500,260450,RLY,\n"
        "3,541500,260400,BCT,FLX\n4,541500,260300,BCT,HAR\n5,543500,260600,BCT,CUS\n6,540400,260500,BCS,\n",
        "dfe_lait": "topic,measure_short,measure,unit,polarity,period,area_name,la_number,region,value\n"
        + "".join(
            f"Early Years,%_two,Two-year-olds,% 2 year olds,High,{period},{name},{number},{region},{value}\n"
            for period, name, number, region, value in (
                ("2024", "England", 970, "NA", "70"),
                ("2025", "England", 970, "NA", "74.900000000000006"),
                ("2024", "Cambridgeshire", 873, "East of England", "-"),
                ("2025", "Cambridgeshire", 873, "East of England", "68"),
                ("2025", "Essex", 881, "East of England", "64"),
                ("2025", "Oxfordshire", 931, "South East", "72"),
                ("2025", "East of England", 985, "NA", "71"),
                ("2025", "South East", 989, "NA", "73"),
            )
        )
        + "Health and Wellbeing,Deaths,Deaths,% of deaths,-,2021,England,970,NA,882\n",
        "dfe_lait_dictionary": "Measure_short,Topic,Measure,Polarity,y_axis_name,Year_Type,Description,Last Update\n"
        '%_two,Early Years,Two-year-olds,High,% 2 year olds,Academic Year,"Those who\r\r\ntake a place.",2025-07-01\n'
        "Deaths,Health and Wellbeing,Deaths,-,% of deaths,Financial Year,Reviews.,2021-11-01\n"
        "Unused,Health,Unused,Low,%,Calendar Year,No figures.,2021-11-01\n",
        "dfe_lait_neighbours": "LA num,LA Name,LA number,GOInd,GOReg," + ",".join(f"SN{i},SNP{i}" for i in range(1, 11)) + "\n"
        "873.0,Cambridgeshire,873.0,2.0,East of England,931.0,Close," + ",".join(f"{800 + i}.0,Close" for i in range(2, 11)) + "\n",
        "census_households": "lsoa21_code,occ_total,occ_minus1,occ_minus2_or_less,tenure_total,social_council,social_other,"
        "private_landlord,private_other\n"
        "E01000901,100,3,1,100,10,5,20,5\nE01000902,300,0,0,300,0,0,30,0\nE01000903,50,5,5,50,1,1,1,1\n"
        "E01000904,50,0,0,50,1,1,1,1\nE01009999,9,9,9,9,9,9,9,9\n",
        "evidence": "evidence_id,outcome_id,service_types,finding,effect,evidence_rating,evidence_scale,source,address\n"
        "b,child_health,gp,f,e,not graded,none,s,https://example.org\na,unheard_of,gp,f,e,not graded,none,s,https://example.org\n",
    }


def _provider_files() -> dict[str, str]:
    return {
        "ofsted_nurseries": "urn,name,subtype,places,postcode,lad_code,lat,lng,grade,inspection_date\n"
        f"EY1,Bright \N{REPLACEMENT CHARACTER} Nursery,Full day care,30,AB1 1AA,{DISTRICT},{LAT[0]},{LON[0]},2,08/10/2024\n"
        f"200,Village Pre-school,Sessional day care,,AB4 1AA,,{LAT[3]},{LON[3]},,\n"
        f"300,Over the Border,Full day care,44,ZZ1 1AA,,{LAT_OUTSIDE},{LON_OUTSIDE},1,01/02/2023\n"
        f"400,New Street Nursery,Full day care,20,AB9 9ZZ,{DISTRICT},{LAT[1]},{LON[1]},2,01/02/2023\n",
        "gias_schools": "urn,name,postcode,phase,lad_code,lat,lng,ofsted_rating,ofsted_eyfs_grade,ofsted_date\n"
        f"1,Maintained Nursery,AB1 1AA,Nursery,{DISTRICT},{LAT[0]},{LON[0]},Outstanding,,2020-01-01\n"
        f"2,Takes Threes,AB2 1AA,Primary,{DISTRICT},{LAT[1]},{LON[1]},Good,Requires improvement,2022-01-01\n"
        f"3,Takes Fours,AB3 1AA,Primary,{DISTRICT},{LAT[2]},{LON[2]},,,2026-02-01\n"
        f"4,Age Unknown,AB4 1AA,Primary,{DISTRICT},{LAT[3]},{LON[3]},,,\n"
        f"5,Big School,AB4 1AA,Secondary,{DISTRICT},{LAT[3]},{LON[3]},Good,,2022-01-01\n",
        "gias_ages": "urn,age_low,age_high,pupils\n1,2,5,60\n2,3,11,200\n3,4,11,210\n",
        "gias_england": '[{"urn":"1","name":"Maintained Nursery","postcode":"AB1 1AA","phase":"Nursery","lat":52.22479,"lng":0.05555},'
        f'{{"urn":"9","name":"Beyond","postcode":"ZZ1 1AA","phase":"Nursery","lat":{LAT_OUTSIDE},"lng":{LON_OUTSIDE}}},'
        '{"urn":"10","name":"Far","postcode":"ZZ9 9ZZ","phase":"Nursery","lat":55.0,"lng":-1.6},'
        f'{{"urn":"11","name":"Near","postcode":"ZZ1 1AA","phase":"Primary","lat":{LAT_OUTSIDE},"lng":{LON_OUTSIDE}}}]',
        "dfe_family_hubs": "venue,postcode,address,lat,lng,url,lad_code\n"
        f"Oak Children's Centre,AB1 1AA,Road,{LAT[0]},{LON[0]},https://example.org,{DISTRICT}\n"
        f"Oak Family Hub,AB1 1AA,,{LAT[0]},0.0565,https://example.org,{DISTRICT}\n"
        f"Elm Child and Family Zone,AB1 1AA,,{LAT[0]},0.0558,https://example.org,{DISTRICT}\n",
        "nhs_hospitals": "hospital22_name,lng,lat,ltla24_code\n"
        f"Trust At North Hospital,0.0558,{LAT[0]},{DISTRICT}\nNorth Hospital,{LON[0]},{LAT[0]},{DISTRICT}\n"
        f"Ada Maternity Hospital,{LON[0]},{LAT[0]},{DISTRICT}\nPaid Care Hospital,{LON[3]},{LAT[3]},{DISTRICT}\n",
        # One is open, one is closed, one drives around; the last is far away. The two in the middle are open and near.
        "ace_libraries": "Reporting service,Reporting service code,Name,Type,Postcode,Easting,Northing,Longitude,Latitude,"
        "Operation in 2022,Operation in 2023,Year closed\n"
        f"C,{COUNTY},Oak,Static Library,AB1 1AA,540500,260500,{LON[0]},{LAT[0]},LA,LA,\n"
        f"C,{COUNTY},Shut Library,Static Library,AB2 1AA,541500,260500,{LON[1]},{LAT[1]},LA,,2022\n"
        f"C,{COUNTY},Van,Mobile Library,AB2 1AA,541500,260500,{LON[1]},{LAT[1]},LA,LA,\n"
        f"D,E10000098,Border library,Static Library,ZZ1 1AA,537500,260500,{LON_OUTSIDE},{LAT_OUTSIDE},C,CR,\n"
        "D,E10000098,Far,Static Library,ZZ9 9ZZ,430000,560000,-1.5,54.9,LA,LA,\n",
        # The first is 35 m from a surgery; the second too, and further; the third is 400 m from one.
        "nhs_practices": "org_code,name,addr1,postcode,easting,northing,lad_code\n"
        f"A2,OAK LANE SURGERY,R,AB1 1AA,540535,260500,{DISTRICT}\nA1,ST MARY'S PRACTICE,R,AB1 1AA,540560,260500,{DISTRICT}\n"
        f"A3,ELM SURGERY,R,AB4 1AA,544740,260500,{DISTRICT}\nA4,THERE,R,ZZ1 1AA,537500,260500,{OUTSIDE}\n",
        # A village that the second list has too, 1 km away, and a station; Far lies outside the extent.
        "os_open_names": "id,name1,local_type,geometry_x,geometry_y\no1,Oakham,Village,541000,260500\n"
        "o2,Oakham,Railway Station,541000,260400\no3,Cox's Creek,Channel,541000,260500\no4,Far,Town,600000,260500\n",
        "nptg_localities": "nptg_code,name,parent,active_stops,easting,northing\nE1,OAKHAM,,4,542000,260500\nE2,Cam,,9,543000,260500\n"
        + "".join(f"N{i},Quarter {i},Cam,2,{543000 + i},260500\n" for i in range(3)),
        **dict.fromkeys(
            ("os_major_roads", "natural_earth_rivers"),
            '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"roadNumber":"A1","name":"Cam","x":1},'
            '"geometry":{"type":"MultiLineString","coordinates":[[[0,52],[0.5,52.50001]],[[0.5,52.50001],[1,53]],[[1,53],[1.001,53]]]}}]}',
        ),
        "ons_counties": '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"CTY23NM":"Oakshire"},'
        '"geometry":{"type":"Polygon","coordinates":[[[-0.1,52.1],[0.3,52.1],[0.3,52.35],[-0.1,52.35],[-0.1,52.1]]]}}]}',
        "geonames": "geonameid,name,latitude,longitude,population\n7,Cam,52.2,0.1,9000\n",
        "osm_surgeries": "category,lat,lng,lad_code\n"
        f"gp,{LAT[0]},{LON[0]},{DISTRICT}\ngp,{LAT[0]},0.05570,{DISTRICT}\ngp,{LAT[3]},0.1111,{DISTRICT}\npark,{LAT[0]},{LON[0]},{DISTRICT}\n",
    }


CURATED_HOSPITALS = (
    "name,sector,only_maternity,maternity_unit,maternity_url,maternity_source_id\n"
    "Ada Maternity Hospital,public,yes,Ada Maternity Hospital,https://example.org,cuh_birth\n"
    "North Hospital,public,,North Hospital maternity unit,https://example.org,nwangliaft_birth\n"
    "Paid Care Hospital,pvi,,,,\n"
    "Closed Hospital,pvi,,,,\n"
)
