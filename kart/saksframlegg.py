"""The council case as an editable document, from the same numbers as the fact sheets.

The text is a draft for the planner; the verdict JA / NEI / ANNET is left open.
"""

from collections.abc import Sequence

from docx import Document
from docx.document import Document as Dokument

from analyser.felles.m1941 import VIFTENAVN
from analyser.felles.modell import Resultat, Status
from analyser.felles.stedssvar import Stedssvar
from analyser.felles.svar import TEMAORD
from analyser.felles.tekst import IKKE_AVKLART, antall, dato, oppramsing
from gis.crs import arealmerknad
from gis.kommune import Kommune
from kart.kjoring import Kjoring
from kart.ordlyd import EKSEMPEL, EKSEMPEL_FORKLART, FORBEHOLD, REINDRIFT
from kart.stedsord import (
    hvor_mye,
    kort,
    ku_rader,
    med_status,
    treffene,
    veiledning,
    vurderingsgrunn,
)
from kart.tabell import tall
from kart.word import PUNKT, UNDEROVERSKRIFT, avsnitt, kildetabell, oppsett, som_bytes, tabell

FLEST_KU = 12
"""Rows of the KU table per site; the fact sheet and the workbook hold all."""


def _bakgrunn(dok: Dokument, r: Resultat, kommune: Kommune, kjoring: Kjoring) -> None:
    """Head of the case: what it is about, and how it was done."""
    dok.add_heading(f"Siling av arealinnspill til kommuneplanens arealdel, {kommune.navn}", 0)
    if kjoring.eksempel:
        avsnitt(dok, f"{EKSEMPEL}. {EKSEMPEL_FORKLART}")
    dok.add_heading("Forslag til vedtak", 1)
    avsnitt(dok, "(Fylles ut av kommunen.)")
    dok.add_heading("Bakgrunn", 1)
    avsnitt(
        dok,
        f"Kommunen har mottatt {antall(len(r.steder), 'arealinnspill', 'arealinnspill')}. De er "
        f"silt mot {len(r.steder[0].lag)} kartlag og {len(r.regler)} regler og terskler per "
        f"{dato(kjoring.dato)}. Arealer: {arealmerknad(kommune.epsg)}; 1 daa = 1000 m².",
    )
    avsnitt(dok, r.svar)
    avsnitt(
        dok,
        f"Konsekvensene er forslag etter {VIFTENAVN}, i mønster av Miljødirektoratets M-1941. "
        f"Dette er en siling, ikke en konsekvensutredning. {IKKE_AVKLART}",
    )


def _oversikt(dok: Dokument, steder: Sequence[Stedssvar]) -> None:
    """One row per site."""
    dok.add_heading("Innspillene samlet", 1)
    rader = [
        (
            kort(s.navn, 60), s.formaal_ord, tall(s.areal_daa, 1), s.utfall,
            f"{s.konsekvens} {s.konsekvens_ord}".strip() or "ikke satt",
            str(len(med_status(s, Status.IKKE_KARTLAGT)) + len(med_status(s, Status.IKKE_KJENT))),
            s.vurdering or "JA / NEI / ANNET",
        )
        for s in steder
    ]  # fmt: skip
    hode = (
        "Innspill", "Formål", "Daa", "Utfall", "Konsekvens",
        "Lag uten svar", "Vurdering",
    )  # fmt: skip
    tabell(dok, hode, rader)


def _et_sted(dok: Dokument, sted: Stedssvar, r: Resultat) -> None:
    """One site: assessment theme by theme, KU table, uncertainty, the planner's verdict."""
    avsnitt(dok, kort(sted.navn, 90), UNDEROVERSKRIFT)
    avsnitt(
        dok,
        f"Formål: {sted.formaal_ord}. Areal: {tall(sted.areal_daa, 1)} daa. Utfall: {sted.utfall}. "
        f"{sted.utfall_grunn}",
    )
    temaer: dict[str, list[str]] = {}
    for svar in treffene(sted):
        temaer.setdefault(svar.tema, []).append(f"{svar.tittel} ({hvor_mye(svar)})")
    for tema, treff in temaer.items():
        avsnitt(
            dok,
            f"{TEMAORD.get(tema, tema).capitalize()}: treff i {oppramsing(treff)}.",
            PUNKT,
        )
    rader = [(*rad[:4], kort(rad[4])) for rad in ku_rader(sted)]
    if rader:
        hode = ("Tema og kartlag", "Verdi", "Påvirkning", "Konsekvens", "Merknad")
        tabell(dok, hode, rader[:FLEST_KU])
        if len(rader) > FLEST_KU:
            avsnitt(dok, f"… og {len(rader) - FLEST_KU} til, se faktaarket.")
    if sted.konsekvens_grunn:
        samlet = f"{sted.konsekvens} {sted.konsekvens_ord}".strip() or "ikke satt"
        avsnitt(dok, f"Samlet konsekvens: {samlet}. {kort(sted.konsekvens_grunn, 300)}")
    for setning in veiledning(sted, {regel.id: regel for regel in r.regler}):
        avsnitt(dok, setning, PUNKT)
    _usikkerhet(dok, sted)
    vurdering = sted.vurdering or "JA / NEI / ANNET"
    grunn = vurderingsgrunn(sted)
    avsnitt(dok, f"Kommunens vurdering: {vurdering}. Begrunnelse:{f' {grunn}' if grunn else ''}")


def _usikkerhet(dok: Dokument, sted: Stedssvar) -> None:
    """Say what is not known about the site."""
    deler = [
        f"{status}: {oppramsing(titler)}"
        for status in (Status.IKKE_KJENT, Status.IKKE_KARTLAGT)
        if (titler := med_status(sted, status))
    ]
    if deler:
        avsnitt(dok, f"Usikkerhet. {'. '.join(d[:1].upper() + d[1:] for d in deler)}.")


def _slutt(dok: Dokument, r: Resultat) -> None:
    """Uncertainty of the whole, sources, reservation."""
    dok.add_heading("Usikkerhet", 1)
    for setning in r.ukjent:
        if setning != REINDRIFT:
            avsnitt(dok, setning, PUNKT)
    usikre = sum(regel.merke == "uverifisert" for regel in r.regler)
    if usikre:
        avsnitt(
            dok,
            f"{usikre} av {len(r.regler)} terskler er uverifisert og må bekreftes før de brukes.",
        )
    kildetabell(dok, r)
    avsnitt(dok, "")
    avsnitt(dok, REINDRIFT)
    avsnitt(dok, FORBEHOLD)


def saksframlegg(resultat: Resultat, kommune: Kommune, kjoring: Kjoring) -> bytes:
    """Return the case as .docx; same input, same bytes."""
    dok = Document()
    oppsett(dok, f"Siling av arealinnspill, {kommune.navn}", kjoring)
    _bakgrunn(dok, resultat, kommune, kjoring)
    _oversikt(dok, resultat.steder)
    dok.add_heading("Vurdering av hvert innspill", 1)
    for sted in resultat.steder:
        _et_sted(dok, sted, resultat)
    _slutt(dok, resultat)
    return som_bytes(dok)
