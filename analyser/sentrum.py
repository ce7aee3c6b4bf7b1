"""Sentrum: what lies within a few minutes' walk of the square."""

from dataclasses import asdict, dataclass, replace

import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame
from shapely.geometry.base import BaseGeometry

from analyser.felles.adkomst import ANNET, navngitte, vegnett
from analyser.felles.deling import Former
from analyser.felles.lokale import lokal
from analyser.felles.maaling import Flyt
from analyser.felles.modell import Analyse, Grunnlag, Kartlag, Klasse, Resultat, Tabell
from analyser.felles.overlapp import rene_flater
from analyser.felles.spor import kildebruk, ukjent_tekster
from analyser.felles.svar import tallkolonne, tekstkolonne
from analyser.felles.tekst import IKKE_AVKLART, M2_PER_DAA, tall
from gis.crs import arealmerknad
from gis.geometri import felles, union, uten
from gis.ruter import Ruter, flater_av
from gis.utsnitt import Utsnitt
from gis.vegnett import GANGFART_KMT, Nodereise, fra_punkter, fra_ruter, reis_til
from lag.katalog.grunnlag import STEDSNAVN
from lag.katalog.matrikkel import ADRESSER, BYGNINGER
from lag.katalog.plan import KOMMUNEPLAN
from lag.katalog.samferdsel import VEGER
from lag.modell import Lagdata, Stil

KREVER = (VEGER, STEDSNAVN, BYGNINGER, ADRESSER, KOMMUNEPLAN)
UKJENT = "ikke kjent"
STILER = (
    Stil(farge="#08519c", skravur="rutenett"),
    Stil(farge="#3182bd", skravur="45"),
    Stil(farge="#9ecae1", skravur="prikker"),
)
"""ColorBrewer Blues, darkest nearest; each with a pattern of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parametre:
    """Choices that the planner can change."""

    torg: tuple[str, ...] = lokal(("Bergstaden",), ())
    """Place names that stand for the square. kommunens valg."""
    ringer_m: tuple[float, ...] = (100.0, 200.0, 400.0)
    """Walking distance of the rings, metres. Source: the analysis of measure 4.1 (kilde sett)."""
    rute_m: float = 5.0
    """Cells of the rings, metres. arealsils forslag (uverifisert)."""
    parkeringsformaal: tuple[str, ...] = ("2080", "2082", "2083")
    """`arealformål` of parking. Source: the national code list (kilde sett)."""
    torgformaal: tuple[str, ...] = ("2013",)
    """`arealformål` of squares. Source: the national code list (kilde sett)."""


@dataclass(frozen=True, slots=True)
class Ring:
    """Ground within a walking distance."""

    inntil_m: float
    flate: BaseGeometry


def beregn(grunnlag: Grunnlag, p: Parametre) -> Resultat:
    """Count what lies within each ring."""
    nett = vegnett(grunnlag, {ANNET: GANGFART_KMT})
    torg = navngitte(grunnlag, p.torg)
    til = reis_til(nett, torg) if nett is not None and len(torg) else None
    ringer = [] if til is None else _ringer(grunnlag, p, til, torg)
    tegnet = _kartlaget(grunnlag, ringer)
    tabell = _tabell(grunnlag, p, til, ringer)
    if tegnet and set(tabell.data["id"]) <= set(tegnet[0].data["id"]):
        tabell = replace(tabell, kartlag=tegnet[0].navn)  # the map opens on the rings
    return Resultat(
        analyse=ANALYSE.navn,
        tittel=ANALYSE.tittel,
        sporsmaal=ANALYSE.sporsmaal,
        svar=_svar(grunnlag, p, tabell),
        punkter=(
            "Avstanden er gangavstand langs vegnettet med rett linje til nærmeste veg; gangveger "
            "og bakgårder som ikke er i veglaget, er ikke med.",
            "Parkering og torg er bare de som kommuneplanen viser; reguleringsplanene er ikke "
            "lest, og «–» betyr at kommuneplanen ikke er kartlagt i hele ringen.",
            IKKE_AVKLART,
        ),
        tabeller=(tabell,),
        kartlag=tegnet,
        regler=(),
        kilder=kildebruk(grunnlag, KREVER),
        ukjent=ukjent_tekster(grunnlag, KREVER),
        parametre=asdict(p),
    )


def _ringer(grunnlag: Grunnlag, p: Parametre, til: Nodereise, torg: Flyt) -> list[Ring]:
    """Cells within each distance, as polygons."""
    lengst = max(p.ringer_m) + p.rute_m
    (x0, y0), (x1, y1) = torg.min(axis=0) - lengst, torg.max(axis=0) + lengst
    ruter = Ruter.over(Utsnitt(x0, y0, x1, y1, grunnlag.kommune.epsg), p.rute_m)
    vei_m = fra_ruter(til, ruter).vei_m
    return [
        Ring(m, shapely.union_all(flater_av(vei_m <= m, ruter))) for m in sorted(set(p.ringer_m))
    ]


def _tabell(grunnlag: Grunnlag, p: Parametre, til: Nodereise | None, ringer: list[Ring]) -> Tabell:
    """One row per ring; each holds those within it."""
    vei = {
        post.navn: _vei_m(grunnlag[post].data, til)
        for post in (BYGNINGER, ADRESSER) if grunnlag[post].kjent and til is not None
    }  # fmt: skip
    plan = grunnlag[KOMMUNEPLAN]
    arealer = {
        navn: rene_flater(plan.data[plan.data["arealformaal"].astype(str).isin(koder)])
        for navn, koder in (("parkering", p.parkeringsformaal), ("torg", p.torgformaal))
    }
    rader = [
        {
            "id": f"ring-{ring.inntil_m:.0f}",
            "ring": f"inntil {tall(ring.inntil_m)} m",
            "areal_daa": shapely.area(ring.flate) / M2_PER_DAA,
            **{n: tall(int((v <= ring.inntil_m).sum())) for n, v in vei.items()},
            **{f"{n}_daa": _daa(former, ring, plan) for n, former in arealer.items()},
        }
        for ring in ringer
    ]
    kolonner = (
        tekstkolonne("ring", "Gangavstand fra torget"),
        tallkolonne("areal_daa", "Areal", "daa", 0),
        tekstkolonne(BYGNINGER.navn, "Bygg", "Bygningspunkt; «ikke kjent» uten laget."),
        tekstkolonne(ADRESSER.navn, "Adresser", "«Ikke kjent» uten laget."),
        tallkolonne("parkering_daa", "Parkering i kommuneplanen", "daa", 1),
        tallkolonne("torg_daa", "Torg i kommuneplanen", "daa", 1),
    )
    data = DataFrame(rader, columns=["id", *(k.navn for k in kolonner)])
    for post in (BYGNINGER, ADRESSER):
        data[post.navn] = data[post.navn].fillna(UKJENT)
    return Tabell(
        navn="ringer", tittel="Innen gangavstand fra torget", kolonner=kolonner, data=data,
        forklaring="Hver ring har med dem som ligger innenfor den forrige. Areal er "
        f"{arealmerknad(grunnlag.kommune.epsg)}.",
    )  # fmt: skip


def _vei_m(data: GeoDataFrame, til: Nodereise) -> Flyt:
    """(n,) walking distance of every feature."""
    xy = shapely.get_coordinates(shapely.centroid(data.geometry.to_numpy()))
    return fra_punkter(til, xy).vei_m


def _daa(former: Former, ring: Ring, plan: Lagdata) -> float:
    """Ground of the areas within a ring, dekar; NaN for none where the plan is not mapped."""
    areal_daa = felles(union(former), ring.flate).area / M2_PER_DAA
    mappet = plan.kjent and bool(shapely.covers(plan.dekning, ring.flate))
    return areal_daa if areal_daa > 0.0 or mappet else float("nan")


def _kartlaget(grunnlag: Grunnlag, ringer: list[Ring]) -> tuple[Kartlag, ...]:
    """Rings without the ring inside them."""
    deler: list[BaseGeometry] = []
    indre: BaseGeometry = shapely.Polygon()
    for ring in ringer:
        deler.append(uten(ring.flate, indre))
        indre = ring.flate
    med = [i for i, del_ in enumerate(deler) if not del_.is_empty]
    if not med:
        return ()
    navn = [f"{ringer[i].inntil_m:.0f}" for i in med]
    titler = [f"inntil {tall(ringer[i].inntil_m)} m å gå" for i in med]
    data = GeoDataFrame(
        {"id": [f"ring-{n}" for n in navn], "ring": navn, "avstand": titler},
        geometry=[deler[i] for i in med],
        crs=grunnlag.kommune.epsg,
    )
    return (
        Kartlag(
            navn="ringer_torg",
            tittel="Gangavstand fra torget",
            data=data,
            klasser=tuple(
                Klasse(verdi=n, tittel=t, stil=STILER[min(i, len(STILER) - 1)])
                for i, (n, t) in enumerate(zip(navn, titler, strict=True))
            ),
            klassefelt="ring",
            kolonner=(tekstkolonne("avstand", "Gangavstand"),),
            kildelag=(VEGER.navn, STEDSNAVN.navn),
        ),
    )


def _svar(grunnlag: Grunnlag, p: Parametre, tabell: Tabell) -> str:
    """Answer in one sentence."""
    if not grunnlag[VEGER].kjent or not grunnlag[STEDSNAVN].kjent:
        return "Gangavstand er ikke kjent: veger eller stedsnavn er ikke hentet."
    if not p.torg:
        return "Gangavstand er ikke regnet ut: kommunen har ikke satt torg i kommune.toml."
    if tabell.data.empty:
        navn = " eller ".join(f"«{n}»" for n in p.torg)
        grunn = f"{navn} finnes ikke i stedsnavnene, eller veger mangler"
        return f"Gangavstand er ikke regnet ut: {grunn}."
    siste = tabell.data.iloc[-1]
    return (
        f"Gangavstand {siste['ring']} fra torget har {siste[BYGNINGER.navn]} bygg og "
        f"{siste[ADRESSER.navn]} adresser på {tall(siste['areal_daa'])} daa."
    )


ANALYSE = Analyse(
    navn="sentrum",
    tittel="Sentrum til fots",
    sporsmaal="Hva ligger innen 100, 200 og 400 meters gange fra torget?",
    krever=KREVER,
    parametre=Parametre(),
    beregn=beregn,
)
