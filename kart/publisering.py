"""The entry point of `kart`: results in, files out."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from shapely.geometry.base import BaseGeometry

from analyser.felles.modell import Kartlag, Resultat
from gis.kilder.skriving import skriv_tekst
from gis.kommune import Kommune
from kart import sileside
from kart.eksport import skriv_excel, skriv_geopackage
from kart.funn import funn_i
from kart.kartdata import Sidekart
from kart.kjoring import Kjoring
from kart.nettkart import Kart, bygg, les_av
from kart.planside import Menypunkt, side
from kart.portal import indeks
from kart.resultatside import innhold
from kart.sileside import silegrunnlag, sileresultat
from kart.svg import kart_svg
from lag.katalog.matrikkel import TEIGER

OVERSIKT_PX = 1000
"""Width of the still map."""
FORSIDE = "index.html"


def _meny(resultater: Sequence[Resultat]) -> tuple[Menypunkt, ...]:
    """Every page of the run."""
    return ((FORSIDE, "Oversikt"), *((f"{r.analyse}.html", r.tittel) for r in resultater))


def _det_paa_kartet(resultat: Resultat, sidekart: Sidekart) -> Resultat:
    """Return the result with the layers and features that are on the map, for the still map."""
    ider = {
        s.navn: {o.get("properties", {}).get("id") for k in s.klasser for o in k.objekter}
        for s in sidekart.temaer
    }
    beholdt: list[Kartlag] = [
        replace(post, data=post.data[post.data["id"].astype(str).isin(ider[post.navn])])
        for post in resultat.kartlag
        if post.navn in ider
    ]
    return replace(resultat, kartlag=tuple(beholdt))


def tegn_side(
    resultat: Resultat,
    kartet: Kart,
    kommune: Kommune,
    grense: BaseGeometry,
    kjoring: Kjoring,
    resultater: Sequence[Resultat] = (),
) -> str:
    """Return the page of one result, its map read off `kartet`.

    Parameters
    ----------
    kartet        from `kart.nettkart.bygg`, changed or not; only what is on it is drawn
    resultater    the whole run, for the menu
    """
    emne = kjoring.sileemne if resultat.analyse == sileside.NAVN else None
    sidekart = replace(
        les_av(kartet),
        sil=silegrunnlag(emne) if emne else None,
        navn=resultat.analyse,
        epsg=kommune.epsg,
        funn=funn_i(resultat),
        oppslag=tuple(o for o in kjoring.oppslag if not (emne and o.lag == TEIGER.navn)),
    )
    tegnet = _det_paa_kartet(resultat, sidekart)
    oversikt = kart_svg(tegnet, kommune, grense, kjoring.bakgrunn, OVERSIKT_PX)
    kropp = innhold(resultat, kommune, kjoring, sidekart, oversikt)
    tittel = f"{resultat.tittel}, {kommune.navn}"
    denne = f"{resultat.analyse}.html"
    return side(tittel, kropp, kjoring, _meny(resultater or (resultat,)), denne, sidekart)


def publiser(
    resultater: Sequence[Resultat],
    kommune: Kommune,
    grense: BaseGeometry,
    mappe: Path,
    kjoring: Kjoring,
) -> tuple[Path, ...]:
    """Write front page, one page per result, GeoPackage and workbook; returns what was written.

    Parameters
    ----------
    resultater    the answers, in the order of the menu
    kommune       the municipality, in whose CRS everything is
    grense        its area
    mappe         folder to write into
    kjoring       the run

    Raises
    ------
    SkriveFeil    if a file cannot be written or a page would not be safe
    """
    sidene = (*resultater, *((sileresultat(kjoring.sileemne),) if kjoring.sileemne else ()))
    forside = mappe / FORSIDE
    kropp = indeks(resultater, kommune, kjoring)
    skriv_tekst(forside, side(kommune.navn, kropp, kjoring, _meny(sidene), FORSIDE))
    sider = []
    for resultat in sidene:
        kartet = bygg(resultat, kommune, grense, kjoring)
        sti = mappe / f"{resultat.analyse}.html"
        skriv_tekst(sti, tegn_side(resultat, kartet, kommune, grense, kjoring, sidene))
        sider.append(sti)
    gpkg, regneark = mappe / "resultater.gpkg", mappe / "resultater.xlsx"
    skriv_geopackage(gpkg, resultater, kjoring.tidspunkt)
    skriv_excel(regneark, resultater, kommune, kjoring)
    return (forside, *sider, gpkg, regneark)
