"""The conflict map as tables: matrix, themes, places, planned areas, pairs of layers."""

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

from analyser.felles.konfliktkart.flater import (
    AARSTID,
    HOYEST,
    IKKE_KARTLAGT,
    IKKE_TREFF,
    LAVEST_VERDI,
    MINSTE_M2,
    SAERLIG,
    Konfliktflater,
    Merker,
)
from analyser.felles.konfliktkart.interesser import FORESLAATT, MULIG, VEDTATT, er_saerlig
from analyser.felles.konfliktkart.steder import (
    RUTEORD,
    Planomraader,
    Steder,
    grunn_i,
)
from analyser.felles.m1941 import TEMAER
from analyser.felles.modell import Celleaapning, Kolonneinfo, Tabell
from analyser.felles.svar import TEMAORD, tallkolonne, tekstkolonne
from analyser.felles.tekst import IKKE_AVKLART, M2_PER_DAA, oppramsing
from gis.crs import arealmerknad, arealsetning

KOLONNER = {"t3": VEDTATT, "t2": FORESLAATT, "t1": MULIG, "t0": 0}
"""Columns of the matrix → stage of development."""
SUM = "I alt"


def matrise(flater: Konfliktflater, epsg: int) -> Tabell:
    """Protection × development, dekar; the cells add up to the municipality."""
    trinn = flater.vernetrinn
    rader: list[dict[str, object]] = []
    for verne, (bokstav, ord_) in RUTEORD.items():
        inne = trinn == verne
        if inne.any() or verne != LAVEST_VERDI:
            rader.append(
                {"bokstav": bokstav, "rad": f"{bokstav} – {ord_}"} | _per_trinn(flater, inne)
            )
    rader.append({"bokstav": "", "rad": SUM} | _per_trinn(flater, np.ones_like(trinn, dtype=bool)))
    return Tabell(
        navn="matrise",
        tittel="Verneverdi mot utbyggingsinteresse",
        kolonner=(
            tekstkolonne("rad", "Høyeste verneverdi på stedet"),
            *_trinnkolonner(f"Hver kvadratmeter én gang; {arealmerknad(epsg)}."),
        ),
        data=DataFrame(rader),
        forklaring=(
            "Hver kvadratmeter i kommunen ligger i én rute: under den høyeste verdien som noe tema "
            "gir den, og under den utbyggingsinteressen som er kommet lengst. Verdiene er forslag "
            "etter skalaen i M-1941; reindriften får ingen verdi før dialog, og grunn i rad A–E "
            "kan også være reindriftsområde (se tabellen «Reindrift mot utbygging»). Velg en rute "
            f"for å se stedene i den. {IKKE_AVKLART}"
        ),
        aapner=Celleaapning(tabell="steder", radnokkel="bokstav", felt="rute",
                            kolonner={"t3": "3", "t2": "2", "t1": "1"}),
    )  # fmt: skip


def _trinnkolonner(om_summen: str) -> tuple[Kolonneinfo, ...]:
    """Columns of `_per_trinn`."""
    return (
        tallkolonne("t3", "3 – vedtatt", "daa", 1,
                    "Regulert, framtidig i kommuneplanen, eller utvinningsrett i kraft."),
        tallkolonne("t2", "2 – foreslått", "daa", 1,
                    "Arealinnspill, varslede planer og planlagte grøfter."),
        tallkolonne("t1", "1 – mulig", "daa", 1,
                    "Undersøkelsesrett i kraft, registrert forekomst, prospekt, H590 eller "
                    "fiberplanens grøfter."),
        tallkolonne("t0", "Ingen kjent plan eller forslag", "daa", 0),
        tallkolonne("sum", SUM, "daa", 0, om_summen),
    )  # fmt: skip


def _per_trinn(flater: Konfliktflater, inne: Merker) -> dict[str, object]:
    """Dekar per stage, and their sum; NaN for a stage of which no source is known."""
    kjente = {0, *(part.trinn for part in flater.utvikling if part.kjent)}
    per = np.bincount(flater.trinn[inne], weights=flater.areal_m2[inne], minlength=VEDTATT + 1)
    rad: dict[str, object] = {
        k: float(per[t]) / M2_PER_DAA if t in kjente else np.nan for k, t in KOLONNER.items()
    }
    return rad | {"sum": float(flater.areal_m2[inne].sum()) / M2_PER_DAA}


def tematabell(flater: Konfliktflater, epsg: int) -> Tabell:
    """Every theme by value and answer, dekar: a row each, each closing to the municipality."""
    rader: list[dict[str, object]] = []
    for t, tema in enumerate(TEMAER):
        for trinn, (_, ord_) in RUTEORD.items():
            inne = flater.tema[:, t] == trinn
            if inne.any():
                navn = ord_.removeprefix("bare reindrift: ")
                rader.append({"tema": TEMAORD[tema], "verdi": navn} | _per_trinn(flater, inne))
    return Tabell(
        alle_kilder=True,
        navn="temaer",
        tittel="Hvert tema mot utbyggingsinteresse",
        kolonner=(
            tekstkolonne("tema", "Tema"),
            tekstkolonne("verdi", "Verdi eller svar"),
            *_trinnkolonner(arealsetning(epsg) + "."),
        ),
        data=DataFrame(rader),
        forklaring=(
            "Radene i hvert tema er til sammen hele kommunen. Friluftsliv og landskap har bare "
            "hensynssonene som kilde, så resten er ikke kartlagt."
        ),
    )


def reintabell(flater: Konfliktflater, epsg: int) -> Tabell:
    """Reindeer husbandry by itself, whatever else is of value there: ground, never a verdict."""
    rader: list[dict[str, object]] = []
    rein = [(nr, p) for nr, p in enumerate(flater.vern) if p.tema == "reindrift"]
    for samlet, saerlig in (("Særlige områder i alt", True), ("Årstidsbeite i alt", False)):
        egne = [(nr, p) for nr, p in rein if er_saerlig(p) == saerlig]
        borte = [p.tittel for _, p in egne if not p.kjent]
        uten = f" (ikke kjent: {oppramsing(borte)})" if borte else ""
        grupper = [(samlet + uten, [nr for nr, _ in egne]), *((p.tittel, [nr]) for nr, p in egne)]
        for tittel, numre in grupper:
            rad = _per_trinn(flater, grunn_i(flater, numre))
            kjent = any(flater.vern[nr].kjent for nr in numre)
            rader.append({"omraade": tittel} | (rad if kjent else dict.fromkeys(rad, np.nan)))
    return Tabell(
        alle_kilder=True,
        navn="reindrift",
        tittel="Reindrift mot utbygging",
        kolonner=(
            tekstkolonne("omraade", "Reindriftsområde"),
            *_trinnkolonner(arealsetning(epsg) + "."),
        ),
        data=DataFrame(rader),
        forklaring=(
            "Fakta i dekar. Verdi og påvirkning for reindriften står åpne til dialogen med "
            "reinbeitedistriktet er ført; derfor rangeres disse områdene ikke, og de skjules ikke "
            "av andre temaer. Radene ligger over hverandre; «i alt» er regnet én gang."
        ),
    )


def stedstabell(steder: Steder, epsg: int) -> Tabell:
    """Return the ranked places."""
    return Tabell(
        navn="steder",
        tittel="Stedene, de mest konfliktfylte først",
        kolonner=(
            tekstkolonne("navn", "Område"),
            tekstkolonne("rute", "Rute", "Bokstav: verneverdi; tall: hvor langt planen er kommet."),
            tallkolonne("rang", "Rang", "", 0,
                        "Etter verdi, så hvor langt planen er kommet, så antall temaer, så areal. "
                        "Steder uten verdi rangeres ikke."),
            tekstkolonne("utbygging", "Utbyggingsinteresse"),
            tallkolonne("areal_daa", "Areal", "daa", 1, arealsetning(epsg) + "."),
            tallkolonne("ubebygd_daa", "Herav ubebygd", "daa", 1,
                        "Utenfor bebygd grunn og samferdsel."),
            tekstkolonne("temaer", "Temaer med treff"),
            tallkolonne("saerlig_daa", "Særlig reindriftsområde", "daa"),
        ),
        data=steder.data.drop(columns="_trinn"),
        forklaring=(
            "Et sted er den delen av ett planområde som ligger i én rute. Der planområder ligger "
            "over hverandre, er grunnen regnet med det som er kommet lengst, så stedene i en rute "
            "er til sammen ruten. Kortet i kartet viser lagene, reglene og kildene."
        ),
        kartlag="steder",
    )  # fmt: skip


def planomraadetabell(flater: Konfliktflater, omraader: Planomraader, epsg: int) -> Tabell:
    """Every planned area by itself: its whole ground by value, overlaps with others included."""
    return Tabell(
        alle_kilder=True,
        navn="planomraader",
        tittel="Hvert planområde for seg",
        kolonner=(
            tekstkolonne("navn", "Område"),
            tekstkolonne("utbygging", "Utbyggingsinteresse"),
            tekstkolonne("verst", "Høyeste verdi"),
            tallkolonne("areal_daa", "Areal i kommunen", "daa", 1,
                        arealsetning(epsg) + "."),
            tallkolonne("a_daa", "Svært stor verdi", "daa"),
            tallkolonne("b_daa", "Stor verdi", "daa"),
            tallkolonne("annen_daa", "Annen verdi", "daa"),
            tallkolonne("registrert_daa", "Registrert, verdi ikke satt", "daa"),
            tallkolonne("ukjent_daa", "Ikke kartlagt eller ikke kjent", "daa"),
            tallkolonne("saerlig_daa", "Særlig reindriftsområde", "daa", 1,
                        "Uansett annen verdi; verdien settes etter dialog."),
        ),
        data=_per_planomraade(flater, omraader),
        forklaring=(
            "Hele området til hver plan, også der områder ligger over hverandre; radene kan derfor "
            "ikke summeres. Feltene i én reguleringsplan er ett område."
        ),
    )  # fmt: skip


def _per_planomraade(flater: Konfliktflater, omraader: Planomraader) -> DataFrame:
    """One row per planned area with ground in the municipality, the gravest first."""
    antall = len(omraader.navn)
    par = np.unique(flater.i_utvikling[0] * max(antall, 1) + omraader.per_oppforing)
    flate, omraade = par // max(antall, 1), par % max(antall, 1)
    areal, trinn = flater.areal_m2[flate], flater.vernetrinn[flate]
    saerlig = [nr for nr, p in enumerate(flater.vern) if p.tema == "reindrift" and er_saerlig(p)]

    def sum_daa(med: Merker) -> NDArray[np.float64]:
        sum_m2 = np.bincount(omraade[med], weights=areal[med], minlength=antall)
        return np.asarray(sum_m2 / M2_PER_DAA, dtype=np.float64)

    verst = np.full(antall, IKKE_TREFF, dtype=np.int64)
    np.maximum.at(verst, omraade[areal >= MINSTE_M2], trinn[areal >= MINSTE_M2])
    data = DataFrame(
        {
            "navn": list(omraader.navn),
            "utbygging": [flater.utvikling[p].tittel for p in omraader.part],
            "slag": list(omraader.slag),
            "verst": [" – ".join(RUTEORD[v]) for v in verst.tolist()],
            "areal_daa": sum_daa(areal > 0),
            "a_daa": sum_daa(trinn == HOYEST),
            "b_daa": sum_daa(trinn == HOYEST - 1),
            "annen_daa": sum_daa((trinn >= LAVEST_VERDI) & (trinn < HOYEST - 1)),
            "registrert_daa": sum_daa((trinn >= AARSTID) & (trinn <= SAERLIG)),
            "ukjent_daa": sum_daa((trinn >= IKKE_KARTLAGT) & (trinn < AARSTID)),
            "saerlig_daa": sum_daa(grunn_i(flater, saerlig)[flate]),
            "_verst": verst,
        }
    )
    rekke = ["_verst", "a_daa", "b_daa", "areal_daa", "navn"]
    data = data[data["areal_daa"] > 0].sort_values(rekke, ascending=[False] * 4 + [True])
    return data.drop(columns="_verst").reset_index(drop=True)


def partabell(celler: DataFrame, epsg: int) -> Tabell:
    """Return the pairs of layers."""
    return Tabell(
        navn="par",
        tittel="Hvert par av lag",
        kolonner=(
            tekstkolonne("utvikling_tittel", "Utbyggingsinteresse"),
            tekstkolonne("interesse_tittel", "Verneinteresse"),
            tekstkolonne("status", "Svar"),
            tekstkolonne("merknad", "Merknad"),
            tallkolonne("areal_daa", "Felles grunn", "daa", 1,
                        f"Regnet én gang; {arealmerknad(epsg)}."),
            tallkolonne("andel_prosent", "Andel av utbyggingsinteressen", "%"),
            tallkolonne("antall_objekter", "Objekter som treffer", "stk.", 0),
        ),
        data=celler,
        forklaring=(
            f"Punkt og linjer har en sone (se parametrene). {IKKE_AVKLART}"
        ),
    )  # fmt: skip
