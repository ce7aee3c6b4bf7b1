"""The page of one answer: question, answer, map, what is not known, tables, rules, sources."""

from collections.abc import Iterator, Sequence
from html import escape

from analyser.felles.modell import Kildebruk, Regelbruk, Resultat, Status
from gis.crs import arealmerknad
from gis.kommune import Kommune
from kart.kartdata import Sidekart, Sidelag
from kart.kjoring import Kjoring
from kart.lesark import arkfil
from kart.linjefigur import linjefigur
from kart.ordlyd import EKSEMPEL, REINDRIFT, SVARENE
from kart.stil import monstre, prove_svg
from kart.tabell import MANGLER, som_html, statusmerke, tall, tekst
from kart.tekster import setning, t
from lag.katalog import KATALOG

UTEN_SKRIPT = (
    "Nettleseren kjører ikke skript. Under står et stillestående oversiktskart, og tabellene har "
    "det samme innholdet som kartet."
)
KARTNAVN = (
    "Kart. Piltastene flytter, pluss og minus zoomer. Tabellene på siden har det samme innholdet."
)
TOMT = "Ingenting er registrert i dem her. Det er ikke det samme som avklart."
FORENKLET = "Formene er forenklet for tegning; tallene er regnet på de fullstendige formene."


def seksjon(ident: str, tittel: str, innhold: str, klasse: str = "") -> str:
    """Return a landmark with its heading."""
    egen = f' class="{klasse}"' if klasse else ""
    return (
        f'<section{egen} aria-labelledby="{ident}">\n'
        f'<h2 id="{ident}">{escape(t(tittel))}</h2>\n{innhold}\n</section>\n'
    )


def _liste(setninger: Sequence[str], klasse: str = "") -> str:
    """Return sentences as a list."""
    egen = f' class="{klasse}"' if klasse else ""
    return f"<ul{egen}>" + "".join(f"<li>{setning(s)}</li>" for s in setninger) + "</ul>"


def har_reindrift(resultat: Resultat) -> bool:
    """Tell whether the answer shows reindeer herding in any way."""
    brukte = {kilde.lag for kilde in resultat.kilder}
    brukte.update(navn for post in resultat.kartlag for navn in post.kildelag)
    return REINDRIFT in (*resultat.punkter, *resultat.ukjent) or any(
        KATALOG[navn].tema == "reindrift" for navn in brukte if navn in KATALOG
    )


# -- the answer -----------------------------------------------------------------------------


def _svaret(
    resultat: Resultat, kommune: Kommune, tiltak: Sequence[str], ukjent: Sequence[str]
) -> str:
    """Question, answer, findings, and the way to the rest of the page."""
    punkter = [p for p in resultat.punkter if p != REINDRIFT]
    numre = ", ".join(tiltak)
    maal = f" {t('Tiltak {numre} i planen.', numre=numre)}" if numre else ""
    steder = [("kart", t("Kart"))]
    if ukjent:
        steder.append(("ukjent", f"{t('Hva vi ikke vet')} ({len(ukjent)})"))
    steder += [("tabeller", t("Tabeller")), ("regler", t("Regler")), ("kilder", t("Kilder"))]
    lenker = "".join(f'<li><a href="#{i}">{escape(ord_)}</a></li>' for i, ord_ in steder)
    return (
        f'<p class="emne">{setning(resultat.tittel)} · {escape(kommune.navn)}.{escape(maal)}'
        "</p>\n"
        f"<h1>{setning(resultat.sporsmaal)}</h1>\n"
        f'<p class="svar">{setning(resultat.svar)}</p>\n'
        + (_liste(punkter, "punkter") if punkter else "")
        + f'\n<ul class="innhold" aria-label="{t("På denne siden")}">{lenker}</ul>\n'
    )


# -- map and legend -------------------------------------------------------------------------


def _antall(antall: int) -> str:
    """Return the number of objects, as the legend shows it."""
    return (
        f'<span class="antall"><span class="usynlig">{t("antall")} </span>{tall(antall, 0)}</span>'
    )


def _lagvalg(sidelag: Sidelag) -> str:
    """One layer of the legend: switch, classes, counts."""
    navn = escape(sidelag.navn)
    paa = " checked" if sidelag.synlig else ""
    boks = f'<input type="checkbox" data-lag="{navn}" autocomplete="off"{paa}>'
    alene = len(sidelag.klasser) == 1
    prove = ""
    if alene and sidelag.navn != "stedsnavn":
        prove = prove_svg(sidelag.klasser[0].stil, sidelag.klasser[0].slag)
    tall_ = "" if sidelag.bakgrunn else _antall(_antall_i(sidelag))
    linjer = "".join(
        f"<li>{prove_svg(k.stil, k.slag)}<span>{setning(k.tittel)}</span>"
        f"{'' if sidelag.bakgrunn else _antall(len(k.objekter))}</li>"
        for k in sidelag.klasser
    )
    klasser = "" if alene else f'<ul class="klasser">{linjer}</ul>'
    av = "" if sidelag.synlig else " av"
    return (
        f'<li class="lag{av}"><label>{boks}{prove}<span>{setning(sidelag.tittel)}</span>{tall_}'
        f"</label>{klasser}</li>"
    )


def _antall_i(sidelag: Sidelag) -> int:
    """Return the number of objects in a layer."""
    return sum(len(k.objekter) for k in sidelag.klasser)


def _tomme_lag(tomme: Sequence[Sidelag]) -> str:
    """Layers that have nothing registered, folded away: an empty layer is not an answer."""
    if not tomme:
        return ""
    return (
        f"<details><summary>{t('Kartlag uten objekter')} ({len(tomme)})</summary>"
        f'<p class="forklaring">{t(TOMT)}</p>'
        f"<ul>{''.join(_lagvalg(s) for s in reversed(tomme))}</ul></details>"
    )


def _tegnforklaring(sidekart: Sidekart) -> str:
    """Legend and switches, top layer first, made of the same records as the map."""
    bakgrunn = [s for s in sidekart.sidelag if s.bakgrunn]
    tomme = [s for s in sidekart.temaer if not _antall_i(s)]
    vises = [s for s in sidekart.temaer if _antall_i(s)]
    deler = [
        '<div class="lagvelger" role="group" aria-labelledby="tegnforklaring" tabindex="0">',
        f'<h3 id="tegnforklaring">{t("Tegnforklaring")}</h3>',
        f"<ul>{''.join(_lagvalg(s) for s in reversed(vises))}</ul>",
        _tomme_lag(tomme),
        f"<details><summary>{t('Bakgrunn')}</summary>",
        f"<ul>{''.join(_lagvalg(s) for s in reversed(bakgrunn))}",
    ]
    deler.append("</ul></details>")
    return "".join(deler) + _bakgrunnsvalg(sidekart) + _bildevalg(sidekart) + "</div>"


def _bakgrunnsvalg(sidekart: Sidekart) -> str:
    """Choice of background from the net; the vector background is always there."""
    if not sidekart.fliser:
        return ""
    valg = [(i, f"{t(f.tittel)} ({t('fra nettet')})") for i, f in enumerate(sidekart.fliser)]
    uten = (-1, t("Ingen: bare filens egne vann, veger og navn"))
    linjer = "".join(
        f'<label><input type="radio" name="bakgrunnskart" data-fliser="{i}" autocomplete="off"'
        f"{' checked' if i == 0 else ''}><span>{escape(tittel)}</span></label>"
        for i, tittel in (*valg, uten)
    )
    return f'<fieldset class="lag"><legend>{t("Bakgrunnskart")}</legend>{linjer}</fieldset>'


def _bildevalg(sidekart: Sidekart) -> str:
    """Official pictures, off until a reader asks for them."""
    if not sidekart.kartbilder:
        return ""
    linjer = "".join(
        f'<label><input type="checkbox" data-wms="{i}" autocomplete="off">'
        f"<span>{setning(b.tittel)}. {setning(b.navngivelse)}</span></label>"
        for i, b in enumerate(sidekart.kartbilder)
    )
    hva = t("Offisielle kartbilder (hentes fra eieren når de slås på)")
    return f'<fieldset class="lag"><legend>{hva}</legend>{linjer}</fieldset>'


def _kartet(sidekart: Sidekart, oversikt: str, kjoring: Kjoring) -> str:
    """Map, card, legend, and the still map for paper and for readers without scripts."""
    stiler = [k.stil for s in sidekart.sidelag for k in s.klasser]
    merke = f'<p class="kartmerke" aria-hidden="true">{t(EKSEMPEL)}</p>' if kjoring.eksempel else ""
    navngivelse = ""
    if sidekart.fliser:
        navngivelse = (
            f'{t("Bakgrunnskart")}: <a href="https://www.kartverket.no/">'
            f"{escape(sidekart.fliser[0].navngivelse)}</a> (CC BY 4.0)."
        )
    return (
        f'<svg class="usynlig" width="0" height="0" aria-hidden="true">{monstre(stiler)}</svg>\n'
        f'<noscript><p class="forklaring">{t(UTEN_SKRIPT)}</p></noscript>\n'
        '<div class="verktoy" id="verktoy"></div>\n'
        '<div class="kartdel">\n<div>\n<div class="kartplass"><div class="kartramme">'
        '<div class="kartflate" id="kartflate" role="application" tabindex="0" '
        f'aria-label="{t(KARTNAVN)}"></div>{merke}'
        '<div class="kort" id="kort" role="dialog" aria-labelledby="kort-tittel" hidden></div>'
        "</div></div>\n"
        f'<div class="oversiktskart">{oversikt}</div>\n'
        f'<p class="kartlinje skjerm" id="kartstatus" role="status"></p>\n'
        f'<p class="kartlinje">{navngivelse} {t(FORENKLET)}</p>\n'
        '<div class="paneler" id="paneler"></div>\n</div>\n'
        f"{_tegnforklaring(sidekart)}\n</div>"
    )


# -- trace ----------------------------------------------------------------------------------


def _regler(regler: Sequence[Regelbruk]) -> str:
    """Return the rules as used, with how sure each threshold is."""
    if not regler:
        return f"<p>{t('Analysen bruker ingen regler med terskelverdi.')}</p>"
    rader = []
    for regel in regler:
        klasse = "merke uverifisert" if regel.merke == "uverifisert" else "merke"
        rader.append(
            f'<tr><th scope="row">{escape(regel.id)}</th><td>{setning(regel.tekst)}</td>'
            f"<td>{setning(regel.hjemmel) if regel.hjemmel else MANGLER}</td>"
            f'<td><span class="{klasse}">{setning(regel.merke)}</span></td>'
            f'<td class="ubrutt">{escape(regel.versjon)}</td></tr>'
        )
    usikre = sum(regel.merke == "uverifisert" for regel in regler)
    advarsel = t(
        "{usikre} av {alle} terskler er uverifisert: ingen i prosjektet har sett kilden. Bekreft "
        "dem før svaret brukes.",
        usikre=usikre,
        alle=len(regler),
    )
    merknad = f'<p class="forklaring">{advarsel}</p>' if usikre else ""
    return merknad + _ramme(
        "regeltabell",
        "Reglene, hjemmel og hvor sikre tersklene er",
        ("Regel", "Hva den sier", "Hjemmel eller kilde", "Hvor sikker", "Versjon"),
        rader,
    )


def _ramme(ident: str, tittel: str, hode: Sequence[str], rader: Sequence[str]) -> str:
    """Return a table in its own scroll area; `rader` are finished."""
    celler = "".join(f'<th scope="col">{escape(t(h))}</th>' for h in hode)
    kropp = "\n".join(rader)
    return (
        f'<div class="tabellramme" role="region" tabindex="0" aria-labelledby="{ident}-tittel">\n'
        f'<table id="{ident}"><caption id="{ident}-tittel">{setning(tittel)}</caption>\n'
        f"<thead><tr>{celler}</tr></thead>\n<tbody>\n{kropp}\n</tbody></table>\n</div>"
    )


def _kilderad(kilde: Kildebruk) -> str:
    """One source: what was fetched, when, from whom, and how far it can be trusted."""
    merket = f" <strong>{t(EKSEMPEL)}.</strong>" if kilde.eksempel else ""
    ukjent = kilde.status == Status.IKKE_KJENT
    eies = (kilde.eier, kilde.lisens, kilde.navngivelse)
    rettigheter = " ".join(f"{setning(ord_)}." for ord_ in eies if ord_)
    celler = (
        statusmerke(kilde.status) if ukjent else setning(kilde.status),
        tekst(kilde.hentet[:10] or None),
        tall(kilde.antall, 0),
        setning(kilde.dekning) if kilde.dekning else MANGLER,
        setning(kilde.noyaktighet) if kilde.noyaktighet else MANGLER,
        rettigheter + merket,
        " ".join(map(setning, kilde.merknader)) or MANGLER,
        f'<span class="kontrollsum">{escape(kilde.sha256) or MANGLER}</span>',
    )
    return (
        f'<tr><th scope="row">{setning(kilde.tittel)}</th><td>{"</td><td>".join(celler)}</td></tr>'
    )


def _kilder(kilder: Sequence[Kildebruk]) -> str:
    """Return every source, the failed ones included."""
    return _ramme(
        "kildetabell",
        "Kartlag som svaret bygger på",
        (
            "Lag", "Status", "Hentet", "Objekter", "Dekning", "Nøyaktighet",
            "Eier, lisens og navngivelse", "Merknader", "Kontrollsum (SHA-256)",
        ),
        [_kilderad(k) for k in kilder],
    )  # fmt: skip


def _parameter(verdi: object) -> str:
    """Return the value of a parameter; numbers and yes or no are in the language already."""
    ord_ = isinstance(verdi, str | tuple | list)
    return setning(tekst(verdi)) if ord_ else escape(tekst(verdi))


def _parametre(resultat: Resultat) -> str:
    """Return the parameters as used."""
    if not resultat.parametre:
        return ""
    par = "".join(
        f"<dt><code>{escape(str(navn))}</code></dt><dd>{_parameter(verdi)}</dd>"
        for navn, verdi in resultat.parametre.items()
    )
    return f"<details><summary>{t('Parametre i analysen')}</summary><dl>{par}</dl></details>"


def _arkene(resultat: Resultat) -> str:
    """Return links to the sheets beside the page."""
    linjer = "".join(
        f'<li><a href="{arkfil(resultat, ark)}">{setning(ark.tittel)}</a> – '
        f"{setning(ark.under)}</li>"
        for ark in resultat.ark
    )
    return f"<ul>{linjer}</ul>"


def svarliste() -> str:
    """Return the four answers and what they mean, as HTML."""
    par = "".join(
        f"<dt>{statusmerke(status)}</dt><dd>{escape(t(SVARENE[status]))}</dd>" for status in Status
    )
    return f'<dl class="svarene">{par}</dl>'


# -- the page -------------------------------------------------------------------------------


def _deler(
    resultat: Resultat, kommune: Kommune, kjoring: Kjoring, sidekart: Sidekart, oversikt: str
) -> Iterator[str]:
    """Yield the parts of the page, in reading order."""
    ukjent = [s for s in resultat.ukjent if s != REINDRIFT]
    yield _svaret(resultat, kommune, kjoring.tiltak.get(resultat.analyse, ()), ukjent)
    yield seksjon("kart", "Kart", _kartet(sidekart, oversikt, kjoring))
    if ukjent:
        yield seksjon("ukjent", "Hva vi ikke vet", _liste(ukjent), "ukjent")
    if resultat.ark:
        yield seksjon("ark", "Ark til utskrift", _arkene(resultat))
    merknad = setning(arealmerknad(kommune.epsg))
    arealer = f'<p class="forklaring">1 daa = 1000 m², {merknad}.</p>\n'
    tabeller = "\n".join(linjefigur(t) + som_html(t, "t-") for t in resultat.tabeller)
    yield seksjon("tabeller", "Tabeller", arealer + tabeller)
    yield seksjon("svarene", "Slik leser du svarene", svarliste())
    yield seksjon("regler", "Regler", _regler(resultat.regler) + _parametre(resultat))
    yield seksjon("kilder", "Kilder", _kilder(resultat.kilder))
    if har_reindrift(resultat):
        yield f'<p class="reindrift">{setning(REINDRIFT)}</p>\n'


def innhold(
    resultat: Resultat, kommune: Kommune, kjoring: Kjoring, sidekart: Sidekart, oversikt: str
) -> str:
    """Return the content of the page of `resultat` as HTML, every value escaped.

    Parameters
    ----------
    sidekart    the map as read off the folium map: only what is there gets a legend
    oversikt    the still map, SVG
    """
    return "".join(_deler(resultat, kommune, kjoring, sidekart, oversikt))
