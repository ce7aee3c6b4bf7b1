"""Map layers of the fibre plan: areas, trenches, coverage, nodes."""

from dataclasses import replace

import numpy as np
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame
from shapely import MultiPoint

from analyser.felles.adresser import JA, NEI, UKJENT, innenfor
from analyser.felles.fiber.beregning import STOTTE, Fiberplan, omraadenavn
from analyser.felles.fiber.dekning import tell
from analyser.felles.fiber.dekningstabeller import TALLENE, UTEN, gruppert
from analyser.felles.fiber.grofter import METODER
from analyser.felles.fiber.kostnad import KABLER
from analyser.felles.fiber.linjer import Heltall
from analyser.felles.fiber.nett import former_av
from analyser.felles.fiber.omraader import lukkede
from analyser.felles.fiber.personvern import RUTEKLASSER, statusruter
from analyser.felles.fiber.plan import Plan
from analyser.felles.fiber.plantabeller import OMRAADER, rad, viste_omraader
from analyser.felles.maaling import Flyt
from analyser.felles.modell import Grunnlag, Kartlag, Klasse, Kolonneinfo
from analyser.felles.svar import tallkolonne, tekstkolonne
from lag.katalog.fiber import FIBERDEKNING, FIBERNODER, FIBERTRASEER
from lag.katalog.grunnlag import STEDSNAVN
from lag.katalog.matrikkel import ADRESSER, BYGNINGER
from lag.katalog.samferdsel import VEGER
from lag.modell import Stil

ETAPPESTIL: tuple[Stil, ...] = (
    Stil(farge="#440154"),
    Stil(farge="#31688e", strek="9 3", skravur="45"),
    Stil(farge="#35b779", strek="4 3", skravur="315"),
    Stil(farge="#d8a400", strek="2 3", skravur="prikker"),
)
"""Stages 1–4 (viridis, the last darkened to be seen on white); dash and hatch carry them too."""
SENERE = Stil(farge="#8c8c8c", strek="1 4", skravur="vannrett", tykkelse_px=2.0, dekkevne=0.5)
KILDER = (ADRESSER.navn, BYGNINGER.navn, FIBERDEKNING.navn)
ADRESSEKLASSER: tuple[Klasse, ...] = (
    Klasse(verdi=NEI, tittel="uten tilbud om fiber", stil=Stil(farge="#d55e00", dekkevne=0.9)),
    Klasse(verdi=JA, tittel="med tilbud om fiber", stil=Stil(farge="#0072b2", dekkevne=0.9)),
    Klasse(verdi=UKJENT, tittel="ikke kjent", stil=Stil(farge="#7f7f7f", dekkevne=0.9)),
)
RUTE: tuple[Kolonneinfo, ...] = TALLENE[:3] + TALLENE[4:6]
GROFT: tuple[Kolonneinfo, ...] = (
    tekstkolonne("etappe", "Etappe"),
    tekstkolonne("metode", "Metode"),
    tekstkolonne("kabel", "Kabel"),
    tekstkolonne("adresser", "Adresser bak"),
    tallkolonne("lengde_m", "Lengde", "m", 0),
    tallkolonne("kr", "Kostnad", "kr", 0, "Grøft, kryssinger og kabel."),
)


def kartlagene(f: Fiberplan, grunnlag: Grunnlag) -> tuple[Kartlag, ...]:
    """Return the layers, bottom first."""
    status = _adresser(f, etapper(f)) if f.p.utgave == "intern" else _ruter(f)
    resten = (_resten(f),) if f.delvis else ()
    return (status, *resten, _omraader(f, grunnlag), _grofter(f),
            _grender(f, grunnlag), _noder(f, grunnlag))  # fmt: skip


def etapper(f: Fiberplan) -> list[str]:
    """Tell when every address (a,) is reached: «etappe 1», or «» for never."""
    return [f"etappe {f.inndeling.etappe[nr]}" if nr >= 0 else "" for nr in f.adresse]


def _klasse(etappe: int) -> str:
    """Class of a stage."""
    return f"etappe {etappe}" if etappe <= len(ETAPPESTIL) else "senere etapper"


def _klasser(tykkelse_px: float, dekkevne: float) -> tuple[Klasse, ...]:
    """Return the legend of the stages."""
    stiler = (*ETAPPESTIL, SENERE)
    return tuple(
        Klasse(
            verdi=_klasse(nr),
            tittel=_klasse(nr),
            stil=replace(stil, tykkelse_px=tykkelse_px, dekkevne=dekkevne),
        )
        for nr, stil in enumerate(stiler, 1)
    )


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
    """Return the closed areas by stage."""
    flater, navn = omraadeflater(f), omraadenavn(f)
    viste = viste_omraader(f)
    rader = [
        {"id": f"omraade {nr + 1}", "navn": navn[nr], "etappe": int(f.inndeling.etappe[nr]),
         "klasse": _klasse(int(f.inndeling.etappe[nr])), **rad(f, [nr])}
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
        klasser=_klasser(1.5, 0.35),
        klassefelt="klasse",
        kolonner=OMRAADER[1:],
        kildelag=(*KILDER, VEGER.navn),
    )


def _viste_grofter(f: Fiberplan, plan: Plan) -> tuple[Heltall, Flyt]:
    """Trenches that this edition may show (positions in the tree), and addresses behind each.

    In the public edition not those that only a few addresses use.
    """
    antall = np.bincount(
        plan.k.nr[plan.behov.node], weights=plan.behov.antall, minlength=plan.k.noder
    )
    bak = plan.tre.summer(antall.astype(np.float64), plan.k.noder)
    minst = f.p.minste_gruppe if f.p.utgave == "offentlig" else 1
    vises = np.flatnonzero(bak >= minst)
    return vises, bak[vises]


def _groftlinjer(f: Fiberplan, plan: Plan, vises: Heltall, bak: Flyt) -> GeoDataFrame:
    """Trenches with method, length and addresses behind them."""
    g = f.oppsett.grofter
    kanter = plan.k.kant[plan.tre.kant[vises]]
    metode = [METODER[str(m)] for m in g.metode[kanter]]
    return GeoDataFrame(
        {
            "id": [f"groft {e}" for e in kanter],
            "navn": [m.capitalize() for m in metode],
            "metode": metode,
            "adresser": bak.astype(int),
            "lengde_m": g.nett.lengde_m[kanter],
        },
        geometry=list(former_av(g.nett, f.oppsett.linjer, kanter)),
        crs=f.dekning.adresser.crs,
    )


def _grofter(f: Fiberplan) -> Kartlag:
    """Trenches by stage."""
    plan = f.plan
    vises, bak = _viste_grofter(f, plan)
    bygd = f.inndeling.kant[vises] >= 0
    vises, bak = vises[bygd], bak[bygd]
    etappe, kabler = f.inndeling.etappe[f.inndeling.kant[vises]], plan.kabler
    data = _groftlinjer(f, plan, vises, bak).assign(
        etappe=etappe,
        klasse=[_klasse(int(e)) for e in etappe],
        kabel=[
            f"{n} × {KABLER[nr][0]} fibre" if n > 1 else f"{KABLER[nr][0]} fibre"
            for nr, n in zip(kabler.kabel[vises], kabler.antall_kabler[vises], strict=True)
        ],
        kr=f.inndeling.kant_kr[vises],
    )
    return Kartlag(
        navn="grofter",
        tittel="Grøfter etter etappe",
        data=data,
        klasser=_klasser(3.0, 0.9),
        klassefelt="klasse",
        kolonner=GROFT,
        kildelag=(VEGER.navn, FIBERTRASEER.navn),
    )


def _resten(f: Fiberplan) -> Kartlag:
    """Trenches of the full build that the budget does not build."""
    vises, bak = _viste_grofter(f, f.full)
    bygges = set(f.plan.k.kant[f.plan.tre.kant].tolist())
    ute = np.array([e not in bygges for e in f.full.k.kant[f.full.tre.kant[vises]]], dtype=bool)
    return Kartlag(
        navn="bygges_ikke",
        tittel="Full utbygging: bygges ikke innenfor budsjettet",
        data=_groftlinjer(f, f.full, vises[ute], bak[ute]),
        klasser=(Klasse(verdi="", tittel="bygges ikke", stil=SENERE),),
        kolonner=(*GROFT[1:2], *GROFT[3:5]),
        kildelag=(VEGER.navn, FIBERTRASEER.navn),
        synlig=False,
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
