"""The tables of an arealregnskap, from the divided municipality.

Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Mapping

import numpy as np
from geopandas import GeoDataFrame
from pandas import DataFrame, concat

from analyser.felles.maaling import Flyt
from analyser.felles.modell import Kolonneinfo, Tabell
from analyser.felles.partisjon import LUKKER_M2
from analyser.felles.regnskap import UKARTLAGT, UKJENT, Regnskap, daa_der
from analyser.felles.svar import tallkolonne, tekstkolonne
from analyser.felles.tekst import IKKE_AVKLART, M2_PER_DAA
from gis.crs import arealsetning
from gis.geometri import areal_m2
from lag.katalog.koder import AR5_BYGD, AREALTYPER
from lag.katalog.plankoder import AREALFORMAAL

PLANRESERVE = "planreserve – byggbarhet ikke avklart"
"""Stands by every reserve: planned and unbuilt ground is not the same as ground to build on."""
HELE = "Hele kommunen"
AR5_GRUPPER = {
    "jordbruk": ("Jordbruk", ("21", "22", "23")),
    "skog": ("Skog", ("30",)),
    "myr": ("Myr", ("60",)),
    "aapen": ("Åpen fastmark, snø og bre", ("50", "70")),
    "vann": ("Vann", ("81", "82")),
    "bebygd": ("Bebygd og samferdsel", AR5_BYGD),
    "uten": ("Ikke kartlagt eller ikke kjent", (UKARTLAGT, UKJENT)),
}
"""Actual use as the tables group AR5."""
KVALITETER = {"natur": "Natur", "fare": "Fare", "jord": "Dyrka eller dyrkbar jord"}
UVISST = ("ikke kartlagt", "ikke kjent")
HOVEDORD = {"bolig": "bolig", "fritid": "fritid", "naering": "næring", "annet": "annen utbygging"}


def formaal_i_ord(kode: str) -> str:
    """Write a purpose with its code, «boligbebyggelse (1110)»; what is no code stands as it is."""
    return f"{AREALFORMAAL[kode]} ({kode})" if kode in AREALFORMAAL else kode or "ikke oppgitt"


def _daa(navn: str, tittel: str, epsg: int = 0, forklaring: str = "") -> Kolonneinfo:
    plan = f"{arealsetning(epsg)}." if epsg else ""
    return tallkolonne(navn, tittel, "daa", 1, " ".join(filter(None, (forklaring, plan))))


def formaalstabell(regnskap: Regnskap, epsg: int) -> Tabell:
    """Planned use by actual use and by the qualities of the ground; the last row is the sum."""
    deler = regnskap.deler.assign(nokkel=regnskap.deler["formaal"] + "|" + regnskap.deler["status"])
    deler = concat([deler, deler.assign(nokkel=HELE)], ignore_index=True)
    summer = {"areal": daa_der(deler, "nokkel")}
    for navn, (_, koder) in AR5_GRUPPER.items():
        summer[navn] = daa_der(deler, "nokkel", ar5=koder)
    for svar in ("ja", "nei", UKJENT):
        summer[f"utbygd_{svar}"] = daa_der(deler, "nokkel", utbygd=(svar,))
    for navn in KVALITETER:
        summer[navn] = daa_der(deler, "nokkel", **{navn: ("treff",)})
        summer[f"{navn}_uvisst"] = daa_der(deler, "nokkel", **{navn: UVISST})
    data = DataFrame(summer).fillna(0.0).reset_index()
    delt = data["nokkel"].str.partition("|")
    data = data.assign(
        formaal=[HELE if f == HELE else formaal_i_ord(f) for f in delt[0]],
        status=delt[2],
        orden=(data["nokkel"] == HELE).astype(int),
    ).sort_values(["orden", "nokkel"], kind="stable", ignore_index=True)
    return Tabell(
        navn="formaal",
        tittel="Planlagt arealbruk mot faktisk arealbruk og egenskaper ved grunnen",
        kolonner=(
            tekstkolonne("formaal", "Arealformål i kommuneplanen"),
            tekstkolonne("status", "Status"),
            _daa("areal", "Areal", epsg),
            *(_daa(navn, tittel) for navn, (tittel, _) in AR5_GRUPPER.items()),
            _daa("utbygd_ja", "Utbygd", 0, "AR5 bebygd eller samferdsel, eller grunn med bygning."),
            _daa("utbygd_nei", "Ikke utbygd"),
            _daa(f"utbygd_{UKJENT}", "Utbygd: ikke kjent"),
            *(
                info
                for navn, tittel in KVALITETER.items()
                for info in (
                    _daa(navn, tittel, 0, "Treff i minst ett av lagene, regnet én gang."),
                    _daa(f"{navn}_uvisst", f"{tittel}: ikke kartlagt eller ikke kjent"),
                )
            ),
        ),
        data=data,
        forklaring=f"Delene summerer til kommunen, se tabellen om lukking. {IKKE_AVKLART}",
    )


def reservetabell(regnskap: Regnskap, epsg: int) -> Tabell:
    """Planned and unbuilt ground, area by area."""
    deler = regnskap.deler[regnskap.deler["hoved"] != ""]
    fri = {"utbygd": ("nei",)}
    summer = {
        "areal": daa_der(deler, "plan"),
        "utbygd": daa_der(deler, "plan", utbygd=("ja",)),
        "reserve": daa_der(deler, "plan", **fri),
        "ukjent": daa_der(deler, "plan", utbygd=(UKJENT,)),
        "faktisk_uvisst": daa_der(deler, "plan", **fri, ar5=(UKARTLAGT, UKJENT)),
    }
    for navn in KVALITETER:
        summer[navn] = daa_der(deler, "plan", **fri, **{navn: ("treff",)})
        summer[f"{navn}_uvisst"] = daa_der(deler, "plan", **fri, **{navn: UVISST})
    data = DataFrame(summer).fillna(0.0)
    omraader = DataFrame(regnskap.omraader.drop(columns="geometry")).loc[data.index]
    data = data.assign(
        id=omraader["id"],
        navn=omraader["navn"],
        formaal=[formaal_i_ord(f) for f in omraader["formaal"]],
        hoved=[HOVEDORD[h] for h in omraader["hoved"]],
        status=omraader["status"],
        merknad=PLANRESERVE,
    )
    orden = ["hoved", "reserve", "id"]
    data = data.sort_values(orden, ascending=[True, False, True], ignore_index=True)
    return Tabell(
        navn="reserve",
        tittel="Arealreserve, område for område",
        kolonner=(
            tekstkolonne("id", "ID"),
            tekstkolonne("navn", "Område"),
            tekstkolonne("formaal", "Arealformål"),
            tekstkolonne("status", "Status"),
            _daa("areal", "Areal", epsg),
            _daa("utbygd", "Utbygd"),
            *_reservekolonner(),
            tekstkolonne("merknad", "Merknad"),
        ),
        data=data,
        forklaring=RESERVE_FORKLART,
        kartlag="planomraader",
    )


RESERVE_FORKLART = (
    "Arealreserven er det som er avsatt til utbygging og ikke er utbygd (veilederen «Arealregnskap "
    "i kommuneplan», kap. 4). Fortetting og transformasjon er ikke med, heller ikke spredt "
    f"bebyggelse i LNFR. Alt er {PLANRESERVE}. {IKKE_AVKLART}"
)


def _reservekolonner() -> tuple[Kolonneinfo, ...]:
    return (
        _daa("reserve", "Planreserve", 0, f"Ikke utbygd; {PLANRESERVE}."),
        _daa("ukjent", "Reserve ikke kjent", 0, "Bygninger eller AR5 er ikke kjent."),
        _daa("faktisk_uvisst", "Av reserven: uten AR5", 0, "Faktisk bruk er ikke kartlagt."),
        *(
            info
            for navn, tittel in KVALITETER.items()
            for info in (
                _daa(navn, f"Av reserven: {tittel.lower()}"),
                _daa(f"{navn}_uvisst", f"Av reserven: {tittel.lower()} ikke kartlagt eller kjent"),
            )
        ),
    )


def reserve_per_formaal(reserven: DataFrame) -> Tabell:
    """Sum the reserve over main purposes."""
    kolonner = _reservekolonner()
    navn = ["areal", "utbygd", *(k.navn for k in kolonner)]
    data = reserven.groupby(["hoved", "status"], as_index=False)[navn].sum()
    return Tabell(
        navn="reserve_formaal",
        tittel="Arealreserve etter formål",
        kolonner=(
            tekstkolonne("hoved", "Formål"),
            tekstkolonne("status", "Status"),
            _daa("areal", "Areal"),
            _daa("utbygd", "Utbygd"),
            *kolonner,
        ),
        data=data,
        forklaring=RESERVE_FORKLART,
    )


def samlet_tabell(regnskap: Regnskap, innspill_kjent: bool) -> Tabell:
    """Lay the plan of today beside one with every proposal in it; both sum to the whole."""
    deler = regnskap.deler
    data = DataFrame({"naa": daa_der(deler, "formaal"), "med": daa_der(deler, "nytt")}).fillna(0.0)
    data.loc[HELE] = data.sum()
    if not innspill_kjent:
        data["med"] = np.nan
    data = data.assign(endring=data["med"] - data["naa"]).rename_axis("kode").reset_index()
    data["formaal"] = [k if k == HELE else formaal_i_ord(k) for k in data["kode"]]
    data["orden"] = (data["kode"] == HELE).astype(int)
    data = data.sort_values(["orden", "kode"], kind="stable", ignore_index=True)
    return Tabell(
        navn="samlet",
        tittel="Samlet regnskap: dagens plan, og om alle innspill ble tatt inn",
        kolonner=(
            tekstkolonne("formaal", "Arealformål"),
            _daa("naa", "Dagens plan"),
            _daa("med", "Med innspillene", 0, "Overlappende innspill regnes én gang."),
            _daa("endring", "Endring"),
        ),
        data=data,
        forklaring=(
            "Etter veilederen, kap. 5. Et regnestykke over alle innspill samtidig, ikke et forslag "
            "til plan."
        ),
    )


def fordelingstabell(regnskap: Regnskap) -> Tabell:
    """Every combination that occurs, for pivoting."""
    nokler = ["formaal", "status", "ar5", "utbygd", *KVALITETER, "nytt"]
    data = regnskap.deler.groupby(nokler, as_index=False)["areal_m2"].sum()
    data = data.assign(
        areal_daa=data["areal_m2"] / M2_PER_DAA,
        formaal=[formaal_i_ord(f) for f in data["formaal"]],
        nytt=[formaal_i_ord(f) for f in data["nytt"]],
        ar5=[AREALTYPER.get(k, k) for k in data["ar5"]],
    )
    return Tabell(
        navn="fordeling",
        tittel="Alle kombinasjoner, til pivottabell",
        kolonner=(
            tekstkolonne("formaal", "Arealformål"),
            tekstkolonne("status", "Status"),
            tekstkolonne("ar5", "Faktisk bruk (AR5)"),
            tekstkolonne("utbygd", "Utbygd"),
            *(tekstkolonne(navn, tittel) for navn, tittel in KVALITETER.items()),
            tekstkolonne("nytt", "Formål med innspillene"),
            tallkolonne("areal_daa", "Areal", "daa", 3),
            tallkolonne("areal_m2", "Areal", "m²", 2),
        ),
        data=data,
        forklaring="Én rad per kombinasjon; radene overlapper ikke, og summen er kommunen.",
    )


def lukkingstabell(regnskap: Regnskap) -> Tabell:
    """Proof that the parts add up to the municipality."""
    delt = regnskap.oppdeling
    ord_ = {"plan": "arealformål", "ar5": "AR5-flater", "innspill": "innspill"}
    rader = [
        ("Kommunens flate", delt.hele_m2),
        ("Sum av delene", delt.sum_m2),
        ("Avvik", round(delt.avvik_m2, 2) + 0.0),
        *(
            (f"Grunn som flere {ord_[navn]} gjør krav på (regnet én gang)", m2)
            for navn, m2 in delt.dobbelt_m2.items()
            if navn in ord_
        ),
    ]
    return Tabell(
        navn="lukking",
        tittel="Regnskapet går opp",
        kolonner=(tekstkolonne("post", "Post"), tallkolonne("areal_m2", "Areal", "m²", 2)),
        data=DataFrame(rader, columns=["post", "areal_m2"]),
        forklaring=(
            f"Avvik på mer enn {LUKKER_M2:g} m² stopper kjøringen, og ingenting publiseres. Der "
            "flere flater gjør krav på samme grunn, gjelder den som står først i laget."
        ),
    )


def jordverntabell(
    omraader: GeoDataFrame, stykker: GeoDataFrame, sum_daa: Mapping[str, float], uten_kart: Flyt
) -> Tabell:
    """Farmland that each proposal would take, and in sum; nothing where a layer is not known."""
    klasser = {"21": "fulldyrka", "22": "overflatedyrka", "23": "innmarksbeite"}
    alle = (*klasser, "dyrkbar")
    pivot = stykker.pivot_table(index="id", columns="jord", values="areal_daa", aggfunc="sum")
    pivot = pivot.reindex(index=list(omraader["id"]), columns=alle).fillna(0.0)
    pivot.loc["sum"] = [sum_daa[k] for k in alle]
    data = pivot.reset_index(names="id").assign(
        navn=[*omraader["navn"], "Sum, overlapp regnet én gang"],
        formaal=[*omraader["formaal_ord"], ""],
        areal=[*(omraader.area / M2_PER_DAA), areal_m2(omraader.geometry) / M2_PER_DAA],
        dyrka=pivot[list(klasser)].sum(axis=1).to_numpy(),
        uten_kart=[*uten_kart, np.nan],
    )
    data.columns = [str(k) for k in data.columns]
    ukjente = [k for k in alle if np.isnan(sum_daa[k])]
    data[[*ukjente, *(["dyrka"] if "21" in ukjente else [])]] = np.nan
    return Tabell(
        navn="jordvern",
        tittel="Jordvernregnskap: jord i hvert innspill",
        kolonner=(
            tekstkolonne("navn", "Innspill"),
            tekstkolonne("formaal", "Formål"),
            _daa("areal", "Areal"),
            _daa("dyrka", "Dyrka jord", 0, "Fulldyrka, overflatedyrka og innmarksbeite i AR5."),
            *(_daa(kode, tittel.capitalize()) for kode, tittel in klasser.items()),
            _daa("uten_kart", "Ikke kartlagt", 0, "Det AR5 ikke dekker; jorda der er ikke kjent."),
            _daa("dyrkbar", "Dyrkbar jord", 0, "Regnet for seg; laget kan ligge over dyrka jord."),
        ),
        data=data,
        forklaring=f"Tiltak 5.1 og 5.5 i planen. {IKKE_AVKLART}",
    )
