"""The parts of the world heritage, each with rules and sources of its own, and where they lie.

Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from pandas import isna
from shapely import Point, Polygon
from shapely.geometry.base import BaseGeometry

from analyser.felles.kryss import BUFFERSONE
from analyser.felles.modell import Grunnlag
from analyser.felles.overlapp import rene_flater
from gis.geometri import felles, union
from lag.katalog.grunnlag import STEDSNAVN
from lag.katalog.kultur import CIRCUMFERENSEN, VERDENSARV
from lag.katalog.landbruk import DYRKA_JORD

OFFISIELL, DEL_AV, JORD, TILNAERMET, UKJENT = (
    "offisiell flate", "del av offisiell flate", "dyrka jord i kjernen (tilnærmet)",
    "tilnærmet sirkel", "ikke kjent",
)  # fmt: skip
"""What the ground of a part rests on, the best first."""
NOMINASJON = "verdensarvlisten nr. 55, utvidet 2010; nominasjonskartet er den juridiske grensen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delomraade:
    """One part of the world heritage."""

    id: str
    navn: str
    spor: tuple[str, ...]
    """Words in the name of its official polygon, lower case."""
    uten: tuple[str, ...] = ()
    """Words that a polygon of another part has in its name."""
    sted: str
    """Place name that it lies at, for the part of a polygon or the circle."""
    radius_m: float
    """Radius of the circle where no polygon is known, metres. arealsils anslag (uverifisert)."""
    attributter: tuple[str, ...]
    """What of the outstanding value it carries (keys of `ATTRIBUTTER`)."""
    regel: str
    """What to look at there, in our words."""
    kilde: str = NOMINASJON
    """What it rests on."""


DELOMRAADER: tuple[Delomraade, ...] = (
    Delomraade(
        id="bergstaden", navn="Bergstaden", spor=("bergstad",), uten=("gruve",),
        sted="Bergstaden", radius_m=1500.0,
        attributter=("Bergstaden: gatenett, gårdsrom og trehus", "Smelthytta og slagghaugene",
                     "Utsyn fra og til Bergstaden"),
        regel="Gatenett, gårdsrom og trehus bevares. Se fredete bygninger, SEFRAK, H570 og H730, "
        "og om det nye synes fra kirken, hytta og slagghaugene.",
    ),
    Delomraade(
        id="jordbruk", navn="Jordbrukslandskapet", spor=(), sted="Bergstaden", radius_m=2500.0,
        attributter=("Jordbrukslandskapet",),
        regel="Bynære bruk og jorder som gruvebyen levde av, holdes åpne og i drift. Se dyrka jord "
        "og H510.",
        kilde=f"{NOMINASJON}; flaten er dyrka jord (AR5) innenfor kjernen",
    ),
    Delomraade(
        id="storwartz", navn="Storwartz", spor=("storwartz",), sted="Storwartz", radius_m=2500.0,
        attributter=("Gruvene (Storwartz og Nordgruvefeltet)",
                     "Vannkraften: dammer, kanaler og renner"),
        regel="Gruver, tipper, dammer og renner er én helhet. Se kulturminner og gamle gruver; "
        "tipper kan både være vernet og forurenset.",
    ),
    Delomraade(
        id="nordgruva", navn="Nordgruva", spor=("nordgruv",), sted="Nordgruvefeltet",
        radius_m=3000.0,
        attributter=("Gruvene (Storwartz og Nordgruvefeltet)",
                     "Kullbrenning og skogbruk"),
        regel="Som Storwartz. Her ligger også mineralinteresser i dag, se siden om gruve.",
    ),
    Delomraade(
        id="femundshytta", navn="Femundshytta", spor=("femundshytt",), sted="Femundshytta",
        radius_m=1500.0, attributter=("Femundshytta", "Kullbrenning og skogbruk"),
        regel="Smelteplass 1743–1822 med tufter og slagg. Det meste ligger i Engerdal.",
    ),
    Delomraade(
        id="vinterleden", navn="Vinterleden", spor=("vinter",), sted="", radius_m=0.0,
        attributter=("Transportvegene, også vintervegen",),
        regel="Vintervegen Røros–Tufsingdalen over myr og vann. Kryssinger og nye veger i traseen "
        "vurderes særskilt.",
    ),
)  # fmt: skip
"""The six parts. The rules are arealsil's own words (uverifisert), to be approved by the
verdensarvkoordinator."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Plassert:
    """A part and its ground."""

    om: Delomraade
    form: BaseGeometry
    """Empty where it is not known."""
    grunnlag: str
    """What the ground rests on: one of the words above."""


def plasser(grunnlag: Grunnlag) -> list[Plassert]:
    """Find the ground of every part: the official polygon, a part of one, or a circle."""
    kjerner, navn = kjernen(grunnlag)
    samlet = union(kjerner)
    return [_plassert(om, grunnlag, kjerner, navn, samlet) for om in DELOMRAADER]


def _plassert(
    om: Delomraade,
    grunnlag: Grunnlag,
    kjerner: Sequence[BaseGeometry],
    navn: Sequence[str],
    samlet: BaseGeometry,
) -> Plassert:
    """One part."""
    egne = [
        form
        for form, n in zip(kjerner, navn, strict=True)
        if any(s in n for s in om.spor) and not any(s in n for s in om.uten)
    ]
    if egne:
        return Plassert(om=om, form=union(egne), grunnlag=OFFISIELL)
    sted = stedet(grunnlag, om.sted) if om.sted else None
    if not om.spor and not samlet.is_empty and grunnlag[DYRKA_JORD].kjent:
        jord = union([felles(f, samlet) for f in rene_flater(grunnlag[DYRKA_JORD].data)])
        if not jord.is_empty:
            return Plassert(om=om, form=jord, grunnlag=JORD)
    if sted is None:
        return Plassert(om=om, form=Polygon(), grunnlag=UKJENT)
    deler = [d for d in shapely.get_parts(np.array(kjerner, dtype=object)) if d.covers(sted)]
    if deler and om.spor:
        return Plassert(om=om, form=union(deler), grunnlag=DEL_AV)
    return Plassert(om=om, form=sted.buffer(om.radius_m), grunnlag=TILNAERMET)


def kjernen(grunnlag: Grunnlag) -> tuple[list[BaseGeometry], list[str]]:
    """Return the core polygons and their names in lower case; features without zone count."""
    lagdata = grunnlag[VERDENSARV]
    if not lagdata.kjent:
        return [], []
    data = lagdata.data
    soner = data["sone"] if "sone" in data else [None] * len(data)
    med = np.array([sone != BUFFERSONE for sone in soner], dtype=bool)
    navn = ["" if isna(n) else str(n).casefold() for n in data["navn"][med]]
    return list(rene_flater(data[med])), navn


def circumferens(grunnlag: Grunnlag, radius_m: float) -> tuple[BaseGeometry, str]:
    """Return the buffer zone and what it rests on; the circle is only the last resort."""
    lagdata = grunnlag[VERDENSARV]
    if lagdata.kjent and "sone" in lagdata.data:
        buffer = lagdata.data[lagdata.data["sone"] == BUFFERSONE]
        if not buffer.empty:
            return union(rene_flater(buffer)), OFFISIELL
    egen = grunnlag[CIRCUMFERENSEN]
    if egen.kjent and not egen.data.empty:
        return union(rene_flater(egen.data)), OFFISIELL
    sted = stedet(grunnlag, "Storwartz")
    if sted is None:
        return Polygon(), UKJENT
    return sted.buffer(radius_m, quad_segs=128), TILNAERMET


def stedet(grunnlag: Grunnlag, navn: str) -> Point | None:
    """Return where a place lies by the register of place names; None where it is not found."""
    lagdata = grunnlag[STEDSNAVN]
    if not lagdata.kjent:
        return None
    treff = [
        form
        for form, n in zip(lagdata.data.geometry, lagdata.data["navn"], strict=True)
        if not isna(n) and str(n).casefold().startswith(navn.casefold())
    ]
    return treff[0].centroid if treff else None
