"""Candidate areas, and what of their ground is taken: exact planar shapes, each m² counted once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame
from shapely import STRtree

from analyser.felles.deling import Former, grupper
from analyser.felles.formaal import formaal_av
from analyser.felles.maaling import Flyt, toleranse
from analyser.felles.modell import Grunnlag
from analyser.felles.overlapp import KVARTBUER, rene_flater
from analyser.felles.tekst import M2_PER_DAA
from analyser.felles.utelukket import samlet_per_sted
from gis.geometri import differanse, flater, forening, reparer, snitt, union
from gis.tekst import celletekst
from lag.katalog.plan import AREALINNSPILL, KOMMUNEPLAN, REGULERINGSPLANER
from lag.katalog.plankoder import AREALBRUKSSTATUS, AREALFORMAAL, INNSPILLSFORMAAL
from lag.modell import Lag, Lagdata

MINSTE_M2 = 100.0
"""Part of an area inside the municipality, m², below which it is taken as inaccuracy of the
boundary and not as a site of this municipality. arealsils forslag (uverifisert)."""
REGULERT, INNSPILL = "reguleringsplan", "arealinnspill"
KOLONNER = ("id", "navn", "plan", "opphav", "formaal", "formaal_tekst", "geometry")


@dataclass(frozen=True, slots=True, kw_only=True)
class Utvalg:
    """Which planned and proposed areas are candidates."""

    formaal: str
    """Purpose as rules and proposals spell it: bolig, fritid or naering."""
    regulert: Lag
    """Layer of zoned areas."""
    kp_formaal: tuple[str, ...]
    """`arealformaal` codes of the kommuneplan that allow the purpose."""
    kp_status: tuple[str, ...]
    """`arealbruksstatus` that counts; an area without status counts too."""

    @property
    def poster(self) -> tuple[Lag, ...]:
        """The layers that candidates are taken from."""
        return (self.regulert, KOMMUNEPLAN, AREALINNSPILL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bygdmaal:
    """How much ground a building takes; choices that the planner can change."""

    byggradius_m: float = 40.0
    """Ground within this distance of a building point is built, metres, but not past its teig.
    arealsils forslag (uverifisert)."""
    hel_tomt_daa: float = 5.0
    """A teig of at most this size with a building on it is built as a whole, dekar.
    arealsils forslag (uverifisert)."""


Rad = dict[str, object]


def kandidater(grunnlag: Grunnlag, utvalg: Utvalg) -> GeoDataFrame:
    """Return the candidate areas, cut to the municipality, sorted by id.

    Returns
    -------
    omraader    (n,) valid polygons, index = id («layer lokalid»), columns of `KOLONNER`. Areas from
                different sources may lie upon one another.
    """
    rader = [
        *_regulerte(grunnlag, utvalg),
        *_i_kommuneplan(grunnlag[KOMMUNEPLAN], utvalg),
        *_innspilte(grunnlag[AREALINNSPILL], utvalg),
    ]
    ramme = GeoDataFrame(DataFrame(rader, columns=list(KOLONNER)), crs=grunnlag.kommune.epsg)
    ramme = _entydig(ramme)
    former = rene_flater(ramme)
    shapely.prepare(grunnlag.grense)
    ute = ~shapely.covers(grunnlag.grense, former)
    former[ute] = flater(snitt(former[ute], grunnlag.grense))
    ramme.index = ramme["id"].rename(None)
    return ramme.set_geometry(former, crs=grunnlag.kommune.epsg)[shapely.area(former) >= MINSTE_M2]


def _entydig(ramme: GeoDataFrame) -> GeoDataFrame:
    """Sort by id and shape; ids that occur more than once get a running number."""
    plass = np.lexsort([ramme.geometry.to_wkb(hex=True), ramme["id"]])
    ramme = ramme.iloc[plass].reset_index(drop=True)
    nummer = ramme.groupby("id").cumcount() + 1
    return ramme.assign(
        id=ramme["id"].where(nummer == 1, ramme["id"] + " (" + nummer.map(str) + ")")
    )


def _ord(kode: object, koder: Mapping[str, str]) -> str:
    """Words of a code, the code itself where the list lacks it."""
    return koder.get(celletekst(kode), celletekst(kode)) or "ikke oppgitt"


def _navn(navn: object, plan: str) -> str:
    """Name of an area: its own, with the plan's name where that tells more."""
    eget = celletekst(navn)
    if not eget:
        return plan or "uten navn"
    felles = set(eget.lower().split()) & {ord_ for ord_ in plan.lower().split() if ord_.isalpha()}
    return eget if felles or not plan else f"{eget}, {plan}"


def _regulerte(grunnlag: Grunnlag, utvalg: Utvalg) -> Iterable[Rad]:
    """Areas from zoning plans; the plan's name is looked up by its id."""
    planer = grunnlag[REGULERINGSPLANER].data
    plannavn = {
        celletekst(planid): celletekst(navn)
        for _, planid, navn in sorted(
            zip(map(str, planer["lokalid"]), planer["planid"], planer["navn"], strict=True),
            key=lambda rad: rad[0],
            reverse=True,
        )
        if celletekst(planid)
    }
    post = utvalg.regulert
    for _, rad in grunnlag[post].data.iterrows():
        planid = celletekst(rad["planid"])
        navn = _navn(rad["navn"], plannavn.get(planid, ""))
        yield {
            "id": f"{post.navn} {rad['lokalid']}",
            "navn": navn,
            "plan": plannavn.get(planid, "") or planid or navn,
            "opphav": REGULERT,
            "formaal": utvalg.formaal,
            "formaal_tekst": _ord(rad["arealformaal"], AREALFORMAAL),
            "geometry": rad["geometry"],
        }


def _i_kommuneplan(data: Lagdata, utvalg: Utvalg) -> Iterable[Rad]:
    """Areas from the kommuneplan with the purpose and status."""
    for _, rad in data.data.iterrows():
        status = celletekst(rad["arealbruksstatus"])
        if celletekst(rad["arealformaal"]) in utvalg.kp_formaal and (
            not status or status in utvalg.kp_status
        ):
            navn = _navn(rad["navn"], "")
            yield {
                "id": f"{KOMMUNEPLAN.navn} {rad['lokalid']}",
                "navn": navn,
                "plan": navn,
                "opphav": f"kommuneplan, status {_ord(status, AREALBRUKSSTATUS)}",
                "formaal": utvalg.formaal,
                "formaal_tekst": _ord(rad["arealformaal"], AREALFORMAAL),
                "geometry": rad["geometry"],
            }


def _innspilte(data: Lagdata, utvalg: Utvalg) -> Iterable[Rad]:
    """Proposals for the purpose."""
    for _, rad in data.data.iterrows():
        if formaal_av(rad["formaal"]) == utvalg.formaal:
            navn = _navn(rad["navn"], "")
            yield {
                "id": f"{AREALINNSPILL.navn} {rad['lokalid']}",
                "navn": navn,
                "plan": navn,
                "opphav": INNSPILL,
                "formaal": utvalg.formaal,
                "formaal_tekst": _ord(utvalg.formaal, INNSPILLSFORMAAL),
                "geometry": rad["geometry"],
            }


def bygd_grunn(
    omraader: GeoDataFrame, bygninger: Lagdata, teiger: Lagdata, maal: Bygdmaal
) -> Former | None:
    """Return, per area, the ground that buildings take; None where buildings are not known.

    A building takes its teig where that is small, else the part of the teig within
    `byggradius_m`. Without teiger it takes the circle alone.
    """
    if not bygninger.kjent:
        return None
    steder = rene_flater(omraader)
    alle = np.asarray(bygninger.data.geometry.to_numpy(), dtype=object)
    tre = STRtree(alle)
    naere = [tre.query(steder, predicate="dwithin", distance=maal.byggradius_m)[1]]
    hel_m2 = maal.hel_tomt_daa * M2_PER_DAA
    eiendommer = rene_flater(teiger.data)
    moter = np.unique(STRtree(eiendommer).query(steder, predicate="intersects")[1])
    eiendommer = eiendommer[moter]
    naere.append(tre.query(eiendommer[shapely.area(eiendommer) <= hel_m2], "intersects")[1])
    punkter = alle[np.unique(np.concatenate(naere))]
    tatt = shapely.buffer(punkter, maal.byggradius_m, quad_segs=KVARTBUER)
    tatt = _innen_teig(punkter, tatt, eiendommer, hel_m2)
    i_sted, i_bygg = STRtree(tatt).query(steder, predicate="intersects")
    return samlet_per_sted(len(steder), list(i_sted), list(snitt(steder[i_sted], tatt[i_bygg])))


def byggflater(bygninger: Lagdata, teiger: Lagdata, maal: Bygdmaal) -> Former:
    """(k,) ground that each building takes, by the same measure as `bygd_grunn`, not cut."""
    punkter = np.asarray(bygninger.data.geometry.to_numpy(), dtype=object)
    sirkler = shapely.buffer(punkter, maal.byggradius_m, quad_segs=KVARTBUER)
    return _innen_teig(punkter, sirkler, rene_flater(teiger.data), maal.hel_tomt_daa * M2_PER_DAA)


def _innen_teig(punkter: Former, sirkler: Former, teiger: Former, hel_m2: float) -> Former:
    """(k,) ground of each building, held within the teiger that it stands on, if any."""
    i_punkt, i_teig = STRtree(teiger).query(punkter, predicate="intersects")
    deler = teiger[i_teig]
    store = shapely.area(deler) > hel_m2
    deler[store] = snitt(deler[store], sirkler[i_punkt[store]])
    ut = sirkler.copy()
    for punkt, gruppe in grupper(i_punkt):
        ut[punkt] = union(flater(deler[gruppe]))
    return ut


SMALEST_M = 1e-3
"""Width, metres, below which a strip is rounding noise and joins nothing."""


def ledig_grunn(omraader: GeoDataFrame, utelukket: Former, bygd: Former | None) -> Former | None:
    """Return, per area, the ground that is neither excluded nor built; None where not known.

    Parts that cannot be told from rounding are dropped.
    """
    if bygd is None:
        return None
    steder = rene_flater(omraader)
    rest = differanse(steder, forening(utelukket, bygd))
    rest = flater(reparer(shapely.set_precision(rest, SMALEST_M)))
    deler, eier = shapely.get_parts(rest, return_index=True)
    ekte = shapely.area(deler) > toleranse(steder)[eier]
    return samlet_per_sted(len(steder), list(eier[ekte]), list(deler[ekte]))


def storste_del_m2(former: Former) -> Flyt:
    """(n,) area of the largest connected part, m²; 0 for empty ones."""
    deler, eier = shapely.get_parts(former, return_index=True)
    ut = np.zeros(len(former))
    np.maximum.at(ut, eier, shapely.area(deler))
    return ut


def antall_inni(omraader: GeoDataFrame, punkter: GeoDataFrame, avstand_m: float = 0.0) -> Flyt:
    """(n,) number of points within `avstand_m` of each area; 0: in it or on its edge."""
    steder = rene_flater(omraader)
    former = np.asarray(punkter.geometry.to_numpy(), dtype=object)
    i_sted, _ = STRtree(former).query(steder, predicate="dwithin", distance=avstand_m)
    return np.bincount(i_sted, minlength=len(steder)).astype(np.float64)
