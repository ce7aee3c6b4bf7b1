"""Sheets for readers of their own: HTML that prints to A4, made of rows of the result's tables.

Nothing is computed here: a row on a sheet is a row of the run, and carries its receipt.
"""

from collections.abc import Mapping
from html import escape
from pathlib import Path

from geopandas import GeoDataFrame, GeoSeries

from analyser.felles.arkmodell import Ark, Arkdel
from analyser.felles.modell import Kolonneinfo, Resultat, Tabell
from analyser.felles.tekst import dato
from gis.crs import arealsetning
from gis.kilder.skriving import skriv_tekst
from gis.kommune import Kommune
from gis.utsnitt import Utsnitt
from kart.kjoring import Kjoring
from kart.ordlyd import EKSEMPEL, EKSEMPEL_FORKLART, FORBEHOLD, UTKAST
from kart.planside import utskriftsark
from kart.stil import bakgrunnsformer, prove_svg, slag_i
from kart.svg import Utsnittskart, utsnitt_svg
from kart.tabell import er_tall, overskrift, tekst
from kart.tegnegeometri import i_klasser
from lag.modell import Stil

MAPPE = "faktaark"
"""Folder of the sheets, beside the pages."""
BREDDE_PX = 900
LUFT = 0.03
"""Room around the ground on the map, share of its longer side."""


def arkfil(resultat: Resultat, ark: Ark) -> str:
    """Return where a sheet lies, from the folder of the pages."""
    return f"{MAPPE}/{resultat.analyse}-{ark.navn}.html"


def skriv_ark(resultat: Resultat, kommune: Kommune, mappe: Path, kjoring: Kjoring) -> list[Path]:
    """Write every sheet of a result; returns the files."""
    filer = []
    for ark in resultat.ark:
        filer.append(mappe / arkfil(resultat, ark))
        skriv_tekst(filer[-1], arkside(resultat, ark, kommune, kjoring))
    return filer


def arkside(resultat: Resultat, ark: Ark, kommune: Kommune, kjoring: Kjoring) -> str:
    """Return one sheet as a whole HTML page, every value escaped.

    Raises
    ------
    SkriveFeil    if the page would hold anything executable
    """
    merke = escape(f"{EKSEMPEL}. {EKSEMPEL_FORKLART}")
    banner = f'<aside class="banner" aria-label="Merking">{merke}</aside>'
    eksempel = f" – {EKSEMPEL}" if kjoring.eksempel else ""
    tabeller = {t.navn: t for t in resultat.tabeller}
    deler = "".join(_del(del_, tabeller, resultat.analyse) for del_ in ark.deler)
    felter = {
        "tittel": escape(f"{ark.tittel}, {kommune.navn}{eksempel}"),
        "banner": banner if kjoring.eksempel else "",
        "utkast": escape(UTKAST),
        "hvem": escape(f"{kommune.navn} kommune · {dato(kjoring.dato)}"),
        "kropp": (
            f'<h1>{escape(ark.tittel)}</h1>\n<p class="under">{escape(ark.under)}</p>\n'
            f"{_kartet(resultat, ark, kommune, kjoring)}{deler}"
            f'<p class="reindrift"><b>{escape(ark.slutt)}</b></p>\n'
        ),
        "bunn": (
            f"<p>{escape(FORBEHOLD)} {escape(arealsetning(kommune.epsg))}.</p>\n"
            f'<p>Kjøring <span class="kode">{escape(kjoring.kjoring_id)}</span>. Hver rad kan '
            "regnes på nytt: «arealsil kvittering» og nummeret bakerst i raden."
            f'<span class="skjerm"> · <a href="../{resultat.analyse}.html">'
            f"{escape(resultat.tittel)}: kart og alle tabeller</a></span></p>"
        ),
    }
    return utskriftsark("faktaark.html", "faktaark.css", felter)


def _del(del_: Arkdel, tabeller: Mapping[str, Tabell], analyse: str) -> str:
    """One heading with its paragraphs and rows."""
    innhold = "".join(f"<p>{escape(setning)}</p>" for setning in del_.avsnitt)
    if len(del_.avsnitt) > 1:
        innhold = "<ul>" + "".join(f"<li>{escape(s)}</li>" for s in del_.avsnitt) + "</ul>"
    if del_.tabell and del_.rader:
        innhold += _tabell(del_, tabeller[del_.tabell], analyse)
    elif del_.tabell:
        innhold += "<p>Ingen rader.</p>"
    return f"<section>\n<h2>{escape(del_.tittel)}</h2>\n{innhold}\n</section>\n"


def _tabell(del_: Arkdel, tabell: Tabell, analyse: str) -> str:
    """Rows of one table, with the receipt of each."""
    etter_navn = {k.navn: k for k in tabell.kolonner}
    kolonner: list[Kolonneinfo] = [etter_navn[navn] for navn in del_.kolonner]
    hode = "".join(f'<th scope="col">{escape(overskrift(k))}</th>' for k in kolonner)
    tallene = [er_tall(tabell.data[k.navn], k) for k in kolonner]
    linjer = []
    for rad in del_.rader:
        celler = []
        for plass, (kolonne, er_tallet) in enumerate(zip(kolonner, tallene, strict=True)):
            synlig = escape(tekst(tabell.data[kolonne.navn].iloc[rad], kolonne.desimaler))
            merke = '<th scope="row"' if plass == 0 else "<td"
            klasse = ' class="tall"' if er_tallet else ""
            celler.append(f"{merke}{klasse}>{synlig}</{merke[1:3]}>")
        kvittering = f"{analyse}.{tabell.navn}.{rad + 1}"
        linjer.append(f'<tr>{"".join(celler)}<td class="kode">{escape(kvittering)}</td></tr>')
    navn = escape(del_.tittel)
    return (
        f'<div class="ramme" role="region" tabindex="0" aria-label="{navn}">'
        f'<table class="ark"><thead><tr>{hode}<th scope="col">Kvittering</th></tr></thead>'
        f"<tbody>{''.join(linjer)}</tbody></table></div>"
    )


def _kartet(resultat: Resultat, ark: Ark, kommune: Kommune, kjoring: Kjoring) -> str:
    """Map and legend."""
    etter_navn = {post.navn: post for post in resultat.kartlag}
    utsnitt = _utsnitt(ark, kommune.epsg)
    lag: list[tuple[Stil, GeoSeries]] = []
    forklaring: list[str] = []
    for navn in (n for n in ark.kartlag if n in etter_navn):
        for klasse, data in i_klasser(etter_navn[navn]):
            naere = data[data.intersects(utsnitt.flate)]
            if naere.empty:
                continue
            lag.append((klasse.stil, GeoSeries(naere.geometry)))
            prove = prove_svg(klasse.stil, slag_i(GeoDataFrame(geometry=naere.geometry)))
            forklaring.append(f"<li>{prove}<span>{escape(klasse.tittel)}</span></li>")
    svg = utsnitt_svg(
        Utsnittskart(
            utsnitt=utsnitt,
            bakgrunn=tuple(bakgrunnsformer(kjoring.bakgrunn)),
            lag=lag,
            steder=kjoring.bakgrunn.get("stedsnavn"),
            navn=f"Kart: {ark.tittel}. Tabellene på arket har det samme innholdet.",
            eksempel=kjoring.eksempel,
        ),
        BREDDE_PX,
    )
    return (
        f'<div class="kart">{svg}<ul class="tegn">{"".join(forklaring)}</ul><p class="kartnote">'
        f"Opp er rutenettsnord, EPSG:{kommune.epsg}. Analysekart – ikke juridisk bindende.</p>"
        "</div>\n"
    )


def _utsnitt(ark: Ark, epsg: int) -> Utsnitt:
    """Box around the ground, with a little room."""
    x0, y0, x1, y1 = ark.flate.bounds
    luft = LUFT * max(x1 - x0, y1 - y0)
    return Utsnitt(x0 - luft, y0 - luft, x1 + luft, y1 + luft, epsg)
