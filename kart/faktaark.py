"""One fact sheet per site: HTML that prints to one or two A4 pages, for the one who sent it in.

Everything on the sheet stands in `Stedssvar`; nothing is computed here. Long lists are cut and say
so, and the workbook holds all: the sheet must fit its pages whatever the site hits.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from analyser.felles.m1941 import VIFTENAVN
from analyser.felles.modell import Kildebruk, Regelbruk, Status
from analyser.felles.stedssvar import Lagsvar, Stedssvar
from analyser.felles.tekst import IKKE_AVKLART, dato, oppramsing
from analyser.felles.utfall import UTFALL
from gis.crs import arealmerknad
from gis.kommune import Kommune
from kart.faktakart import Faktakart
from kart.kjoring import Kjoring
from kart.ordlyd import EKSEMPEL, EKSEMPEL_FORKLART, FORBEHOLD, REINDRIFT, UTKAST
from kart.planside import utskriftsark
from kart.stedsord import (
    LENGST,
    TYPEORD,
    fyrte,
    hvor_mye,
    i_distrikt,
    kort,
    ku_rader,
    med_status,
    objektnavn,
    sikkerhet,
    treffene,
    veiledning,
    vurderingsgrunn,
)
from kart.stil import monstre, prove_svg
from kart.tabell import tall

FLEST_TREFF = 9
"""Rows of hits on a sheet."""
FLEST_KU = 5
"""Rows of the KU table on a sheet."""
FLEST_PUNKTER = 5
"""Points in a list on a sheet."""
FLEST_KILDER = 12
"""Lines of sources on a sheet; layers with the same owner, day and licence share one."""
LENGST_DETALJ = 60
"""Letters about the features of a hit."""
LENGST_HJEMMEL = 130
"""Letters about the legal basis of a rule; the workbook holds all."""
LENGST_REST = 700
"""Letters for the names of what a table leaves out."""
REGNEARK = "innspill.xlsx"
DIALOG = "Virkninger for reindriften avklares i dialog med reinbeitedistriktet."
"""Ends everything about reindeer husbandry (wording rule 2)."""
VURDERINGER = (
    ("JA", "tas med videre til konsekvensutredning"), ("NEI", "tas ikke med videre"),
    ("ANNET", "se begrunnelsen"),
)  # fmt: skip
"""The planner's own field; the first text is Røros' own layer's wording."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Arkgrunn:
    """What every sheet of a run shares."""

    kommune: Kommune
    kjoring: Kjoring
    regler: Mapping[str, Regelbruk]
    """Rule id → rule."""
    kilder: Mapping[str, Kildebruk]
    """Layer id → source."""


# -- parts of the sheet -----------------------------------------------------------------------


def _seksjon(tittel: str, innhold: str) -> str:
    return f"<section>\n<h2>{escape(tittel)}</h2>\n{innhold}\n</section>\n" if innhold else ""


def _liste(setninger: Sequence[str], flest: int, klasse: str = "") -> str:
    """List of at most `flest` sentences, and how many were left out."""
    punkter = [f"<li>{escape(kort(s, 2 * LENGST))}</li>" for s in setninger[:flest]]
    if len(setninger) > flest:
        punkter.append(f"<li>… og {len(setninger) - flest} til, se {REGNEARK}.</li>")
    egen = f' class="{klasse}"' if klasse else ""
    return f"<ul{egen}>{''.join(punkter)}</ul>" if punkter else ""


def _tabell(
    klasse: str, tekst: str, hode: Sequence[str], rader: Sequence[str], utelatt: Sequence[str]
) -> str:
    """Table with caption, and the names of the rows left out; `rader` are finished."""
    celler = "".join(f'<th scope="col">{escape(h)}</th>' for h in hode)
    rest = ""
    if utelatt:
        navn = escape(kort("; ".join(utelatt), LENGST_REST))
        rest = f'<p class="smaa dus">… og {len(utelatt)} til, se {REGNEARK}: {navn}</p>'
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
        grunnlag = f"[{kort(regel.hjemmel, LENGST_HJEMMEL)}; {regel.merke}]"
        deler.append(
            f"<b>{escape(TYPEORD[svart.type])}</b>: {escape(kort(regel.tekst))} "
            f'<span class="dus">{escape(grunnlag)}</span>'
        )
    return "<br>".join(deler) or '<span class="dus">ingen regel</span>'


def _trefftabell(sted: Stedssvar, grunn: Arkgrunn) -> str:
    """Table of what is hit, by how much, how sure, and by which rule."""
    alle = treffene(sted)
    rader = []
    for svar in alle[:FLEST_TREFF]:
        om = " · ".join(filter(None, (objektnavn(svar), svar.merknad)))
        detalj = f'<br><span class="dus">{escape(kort(om, LENGST_DETALJ))}</span>' if om else ""
        rader.append(
            f'<tr><th scope="row">{escape(svar.tittel)}{detalj}</th>'
            f'<td class="tall">{escape(hvor_mye(svar))}</td><td>{escape(sikkerhet(svar))}</td>'
            f"<td>{_regeltekst(svar, grunn)}</td></tr>"
        )
    if not rader:
        return f"<p>Ingen av kartlagene har treff. {escape(IKKE_AVKLART)}</p>"
    return _tabell(
        "treff",
        f"{len(alle)} kartlag har treff ({arealmerknad(grunn.kommune.epsg)}; overlapp er regnet én "
        "gang).",
        ("Kartlag", "Hvor mye", "Hvor sikkert", "Regel som er truffet"),
        rader,
        [svar.tittel for svar in alle[FLEST_TREFF:]],
    )


def _kutabell(sted: Stedssvar) -> str:
    """Value, impact and consequence, always as a proposal."""
    alle = ku_rader(sted)
    if not alle:
        return ""
    rader = [
        f'<tr><th scope="row">{escape(kort(hva))}</th><td>{escape(verdi)}</td>'
        f"<td>{escape(virkning)}</td>"
        f'<td><span class="tegnet">{escape(konsekvens)}</span></td>'
        f"<td>{escape(kort(merknad))}</td></tr>"
        for hva, verdi, virkning, konsekvens, merknad in alle[:FLEST_KU]
    ]
    samlet = (
        f"<p><b>Samlet: {escape(sted.konsekvens)} {escape(sted.konsekvens_ord)}"
        f"</b>. {escape(kort(sted.konsekvens_grunn, 2 * LENGST))}</p>"
        if sted.konsekvens
        else f"<p>{escape(kort(sted.konsekvens_grunn, 2 * LENGST))}</p>"
    )
    return samlet + _tabell(
        "ku",
        f"Etter {VIFTENAVN}, i mønster av Miljødirektoratets M-1941. Forslag til planleggeren, "
        "ikke en konsekvensutredning.",
        ("Tema og kartlag", "Verdi", "Påvirkning", "Konsekvens", "Merknad"),
        rader,
        [hva for hva, *_ in alle[FLEST_KU:]],
    )


def _kortfortalt(sted: Stedssvar, grunn: Arkgrunn) -> str:
    """Outcome, key figures, and the planner's own field."""
    klasse = next((k for k in UTFALL if k.verdi == sted.utfall), UTFALL[0])
    antall = {status: len(med_status(sted, status)) for status in Status}
    x, y = sted.geometri.representative_point().coords[0]
    par = [
        ("Formål", sted.formaal_ord),
        ("Areal", f"{tall(sted.areal_daa, 1)} daa"),
        *(
            [("Utenfor kommunen", f"{tall(sted.utenfor_daa, 1)} daa")]
            if sted.utenfor_daa > 0
            else []
        ),
        ("Sted", f"Ø {tall(x, 0)} N {tall(y, 0)} (EPSG:{grunn.kommune.epsg})"),
        ("Treff", f"{antall[Status.TREFF]} av {len(sted.lag)} kartlag"),
        ("Ikke treff", f"{antall[Status.IKKE_TREFF]} kartlag (ikke det samme som avklart)"),
        ("Ikke kartlagt", f"{antall[Status.IKKE_KARTLAGT]} kartlag"),
        ("Ikke kjent", f"{antall[Status.IKKE_KJENT]} kartlag"),
    ]
    if sted.konsekvens:
        par.append(("Konsekvens", f"{sted.konsekvens} {sted.konsekvens_ord}"))
    liste = "".join(f"<dt>{escape(t)}</dt><dd>{escape(v)}</dd>" for t, v in par)
    punkter = _liste(veiledning(sted, grunn.regler), FLEST_PUNKTER)
    avklar = f"<h2>Hva som må avklares</h2>\n{punkter}\n" if punkter else ""
    uendret = sted.utfall_uten_journal == sted.utfall
    uten = (
        ""
        if uendret
        else f"<p>Uten planleggerens endringer: {escape(sted.utfall_uten_journal)}.</p>"
    )
    return (
        f'<svg class="gjemt" width="0" height="0" aria-hidden="true">{monstre([klasse.stil])}</svg>'
        f'<p class="utfall">{prove_svg(klasse.stil, "flate")}'
        f"<span>{escape(sted.utfall.capitalize())}</span></p>\n"
        f"<p>{escape(kort(sted.utfall_grunn, 2 * LENGST))}</p>{uten}\n"
        f'<dl class="tall">{liste}</dl>\n{avklar}{_vurdering(sted)}'
    )


def _vurdering(sted: Stedssvar) -> str:
    """Field for the planner; never filled in by the program."""
    bokser = " ".join(
        f"<b>{'☒' if sted.vurdering == ord_ else '☐'} {ord_}</b>" for ord_, _ in VURDERINGER
    )
    forklart = "; ".join(f"{ord_}: {tekst}" for ord_, tekst in VURDERINGER)
    grunn = vurderingsgrunn(sted)
    linje = f"<p>{escape(kort(grunn))}</p>" if grunn else '<p class="linje"></p>'
    return (
        f'<div class="vurdering"><p>Kommunens vurdering: {bokser}</p>{linje}'
        f'<p class="smaa dus">{escape(forklart)}.</p></div>'
    )


def _kartet(kart: Faktakart, grunn: Arkgrunn) -> str:
    """Map, legend, and what is not drawn."""
    linjer = "".join(
        f"<li>{prove}<span>{escape(t)}</span></li>" for prove, t in kart.tegnforklaring
    )
    dekker = (
        f" Dekker hele utsnittet og er ikke tegnet: {escape(oppramsing(list(kart.dekker_alt)))}."
        if kart.dekker_alt
        else ""
    )
    if kart.utelatt:
        dekker += f" {len(kart.utelatt)} lag til har treff og er ikke tegnet; se tabellen."
    return (
        f'<div class="kart">{kart.svg}<ul class="tegn">{linjer}</ul><p class="kartnote">Opp er '
        f"rutenettsnord, EPSG:{grunn.kommune.epsg}. Analysekart – ikke juridisk bindende.{dekker}"
        "</p></div>"
    )


def _uvisst(sted: Stedssvar) -> str:
    """Return what is not known, and what is not hit, layer by layer."""
    deler = []
    for status, ledetekst in (
        (Status.IKKE_KJENT, "Ikke kjent (kilden svarte ikke eller er ikke hentet)"),
        (Status.IKKE_KARTLAGT, "Ikke kartlagt her (kartet kan verken bekrefte eller avkrefte noe)"),
        (Status.IKKE_TREFF, "Ikke treff – ikke det samme som avklart"),
    ):
        titler = med_status(sted, status)
        if titler:
            deler.append(f"<p><b>{ledetekst}:</b> {escape('; '.join(titler))}.</p>")
    innenfor = i_distrikt(sted)
    if innenfor:
        deler.insert(
            0,
            "<p><b>Innenfor reinbeitedistrikt, uten registrert særverdi i området:</b> "
            f"{escape('; '.join(innenfor))}.</p>",
        )
    return f'<div class="smaa">{"".join(deler)}</div>' if deler else ""


def _kildene(sted: Stedssvar, grunn: Arkgrunn) -> str:
    """List the sources of the hits, with owner, date and licence."""
    like: dict[tuple[str, str, str], list[str]] = {}
    for svar in treffene(sted):
        if kilde := grunn.kilder.get(svar.lag):
            hentet = f"Hentet {dato(kilde.hentet)}" if kilde.hentet else "Ikke hentet"
            like.setdefault((kilde.navngivelse, hentet, kilde.lisens), []).append(kilde.tittel)
    linjer = [
        f"{navngivelse}. {hentet}. Lisens: {lisens}. {oppramsing(titler)}."
        for (navngivelse, hentet, lisens), titler in like.items()
    ]
    kvitteringer = f"Kvitteringer: {sted.lag[0].kvittering} til {sted.lag[-1].kvittering}."
    return _liste(linjer, FLEST_KILDER, "smaa") + (
        f'<p class="smaa">Alle {len(sted.lag)} kartlag, med dekning, nøyaktighet og kontrollsum, '
        f"står i {REGNEARK}. {kvitteringer}</p>"
    )


def _kropp(sted: Stedssvar, kart: Faktakart, grunn: Arkgrunn) -> Iterator[str]:
    """Yield the parts of the sheet, in reading order."""
    yield f"<h1>{escape(kort(sted.navn, 90))}</h1>\n"
    yield f'<p class="under">Faktaark for arealinnspill · ID {escape(kort(sted.id, 60))}</p>\n'
    yield f'<div class="topp">{_kartet(kart, grunn)}<div>{_kortfortalt(sted, grunn)}</div></div>\n'
    yield _seksjon("Hva innspillet treffer", _trefftabell(sted, grunn))
    yield _seksjon("KU-tabell: verdi, påvirkning og konsekvens", _kutabell(sted))
    if any(s.tema == "reindrift" and s.status != Status.IKKE_TREFF for s in sted.lag):
        yield f'<p class="reindrift">{escape(DIALOG)} {escape(REINDRIFT)}</p>\n'
    yield _seksjon("Det vi ikke vet, og det vi ikke fant", _uvisst(sted))
    yield _seksjon("Kilder", _kildene(sted, grunn))


def faktaark(sted: Stedssvar, kart: Faktakart, grunn: Arkgrunn) -> str:
    """Return the sheet of one site as a whole HTML page, every value escaped.

    Raises
    ------
    SkriveFeil    if the page would hold anything executable
    """
    kjoring, kommune = grunn.kjoring, grunn.kommune
    merke = escape(f"{EKSEMPEL}. {EKSEMPEL_FORKLART}")
    banner = f'<aside class="banner" aria-label="Merking">{merke}</aside>'
    felter = {
        "tittel": escape(
            f"Faktaark: {kort(sted.navn, 90)}, {kommune.navn}"
            + (f" – {EKSEMPEL}" if kjoring.eksempel else "")
        ),
        "banner": banner if kjoring.eksempel else "",
        "utkast": escape(UTKAST),
        "hvem": escape(f"{kommune.navn} kommune · {dato(kjoring.dato)}"),
        "kropp": "".join(_kropp(sted, kart, grunn)),
        "bunn": (
            f"<p>{escape(FORBEHOLD)}</p>\n"
            f'<p>Kjøring <span class="kode">{escape(kjoring.kjoring_id)}</span> · kvittering '
            f'<span class="kode">{escape(sted.kvittering)}</span><span class="skjerm"> · '
            '<a href="../innspill.html">Alle innspill</a></span></p>'
        ),
    }
    return utskriftsark("faktaark.html", "faktaark.css", felter)
