"""Which rules hit which candidate areas, and the order that follows: no hidden weights.

Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame, Series
from shapely import STRtree

from analyser.felles.maaling import Flyt
from analyser.felles.modell import Grunnlag, Klasse, Status
from analyser.felles.overlapp import KOLONNER, rene_flater, vurder
from analyser.felles.regler import Regel
from analyser.felles.reindrift import UTEN_SAERVERDI, distrikt_for, med_distrikt
from analyser.felles.sjekk import per_regel
from analyser.felles.tekst import oppramsing, verste
from lag.katalog import KATALOG
from lag.katalog.reindrift import REINBEITE
from lag.modell import Stil

Nokkel = tuple[str, bool]
"""Column, and whether small values come first."""
Tekstrekke: TypeAlias = "Series[str]"

NOKLER: tuple[Nokkel, ...] = (
    ("plass", False),
    ("antall_tellende", True),
    ("antall_uvisst", True),
    ("antall_advarer", True),
    ("veg_m", True),
    ("sentrum_m", True),
    ("ledig_daa", False),
)
"""Order of the areas: one column settles only what those before it leave equal."""
RANGERINGSTEKST = (
    "Rekkefølgen er leksikografisk, uten vekter: først områder med stor nok ledig flate, så "
    "færrest utelukkende regler truffet (byggegrensene mot veg og bane tar grunn, men teller ikke "
    "her: et område må ha veg), færrest svar «ikke kjent» eller «ikke kartlagt», færrest "
    "regler som krever utredning, nærmest offentlig veg, nærmest tettsted eller grend, og til "
    "slutt størst ledig areal. Hvert ledd avgjør bare det leddene før lar stå likt."
)
KOLONNE_AV: dict[Status, str] = {
    Status.IKKE_KJENT: "antall_ikke_kjent",
    Status.IKKE_KARTLAGT: "antall_ikke_kartlagt",
    Status.IKKE_TREFF: "antall_ikke_treff",
}
BYGGEGRENSE = ("samferdsel",)
"""Themes whose rules take ground but do not count in the order. arealsils forslag (uverifisert)."""
TREFF_UTELUKKER, TREFF_ADVARER = "treff: utelukker", "treff: må utredes"
SVARKLASSER: tuple[Klasse, ...] = (
    Klasse(
        verdi=TREFF_UTELUKKER,
        tittel="treff: en regel utelukker bygging på hele eller deler av området",
        stil=Stil(farge="#b35806", skravur="45", dekkevne=0.5),
    ),
    Klasse(
        verdi=TREFF_ADVARER,
        tittel="treff: må utredes, eller bare byggegrense mot veg og bane",
        stil=Stil(farge="#fdb863", skravur="315", dekkevne=0.5),
    ),
    Klasse(
        verdi=Status.IKKE_KJENT,
        tittel="ikke kjent",
        stil=Stil(farge="#7f7f7f", skravur="rutenett", dekkevne=0.5),
    ),
    Klasse(
        verdi=Status.IKKE_KARTLAGT,
        tittel="ikke kartlagt",
        stil=Stil(farge="#bdbdbd", skravur="prikker", dekkevne=0.5),
    ),
    Klasse(
        verdi=Status.IKKE_TREFF,
        tittel="ikke treff (ikke det samme som avklart)",
        stil=Stil(farge="#8073ac", dekkevne=0.5),
    ),
)
"""Legend of the areas by their weightiest answer (ColorBrewer PuOr, readable without colour)."""


def regelsvar(grunnlag: Grunnlag, omraader: GeoDataFrame, regler: Sequence[Regel]) -> DataFrame:
    """Ask every area about every rule.

    Returns
    -------
    svar    the rows of `sjekk.per_regel`, area by area. Inside a reindeer district a reindeer rule
            without hit is «ikke kartlagt», never «ikke treff»; where the districts are not known
            it is «ikke kjent».
    """
    if omraader.empty:
        return DataFrame(columns=["id", "regel", "lag", "type", *KOLONNER])
    svar = per_regel(omraader, grunnlag, regler, str(omraader["formaal"].iloc[0]))
    distrikter = grunnlag[REINBEITE]
    distrikt = distrikt_for(omraader, distrikter)
    svar["status"] = np.array(
        [
            _med_distrikt(status, lag_id, distrikt[ident], distrikter.kjent)
            for status, lag_id, ident in zip(svar["status"], svar["lag"], svar["id"], strict=True)
        ],
        dtype=object,
    )
    return svar


def _med_distrikt(status: Status, lag_id: str, distrikt: str, kjent: bool) -> Status:
    """Answer of a rule with the reindeer districts taken in."""
    nytt, _ = med_distrikt(status, KATALOG[lag_id], distrikt, kjent)
    if nytt == Status.TREFF and status != Status.TREFF:
        return Status.IKKE_KARTLAGT
    return nytt


def tell(svar: DataFrame, omraader: GeoDataFrame) -> DataFrame:
    """Count, per area, the rules by answer.

    Returns
    -------
    telling    index of `omraader`: antall_utelukker, antall_advarer (rules hit), antall_tellende
               (excluding rules but those of `BYGGEGRENSE`), the three other answers in
               `KOLONNE_AV`, antall_uvisst (not known or not mapped), and «svar»: the weightiest
               answer, a value of `SVARKLASSER`
    """
    ut = DataFrame(index=omraader.index)
    treff = svar["status"] == Status.TREFF
    for type_ in ("utelukker", "advarer"):
        ut[f"antall_{type_}"] = _per_omraade(svar, treff & (svar["type"] == type_), ut.index)
    teller = np.array([KATALOG[lag_id].tema not in BYGGEGRENSE for lag_id in svar["lag"]], bool)
    med = treff & (svar["type"] == "utelukker") & teller
    ut["antall_tellende"] = _per_omraade(svar, med, ut.index)
    for status, kolonne in KOLONNE_AV.items():
        ut[kolonne] = _per_omraade(svar, svar["status"] == status, ut.index)
    ut["antall_uvisst"] = ut["antall_ikke_kjent"] + ut["antall_ikke_kartlagt"]
    verst = svar.groupby("id", sort=False)["status"].agg(lambda s: verste(list(s)))
    verst = verst.reindex(ut.index, fill_value=Status.IKKE_KJENT)
    ut["svar"] = [
        TREFF_UTELUKKER if utelukker else TREFF_ADVARER if s == Status.TREFF else str(s)
        for utelukker, s in zip(ut["antall_tellende"], verst, strict=True)
    ]
    return ut


def _per_omraade(svar: DataFrame, med: Series, index: object) -> Series:
    """Rows per area where `med` is true."""
    telt: Series = svar.loc[med, "id"].value_counts().reindex(index, fill_value=0).astype(int)
    return telt


def ranger(rader: GeoDataFrame, nokler: Sequence[Nokkel] = NOKLER) -> GeoDataFrame:
    """Sort by `nokler`, then by id, and number the rows in a column «rang»; NaN comes last."""
    ledd = [rader[kolonne] if liten else -rader[kolonne] for kolonne, liten in nokler]
    tall = [np.asarray(verdier, dtype=np.float64) for verdier in ledd]
    rekke = np.lexsort([rader["id"].rank().to_numpy(), *reversed(tall)])
    sortert = rader.iloc[rekke].copy()
    sortert["rang"] = range(1, len(sortert) + 1)
    return sortert


def naermeste(former: Sequence[shapely.Geometry], data: GeoDataFrame) -> tuple[list[int], Flyt]:
    """Return, per shape, the position in `data` of the nearest feature and the distance, metres.

    Equal distances: the smallest lokalid wins. Without features: −1 and NaN.
    """
    mal = np.asarray(data.geometry.to_numpy(), dtype=object)
    plass, avstand_m = [-1] * len(former), np.full(len(former), np.nan)
    if not len(mal) or not len(former):
        return plass, avstand_m
    orden = np.argsort(data["lokalid"].astype(str).to_numpy(), kind="stable")
    (i_form, i_mal), avstander = STRtree(mal[orden]).query_nearest(
        np.asarray(former, dtype=object), return_distance=True
    )
    for form, nummer, avstand in sorted(zip(i_form, i_mal, avstander, strict=True), reverse=True):
        plass[form], avstand_m[form] = int(orden[nummer]), avstand
    return plass, avstand_m


def naermeste_av(
    omraader: GeoDataFrame, data: GeoDataFrame, kolonne: str
) -> tuple[Flyt, list[str]]:
    """Return, per area, the distance to the nearest feature and its text in `kolonne`.

    Without features the distance is NaN and the text «».
    """
    plass, avstand_m = naermeste(list(rene_flater(omraader)), data)
    ord_ = [verdi if isinstance(verdi, str) else "" for verdi in data[kolonne]]
    return avstand_m, [ord_[p] if p >= 0 else "" for p in plass]


def reindriftstekst(grunnlag: Grunnlag, omraader: GeoDataFrame, svar: DataFrame) -> Tekstrekke:
    """Return, per area, what is known of reindeer husbandry there, in words."""
    distrikter = grunnlag[REINBEITE]
    distrikt = distrikt_for(omraader, distrikter)
    status = vurder(omraader, distrikter)["status"]
    per_id: dict[str, list[tuple[Status, str]]] = {}
    for ident, svart, lag_id in zip(svar["id"], svar["status"], svar["lag"], strict=True):
        if KATALOG[lag_id].tema == REINBEITE.tema:
            per_id.setdefault(str(ident), []).append((svart, lag_id))
    tekster: list[str] = []
    for ident in omraader.index:
        inne = f"innenfor {distrikt[ident]}" if distrikt[ident] else UTENFOR[status[ident]]
        tekster.append(_reindrift_her(inne, per_id.get(str(ident), [])))
    return Series(tekster, index=omraader.index, dtype=object)


UTENFOR: dict[Status, str] = {
    Status.TREFF: "innenfor et reinbeitedistrikt",
    Status.IKKE_TREFF: "utenfor registrert reinbeitedistrikt",
    Status.IKKE_KARTLAGT: "reinbeitedistrikt: ikke kartlagt",
    Status.IKKE_KJENT: "reinbeitedistrikt: ikke kjent",
}
"""What is said of the districts where no name of one is known."""


def _reindrift_her(inne: str, svar: Sequence[tuple[Status, str]]) -> str:
    """One area: district, then the layers that hit and those that are not known."""

    def navn(status: Status) -> list[str]:
        truffet = dict.fromkeys(lag_id for svart, lag_id in svar if svart == status)
        return [KATALOG[i].tittel.removeprefix("Reinbeite: ").lower() for i in truffet]

    ledd = [inne]
    if treff := navn(Status.TREFF):
        ledd.append(f"treff: {oppramsing(treff)}")
    if ukjent := navn(Status.IKKE_KJENT):
        ledd.append(f"ikke kjent: {oppramsing(ukjent)}")
    if len(ledd) == 1 and inne.startswith("innenfor"):
        ledd.append(UTEN_SAERVERDI)
    return "; ".join(ledd)
