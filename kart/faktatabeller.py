"""Lists and tables of a fact sheet: cut where they are long, and saying so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from analyser.felles.m1941 import VIFTENAVN
from analyser.felles.modell import Kildebruk, Regelbruk
from analyser.felles.stedssvar import Lagsvar, Stedssvar
from analyser.felles.tekst import IKKE_AVKLART
from gis.crs import arealmerknad
from gis.kommune import Kommune
from kart.kjoring import Kjoring
from kart.stedsord import (
    LENGST,
    TYPEORD,
    fyrte,
    hvor_mye,
    kort,
    kort_html,
    ku_rader,
    objektnavn,
    sikkerhet,
    treffene,
)
from kart.tekster import merket, setning, som_html, t

FLEST_TREFF = 9
"""Rows of hits on a sheet."""
FLEST_KU = 5
"""Rows of the KU table on a sheet."""
LENGST_DETALJ = 60
"""Letters about the features of a hit."""
LENGST_HJEMMEL = 130
"""Letters about the legal basis of a rule; the workbook holds all."""
LENGST_REST = 700
"""Letters for the names of what a table leaves out."""
REGNEARK = "innspill.xlsx"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Arkgrunn:
    """What every sheet of a run shares."""

    kommune: Kommune
    kjoring: Kjoring
    regler: Mapping[str, Regelbruk]
    """Rule id → rule."""
    kilder: Mapping[str, Kildebruk]
    """Layer id → source."""


def punktliste(setninger: Sequence[str], flest: int, klasse: str = "") -> str:
    """List of at most `flest` sentences, and how many were left out."""
    punkter = [f"<li>{kort_html(s, 2 * LENGST)}</li>" for s in setninger[:flest]]
    if len(setninger) > flest:
        punkter.append(f"<li>{resten(len(setninger) - flest)}.</li>")
    egen = f' class="{klasse}"' if klasse else ""
    return f"<ul{egen}>{''.join(punkter)}</ul>" if punkter else ""


def resten(antall: int) -> str:
    """Say how much was left out."""
    return escape(t("… og {antall} til, se {fil}", antall=antall, fil=REGNEARK))


def tabell(
    klasse: str, tekst: str, hode: Sequence[str], rader: Sequence[str], utelatt: Sequence[str]
) -> str:
    """Table with caption, and the marked names of the rows left out; `rader` are finished."""
    celler = "".join(f'<th scope="col">{escape(t(h))}</th>' for h in hode)
    rest = ""
    if utelatt:
        navn = som_html(kort("; ".join(utelatt), LENGST_REST))
        rest = f'<p class="smaa dus">{resten(len(utelatt))}: {navn}</p>'
    return (
        f'<div class="ramme" role="region" tabindex="0" aria-label="{escape(tekst)}">'
        f'<table class="{klasse}"><caption>{escape(tekst)}</caption>'
        f"<thead><tr>{celler}</tr></thead><tbody>{''.join(rader)}</tbody></table></div>{rest}"
    )


def _regeltekst(svar: Lagsvar, grunn: Arkgrunn) -> str:
    """Rules that fired, with legal basis and how sure the threshold is; escaped."""
    deler = []
    for svart in fyrte(svar):
        regel = grunn.regler.get(svart.regel)
        if regel is None:
            continue
        grunnlag = f"[{kort_html(regel.hjemmel, LENGST_HJEMMEL)}; {setning(regel.merke)}]"
        deler.append(
            f"<b>{escape(t(TYPEORD[svart.type]))}</b>: {kort_html(regel.tekst)} "
            f'<span class="dus">{grunnlag}</span>'
        )
    return "<br>".join(deler) or f'<span class="dus">{t("ingen regel")}</span>'


def trefftabell(sted: Stedssvar, grunn: Arkgrunn) -> str:
    """Table of what is hit, by how much, how sure, and by which rule."""
    alle = treffene(sted)
    rader = []
    for svar in alle[:FLEST_TREFF]:
        om = " · ".join(filter(None, (objektnavn(svar), merket(svar.merknad))))
        detalj = f'<br><span class="dus">{som_html(kort(om, LENGST_DETALJ))}</span>' if om else ""
        rader.append(
            f'<tr><th scope="row">{setning(svar.tittel)}{detalj}</th>'
            f'<td class="tall">{escape(hvor_mye(svar))}</td><td>{escape(sikkerhet(svar))}</td>'
            f"<td>{_regeltekst(svar, grunn)}</td></tr>"
        )
    if not rader:
        return f"<p>{t('Ingen av kartlagene har treff.')} {setning(IKKE_AVKLART)}</p>"
    return tabell(
        "treff",
        t(
            "{antall} kartlag har treff ({merknad}; overlapp er regnet én gang).",
            antall=len(alle),
            merknad=t(arealmerknad(grunn.kommune.epsg)),
        ),
        ("Kartlag", "Hvor mye", "Hvor sikkert", "Regel som er truffet"),
        rader,
        [merket(svar.tittel) for svar in alle[FLEST_TREFF:]],
    )


def kutabell(sted: Stedssvar) -> str:
    """Value, impact and consequence, always as a proposal."""
    alle = ku_rader(sted)
    if not alle:
        return ""
    rader = [
        f'<tr><th scope="row">{som_html(kort(hva))}</th><td>{som_html(verdi)}</td>'
        f"<td>{som_html(virkning)}</td>"
        f'<td><span class="tegnet">{escape(konsekvens)}</span></td>'
        f"<td>{som_html(kort(merknad))}</td></tr>"
        for hva, verdi, virkning, konsekvens, merknad in alle[:FLEST_KU]
    ]
    ord_ = f"{sted.konsekvens} {t(sted.konsekvens_ord)}"
    forst = f"<b>{t('Samlet')}: {escape(ord_)}</b>. " if sted.konsekvens else ""
    samlet = f"<p>{forst}{kort_html(sted.konsekvens_grunn, 2 * LENGST)}</p>"
    return samlet + tabell(
        "ku",
        t(
            f"Etter {VIFTENAVN}, i mønster av Miljødirektoratets M-1941. Forslag til planleggeren, "
            "ikke en konsekvensutredning."
        ),
        ("Tema og kartlag", "Verdi", "Påvirkning", "Konsekvens", "Merknad"),
        rader,
        [hva for hva, *_ in alle[FLEST_KU:]],
    )
