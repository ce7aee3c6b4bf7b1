"""Columns, tables and map layers that the analyses of areas share.

Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Sequence

import numpy as np
from geopandas import GeoDataFrame
from pandas import DataFrame

from analyser.felles.modell import Kartlag, Klasse, Kolonneinfo, Status, Tabell
from analyser.felles.rangering import RANGERINGSTEKST, SVARKLASSER
from analyser.felles.regler import Regel
from analyser.felles.svar import ordnet, tallkolonne, tekstkolonne
from analyser.felles.tekst import M2_PER_DAA
from gis.crs import arealmerknad
from gis.geometri import areal_m2
from lag.katalog import KATALOG
from lag.modell import Stil

OMRAADE: tuple[Kolonneinfo, ...] = (
    tekstkolonne("rang", "Rang", "Se forklaringen til tabellen."),
    tekstkolonne("navn", "Område"),
    tekstkolonne("opphav", "Hentet fra"),
    tekstkolonne("formaal_tekst", "Formål"),
)
OVERLAPP = "Overlapp regnet én gang."
GRUNN: tuple[Kolonneinfo, ...] = (
    ordnet(tallkolonne("areal_daa", "Areal", "daa", 1, "Innenfor kommunegrensen."), "hoy"),
    ordnet(
        tallkolonne("bebygd_daa", "Bebygd", "daa", 1, "Grunnen rundt bygg; se metoden i teksten."),
        "lav",
    ),
    tallkolonne(
        "utelukket_daa",
        "Utelukket",
        "daa",
        1,
        f"Der minst én utelukkende regel treffer. {OVERLAPP} Lag som ikke er kjent, er ikke "
        "trukket fra.",
    ),
    ordnet(
        tallkolonne(
            "ledig_daa",
            "Ledig",
            "daa",
            1,
            "Verken bebygd eller utelukket; et øvre tall der et lag ikke er kjent.",
        ),
        "hoy",
    ),
    ordnet(
        tallkolonne(
            "storste_daa",
            "Største ledige flate",
            "daa",
            1,
            "Største sammenhengende del av det ledige.",
        ),
        "hoy",
    ),
)
SVAR: tuple[Kolonneinfo, ...] = (
    tekstkolonne("svar", "Tyngste svar", "Det tyngste av svarene fra reglene."),
    ordnet(
        tekstkolonne(
            "antall_utelukker", "Treff, utelukker", "Antall utelukkende regler med treff."
        ),
        "lav",
    ),
    tekstkolonne(
        "antall_tellende", "… uten byggegrenser", "De som teller i rekkefølgen: ikke veg og bane."
    ),
    ordnet(
        tekstkolonne("antall_advarer", "Treff, må utredes", "Antall regler som krever utredning."),
        "lav",
    ),
    tekstkolonne("antall_ikke_treff", "Ikke treff", "Antall regler; ikke det samme som avklart."),
    ordnet(tekstkolonne("antall_ikke_kartlagt", "Ikke kartlagt", "Antall regler."), "lav"),
    ordnet(tekstkolonne("antall_ikke_kjent", "Ikke kjent", "Antall regler."), "lav"),
)
AVSTANDER: tuple[Kolonneinfo, ...] = (
    ordnet(
        tallkolonne("veg_m", "Til offentlig veg", "m", 0, "Luftlinje fra områdets kant."), "lav"
    ),
    tekstkolonne("vegklasse", "Vegklasse", "Den nærmeste offentlige vegen."),
    ordnet(
        tallkolonne("adresse_m", "Til adresse", "m", 0, "Luftlinje til nærmeste adresse."), "lav"
    ),
    ordnet(
        tallkolonne("sentrum_m", "Til tettsted eller grend", "m", 0, "Luftlinje til navnepunktet."),
        "lav",
    ),
    tekstkolonne("sentrum", "Tettsted eller grend", "Nærmeste stedsnavn av de to typene."),
)
TREFFKOLONNER: tuple[Kolonneinfo, ...] = (
    tekstkolonne("rang", "Rang"),
    tekstkolonne("navn", "Område"),
    tekstkolonne("regel", "Regel", "Hva regelen sier, med terskel."),
    tekstkolonne("type", "Type", "utelukker: ikke bygging der; advarer: må utredes."),
    tekstkolonne("svar", "Svar"),
    tallkolonne(
        "areal_daa",
        "Truffet areal",
        "daa",
        1,
        f"{OVERLAPP} «–» for linjer og punkter uten avstand.",
    ),
    tallkolonne("andel_prosent", "Andel", "%", 0, "Truffet areal av områdets areal."),
    tekstkolonne("antall", "Objekter", "Antall objekter i laget som treffer."),
    tekstkolonne("merke", "Hvor sikker", "Om regelens kilde er sett."),
)
REGELKOLONNER: tuple[Kolonneinfo, ...] = (
    tekstkolonne("regel", "Regel"),
    tekstkolonne("lag", "Lag"),
    tekstkolonne("type", "Type"),
    *(tekstkolonne(f"n_{i}", s.value, "Antall områder med svaret.") for i, s in enumerate(Status)),
    tallkolonne(
        "areal_daa",
        "Truffet areal",
        "daa",
        1,
        "Sum over områdene; områder fra ulike planer kan dekke hverandre.",
    ),
    tekstkolonne("merke", "Hvor sikker"),
)
STEDKOLONNER: tuple[Kolonneinfo, ...] = (
    tekstkolonne("plan", "Plan eller sted"),
    tekstkolonne("antall", "Områder"),
    tekstkolonne("med_plass", "Med plass", "Områder med stor nok ledig flate."),
    tallkolonne("areal_daa", "Areal", "daa", 1, "Overlapp regnet én gang."),
    tallkolonne("ledig_daa", "Ledig", "daa", 1, "Overlapp regnet én gang."),
    tekstkolonne("beste_rang", "Beste rang"),
)
LEDIG = Klasse(
    verdi="",
    tittel="verken bebygd eller utelukket av en kjent regel",
    stil=Stil(farge="#1b7837", dekkevne=0.5),
)
UTELUKKET = Klasse(
    verdi="",
    tittel="der minst én utelukkende regel treffer",
    stil=Stil(farge="#4d4d4d", skravur="rutenett", dekkevne=0.4),
)


def omraadetabell(
    rader: GeoDataFrame,
    kolonner: Sequence[Kolonneinfo],
    tittel: str,
    epsg: int,
    rekkefolge: str = RANGERINGSTEKST,
) -> Tabell:
    """One row per area in the order of rank, joined to the map."""
    navn = ["id", *(k.navn for k in kolonner)]
    return Tabell(
        navn="omraader",
        tittel=tittel,
        kolonner=tuple(kolonner),
        data=DataFrame(rader[navn]).reset_index(drop=True),
        forklaring=f"{rekkefolge} Arealene er {arealmerknad(epsg)}.",
        kartlag="omraader",
    )


def treff_tabell(rader: GeoDataFrame, svar: DataFrame, regler: Sequence[Regel]) -> Tabell:
    """Every hit, area by area in the order of rank."""
    etter_id = {regel.id: regel for regel in regler}
    treff = svar[svar["status"] == Status.TREFF]
    uten_areal = [
        KATALOG[etter_id[r].lag].geometri in ("punkt", "linje") and etter_id[r].avstand_m <= 0
        for r in treff["regel"]
    ]
    data = DataFrame(
        {
            "id": treff["id"],
            "rang": rader["rang"].reindex(treff["id"]).to_numpy(),
            "navn": rader["navn"].reindex(treff["id"]).to_numpy(),
            "regel": [etter_id[r].tekst for r in treff["regel"]],
            "type": treff["type"],
            "svar": [str(s) for s in treff["status"]],
            "areal_daa": np.where(uten_areal, np.nan, treff["areal_m2"] / M2_PER_DAA),
            "andel_prosent": np.where(uten_areal, np.nan, 100.0 * treff["andel"].astype(float)),
            "antall": treff["antall"].astype(int),
            "merke": [etter_id[r].merke for r in treff["regel"]],
        }
    )
    return Tabell(
        navn="treff",
        tittel="Regler som treffer, område for område",
        kolonner=TREFFKOLONNER,
        data=data.sort_values("rang", kind="stable", ignore_index=True),
        forklaring="Bare treff står her; de andre svarene er talt opp i tabellen over regler.",
        kartlag="omraader",
    )


def regel_tabell(svar: DataFrame, regler: Sequence[Regel]) -> Tabell:
    """Count the four answers rule by rule, in the order of the rule set."""
    rader: list[dict[str, object]] = []
    for regel in regler:
        dens = svar[svar["regel"] == regel.id]
        kjent = dens[dens["status"].isin([Status.TREFF, Status.IKKE_TREFF])]
        rader.append(
            {"regel": regel.tekst, "lag": KATALOG[regel.lag].tittel, "type": regel.type}
            | {f"n_{i}": int((dens["status"] == s).sum()) for i, s in enumerate(Status)}
            | {
                "areal_daa": float(kjent["areal_m2"].astype(float).sum(min_count=1)) / M2_PER_DAA,
                "merke": regel.merke,
            }
        )
    return Tabell(
        navn="regler",
        tittel="Hva hver regel svarte",
        kolonner=REGELKOLONNER,
        data=DataFrame(rader, columns=[k.navn for k in REGELKOLONNER]),
        forklaring="Antall områder per svar. «Ikke treff» er ikke det samme som avklart.",
    )


def sted_tabell(rader: GeoDataFrame, ledig: GeoDataFrame | None) -> Tabell:
    """Areas gathered by plan, most free ground first."""
    ut: list[dict[str, object]] = []
    for plan, gruppe in rader.groupby("plan", sort=True):
        fri = np.nan
        if ledig is not None:
            fri = areal_m2(ledig.geometry[ledig["id"].isin(gruppe["id"])]) / M2_PER_DAA
        ut.append(
            {
                "plan": plan,
                "antall": len(gruppe),
                "med_plass": float(gruppe["plass"].sum(min_count=1)),
                "areal_daa": areal_m2(gruppe.geometry) / M2_PER_DAA,
                "ledig_daa": fri,
                "beste_rang": int(gruppe["rang"].min()),
            }
        )
    data = DataFrame(ut, columns=[k.navn for k in STEDKOLONNER])
    return Tabell(
        navn="steder",
        tittel="Samlet etter plan og sted",
        kolonner=STEDKOLONNER,
        data=data.sort_values(
            ["ledig_daa", "plan"], ascending=[False, True], kind="stable", ignore_index=True
        ),
        forklaring="Områder med samme plannavn er slått sammen; innspill står for seg.",
    )


def omraadelag(
    rader: GeoDataFrame,
    kolonner: Sequence[Kolonneinfo],
    kildelag: tuple[str, ...],
    klasser: tuple[Klasse, ...] = SVARKLASSER,
    klassefelt: str = "svar",
) -> Kartlag:
    """Return the areas, drawn by answer unless told otherwise."""
    return Kartlag(
        navn="omraader",
        tittel="Vurderte områder",
        data=rader.reset_index(drop=True),
        klasser=klasser,
        klassefelt=klassefelt,
        kolonner=tuple(kolonner),
        kildelag=kildelag,
    )


def grunnlag_av(
    navn: str, tittel: str, data: GeoDataFrame, klasse: Klasse, kildelag: tuple[str, ...]
) -> Kartlag:
    """Return ground of one kind, with its area in dekar."""
    return Kartlag(
        navn=navn,
        tittel=tittel,
        data=data.reset_index(drop=True),
        klasser=(klasse,),
        kolonner=(tallkolonne("areal_daa", "Areal", "daa", 1),),
        kildelag=kildelag,
        synlig=navn == "ledig",
    )
