"""Map layers of the fibre plan: areas, trenches, coverage, nodes."""

import numpy as np
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame
from shapely import MultiPoint

from analyser.felles.adresser import JA, NEI, UKJENT, innenfor
from analyser.felles.fiber.beregning import STOTTE, Fiberplan, omraadenavn
from analyser.felles.fiber.dekning import tell
from analyser.felles.fiber.dekningstabeller import TALLENE, UTEN, gruppert
from analyser.felles.fiber.groftkart import etappeklasser, grofter_lag, klasse, resten
from analyser.felles.fiber.omraader import lukkede
from analyser.felles.fiber.personvern import RUTEKLASSER, grov_flate, statusruter
from analyser.felles.fiber.plantabeller import OMRAADER, rad, viste_omraader
from analyser.felles.modell import Grunnlag, Kartlag, Klasse, Kolonneinfo
from analyser.felles.svar import tekstkolonne
from lag.katalog.fiber import FIBERDEKNING, FIBERNODER
from lag.katalog.grunnlag import STEDSNAVN
from lag.katalog.matrikkel import ADRESSER, BYGNINGER
from lag.katalog.samferdsel import VEGER
from lag.modell import Stil

KILDER = (ADRESSER.navn, BYGNINGER.navn, FIBERDEKNING.navn)
ADRESSEKLASSER: tuple[Klasse, ...] = (
    Klasse(verdi=NEI, tittel="uten tilbud om fiber", stil=Stil(farge="#d55e00", dekkevne=0.9)),
    Klasse(verdi=JA, tittel="med tilbud om fiber", stil=Stil(farge="#0072b2", dekkevne=0.9)),
    Klasse(verdi=UKJENT, tittel="ikke kjent", stil=Stil(farge="#7f7f7f", dekkevne=0.9)),
)
RUTE: tuple[Kolonneinfo, ...] = TALLENE[:3] + TALLENE[4:6]


def kartlagene(f: Fiberplan, grunnlag: Grunnlag) -> tuple[Kartlag, ...]:
    """Return the layers, bottom first."""
    status = _adresser(f, etapper(f)) if f.p.utgave == "intern" else _ruter(f)
    utenfor = (resten(f),) if f.delvis else ()
    return (status, *utenfor, _omraader(f, grunnlag), grofter_lag(f),
            _grender(f, grunnlag), _noder(f, grunnlag))  # fmt: skip


def etapper(f: Fiberplan) -> list[str]:
    """Tell when every address (a,) is reached: «etappe 1», or «» for never."""
    return [f"etappe {f.inndeling.etappe[nr]}" if nr >= 0 else "" for nr in f.adresse]


def _adresser(f: Fiberplan, naar: list[str]) -> Kartlag:
    """Addresses one by one: internal edition only."""
    felt = ["id", "fiber", "geometry", *(k.navn for k in UTEN)]
    data = f.dekning.adresser.assign(etappe=naar)
    return Kartlag(
        navn="adresser",
        tittel="Adresser (internt)",
        data=GeoDataFrame(data[felt], crs=data.crs),
        klasser=ADRESSEKLASSER,
        klassefelt="fiber",
        kolonner=(*UTEN, tekstkolonne("fiber", "Fiber")),
        kildelag=KILDER,
    )


def _ruter(f: Fiberplan) -> Kartlag:
    """Coverage in squares with enough addresses."""
    data, _ = statusruter(f.dekning.adresser, f.p.statusrute_m, f.p.minste_gruppe)
    return Kartlag(
        navn="dekningsruter",
        tittel=f"Adresser i ruter (minst {f.p.minste_gruppe})",
        data=data,
        klasser=RUTEKLASSER,
        klassefelt="status",
        kolonner=RUTE,
        synlig=True,
        kildelag=KILDER,
    )


def _grender(f: Fiberplan, grunnlag: Grunnlag) -> Kartlag:
    """Neighbourhoods in the middle of their addresses."""
    ramme = gruppert(f, "grend")
    telling = tell(ramme, "grend")
    former = np.asarray(f.dekning.adresser.geometry.to_numpy(), dtype=object)
    midt = {
        g: MultiPoint(list(former[(ramme["grend"] == g).to_numpy()])).centroid
        for g in telling["grend"]
    }
    return Kartlag(
        navn="grender",
        tittel="Grender (midt i adressene)",
        data=GeoDataFrame(
            telling.assign(id=telling["grend"], navn=telling["grend"]),
            geometry=[midt[g] for g in telling["grend"]],
            crs=grunnlag.kommune.epsg,
        ),
        klasser=(Klasse(verdi="", tittel="grend", stil=Stil(farge="#ffffff")),),
        kolonner=TALLENE,
        synlig=False,
        kildelag=(*KILDER, STEDSNAVN.navn),
    )


def omraadeflater(f: Fiberplan) -> list[shapely.Geometry]:
    """Draw every area closed: it holds no place that the plan is for and leaves out."""
    o, plan = f.oppsett, f.plan
    adresser = f.dekning.adresser
    gjelder = adresser["mangler"].to_numpy(dtype=bool)
    if f.p.maal == STOTTE:
        gjelder = gjelder & adresser["stotte"].to_numpy(dtype=bool)
    former = np.asarray(adresser.geometry.to_numpy(), dtype=object)
    med = gjelder & (f.adresse >= 0)
    xy, forste = np.unique(shapely.get_coordinates(former[med]), axis=0, return_index=True)
    andre = np.unique(shapely.get_coordinates(former[gjelder & ~med]), axis=0)
    if not len(xy) or not len(plan.behov.node) or not len(o.linjer.former):
        return []
    punkter = np.array([shapely.Point(p) for p in xy], dtype=object)
    resten = np.array([shapely.Point(p) for p in andre], dtype=object)
    return lukkede(punkter, f.adresse[med][forste], resten, f.p.omraade_m)


def _omraader(f: Fiberplan, grunnlag: Grunnlag) -> Kartlag:
    """Return the closed areas by stage; in the public edition drawn roughly."""
    flater, navn = omraadeflater(f), omraadenavn(f)
    viste = viste_omraader(f)
    if f.p.utgave == "offentlig":
        punkter = np.asarray(f.dekning.adresser.geometry.to_numpy(), dtype=object)
        for nr in viste:
            flater[nr] = grov_flate(flater[nr], punkter[f.adresse == nr], f.p.minste_gruppe)
        viste = [nr for nr in viste if not shapely.is_empty(flater[nr])]
    rader = [
        {"id": f"omraade {nr + 1}", "navn": navn[nr], "etappe": int(f.inndeling.etappe[nr]),
         "klasse": klasse(int(f.inndeling.etappe[nr])), **rad(f, [nr])}
        for nr in viste
    ]  # fmt: skip
    kolonner = ["id", "klasse", *(k.navn for k in OMRAADER)]
    return Kartlag(
        navn="omraader",
        tittel="Utbyggingsområder",
        data=GeoDataFrame(
            DataFrame(rader, columns=kolonner),
            geometry=[flater[nr] for nr in viste],
            crs=grunnlag.kommune.epsg,
        ),
        klasser=etappeklasser(1.5, 0.35),
        klassefelt="klasse",
        kolonner=OMRAADER[1:],
        kildelag=(*KILDER, VEGER.navn),
    )


def _noder(f: Fiberplan, grunnlag: Grunnlag) -> Kartlag:
    """Existing nodes."""
    noder = innenfor(grunnlag[FIBERNODER].data, grunnlag.grense)
    return Kartlag(
        navn="fibernoder",
        tittel=FIBERNODER.tittel,
        data=noder.assign(id=[f"node {i}" for i in noder["lokalid"]]),
        klasser=(Klasse(verdi="", tittel="fibernode", stil=FIBERNODER.stil),),
        kildelag=(FIBERNODER.navn,),
        synlig=not f.oppsett.antatt,
    )
