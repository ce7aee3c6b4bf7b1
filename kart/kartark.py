"""A result's map on one sheet of paper, A3 or A4, with all that a sheet must carry.

Title, answer, legend, scale bar, north, map plane, sources with dates, run, and what it is not.
The map is drawn in the municipality's own plane, so that it can be measured on.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil
from typing import Literal

from analyser.felles.modell import Kildebruk, Resultat, Status
from gis.crs import crs_navn
from gis.feil import ParameterFeil
from gis.kommune import Kommune
from kart.kartdata import Sidekart
from kart.kjoring import Kjoring
from kart.ordlyd import EKSEMPEL, FORBEHOLD, REINDRIFT, UTKAST
from kart.planside import utskriftsark
from kart.resultatside import har_reindrift
from kart.stil import monstre, prove_svg
from kart.svg import Retning
from kart.tekster import dag, setning, t

Format = Literal["a3", "a4", "a3-staaende", "a4-staaende"]
FORMATER: Mapping[Retning, tuple[Format, ...]] = {
    "liggende": ("a3", "a4"), "staaende": ("a3-staaende", "a4-staaende"),
}  # fmt: skip
KILDELINJER: Mapping[Format, float] = {"a3": 70, "a4": 42, "a3-staaende": 57, "a4-staaende": 39}
"""Lines of small print that there is room for beside the map; the page names every source."""
KILDETEGN = 54
"""Characters on such a line."""
TEGN, LINJE, TETT_LINJE, NESTE_LINJE = 44, 1.9, 1.35, 0.9
"""Characters on a line of legend; room of a line in small lines: loose, close, when it goes on."""
FRA_SAMLET = 4
"""Classes from which a layer is named once, above them."""
ROMSLIG = 13
"""Lines of legend above which they stand closer."""
JURIDISK = "Analysekart – ikke juridisk bindende."
MAALESTOKK = (
    "Målestokk: se linjen nederst til venstre i kartet. Nord er rutenettets. Formene er forenklet "
    "for tegning."
)
NORDPIL = (
    '<svg class="nord" viewBox="0 0 24 32" role="img" aria-label="{navn}">'
    '<path d="M12 2L19 24L12 19L5 24Z" fill="#1b1b1b"/><text x="12" y="31" text-anchor="middle" '
    'font-size="8" font-family="sans-serif">N</text></svg>'
)


@dataclass(frozen=True, slots=True)
class Utskrift:
    """How every map is put on paper."""

    nettleser: str = ""
    """Path of a Chromium; empty: none is."""
    retning: Retning = "liggende"
    """How the sheets lie."""


PAA_SKJERM = Utskrift()
"""No paper."""


def bestilt_utskrift(nettleser: str, staaende: bool) -> Utskrift:
    """Return what was asked for.

    Raises
    ------
    ParameterFeil    if there is no Chromium to do it
    """
    if not nettleser:
        raise ParameterFeil("Fant ingen Chromium på maskinen. Installer den, eller utelat --pdf.")
    return Utskrift(nettleser, "staaende" if staaende else "liggende")


def pdfnavn(resultat: Resultat, papir: Format) -> str:
    """Name of the file that holds a result's map."""
    return f"{resultat.analyse}-{papir}.pdf"


def _forklaring(sidekart: Sidekart) -> str:
    """Legend of what is drawn: the layers that are shown when the map opens."""
    synlige = [s for s in sidekart.temaer if s.synlig] or list(sidekart.temaer)
    linjer = []
    for sidelag in reversed(synlige):
        lag, klasser = t(sidelag.tittel), sidelag.klasser
        samlet = len(klasser) >= FRA_SAMLET
        if samlet:
            linjer.append(f'<li class="lag">{escape(lag)}</li>')
        for klasse in klasser:
            klassen = t(klasse.tittel)
            tittel = lag if len(klasser) == 1 else klassen if samlet else f"{lag}: {klassen}"
            linjer.append(f"<li>{prove_svg(klasse.stil, klasse.slag)}{escape(tittel)}</li>")
    stiler = [k.stil for s in synlige for k in s.klasser]
    klasse_ul = ' class="tett"' if len(linjer) > ROMSLIG else ""
    return (
        f'<svg class="usynlig" width="0" height="0" aria-hidden="true">{monstre(stiler)}</svg>'
        f"<ul{klasse_ul}>{''.join(linjer)}</ul>"
    )


def _kildene(kilder: Sequence[Kildebruk], plass: float) -> str:
    """Return sources with owner, day and licence, the ones that are not known first.

    `plass` is how many lines there are for them; what does not fit is counted.
    """
    rekke = sorted(kilder, key=lambda k: k.status != Status.IKKE_KJENT)
    linjer: list[str] = []
    for kilde in rekke:
        hentet = kilde.hentet and t("hentet {dag}", dag=dag(kilde.hentet))
        ord_ = (kilde.tittel, kilde.eier, hentet or t(kilde.status), kilde.lisens)
        plass -= ceil(sum(map(len, ord_)) / KILDETEGN)
        if plass < 1:
            break
        eies = f"{setning(kilde.eier)}, {escape(ord_[2])}, {setning(kilde.lisens)}"
        linjer.append(f"<li>{setning(kilde.tittel)}: {eies}</li>")
    if len(rekke) > len(linjer):
        resten = t("… og {antall} til; alle står på siden.", antall=len(rekke) - len(linjer))
        linjer.append(f"<li>{resten}</li>")
    return f'<ul class="kilder">{"".join(linjer)}</ul>'


def _plass_til(forklaring: str, papir: Format) -> float:
    """Return how many lines of sources there is room for under the legend."""
    ord_ = re.findall(r">([^<>]+)</li>", forklaring)
    linje = TETT_LINJE if len(ord_) > ROMSLIG else LINJE
    flere = sum((len(o) - 1) // TEGN for o in ord_)
    return KILDELINJER[papir] - linje * len(ord_) - NESTE_LINJE * flere


def kartark(
    resultat: Resultat, sidekart: Sidekart, oversikt: str, kommune: Kommune, kjoring: Kjoring,
    papir: Format,
) -> str:  # fmt: skip
    """Return the sheet as HTML that prints to exactly one page.

    Parameters
    ----------
    sidekart    the map as read off the folium map
    oversikt    the still map with its scale bar, SVG
    papir       size of the sheet, and how it lies; the map must be drawn for it

    Raises
    ------
    SkriveFeil    if the sheet would hold anything executable
    """
    merke = f'<span class="eksempel">{t(EKSEMPEL)}</span> ' if kjoring.eksempel else ""
    forklaring = _forklaring(sidekart)
    ukjente = sum(k.status == Status.IKKE_KJENT for k in resultat.kilder)
    mangler = f" {t('{antall} kartlag er ikke kjent.', antall=ukjente)}" if ukjente else ""
    rein = f" {t(REINDRIFT)}" if har_reindrift(resultat) else ""
    laget = t(
        "Laget med arealsil for {navn} kommune. Kjøring {id}, svarene gjelder {dag}.",
        navn=kommune.navn,
        id=kjoring.kjoring_id,
        dag=dag(kjoring.dato),
    )
    return utskriftsark(
        "kartark.html",
        "kartark.css",
        {
            "format": papir.replace("-", " "),
            "tittel": escape(f"{t(resultat.tittel)}, {kommune.navn} – {t(UTKAST)}"),
            "utkast": escape(f"{t(UTKAST)}. {t(JURIDISK)}"),
            "overskrift": escape(f"{t(resultat.tittel)}, {kommune.navn}"),
            "ord_forklaring": t("Tegnforklaring"),
            "ord_plan": t("Målestokk og kartplan"),
            "ord_kilder": t("Kilder"),
            "svar": setning(resultat.svar) + escape(mangler),
            "kart": oversikt,
            "forklaring": forklaring,
            "plan": (
                f"{NORDPIL.format(navn=t('Rutenettsnord er opp'))}"
                f"<p>{escape(crs_navn(kommune.epsg))} (EPSG:{kommune.epsg}). {t(MAALESTOKK)}</p>"
            ),
            "kilder": _kildene(resultat.kilder, _plass_til(forklaring, papir)),
            "bunn": (f"<p>{merke}{escape(t(FORBEHOLD) + rein)}</p><p>{escape(laget)}</p>"),
        },
    )
