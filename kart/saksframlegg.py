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
from analyser.felles.tekst import IKKE_AVKLART
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
from kart.tekster import dag, merket, t
from kart.word import (
    PUNKT,
    UNDEROVERSKRIFT,
    avsnitt,
    kildetabell,
    oppsett,
    som_bytes,
    tabell,
    tittel,
)

FORSLAG = (
    f"Konsekvensene er forslag etter {VIFTENAVN}, i mønster av Miljødirektoratets M-1941. Dette er "
    "en siling, ikke en konsekvensutredning."
)
FLEST_KU = 12
"""Rows of the KU table per site; the fact sheet and the workbook hold all."""
AAPEN = "JA / NEI / ANNET"
"""What stands where the planner has not given a verdict."""


def _bakgrunn(dok: Dokument, r: Resultat, kommune: Kommune, kjoring: Kjoring) -> None:
    """Head of the case: what it is about, and how it was done."""
    tittel(dok, f"{t('Siling av arealinnspill til kommuneplanens arealdel')}, {kommune.navn}", 0)
    if kjoring.eksempel:
        avsnitt(dok, f"{t(EKSEMPEL)}. {t(EKSEMPEL_FORKLART)}")
    tittel(dok, t("Forslag til vedtak"))
    avsnitt(dok, t("(Fylles ut av kommunen.)"))
    tittel(dok, t("Bakgrunn"))
    mottatt = t(
        "Kommunen har mottatt {antall} arealinnspill. De er silt mot {lag} kartlag og {regler} "
        "regler og terskler per {dag}. Arealer: {merknad}; 1 daa = 1000 m².",
        antall=len(r.steder),
        lag=len(r.steder[0].lag),
        regler=len(r.regler),
        dag=dag(kjoring.dato),
        merknad=t(arealmerknad(kommune.epsg)),
    )
    avsnitt(dok, mottatt)
    avsnitt(dok, merket(r.svar))
    avsnitt(dok, f"{t(FORSLAG)} {merket(IKKE_AVKLART)}")


def _oversikt(dok: Dokument, steder: Sequence[Stedssvar]) -> None:
    """One row per site."""
    tittel(dok, t("Innspillene samlet"))
    rader = [
        (
            kort(s.navn, 60), merket(s.formaal_ord), tall(s.areal_daa, 1), merket(s.utfall),
            f"{s.konsekvens} {t(s.konsekvens_ord)}".strip() or t("ikke satt"),
            str(len(med_status(s, Status.IKKE_KARTLAGT)) + len(med_status(s, Status.IKKE_KJENT))),
            merket(s.vurdering or AAPEN),
        )
        for s in steder
    ]  # fmt: skip
    hode = (
        "Innspill", "Formål", "Daa", "Utfall", "Konsekvens",
        "Lag uten svar", "Vurdering",
    )  # fmt: skip
    tabell(dok, [t(h) for h in hode], rader)


def _et_sted(dok: Dokument, sted: Stedssvar, r: Resultat) -> None:
    """One site: assessment theme by theme, KU table, uncertainty, the planner's verdict."""
    avsnitt(dok, kort(sted.navn, 90), UNDEROVERSKRIFT)
    avsnitt(
        dok,
        f"{t('Formål')}: {merket(sted.formaal_ord)}. {t('Areal')}: {tall(sted.areal_daa, 1)} daa. "
        f"{t('Utfall')}: {merket(sted.utfall)}. {merket(sted.utfall_grunn)}",
    )
    temaer: dict[str, list[str]] = {}
    for svar in treffene(sted):
        temaer.setdefault(svar.tema, []).append(f"{merket(svar.tittel)} ({hvor_mye(svar)})")
    for tema, treff in temaer.items():
        navn = merket(TEMAORD.get(tema, tema).capitalize())
        avsnitt(dok, f"{navn}: {t('treff i {lag}.', lag=_og(treff))}", PUNKT)
    rader = [(*rad[:4], kort(rad[4])) for rad in ku_rader(sted)]
    if rader:
        hode = ("Tema og kartlag", "Verdi", "Påvirkning", "Konsekvens", "Merknad")
        tabell(dok, [t(h) for h in hode], rader[:FLEST_KU])
        if len(rader) > FLEST_KU:
            avsnitt(dok, t("… og {antall} til, se faktaarket.", antall=len(rader) - FLEST_KU))
    if sted.konsekvens_grunn:
        samlet = f"{sted.konsekvens} {t(sted.konsekvens_ord)}".strip() or t("ikke satt")
        grunnen = kort(merket(sted.konsekvens_grunn), 300)
        avsnitt(dok, f"{t('Samlet konsekvens')}: {samlet}. {grunnen}")
    for setning in veiledning(sted, {regel.id: regel for regel in r.regler}):
        avsnitt(dok, merket(setning), PUNKT)
    _usikkerhet(dok, sted)
    vurdering = merket(sted.vurdering or AAPEN)
    grunn = merket(vurderingsgrunn(sted))
    sagt = f"{t('Kommunens vurdering')}: {vurdering}. {t('Begrunnelse')}:"
    avsnitt(dok, f"{sagt} {grunn}" if grunn else sagt)


def _og(ledd: Sequence[str]) -> str:
    """Enumerate in the language that is written in."""
    if len(ledd) == 1:
        return ledd[0]
    return t("{andre} og {siste}", andre=", ".join(ledd[:-1]), siste=ledd[-1])


def _usikkerhet(dok: Dokument, sted: Stedssvar) -> None:
    """Say what is not known about the site."""
    deler = [
        f"{t(status)}: {_og([merket(tittelen) for tittelen in titler])}"
        for status in (Status.IKKE_KJENT, Status.IKKE_KARTLAGT)
        if (titler := med_status(sted, status))
    ]
    if deler:
        avsnitt(dok, f"{t('Usikkerhet')}. {'. '.join(d[:1].upper() + d[1:] for d in deler)}.")


def _slutt(dok: Dokument, r: Resultat) -> None:
    """Uncertainty of the whole, sources, reservation."""
    tittel(dok, t("Usikkerhet"))
    for setning in r.ukjent:
        if setning != REINDRIFT:
            avsnitt(dok, merket(setning), PUNKT)
    usikre = sum(regel.merke == "uverifisert" for regel in r.regler)
    if usikre:
        avsnitt(
            dok,
            t(
                "{usikre} av {alle} terskler er uverifisert og må bekreftes før de brukes.",
                usikre=usikre,
                alle=len(r.regler),
            ),
        )
    kildetabell(dok, r)
    avsnitt(dok, "")
    avsnitt(dok, merket(REINDRIFT))
    avsnitt(dok, t(FORBEHOLD))


def saksframlegg(resultat: Resultat, kommune: Kommune, kjoring: Kjoring) -> bytes:
    """Return the case as .docx in the language that is written in; same input, same bytes."""
    dok = Document()
    oppsett(dok, f"{t('Siling av arealinnspill')}, {kommune.navn}", kjoring)
    _bakgrunn(dok, resultat, kommune, kjoring)
    _oversikt(dok, resultat.steder)
    tittel(dok, t("Vurdering av hvert innspill"))
    for sted in resultat.steder:
        _et_sted(dok, sted, resultat)
    _slutt(dok, resultat)
    return som_bytes(dok)
