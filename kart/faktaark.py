"""One fact sheet per site: HTML that prints to one or two A4 pages, for the one who sent it in.

Everything on the sheet stands in `Stedssvar`; nothing is computed here. Long lists are cut and say
so, and the workbook holds all: the sheet must fit its pages whatever the site hits.
"""

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from analyser.felles.modell import Status
from analyser.felles.stedssvar import Stedssvar
from analyser.felles.tekst import oppramsing
from analyser.felles.utfall import UTFALL
from kart.faktakart import Faktakart
from kart.faktatabeller import REGNEARK, Arkgrunn, kutabell, punktliste, resten, trefftabell
from kart.ordlyd import EKSEMPEL, EKSEMPEL_FORKLART, FORBEHOLD, REINDRIFT, UTKAST
from kart.planside import utskriftsark
from kart.stedsord import (
    LENGST,
    i_distrikt,
    kort,
    kort_html,
    med_status,
    treffene,
    veiledning,
    vurderingsgrunn,
)
from kart.stil import monstre, prove_svg
from kart.tabell import tall
from kart.tekster import dag, setning, t

FLEST_PUNKTER = 5
"""Points in a list on a sheet."""
FLEST_KILDER = 12
"""Lines of sources on a sheet; layers with the same owner, day and licence share one."""
ANTALLSORD: Mapping[Status, str] = {
    Status.IKKE_TREFF: "{antall} kartlag (ikke det samme som avklart)",
    Status.IKKE_KARTLAGT: "{antall} kartlag",
    Status.IKKE_KJENT: "{antall} kartlag",
}
"""How the counts of the other answers than hits are said."""
DIALOG = "Virkninger for reindriften avklares i dialog med reinbeitedistriktet."
"""Ends everything about reindeer husbandry (wording rule 2)."""
VURDERINGER = (
    ("JA", "tas med videre til konsekvensutredning"), ("NEI", "tas ikke med videre"),
    ("ANNET", "se begrunnelsen"),
)  # fmt: skip
"""The planner's own field; the first text is Røros' own layer's wording."""


# -- parts of the sheet -----------------------------------------------------------------------


def _seksjon(tittel: str, innhold: str) -> str:
    return f"<section>\n<h2>{escape(t(tittel))}</h2>\n{innhold}\n</section>\n" if innhold else ""


def _kortfortalt(sted: Stedssvar, grunn: Arkgrunn) -> str:
    """Outcome, key figures, and the planner's own field."""
    klasse = next((k for k in UTFALL if k.verdi == sted.utfall), UTFALL[0])
    antall = {status: len(med_status(sted, status)) for status in Status}
    x, y = sted.geometri.representative_point().coords[0]
    epsg = grunn.kommune.epsg
    par = [
        ("Formål", setning(sted.formaal_ord)),
        ("Areal", f"{tall(sted.areal_daa, 1)} daa"),
        *(
            [("Utenfor kommunen", f"{tall(sted.utenfor_daa, 1)} daa")]
            if sted.utenfor_daa > 0
            else []
        ),
        ("Sted", t("Ø {x} N {y} (EPSG:{epsg})", x=tall(x, 0), y=tall(y, 0), epsg=epsg)),
        ("Treff", t("{antall} av {alle} kartlag", antall=antall[Status.TREFF], alle=len(sted.lag))),
        *(
            (str(status).capitalize(), t(ord_, antall=antall[status]))
            for status, ord_ in ANTALLSORD.items()
        ),
    ]
    if sted.konsekvens:
        par.append(("Konsekvens", f"{sted.konsekvens} {escape(t(sted.konsekvens_ord))}"))
    liste = "".join(f"<dt>{escape(t(navn))}</dt><dd>{verdi}</dd>" for navn, verdi in par)
    punkter = punktliste(veiledning(sted, grunn.regler), FLEST_PUNKTER)
    avklar = f"<h2>{t('Hva som må avklares')}</h2>\n{punkter}\n" if punkter else ""
    uendret = sted.utfall_uten_journal == sted.utfall
    uten = (
        ""
        if uendret
        else f"<p>{t('Uten planleggerens endringer')}: {setning(sted.utfall_uten_journal)}.</p>"
    )
    return (
        f'<svg class="gjemt" width="0" height="0" aria-hidden="true">{monstre([klasse.stil])}</svg>'
        f'<p class="utfall">{prove_svg(klasse.stil, "flate")}'
        f"<span>{setning(sted.utfall.capitalize())}</span></p>\n"
        f"<p>{kort_html(sted.utfall_grunn, 2 * LENGST)}</p>{uten}\n"
        f'<dl class="tall">{liste}</dl>\n{avklar}{_vurdering(sted)}'
    )


def _vurdering(sted: Stedssvar) -> str:
    """Field for the planner; never filled in by the program."""
    bokser = " ".join(
        f"<b>{'☒' if sted.vurdering == ord_ else '☐'} {t(ord_)}</b>" for ord_, _ in VURDERINGER
    )
    forklart = "; ".join(f"{t(ord_)}: {t(tekst)}" for ord_, tekst in VURDERINGER)
    grunn = vurderingsgrunn(sted)
    linje = f"<p>{kort_html(grunn)}</p>" if grunn else '<p class="linje"></p>'
    return (
        f'<div class="vurdering"><p>{t("Kommunens vurdering")}: {bokser}</p>{linje}'
        f'<p class="smaa dus">{escape(forklart)}.</p></div>'
    )


def _kartet(kart: Faktakart, grunn: Arkgrunn) -> str:
    """Map, legend, and what is not drawn."""
    linjer = "".join(
        f"<li>{prove}<span>{setning(tittel)}</span></li>" for prove, tittel in kart.tegnforklaring
    )
    dekker = (
        f" {t('Dekker hele utsnittet og er ikke tegnet')}: "
        f"{setning(oppramsing(list(kart.dekker_alt)))}."
        if kart.dekker_alt
        else ""
    )
    if kart.utelatt:
        dekker += f" {len(kart.utelatt)} lag til har treff og er ikke tegnet; se tabellen."
    return (
        f'<div class="kart">{kart.svg}<ul class="tegn">{linjer}</ul><p class="kartnote">'
        f"{t('Opp er rutenettsnord, EPSG:{epsg}.', epsg=grunn.kommune.epsg)} "
        f"{t('Analysekart – ikke juridisk bindende.')}{dekker}</p></div>"
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
            deler.append(f"<p><b>{t(ledetekst)}:</b> {_titler(titler)}.</p>")
    innenfor = i_distrikt(sted)
    if innenfor:
        deler.insert(
            0,
            f"<p><b>{t('Innenfor reinbeitedistrikt, uten registrert særverdi i området')}:</b> "
            f"{_titler(innenfor)}.</p>",
        )
    return f'<div class="smaa">{"".join(deler)}</div>' if deler else ""


def _titler(titler: Sequence[str]) -> str:
    """Titles of layers in a row, as HTML."""
    return "; ".join(map(setning, titler))


def _kildene(sted: Stedssvar, grunn: Arkgrunn) -> str:
    """List the sources of the hits, with owner, date and licence."""
    like: dict[tuple[str, str, str], list[str]] = {}
    for svar in treffene(sted):
        if kilde := grunn.kilder.get(svar.lag):
            hentet = t("Hentet {dag}", dag=dag(kilde.hentet)) if kilde.hentet else t("Ikke hentet")
            like.setdefault((kilde.navngivelse, hentet, kilde.lisens), []).append(kilde.tittel)
    linjer = [
        f"{setning(navngivelse)}. {hentet}. {t('Lisens')}: {setning(lisens)}. "
        f"{setning(oppramsing(titler))}."
        for (navngivelse, hentet, lisens), titler in like.items()
    ]
    punkter = [f"<li>{linje}</li>" for linje in linjer[:FLEST_KILDER]]
    if len(linjer) > FLEST_KILDER:
        punkter.append(f"<li>{resten(len(linjer) - FLEST_KILDER)}.</li>")
    alle = t(
        "Alle {antall} kartlag, med dekning, nøyaktighet og kontrollsum, står i {fil}. "
        "Kvitteringer: {fra} til {til}.",
        antall=len(sted.lag),
        fil=REGNEARK,
        fra=sted.lag[0].kvittering,
        til=sted.lag[-1].kvittering,
    )
    liste = f'<ul class="smaa">{"".join(punkter)}</ul>' if punkter else ""
    return f'{liste}<p class="smaa">{escape(alle)}</p>'


def _kropp(sted: Stedssvar, kart: Faktakart, grunn: Arkgrunn) -> Iterator[str]:
    """Yield the parts of the sheet, in reading order."""
    yield f"<h1>{escape(kort(sted.navn, 90))}</h1>\n"
    under = f"{t('Faktaark for arealinnspill')} · ID {kort(sted.id, 60)}"
    yield f'<p class="under">{escape(under)}</p>\n'
    yield f'<div class="topp">{_kartet(kart, grunn)}<div>{_kortfortalt(sted, grunn)}</div></div>\n'
    yield _seksjon("Hva innspillet treffer", trefftabell(sted, grunn))
    yield _seksjon("KU-tabell: verdi, påvirkning og konsekvens", kutabell(sted))
    if any(s.tema == "reindrift" and s.status != Status.IKKE_TREFF for s in sted.lag):
        yield f'<p class="reindrift">{setning(DIALOG)} {setning(REINDRIFT)}</p>\n'
    yield _seksjon("Det vi ikke vet, og det vi ikke fant", _uvisst(sted))
    yield _seksjon("Kilder", _kildene(sted, grunn))


def faktaark(sted: Stedssvar, kart: Faktakart, grunn: Arkgrunn) -> str:
    """Return the sheet of one site as a whole HTML page, every value escaped.

    Raises
    ------
    SkriveFeil    if the page would hold anything executable
    """
    kjoring, kommune = grunn.kjoring, grunn.kommune
    merke = escape(f"{t(EKSEMPEL)}. {t(EKSEMPEL_FORKLART)}")
    banner = f'<aside class="banner" aria-label="{t("Merking")}">{merke}</aside>'
    felter = {
        "tittel": escape(
            f"{t('Faktaark')}: {kort(sted.navn, 90)}, {kommune.navn}"
            + (f" – {t(EKSEMPEL)}" if kjoring.eksempel else "")
        ),
        "banner": banner if kjoring.eksempel else "",
        "utkast": escape(t(UTKAST)),
        "hvem": escape(f"{t('{navn} kommune', navn=kommune.navn)} · {dag(kjoring.dato)}"),
        "kropp": "".join(_kropp(sted, kart, grunn)),
        "bunn": (
            f"<p>{escape(t(FORBEHOLD))}</p>\n"
            f'<p>{t("Kjøring")} <span class="kode">{escape(kjoring.kjoring_id)}</span> · '
            f'{t("kvittering")} <span class="kode">{escape(sted.kvittering)}</span>'
            '<span class="skjerm"> · <a href="../innspill.html">'
            f"{t('Alle innspill')}</a></span></p>"
        ),
    }
    return utskriftsark("faktaark.html", "faktaark.css", felter)
