"""From a search to what a page shows: tables, map layers, sentences."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame

from analyser.felles.egnethet.egneregler import OPPTATT
from analyser.felles.egnethet.lop import Funn
from analyser.felles.egnethet.maaletabell import maaletabell
from analyser.felles.egnethet.robusthet import TOPP
from analyser.felles.egnethet.scenarier import Utfall, utfallene
from analyser.felles.egnethet.tabeller import (
    ALLE,
    INGEN,
    NOEN,
    kandidatkolonner,
    kandidatrader,
    kandidattabell,
    kriterietabell,
    scenariotabell,
    utelukkelsestabell,
)
from analyser.felles.modell import Grunnlag, Kartlag, Klasse, Kolonneinfo, Tabell
from analyser.felles.svar import tallkolonne, tekstkolonne
from analyser.felles.tekst import antall, daa, oppramsing, prosent, tall
from lag.katalog import KATALOG
from lag.katalog.grunnlag import STEDSNAVN, TERRENG
from lag.katalog.matrikkel import BYGNINGER, TEIGER
from lag.katalog.samferdsel import VEGER
from lag.modell import Lag, Stil

KONSENSUSKLASSER: tuple[Klasse, ...] = (
    Klasse(verdi=ALLE, tittel="blant de fem beste i alle scenarier",
           stil=Stil(farge="#00441b", dekkevne=0.6)),
    Klasse(verdi=NOEN, tittel="blant de fem beste i noen scenarier",
           stil=Stil(farge="#5aae61", skravur="45", dekkevne=0.5)),
    Klasse(verdi=INGEN, tittel="andre flater som ingen kjent regel utelukker",
           stil=Stil(farge="#d9f0d3", kant="#1b7837", dekkevne=0.5)),
)  # fmt: skip
"""Consensus map (ColorBrewer PRGn, green half)."""
SKISSEKLASSE = Klasse(verdi="", tittel="tomt i skissen", stil=Stil(farge="#fee391", kant="#8c510a"))
Fyll = Callable[[DataFrame], DataFrame]
"""Puts an analysis' own columns into the rows of the candidates."""
TEGNES = 10
"""Candidates whose plots are drawn and exported."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Produkt:
    """What a search adds to a result."""

    funn: Funn
    """The search."""
    utfall: tuple[Utfall, ...]
    """Today's order and the scenarios."""
    rader: DataFrame
    """The candidates that are shown."""
    tabeller: tuple[Tabell, ...]
    """Candidates, criteria, scenarios, exclusions."""
    kartlag: tuple[Kartlag, ...]
    """Candidates and sketched plots."""
    punkter: tuple[str, ...]
    """Findings."""


def lag_produkt(
    grunnlag: Grunnlag, funn: Funn, egne: Sequence[Kolonneinfo] = (), med_egne: Fyll | None = None
) -> Produkt:
    """Make tables, layers and sentences of a search.

    Parameters
    ----------
    egne        columns of the analysis' own, put last but for the reindeer column
    med_egne    puts them into the rows; None where there are none
    """
    utfall = utfallene(grunnlag, funn)
    rader = kandidatrader(funn, utfall)
    rader = rader if med_egne is None else med_egne(rader)
    kolonner = kandidatkolonner(funn)
    kolonner = (*kolonner[:-1], *egne, kolonner[-1])
    epsg = grunnlag.kommune.epsg
    return Produkt(
        funn=funn,
        utfall=utfall,
        rader=rader,
        tabeller=(
            kandidattabell(funn, rader, kolonner, epsg),
            maaletabell(funn),
            kriterietabell(funn),
            scenariotabell(funn, utfall),
            utelukkelsestabell(funn),
        ),
        kartlag=(_kandidatlag(funn, rader, kolonner), _skisselag(funn)),
        punkter=_punkter(funn, rader),
    )


def merket(produkt: Produkt, merke: str, hva: str) -> Produkt:
    """Return a product whose tables and layers bear another name: a second search in one result."""
    return replace(
        produkt,
        tabeller=tuple(
            replace(
                t,
                navn=f"{merke}_{t.navn}",
                tittel=f"{hva}: {t.tittel[0].lower()}{t.tittel[1:]}",
                kartlag=f"{merke}_{t.kartlag}" if t.kartlag else "",
            )
            for t in produkt.tabeller
        ),
        kartlag=tuple(
            replace(
                k,
                navn=f"{merke}_{k.navn}",
                tittel=f"{hva}: {k.tittel[0].lower()}{k.tittel[1:]}",
                synlig=False,
            )
            for k in produkt.kartlag
        ),
        punkter=tuple(f"{hva}: {p[0].lower()}{p[1:]}" for p in produkt.punkter),
    )


def sokelag(*flere: Lag) -> tuple[Lag, ...]:
    """Return the layers that every search reads, besides those of the rules."""
    opptatt = (KATALOG[regel.lag] for regel in OPPTATT)
    return (STEDSNAVN, TERRENG, BYGNINGER, TEIGER, VEGER, *opptatt, *flere)


def _kandidatlag(funn: Funn, rader: DataFrame, kolonner: Sequence[Kolonneinfo]) -> Kartlag:
    """Return the candidates, drawn by consensus."""
    data = GeoDataFrame(rader, geometry=funn.vist.geometry, crs=funn.steder.crs)
    kilder = {regel.lag for regel in (*funn.regler, *OPPTATT)}
    return Kartlag(
        navn="kandidater",
        tittel="Nye flater",
        data=data.reset_index(drop=True),
        klasser=KONSENSUSKLASSER,
        klassefelt="konsensus",
        kolonner=tuple(kolonner),
        kildelag=tuple(sorted(kilder)),
        forenkling_m=0.5,
    )


def _skisselag(funn: Funn) -> Kartlag:
    """Return the plots of the first candidates, one polygon each."""
    ider, navn, former = [], [], []
    for (_, rad), skissen in zip(funn.vist.iterrows(), funn.skisser[:TEGNES], strict=False):
        for nr, tomt in enumerate(skissen.tomter, 1):
            ider.append(f"{rad['id']} tomt {nr}")
            navn.append(f"{rad['navn']}, tomt {nr}")
            former.append(tomt)
    data = GeoDataFrame(
        {"id": ider, "navn": navn, "areal_m2": shapely.area(np.array(former, dtype=object))},
        geometry=former, crs=funn.steder.crs,
    )  # fmt: skip
    return Kartlag(
        navn="tomteskisse",
        tittel=f"Tomteskisse for de {TEGNES} øverste",
        data=data,
        klasser=(SKISSEKLASSE,),
        kolonner=(tekstkolonne("navn", "Tomt"), tallkolonne("areal_m2", "Areal", "m²", 0)),
        kildelag=(TERRENG.navn,),
        synlig=False,
    )


def _like(funn: Funn) -> int:
    """Count the areas with the fifth's points, where some of them stand below it; else 0."""
    poeng = funn.steder[["poeng_lav", "poeng_hoy"]].to_numpy(dtype=np.float64)
    if len(poeng) <= TOPP:
        return 0
    like = np.isclose(poeng, poeng[TOPP - 1], rtol=0.0, atol=1e-9).all(axis=1)
    return int(like.sum()) if like[TOPP:].any() else 0


def _mest(funn: Funn, flest: int = 3) -> str:
    """Name the exclusions that take most of the searched ground, with what each takes alone."""
    u = funn.utelukkelse
    storst = [int(i) for i in np.argsort(-u.total_m2, kind="stable")[:flest] if u.total_m2[i] > 0]
    return oppramsing(
        [
            f"«{funn.utelukkere[i]}» {daa(float(u.total_m2[i]), 0)} "
            f"({daa(float(u.alene_m2[i]), 0)} alene)"
            for i in storst
        ]
    )


def _punkter(funn: Funn, rader: DataFrame) -> tuple[str, ...]:
    """Return the findings of the search, one sentence each."""
    n = len(funn.steder)
    u = funn.utelukkelse
    if not u.sokt_m2:
        return (
            "Det er ikke søkt etter nye flater: veger, tettsteder eller grender er ikke kjent, "
            "eller ingen ligger nær nok hverandre.",
        )
    if not n:
        return (
            "Søket etter nye flater fant ingen som er store og brede nok: "
            f"{prosent(u.felles_m2 / u.sokt_m2)} av søkeområdet er utelukket av regler, "
            "bebyggelse, vann, veg eller terreng.",
            f"Mest grunn tar {_mest(funn)}. Tabellen over utelukkelser viser hva hver av dem tar.",
        )
    flertall = funn.modell.enhet[1]
    fem = rader.iloc[:5]
    setninger = [
        f"Søket etter nye flater utenom planene fant {antall(n, 'flate', 'flater')}; de fem "
        f"øverste er {oppramsing(list(fem['navn']))}, med plass til {tall(fem['lavt'].sum())}–"
        f"{tall(fem['hoyt'].sum())} {flertall} ({tall(fem['tomter'].sum())} tomter i skissen).",
        f"Av søkeområdet er {prosent(u.felles_m2 / max(u.sokt_m2, 1.0))} utelukket av regler, "
        "bebyggelse, vann, veg eller terreng; det som ikke er kjent, er ikke trukket fra.",
    ]
    if like := _like(funn):
        setninger.append(
            f"{antall(like, 'flate', 'flater')} har samme poeng som den femte øverste; hvem av dem "
            "som står først, sier ingenting."
        )
    if not funn.vekting.konsistent:
        setninger.append(
            f"De parvise sammenligningene spriker (konsistensforhold {tall(funn.vekting.cr, 2)}, "
            "over 0,10): vektene bør gås gjennom på nytt."
        )
    return tuple(setninger)
