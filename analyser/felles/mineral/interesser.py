"""The two sides of the mining table: mineral interests, and everything they are set against.

Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely
from geopandas import GeoDataFrame
from numpy.typing import NDArray

from analyser.felles.bergrett import UTLOPT
from analyser.felles.deling import Former, som_rekke
from analyser.felles.kryss import Interesse, del_av, hel, verdensarv
from analyser.felles.modell import Grunnlag
from analyser.felles.overlapp import KVARTBUER, rene_flater
from analyser.felles.reindrift import REINDRIFTSLAG
from analyser.felles.tekst import kort
from lag.katalog.koder import BYGGSLAG
from lag.katalog.kultur import CIRCUMFERENSEN, KULTURMILJOER, VERDENSARV
from lag.katalog.landbruk import DYRKA_JORD
from lag.katalog.matrikkel import BYGNINGER
from lag.katalog.mineral import (
    GRUVEINTERESSER,
    GRUVER_GAMLE,
    MINERALFOREKOMSTER,
    MINERALPROSPEKTER,
)
from lag.katalog.natur import NATURTYPER, NATURVERN
from lag.katalog.plan import HENSYNSSONER, HYTTEOMRAADER, KOMMUNEPLAN
from lag.katalog.samferdsel import JERNBANE, VEGER
from lag.katalog.vann import ELVER, INNSJOER
from lag.modell import Lag, Lagdata

HELE_LAG: tuple[Lag, ...] = (
    CIRCUMFERENSEN, KULTURMILJOER, *REINDRIFTSLAG, NATURVERN, NATURTYPER, INNSJOER,
    ELVER, DYRKA_JORD, BYGNINGER, HYTTEOMRAADER,
)  # fmt: skip
"""Layers that the mineral interests are set against whole."""
KREVER: tuple[Lag, ...] = (
    GRUVEINTERESSER, MINERALFOREKOMSTER, MINERALPROSPEKTER, GRUVER_GAMLE, VERDENSARV, *HELE_LAG,
    VEGER, JERNBANE, HENSYNSSONER, KOMMUNEPLAN,
)  # fmt: skip
"""Every layer of the table."""
DRIKKEVANN = ("H110", "H120", "110", "120")
"""Hensynssoner for drinking water, with and without the leading H (pbl § 11-8, code list)."""
MINERALSONE = ("H590", "590")
"""Hensynssone for mineral resources (pbl § 11-8, code list)."""
OFFENTLIG_VEG = ("E", "R", "F", "K")
"""`vegkategori` of public roads."""
BOLIG, FRITID = "bolig", "fritidsbygg"
"""Kinds of building that people live and stay in (`BYGGSLAG`)."""
UTVINNING = "UT"


def parter(grunnlag: Grunnlag, rettene: GeoDataFrame) -> tuple[Interesse, ...]:
    """Return the mineral interests, those in force first; unknown expiry counts as in force."""
    lagdata, soner = grunnlag[GRUVEINTERESSER], grunnlag[HENSYNSSONER]
    utlopt = rettene["status"].reindex(lagdata.data.index) == UTLOPT
    ut = lagdata.data["type"].astype(str) == UTVINNING
    return (
        del_av(lagdata, "i_kraft", "Rettigheter i kraft", list(~utlopt)),
        del_av(lagdata, "utvinning", "Herav utvinningsretter", list(~utlopt & ut)),
        del_av(lagdata, "utlopt", "Utløpte rettigheter", list(utlopt)),
        hel(grunnlag[MINERALFOREKOMSTER]),
        hel(grunnlag[MINERALPROSPEKTER]),
        del_av(soner, "h590", "Hensynssone H590 mineraler", _med_kode(soner, MINERALSONE)),
        hel(grunnlag[GRUVER_GAMLE]),
    )


def interesser(
    grunnlag: Grunnlag, mot: Sequence[Interesse], hus_m: float, anlegg_m: float
) -> list[Interesse]:
    """Return everything that the mineral interests are set against.

    Parameters
    ----------
    mot         the mineral interests; only what is near them gets a zone about it
    hus_m       zone about homes and cabins, metres
    anlegg_m    zone about public roads and railways, metres
    """
    soner, plan, bygg = grunnlag[HENSYNSSONER], grunnlag[KOMMUNEPLAN], grunnlag[BYGNINGER]
    veger, bane = grunnlag[VEGER], grunnlag[JERNBANE]
    byggeformaal = [str(formaal).startswith("1") for formaal in plan.data["arealformaal"]]
    naere = som_rekke([f for part in mot for f in rene_flater(part.lagdata.data)])
    slag, hus, anlegg = byggslag(bygg), kort(hus_m), kort(anlegg_m)
    offentlig = veger.data["vegkategori"].astype(str).isin(OFFENTLIG_VEG).to_numpy()
    return [
        *verdensarv(grunnlag[VERDENSARV]),
        *(hel(grunnlag[post]) for post in HELE_LAG),
        _om(bygg, ("boliger_naer", f"Innen {hus} m fra bolig"), slag == BOLIG, hus_m, naere),
        _om(bygg, ("fritid_naer", f"Innen {hus} m fra fritidsbolig"), slag == FRITID, hus_m,
            naere),
        _om(veger, ("veger_naer", f"Innen {anlegg} m fra offentlig veg"), offentlig, anlegg_m,
            naere),
        _om(bane, ("bane_naer", f"Innen {anlegg} m fra jernbane"),
            np.ones(len(bane.data), dtype=bool), anlegg_m, naere),
        del_av(soner, "drikkevann", "Hensynssoner for drikkevann", _med_kode(soner, DRIKKEVANN)),
        del_av(plan, "kommuneplan_bygg", "Kommuneplan: bebyggelse og anlegg", byggeformaal),
        del_av(plan, "kommuneplan_ovrig", "Kommuneplan: øvrige formål",
               [not b for b in byggeformaal]),
    ]  # fmt: skip


def byggslag(bygg: Lagdata) -> NDArray[np.object_]:
    """(n,) kind of each building, by the longest beginning of its type that is listed."""
    ut: NDArray[np.object_] = np.full(len(bygg.data), "annet", dtype=object)
    for i, type_ in enumerate(bygg.data["bygningstype"]):
        treff = [kode for kode in BYGGSLAG if str(type_).startswith(kode)]
        if treff:
            ut[i] = BYGGSLAG[max(treff, key=len)]
    return ut


def _med_kode(soner: Lagdata, koder: Sequence[str]) -> list[bool]:
    """(n,) whether each zone has one of the codes."""
    return [str(kode).partition("_")[0] in koder for kode in soner.data["kode"]]


def _om(
    lagdata: Lagdata, ord_: tuple[str, str], med: NDArray[np.bool_], avstand_m: float, naere: Former
) -> Interesse:
    """Zone about some features of a layer, where something of `naere` is within reach.

    Features out of reach are left out: their zones meet nothing.
    """
    navn, tittel = ord_
    data = lagdata.data[med]
    former = np.asarray(shapely.force_2d(data.geometry.to_numpy()), dtype=object)
    tre = shapely.STRtree(naere)
    treff = np.unique(tre.query(former, predicate="dwithin", distance=avstand_m)[0])
    soner = shapely.buffer(former[treff], avstand_m, quad_segs=KVARTBUER)
    ramme = data.iloc[treff].set_geometry(GeoDataFrame(geometry=soner, crs=data.crs).geometry.array)
    post = replace(lagdata.post, geometri="flate", tittel=tittel)
    return Interesse(navn=navn, tittel=tittel, lagdata=replace(lagdata, post=post, data=ramme))
