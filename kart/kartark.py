"""A result's map on one sheet of paper, A3 or A4 landscape, with all that a sheet must carry.

Title, answer, legend, scale bar, north, map plane, sources with dates, run, and what it is not
(domene §6.1). The map is drawn in the municipality's own plane, so that it can be measured on.
"""

from collections.abc import Sequence
from html import escape
from typing import Literal

from analyser.felles.modell import Kildebruk, Resultat, Status
from analyser.felles.tekst import dato
from gis.crs import crs_navn
from gis.kommune import Kommune
from kart.kartdata import Sidekart
from kart.kjoring import Kjoring
from kart.ordlyd import EKSEMPEL, FORBEHOLD, REINDRIFT, UTKAST
from kart.planside import utskriftsark
from kart.resultatside import har_reindrift
from kart.stil import monstre, prove_svg

Format = Literal["a3", "a4"]
FORMATER: tuple[Format, ...] = ("a3", "a4")
FLEST_KILDER = {"a3": 16, "a4": 10}
"""Sources that there is room to name; the page holds them all."""
JURIDISK = "Analysekart – ikke juridisk bindende."
NORDPIL = (
    '<svg class="nord" viewBox="0 0 24 32" role="img" aria-label="Rutenettsnord er opp">'
    '<path d="M12 2L19 24L12 19L5 24Z" fill="#1b1b1b"/><text x="12" y="31" text-anchor="middle" '
    'font-size="8" font-family="sans-serif">N</text></svg>'
)


def pdfnavn(resultat: Resultat, papir: Format) -> str:
    """Name of the file that holds a result's map."""
    return f"{resultat.analyse}-{papir}.pdf"


def _forklaring(sidekart: Sidekart) -> str:
    """Legend of what is drawn: the layers that are shown when the map opens."""
    synlige = [s for s in sidekart.temaer if s.synlig] or list(sidekart.temaer)
    linjer = []
    for sidelag in reversed(synlige):
        alene = len(sidelag.klasser) == 1
        for klasse in sidelag.klasser:
            tittel = sidelag.tittel if alene else f"{sidelag.tittel}: {klasse.tittel}"
            linjer.append(f"<li>{prove_svg(klasse.stil, klasse.slag)}{escape(tittel)}</li>")
    stiler = [k.stil for s in synlige for k in s.klasser]
    return (
        f'<svg class="usynlig" width="0" height="0" aria-hidden="true">{monstre(stiler)}</svg>'
        f"<ul>{''.join(linjer)}</ul>"
    )


def _kildene(kilder: Sequence[Kildebruk], flest: int) -> str:
    """Return sources with owner, day and licence, the ones that are not known first."""
    rekke = sorted(kilder, key=lambda k: k.status != Status.IKKE_KJENT)
    linjer = []
    for kilde in rekke[:flest]:
        naar = f"hentet {dato(kilde.hentet[:10])}" if kilde.hentet else str(kilde.status)
        tekst = f"{kilde.tittel}: {kilde.eier}, {naar}, {kilde.lisens}"
        linjer.append(f"<li>{escape(tekst)}</li>")
    if len(rekke) > flest:
        linjer.append(f"<li>… og {len(rekke) - flest} til; alle står på siden.</li>")
    return f'<ul class="kilder">{"".join(linjer)}</ul>'


def kartark(
    resultat: Resultat, sidekart: Sidekart, oversikt: str, kommune: Kommune, kjoring: Kjoring,
    papir: Format,
) -> str:  # fmt: skip
    """Return the sheet as HTML that prints to exactly one page.

    Parameters
    ----------
    sidekart    the map as read off the folium map
    oversikt    the still map with its scale bar, SVG
    papir       size of the sheet

    Raises
    ------
    SkriveFeil    if the sheet would hold anything executable
    """
    merke = f'<span class="eksempel">{EKSEMPEL}</span> ' if kjoring.eksempel else ""
    ukjente = sum(k.status == Status.IKKE_KJENT for k in resultat.kilder)
    mangler = f" {ukjente} kartlag er ikke kjent." if ukjente else ""
    rein = f" {REINDRIFT}" if har_reindrift(resultat) else ""
    return utskriftsark(
        "kartark.html",
        "kartark.css",
        {
            "format": papir,
            "tittel": escape(f"{resultat.tittel}, {kommune.navn} – {UTKAST}"),
            "utkast": escape(f"{UTKAST}. {JURIDISK}"),
            "overskrift": escape(f"{resultat.tittel}, {kommune.navn}"),
            "svar": escape(resultat.svar + mangler),
            "kart": oversikt,
            "forklaring": _forklaring(sidekart),
            "plan": (
                f"{NORDPIL}<p>{escape(crs_navn(kommune.epsg))} (EPSG:{kommune.epsg}). Målestokk: "
                "se linjen nederst til venstre i kartet. Nord er rutenettets. Formene er forenklet "
                "for tegning.</p>"
            ),
            "kilder": _kildene(resultat.kilder, FLEST_KILDER[papir]),
            "bunn": (
                f"<p>{merke}{escape(FORBEHOLD + rein)}</p><p>Laget med arealsil for "
                f"{escape(kommune.navn)} kommune. Kjøring {escape(kjoring.kjoring_id)}, svarene "
                f"gjelder {dato(kjoring.dato)}.</p>"
            ),
        },
    )
