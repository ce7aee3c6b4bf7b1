"""The summary of a screening: one row per site, sortable, with the way to every sheet and file."""

from collections.abc import Mapping, Sequence
from html import escape

from analyser.felles.m1941 import TEGN, tegn_i_ord
from analyser.felles.modell import Resultat, Status, Tabell
from analyser.felles.stedssvar import Stedssvar
from analyser.felles.tekst import IKKE_AVKLART
from analyser.felles.utfall import UTFALL
from gis.crs import arealmerknad
from gis.kommune import Kommune
from kart.ordlyd import REINDRIFT
from kart.resultatside import seksjon, svarliste
from kart.stedsord import kort, kort_html, med_status
from kart.stil import monstre, prove_svg
from kart.tabell import som_html, tall
from kart.tekster import setning, t

HODE = (
    ("navn", "Innspill", "tekst"), ("formaal", "Formål", "tekst"), ("areal", "Areal (daa)", "tall"),
    ("utfall", "Utfall", "tekst"), ("grunn", "Grunn", "tekst"),
    ("konsekvens", "Konsekvens", "tekst"), ("treff", "Treff", "tall"),
    ("ikke_treff", "Ikke treff", "tall"), ("ikke_kartlagt", "Ikke kartlagt", "tall"),
    ("ikke_kjent", "Ikke kjent", "tall"), ("verst", "Strengest mulig", "tekst"),
    ("vurdering", "Vurdering", "tekst"),
)  # fmt: skip
"""Column, heading, how it is sorted."""
REKKE = {klasse.verdi: nr for nr, klasse in enumerate(UTFALL)}
TEGNREKKE = tuple(map(tegn_i_ord, (*TEGN, "")))
"""Consequences, worst first; last where none can be told."""
FILER = (
    ("innspill.xlsx", "Regneark med alle tall, kilder og regler (Excel)"),
    ("innspill.csv", "Sammendraget som CSV"),
    ("innspill.gpkg", "Innspill og treff som GeoPackage, med stiler for QGIS"),
    ("innspill.json", "Alt som JSON"),
    ("saksframlegg.docx", "Utkast til saksframlegg (Word)"),
)
"""Files beside the page, and what they are."""
SILING = "Utfallet er en siling, ikke en vurdering; vurderingen JA, NEI eller ANNET er kommunens."
MED_PDF = (
    "PDF-ene er merket med struktur (tagget) for skjermlesere; HTML-arkene er den fullt "
    "tilgjengelige utgaven."
)


def _celle(innhold: str, raa: object, klasse: str = "") -> str:
    egen = f' class="{klasse}"' if klasse else ""
    return f'<td{egen} data-v="{escape(str(raa))}">{innhold}</td>'


def _rad(sted: Stedssvar, ark: str, har_pdf: bool) -> str:
    """One site."""
    klasse = next((k for k in UTFALL if k.verdi == sted.utfall), UTFALL[0])
    pdf = f' <a href="faktaark/{escape(ark)}.pdf">PDF</a>' if har_pdf else ""
    navn = f'<a href="faktaark/{escape(ark)}.html">{escape(kort(sted.navn, 80))}</a>{pdf}'
    merke = f"{prove_svg(klasse.stil, 'flate')} {setning(sted.utfall)}"
    konsekvens = f"{sted.konsekvens} {t(sted.konsekvens_ord)}".strip() or t("ikke satt")
    antall = [len(med_status(sted, status)) for status in Status]
    return (
        "<tr>"
        + _celle(navn, sted.navn)
        + _celle(setning(sted.formaal_ord), sted.formaal_ord)
        + _celle(tall(sted.areal_daa, 1), repr(sted.areal_daa), "tall")
        + _celle(merke, f"{REKKE.get(sted.utfall, 9)} {sted.utfall}")
        + _celle(kort_html(sted.utfall_grunn), sted.utfall_grunn)
        + _celle(escape(konsekvens), TEGNREKKE.index(sted.konsekvens))
        + "".join(_celle(tall(n, 0), n, "tall") for n in antall)
        + _celle(setning(sted.verst_mulig), f"{REKKE.get(sted.verst_mulig, 9)} {sted.verst_mulig}")
        + _celle(setning(sted.vurdering or "ikke vurdert"), sted.vurdering)
        + "</tr>"
    )


def _sammendrag(
    steder: Sequence[Stedssvar], arkene: Mapping[str, str], har_pdf: bool, epsg: int
) -> str:
    """Table of all sites, which the page's own script sorts."""
    celler = "".join(
        f'<th scope="col" class="{"tall" if slag == "tall" else ""}" data-type="{slag}">'
        f'<button type="button" data-sort="{navn}">{escape(t(tittel))}</button></th>'
        for navn, tittel, slag in HODE
    )
    rader = "\n".join(_rad(sted, arkene[sted.id], har_pdf) for sted in steder)
    return (
        '<div class="tabellramme" role="region" tabindex="0" aria-labelledby="t-innspill-tittel">'
        '<table id="t-innspill"><caption id="t-innspill-tittel">'
        f"{t('Innspillene, de strengeste utfallene først')} ({setning(arealmerknad(epsg))})"
        f"</caption>\n<thead><tr>{celler}</tr></thead>\n"
        f"<tbody>\n{rader}\n</tbody></table></div>\n"
        f'<p class="forklaring">{setning(IKKE_AVKLART)} {t(SILING)}</p>'
    )


def _filene(filer: Sequence[str]) -> str:
    linjer = "".join(
        f'<li><a href="{escape(fil)}">{escape(fil)}</a>: {escape(t(hva))}</li>'
        for fil, hva in FILER
        if fil in filer
    )
    return f"<ul>{linjer}</ul>"


def innspillside(
    resultat: Resultat,
    kommune: Kommune,
    arkene: Mapping[str, str],
    radene: Tabell,
    filer: Sequence[str],
    pdf_merknad: str,
) -> str:
    """Return the content of the summary page, every value escaped.

    Parameters
    ----------
    resultat       the screening
    arkene         id → file name of the fact sheet, without suffix
    radene         what became of every row of the input
    filer          names of the files that lie beside the page
    pdf_merknad    why there are no PDFs; empty when there are
    """
    steder = resultat.steder
    antall = escape(t("{antall} arealinnspill", antall=len(steder)))
    punkter = "".join(f"<li>{setning(p)}</li>" for p in resultat.punkter if p != REINDRIFT)
    pdf = pdf_merknad or t(MED_PDF)
    ukjent = "".join(f"<li>{setning(s)}</li>" for s in resultat.ukjent if s != REINDRIFT)
    monsterne = monstre([klasse.stil for klasse in UTFALL])
    return (
        f'<svg class="usynlig" width="0" height="0" aria-hidden="true">{monsterne}</svg>\n'
        f'<p class="emne">{escape(kommune.navn)} · {antall}</p>\n'
        f"<h1>{setning(resultat.sporsmaal)}</h1>\n"
        f'<p class="svar">{setning(resultat.svar)}</p>\n<ul class="punkter">{punkter}</ul>\n'
        + seksjon(
            "innspillene",
            "Innspillene",
            f"<p>{escape(pdf)}</p>" + _sammendrag(steder, arkene, not pdf_merknad, kommune.epsg),
        )
        + seksjon("radene", "Radene i innspillsfilen", som_html(radene, "t-"))
        + seksjon("filer", "Filer", _filene(filer))
        + (seksjon("ukjent", "Hva vi ikke vet", f"<ul>{ukjent}</ul>") if ukjent else "")
        + seksjon("svarene", "Slik leser du svarene", svarliste())
        + f'<p class="reindrift">{setning(REINDRIFT)}</p>\n'
    )
