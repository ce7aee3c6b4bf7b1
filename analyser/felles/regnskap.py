"""The classifications of an arealregnskap, and the sums over its parts.

Source of method and terms: the state guide «Arealregnskap i kommuneplan» (regjeringen.no,
dokument 3017913): ch. 4 arealreserve, ch. 5 samlet regnskap, vedlegg 2 overlay by union.
Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame, Series

from analyser.felles.deling import Former, som_rekke
from analyser.felles.formaal import formaal_av
from analyser.felles.modell import Grunnlag, Status
from analyser.felles.overlapp import rene_flater
from analyser.felles.partisjon import Inndeling, Oppdeling, del_grunnen, krev_lukket
from analyser.felles.tekst import M2_PER_DAA
from analyser.felles.tomter import Bygdmaal, byggflater
from gis.geometri import areal_m2, felles, flater, snitt, union
from gis.tekst import celletekst
from lag.katalog.fare import (
    FLOM_AKTSOMHET,
    FLOMSONER,
    FORURENSET_GRUNN,
    SKRED_JORD_FLOM,
    SNOSKRED,
    STEINSPRANG,
)
from lag.katalog.koder import AR5_BYGD
from lag.katalog.landbruk import AREALRESSURS, DYRKA_JORD, DYRKBAR_JORD, MYR
from lag.katalog.matrikkel import BYGNINGER, TEIGER
from lag.katalog.natur import NATURTYPER, NATURVERN
from lag.katalog.plan import AREALINNSPILL, KOMMUNEPLAN
from lag.katalog.plankoder import AREALBRUKSSTATUS, FORMAAL_NAERING
from lag.modell import Lag

GRUPPER: Mapping[str, tuple[Lag, ...]] = {
    "natur": (NATURVERN, NATURTYPER, MYR),
    "fare": (
        FLOM_AKTSOMHET, FLOMSONER, SKRED_JORD_FLOM, STEINSPRANG, SNOSKRED, FORURENSET_GRUNN,
    ),
    "jord": (DYRKA_JORD, DYRKBAR_JORD),
}  # fmt: skip
"""Quality of the ground → the layers that speak of it."""
KREVER: tuple[Lag, ...] = (
    KOMMUNEPLAN, AREALRESSURS, BYGNINGER, TEIGER, AREALINNSPILL,
    *(post for gruppe in GRUPPER.values() for post in gruppe),
)  # fmt: skip
"""Every layer that the account reads."""
UTEN_FORMAAL, UKJENT, UKARTLAGT = "uten arealformål", "ikke kjent", "ikke kartlagt"
INGEN = -1
"""Ground in no plan area, or in no proposal."""
IKKE_UTBYGGING = ("1600", "1700")
"""Codes of bebyggelse og anlegg that nobody builds upon: uteoppholdsareal, grav- og urnelund.
Choice of arealsil; the guide itself looks at bolig and fritidsbolig."""
NYE_FORMAAL: Mapping[str, str] = {
    "bolig": "1110", "fritid": "1120", "naering": "1300", "raastoff": "1200",
}  # fmt: skip
"""Purpose of a proposal → the code that its ground would get in the plan."""
ANNET_INNSPILL = "innspill, annet formål"


def hovedformaal(kode: str) -> str:
    """Return bolig, fritid, naering or annet for a purpose that is built upon; else «»."""
    if not kode.startswith("1") or kode in IKKE_UTBYGGING:
        return ""
    if kode.startswith("111"):
        return "bolig"
    if kode.startswith("112"):
        return "fritid"
    return "naering" if kode in FORMAAL_NAERING else "annet"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Regnskap:
    """The divided municipality, with words put to it."""

    oppdeling: Oppdeling
    """As measured."""
    deler: DataFrame
    """Its rows with formaal, status, hoved (see `hovedformaal`), plan and innspill (positions in
    the layers, `INGEN` for none), ar5, utbygd, natur, fare, jord, nytt (purpose if the proposals
    were adopted), areal_m2."""
    omraader: GeoDataFrame
    """(n,) plan areas cut to the municipality: id, navn, formaal, status, hoved."""


def planomraader(grunnlag: Grunnlag) -> GeoDataFrame:
    """Plan areas, in the layer's order, mended and cut to the municipality."""
    data = grunnlag[KOMMUNEPLAN].data
    kode = [celletekst(v) for v in data["arealformaal"]]
    status = [celletekst(v) for v in data["arealbruksstatus"]]
    return GeoDataFrame(
        {
            "id": [str(v) for v in data["lokalid"]],
            "navn": [
                celletekst(n) or str(i) for n, i in zip(data["navn"], data["lokalid"], strict=True)
            ],
            "formaal": kode,
            "status": [AREALBRUKSSTATUS.get(s, s) or "ikke oppgitt" for s in status],
            "hoved": [hovedformaal(k) for k in kode],
        },
        geometry=flater(snitt(rene_flater(data), grunnlag.grense)),
        crs=grunnlag.kommune.epsg,
    )


def _former(grunnlag: Grunnlag, post: Lag) -> Former:
    return rene_flater(grunnlag[post].data)


def svarinndeling(grunnlag: Grunnlag, navn: str, poster: Sequence[Lag]) -> Inndeling:
    """Divide by the four answers: hit by any layer, then what the layers can say of the rest."""
    kjente = [grunnlag[post] for post in poster if grunnlag[post].kjent]
    treff = [_former(grunnlag, d.post) for d in kjente]
    former = np.concatenate([*treff, np.empty(0, dtype=object)])
    verdier: list[object] = [str(Status.TREFF)] * len(former)
    if len(kjente) < len(poster):
        rest = str(Status.IKKE_KJENT)
    else:
        rest = str(Status.IKKE_KARTLAGT)
        dekket = grunnlag.grense
        for lagdata in kjente:
            dekket = felles(dekket, lagdata.dekning)
        former = np.concatenate([former, som_rekke([dekket])])
        verdier.append(str(Status.IKKE_TREFF))
    return Inndeling(navn=navn, former=former, verdier=verdier, rest=rest, skal_vaere_delt=False)


def _utbygd(grunnlag: Grunnlag, maal: Bygdmaal) -> Inndeling:
    """Divide by whether buildings take the ground; without AR5 the rest may be built as well."""
    bygg = grunnlag[BYGNINGER]
    if not bygg.kjent:
        return Inndeling(navn="bygg", former=np.empty(0, dtype=object), verdier=(), rest=UKJENT)
    former = byggflater(bygg, grunnlag[TEIGER], maal)
    rest = "nei" if grunnlag[AREALRESSURS].kjent else UKJENT
    return Inndeling(navn="bygg", former=former, verdier=["ja"] * len(former), rest=rest)


def forut_regnskap(grunnlag: Grunnlag, maal: Bygdmaal) -> Regnskap:
    """Divide the municipality by plan, actual use, qualities and proposals; prove that it closes.

    Raises
    ------
    DataFeil    if the parts do not add up to the municipality, to the square metre
    """
    omraader = planomraader(grunnlag)
    ar5, innspill = grunnlag[AREALRESSURS], grunnlag[AREALINNSPILL]
    inndelinger = (
        Inndeling(
            navn="plan",
            former=np.asarray(omraader.geometry.to_numpy(), dtype=object),
            verdier=list(range(len(omraader))),
            rest=INGEN,
        ),
        Inndeling(
            navn="ar5",
            former=_former(grunnlag, AREALRESSURS),
            verdier=[celletekst(v) for v in ar5.data["arealtype"]],
            rest=UKARTLAGT if ar5.kjent else UKJENT,
        ),
        _utbygd(grunnlag, maal),
        *(svarinndeling(grunnlag, navn, poster) for navn, poster in GRUPPER.items()),
        Inndeling(
            navn="innspill",
            former=_former(grunnlag, AREALINNSPILL),
            verdier=list(range(len(innspill.data))),
            rest=INGEN,
        ),
    )
    oppdeling = del_grunnen(grunnlag.grense, inndelinger)
    krev_lukket(oppdeling, "Arealregnskapet")
    return Regnskap(
        oppdeling=oppdeling, deler=_med_ord(grunnlag, oppdeling.deler, omraader), omraader=omraader
    )


def _med_ord(grunnlag: Grunnlag, deler: DataFrame, omraader: GeoDataFrame) -> DataFrame:
    """Put purposes, status and the built state to the parts."""
    rest = UTEN_FORMAAL if grunnlag[KOMMUNEPLAN].kjent else UKJENT
    formaal = [*omraader["formaal"], rest]
    status = [*omraader["status"], "–"]
    hoved = [*omraader["hoved"], ""]
    nye = [
        NYE_FORMAAL.get(formaal_av(f), ANNET_INNSPILL)
        for f in grunnlag[AREALINNSPILL].data["formaal"]
    ]
    plan, innspill = deler["plan"], deler["innspill"]
    return deler.assign(
        formaal=[formaal[i] for i in plan],
        status=[status[i] for i in plan],
        hoved=[hoved[i] for i in plan],
        utbygd=[
            "ja" if bygg == "ja" or ar5 in AR5_BYGD else bygg
            for bygg, ar5 in zip(deler["bygg"], deler["ar5"], strict=True)
        ],
        nytt=[formaal[p] if i == INGEN else nye[i] for p, i in zip(plan, innspill, strict=True)],
    )


def daa_der(deler: DataFrame, nokkel: str, **vilkaar: Sequence[str]) -> Series:
    """Sum of the parts that meet every condition (column=values), dekar, per value of `nokkel`."""
    valgt = np.ones(len(deler), dtype=bool)
    for kolonne, verdier in vilkaar.items():
        valgt &= deler[kolonne].isin(verdier).to_numpy()
    return deler[valgt].groupby(nokkel, sort=False)["areal_m2"].sum() / M2_PER_DAA


def jord_i_innspill(
    grunnlag: Grunnlag, omraader: GeoDataFrame
) -> tuple[GeoDataFrame, Mapping[str, float]]:
    """Return the farmland inside each proposal as shapes, and the sums with overlaps counted once.

    Returns
    -------
    stykker    (k,) id, navn, jord (AR5 21, 22, 23 or «dyrkbar»), areal_daa, geometry
    sum_daa    jord → dekar in all proposals together; NaN where the layer is not known
    """
    steder = rene_flater(omraader)
    klasser: dict[str, Former] = {"dyrkbar": _former(grunnlag, DYRKBAR_JORD)}
    dyrka = grunnlag[DYRKA_JORD].data
    for kode in ("21", "22", "23"):
        klasser[kode] = rene_flater(dyrka[dyrka["arealtype"].map(celletekst) == kode])
    rader: list[dict[str, object]] = []
    sum_daa: dict[str, float] = {}
    for jord, former in sorted(klasser.items()):
        if not grunnlag[DYRKBAR_JORD if jord == "dyrkbar" else DYRKA_JORD].kjent:
            sum_daa[jord] = float("nan")
            continue
        i_sted, i_form = shapely.STRtree(former).query(steder, predicate="intersects")
        alle = []
        for sted in np.unique(i_sted):
            delt = felles(steder[sted], union(former[i_form[i_sted == sted]]))
            if delt.area > 0:
                alle.append(delt)
                navn, ident = omraader["navn"].iloc[sted], omraader["id"].iloc[sted]
                rader.append(
                    {"id": ident, "navn": navn, "jord": jord, "areal_daa": delt.area / M2_PER_DAA,
                     "geometry": delt}
                )  # fmt: skip
        sum_daa[jord] = areal_m2(alle) / M2_PER_DAA
    kolonner = ["id", "navn", "jord", "areal_daa", "geometry"]
    ramme = GeoDataFrame(DataFrame(rader, columns=kolonner), crs=grunnlag.kommune.epsg)
    return ramme, sum_daa
