"""The entry point of `kart`: results in, files out.

Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from shapely.geometry.base import BaseGeometry

from analyser.felles.modell import Kartlag, Resultat, Sak
from gis.kilder.pdf import pdfskriver
from gis.kilder.skriving import skriv_bytes, skriv_tekst
from gis.kommune import Kommune
from kart import sileside
from kart.brukerveiledning import VEILEDNINGSSIDE, brukerveiledning
from kart.egennavn import egennavn
from kart.eksport import skriv_excel, skriv_geopackage
from kart.funn import funn_i
from kart.kartark import FORMATER, PAA_SKJERM, Utskrift, kartark, pdfnavn
from kart.kartdata import TO_KJORINGER, Sidekart
from kart.kjoring import Kjoring
from kart.lesark import skriv_ark
from kart.maskinsvar import som_json
from kart.nettkart import Kart, bygg, les_av
from kart.planside import Menypunkt, side
from kart.politikerside import politikerside
from kart.port import krev
from kart.portal import indeks, svarene
from kart.resultatside import innhold
from kart.sak import saksfil, saksutkast
from kart.sileside import silegrunnlag, sileresultat
from kart.svg import kart_svg
from kart.tekster import paa_spraak, t
from kart.uuside import UU_SIDE, uu_erklaering
from lag.katalog.matrikkel import TEIGER

OVERSIKT_PX = 1000
"""Width of the still map."""
ARK_PX = 1400
"""Width of the map on paper, in its own units: finer lines than on screen."""
FORSIDE = "index.html"
TO_SIDER_PDF = "to-sider.pdf"


def _meny(resultater: Sequence[Resultat]) -> tuple[Menypunkt, ...]:
    """Every page of the run."""
    sidene = ((f"{r.analyse}.html", t(r.tittel)) for r in resultater)
    return ((FORSIDE, t("Oversikt")), *sidene)


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
    meny: Sequence[Menypunkt] = (),
) -> str:
    """Return the page of one result, its map read off `kartet`.

    Parameters
    ----------
    kartet        from `kart.nettkart.bygg`, changed or not; only what is on it is drawn
    meny          the pages beside this one; empty for a page alone
    """
    emne = kjoring.sileemne if resultat.analyse == sileside.NAVN else None
    lagnavn = {post.navn for post in resultat.kartlag}
    with paa_spraak(kjoring.spraak):
        sidekart = replace(
            les_av(kartet),
            sil=silegrunnlag(emne) if emne else None,
            navn=resultat.analyse,
            sveip=TO_KJORINGER if lagnavn.issuperset(TO_KJORINGER) else (),
            epsg=kommune.epsg,
            funn=funn_i(resultat),
            oppslag=tuple(o for o in kjoring.oppslag if not (emne and o.lag == TEIGER.navn)),
        )
        tegnet = _det_paa_kartet(resultat, sidekart)
        oversikt = kart_svg(tegnet, kommune, grense, kjoring.bakgrunn, OVERSIKT_PX)
        kropp = innhold(resultat, kommune, kjoring, sidekart, oversikt)
        tittel = f"{t(resultat.tittel)}, {kommune.navn}"
        denne = f"{resultat.analyse}.html"
        return side(tittel, kropp, kjoring, meny or _meny((resultat,)), denne, sidekart)


def _pdfer(
    sidene: Sequence[Resultat],
    kommune: Kommune,
    grense: BaseGeometry,
    mappe: Path,
    kjoring: Kjoring,
    utskrift: Utskrift,
) -> Iterator[Path]:
    """Write every result's map as PDF, one sheet of each size; pages without a table have none."""
    with pdfskriver(utskrift.nettleser) as skriver:
        for resultat in (r for r in sidene if r.tabeller):
            sidekart = les_av(bygg(resultat, kommune, grense, kjoring))
            oversikt = kart_svg(
                resultat, kommune, grense, kjoring.bakgrunn, ARK_PX, ark=utskrift.retning
            )
            for papir in FORMATER[utskrift.retning]:
                ark = kartark(resultat, sidekart, oversikt, kommune, kjoring, papir)
                sti = mappe / pdfnavn(resultat, papir)
                skriv_bytes(sti, skriver.skriv_tekst(ark, kjoring.dato.isoformat()))
                yield sti


def publiser(
    resultater: Sequence[Resultat],
    kommune: Kommune,
    grense: BaseGeometry,
    mappe: Path,
    kjoring: Kjoring,
    utskrift: Utskrift = PAA_SKJERM,
) -> tuple[Path, ...]:
    """Write front page, pages, GeoPackage, workbook and records; returns what was written.

    Parameters
    ----------
    resultater    the answers, in the order of the menu
    kommune       the municipality, in whose CRS everything is
    grense        its area
    mappe         folder to write into
    kjoring       the run
    utskrift      makes a PDF of each map, where it names a Chromium

    Raises
    ------
    DataFeil      if something must not be published
    SkriveFeil    if a file cannot be written or a page would not be safe
    """
    sidene = (*resultater, *((sileresultat(kjoring.sileemne),) if kjoring.sileemne else ()))
    krev(sidene, kjoring, eksternt=bool(kjoring.utgave))
    sider = []
    with paa_spraak(kjoring.spraak, egennavn(sidene, kommune, kjoring)):
        meny = _meny(sidene)
        for fil, tittel, kropp in (
            (FORSIDE, kommune.navn, indeks(resultater, kommune, kjoring)),
            (UU_SIDE, t("Tilgjengelighetserklæring"), uu_erklaering(kommune, kjoring)),
            (VEILEDNINGSSIDE, t("Veiledning"), brukerveiledning(svarene())),
        ):
            sider.append(mappe / fil)
            skriv_tekst(sider[-1], side(tittel, kropp, kjoring, meny, fil))
        if utskrift.nettleser:
            sider += _pdfer(sidene, kommune, grense, mappe, kjoring, utskrift)
        for resultat in sidene:
            kartet = bygg(resultat, kommune, grense, kjoring)
            sider.append(mappe / f"{resultat.analyse}.html")
            skriv_tekst(sider[-1], tegn_side(resultat, kartet, kommune, grense, kjoring, meny))
    gpkg, regneark = mappe / "resultater.gpkg", mappe / "resultater.xlsx"
    skriv_geopackage(gpkg, resultater, kjoring.tidspunkt)
    skriv_excel(regneark, resultater, kommune, kjoring)
    with paa_spraak(kjoring.spraak, egennavn(sidene, kommune, kjoring)):
        saker = [_skriv_sak(mappe, r, r.sak, kommune, kjoring) for r in resultater if r.sak]
    return (*sider, gpkg, regneark, *saker)


def publiser_ark(
    resultater: Sequence[Resultat], kommune: Kommune, mappe: Path, kjoring: Kjoring
) -> tuple[Path, ...]:
    """Write the sheets of the results, whose tables must be whole: a sheet names rows of them.

    Raises
    ------
    DataFeil      if something must not be published
    SkriveFeil    if a file cannot be written
    """
    krev(resultater, kjoring, eksternt=bool(kjoring.utgave))
    return tuple(fil for r in resultater for fil in skriv_ark(r, kommune, mappe, kjoring))


def publiser_alt(
    resultater: Sequence[Resultat],
    kommune: Kommune,
    grense: BaseGeometry,
    mappe: Path,
    kjoring: Kjoring,
    utskrift: Utskrift = PAA_SKJERM,
) -> tuple[Path, ...]:
    """Write the pages, files, sheets and machine answers of a run; as `publiser`."""
    return (
        *publiser(resultater, kommune, grense, mappe, kjoring, utskrift),
        *publiser_ark(resultater, kommune, mappe, kjoring),
        *skriv_maskinsvar(resultater, kommune, mappe, kjoring),
    )


def publiser_to_sider(
    resultater: Sequence[Resultat],
    kommune: Kommune,
    mappe: Path,
    kjoring: Kjoring,
    nettleser: str = "",
) -> tuple[Path, ...]:
    """Write the edition that is two pages of paper, as HTML and, with a Chromium, as PDF.

    Raises
    ------
    DataFeil      if something must not be published
    SkriveFeil    if a file cannot be written
    """
    krev(resultater, kjoring, eksternt=False)  # words and numbers only: no layer is shown
    html = mappe / FORSIDE
    with paa_spraak(kjoring.spraak, egennavn(resultater, kommune, kjoring)):
        ark = politikerside(resultater, kommune, kjoring)
    skriv_tekst(html, ark)
    if not nettleser:
        return (html,)
    pdf = mappe / TO_SIDER_PDF
    with pdfskriver(nettleser) as skriver:
        skriv_bytes(pdf, skriver.skriv_tekst(ark, kjoring.dato.isoformat()))
    return (html, pdf)


def _skriv_sak(
    mappe: Path, resultat: Resultat, sak: Sak, kommune: Kommune, kjoring: Kjoring
) -> Path:
    """Write the draft for the council that goes with a result."""
    sti = mappe / saksfil(resultat)
    skriv_bytes(sti, saksutkast(resultat, sak, kommune, kjoring))
    return sti


def skriv_maskinsvar(
    resultater: Sequence[Resultat], kommune: Kommune, mappe: Path, kjoring: Kjoring
) -> tuple[Path, ...]:
    """Write the records of every result that tells of sites, for programs and for comparisons."""
    filer = []
    for resultat in resultater:
        if resultat.steder:
            filer.append(mappe / f"{resultat.analyse}.json")
            skriv_tekst(filer[-1], som_json(resultat, kommune, kjoring))
    return tuple(filer)
