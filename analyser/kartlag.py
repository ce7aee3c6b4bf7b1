"""Kartlag: the named layers themselves, with their parts, as fetched and checked."""

from dataclasses import asdict, dataclass, replace

import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame

from analyser.felles.fiber.personvern import RUTEKLASSER, byggruter
from analyser.felles.kryss import innenfor
from analyser.felles.modell import Analyse, Grunnlag, Kartlag, Klasse, Kolonneinfo, Resultat, Tabell
from analyser.felles.overlapp import en_gang
from analyser.felles.spor import kildebruk, ukjent_tekster
from analyser.felles.svar import tallkolonne, tekstkolonne
from analyser.felles.tekst import M2_PER_DAA, REINDRIFT_VARSEL, antall, dato, oppramsing, tall
from gis.crs import arealmerknad
from lag.katalog import KATALOG
from lag.katalog.fiber import FIBERDEKNING
from lag.katalog.kultur import VERDENSARV
from lag.modell import Lag, Lagdata

KREVER: tuple[Lag, ...] = tuple(p for p in KATALOG.values() if p.navngitt or p.del_av)
"""The layers that are named, each followed by its parts."""
NAVNEFELT = ("navn", "distrikt", "bygningsnummer")
"""Columns that can head the card of a feature, the best first."""
SVAK = 0.08
"""Fill opacity of what covers most of the municipality, so that the rest can be seen."""
SONEKLASSER = (
    Klasse(verdi="kjerne", tittel="kjerneområde", stil=VERDENSARV.stil),
    Klasse(
        verdi="buffer",
        tittel="buffersone",
        stil=replace(VERDENSARV.stil, skravur="", dekkevne=SVAK, strek="8 4"),
    ),
    Klasse(verdi="", tittel="sone ikke kjent", stil=replace(VERDENSARV.stil, dekkevne=0.2)),
)
"""Core and buffer of the world heritage weigh differently and are drawn so."""
FIBERTALL = (("adresser", "Bygg"), ("med", "Med fiber"), ("uten", "Uten fiber"),
             ("ukjent", "Ikke kjent"))  # fmt: skip
"""Columns of the squares of fibre, and their headings."""
KLASSER = {
    VERDENSARV.navn: ("sone", SONEKLASSER),
}
"""Layers that are drawn by a column."""
MEST = 0.5
"""Share of the municipality from which a layer is drawn with a weak fill."""


@dataclass(frozen=True, slots=True)
class Parametre:
    """What the planner may change."""

    forenkling_m: float = 5.0
    """How far a drawn line may lie from the true one, metres. Source: kommunens valg."""
    fiberrute_m: float = 250.0
    """Side of the squares that fibre is shown in, metres. arealsils forslag."""
    minste_gruppe: int = 5
    """Buildings below which such a square is not shown. kommunens valg."""


def beregn(grunnlag: Grunnlag, p: Parametre) -> Resultat:
    """Count and draw the named layers and their parts."""
    lagene = [grunnlag[post] for post in KREVER]
    tegnes = [data for data in lagene if data.kjent and not data.data.empty]
    return Resultat(
        analyse="kartlag",
        tittel=ANALYSE.tittel,
        sporsmaal=ANALYSE.sporsmaal,
        svar=_svar(lagene),
        punkter=(
            "Et lag som ikke er kartlagt overalt, viser bare det som er registrert; tomt kart er "
            "ikke det samme som avklart.",
            REINDRIFT_VARSEL,
        ),
        tabeller=(_tabell(lagene, grunnlag),),
        kartlag=tuple(_tegnet(data, grunnlag, p) for data in sorted(tegnes, key=_nederst)),
        regler=(),
        kilder=kildebruk(grunnlag, KREVER),
        ukjent=ukjent_tekster(grunnlag, KREVER),
        parametre=asdict(p),
    )


def _svar(lagene: list[Lagdata]) -> str:
    """Say how many of the named layers are here, and which are not."""
    navngitte = [data for data in lagene if data.post.navngitt]
    ukjente = [f"«{data.post.tittel}»" for data in navngitte if not data.kjent]
    objekter = sum(len(data.data) for data in lagene)
    hentet = f"{tall(len(navngitte) - len(ukjente))} av {tall(len(navngitte))} navngitte kartlag"
    mangler = f" Ikke kjent: {oppramsing(ukjente)}." if ukjente else ""
    return f"{hentet} er hentet, med {antall(objekter, 'objekt', 'objekter')} i alt.{mangler}"


def _tabell(lagene: list[Lagdata], grunnlag: Grunnlag) -> Tabell:
    """Table of the layers, one row each."""
    return Tabell(
        navn="lagene",
        tittel="Kartlagene",
        kolonner=(
            tekstkolonne("tittel", "Kartlag"),
            tekstkolonne("svar", "Status"),
            tallkolonne("objekter", "Objekter", "stk.", 0),
            tallkolonne(
                "i_kommunen_daa",
                "I kommunen",
                "daa",
                0,
                f"Overlapp regnet én gang, {arealmerknad(grunnlag.kommune.epsg)}; bare flater.",
            ),
            tekstkolonne("dekning", "Kartlagt"),
            tekstkolonne("hentet", "Hentet"),
            tekstkolonne("eier", "Eier"),
            tekstkolonne("uverifisert", "Uverifisert"),
        ),
        data=DataFrame([_rad(data, grunnlag) for data in lagene]),
        forklaring="Det som står som uverifisert, er ikke bekreftet mot kilden.",
    )


def _rad(data: Lagdata, grunnlag: Grunnlag) -> dict[str, object]:
    """Row of one layer; numbers are unknown where the layer is."""
    post = data.post
    areal_m2 = float("nan")
    if data.kjent and post.geometri == "flate":
        areal_m2 = float(en_gang(innenfor(data.data, grunnlag.grense)).area.sum())
    return {
        "tittel": f"– {post.tittel}" if post.del_av else post.tittel,
        "svar": "hentet" if data.kjent else "ikke kjent",
        "objekter": float(len(data.data)) if data.kjent else float("nan"),
        "i_kommunen_daa": areal_m2 / M2_PER_DAA,
        "dekning": f"{post.dekning.type}: {post.dekning.grunn}",
        "hentet": dato(data.hentet) if data.hentet else "",
        "eier": post.eier,
        "uverifisert": "; ".join(post.uverifisert),
    }


def _nederst(data: Lagdata) -> tuple[int, float, str]:
    """Order of drawing: large areas below small ones, lines above areas, points on top."""
    slag = ("flate", "linje", "punkt").index(data.post.geometri)
    return slag, -float(shapely.area(data.data.geometry.to_numpy()).sum()), data.post.navn


def _fiberruter(data: Lagdata, p: Parametre) -> Kartlag:
    """Fibre by square: which building lacks it is told of no one."""
    return Kartlag(
        navn=data.post.navn,
        tittel=f"{data.post.tittel}, i ruter (minst {p.minste_gruppe})",
        data=byggruter(data.data, p.fiberrute_m, p.minste_gruppe),
        klasser=RUTEKLASSER,
        klassefelt="status",
        kolonner=tuple(tekstkolonne(n, t) for n, t in FIBERTALL),
        synlig=False,
        kildelag=(data.post.navn,),
    )


def _tegnet(data: Lagdata, grunnlag: Grunnlag, p: Parametre) -> Kartlag:
    """Layer to draw; only columns that may be published are in it."""
    post = data.post
    if post is FIBERDEKNING:
        return _fiberruter(data, p)
    vises = [k for k in post.kolonner if k.publiseres and k.navn in data.data]
    ramme = GeoDataFrame(
        {k.navn: _lest(data, k.navn, dict(k.koder)) for k in vises},
        geometry=data.data.geometry.to_numpy(),
        crs=data.data.crs,
    )
    ramme["id"] = data.data[post.idfelt].astype(str).to_numpy()
    klassefelt, klasser = KLASSER.get(post.navn, ("", (_klasse(data, grunnlag),)))
    if klassefelt:
        verdier = {klasse.verdi for klasse in klasser}
        ramme["klasse"] = [v if v in verdier else "" for v in data.data[klassefelt]]
    navnefelt = next((navn for navn in NAVNEFELT if navn in ramme), "id")
    return Kartlag(
        navn=post.navn,
        tittel=post.tittel,
        data=ramme,
        klasser=klasser,
        klassefelt="klasse" if klassefelt else "",
        kolonner=tuple(
            Kolonneinfo(navn=k.navn, tittel=k.tittel)
            for k in vises
            if k.navn not in (navnefelt, post.idfelt)
        ),
        navnefelt=navnefelt,
        synlig=post.navngitt and post.geometri != "punkt",
        kildelag=(post.navn,),
        forenkling_m=p.forenkling_m if post.geometri != "punkt" else 0.0,
    )


def _klasse(data: Lagdata, grunnlag: Grunnlag) -> Klasse:
    """Legend of a layer with one class; weak where it would hide everything else."""
    stil = data.post.stil
    if shapely.area(data.data.geometry.to_numpy()).sum() > MEST * grunnlag.grense.area:
        stil = replace(stil, skravur="", dekkevne=SVAK)
    return Klasse(verdi="", tittel=data.post.tittel, stil=stil)


def _lest(data: Lagdata, kolonne: str, koder: dict[str, str]) -> list[object]:
    """Values of a column with codes put in words."""
    return [koder.get(str(verdi), verdi) for verdi in data.data[kolonne]]


ANALYSE = Analyse(
    navn="kartlag",
    tittel="Kartlagene",
    sporsmaal="Hva ligger hvor?",
    krever=KREVER,
    parametre=Parametre(),
    beregn=beregn,
)
