"""The front page: what was asked, what was answered, what rests on what, what is not known."""

from collections.abc import Mapping, Sequence
from html import escape
from itertools import chain

from pandas import DataFrame

from analyser.felles.modell import Kildebruk, Kolonneinfo, Resultat, Status, Tabell
from gis.crs import arealmerknad
from gis.kommune import Kommune
from kart.brukerveiledning import VEILEDNINGSSIDE
from kart.eksport import kilder_av
from kart.kjoring import Kjoring
from kart.ordlyd import EKSEMPEL, EKSEMPEL_FORKLART, FORBEHOLD, REINDRIFT, UTKAST
from kart.resultatside import seksjon, svarliste
from kart.sak import saksfil
from kart.sileside import NAVN as SILESIDE
from kart.tabell import MANGLER, som_html
from kart.tegnegeometri import OMRISSLAG
from kart.tekster import BOKMAAL, dag, setning, spraaket, t

NEDLASTINGER = (
    ("resultater.gpkg", "Alle kartlag med resultater, GeoPackage (åpnes i QGIS og ArcGIS)"),
    ("resultater.xlsx", "Alle tabeller, kilder og regler, Excel-arbeidsbok"),
    ("kjoring.json", "Hva som ble kjørt: versjoner, parametre, kilder med kontrollsum"),
)
PLANTITLER: Mapping[str, str] = {
    "nummer": "Nr.",
    "tekst": "Tiltak",
    "tiltak": "Tiltak",
    "periode": "Periode",
    "frist": "Frist",
    "indikator": "Indikator",
    "ansvarlig": "Ansvarlig",
    "samarbeid": "Samarbeid",
    "status": "Status",
    "merknad": "Merknad",
}
"""Headings of the plan's table; an unknown key is shown as it is."""
IKKE_ANALYSERT = "ikke analysert"
IKKE_I_UTGAVEN = "Svaret står i saksbehandlerens utgave."
FLERE_SVAR = "Flere svar om tiltaket står i saksbehandlerens utgave."
"""Printed where no analysis of the run serves a measure."""
ANALYSEPLASS = 2
"""Column of the answers: after number and words, so that it is seen on narrow screens."""
KILDEKOLONNER = (
    Kolonneinfo(navn="tittel", tittel="Lag"),
    Kolonneinfo(navn="eier", tittel="Eier"),
    Kolonneinfo(navn="status", tittel="Status"),
    Kolonneinfo(navn="antall", tittel="Objekter", enhet="stk."),
    Kolonneinfo(navn="hentet", tittel="Hentet"),
    Kolonneinfo(navn="dekning", tittel="Dekning"),
    Kolonneinfo(navn="noyaktighet", tittel="Nøyaktighet"),
    Kolonneinfo(navn="lisens", tittel="Lisens"),
    Kolonneinfo(navn="merknader", tittel="Merknader"),
)


OVERSATT = "Siden er oversatt; det som står på bokmål, gjelder."
"""Said in every language but bokmål."""


def _til_veiledningen() -> str:
    """Return the way to the guide."""
    hva = t("fra innspill til saksframlegg, og hva arealsil ikke skal brukes til.")
    return f'\n<p><a href="{VEILEDNINGSSIDE}">{t("Veiledning")}</a>: {hva}</p>'


def _innledning(kommune: Kommune, kjoring: Kjoring) -> str:
    """Title, what kind of page this is, and the marking of an example."""
    navn = f"{kommune.navn} / {kommune.parallellnavn}" if kommune.parallellnavn else kommune.navn
    deler = [f"<h1>arealsil – {escape(kommune.navn)}</h1>"]
    if kjoring.eksempel:
        deler.append(
            f'<p class="eksempel"><strong>{t(EKSEMPEL)}.</strong> '
            f"{escape(t(EKSEMPEL_FORKLART))}</p>"
        )
    deler.append(
        f'<p class="ingress">{escape(navn)} ({escape(kommune.nummer)}). {t("Svarene gjelder")} '
        f'<time datetime="{kjoring.dato.isoformat()}">{dag(kjoring.dato)}</time>. '
        f"{t(UTKAST)}. {escape(t(FORBEHOLD))}</p>"
    )
    if kjoring.utgave:
        utgave = escape(t("Utgave: {utgave}.", utgave=kjoring.utgave))
        deler.append(f'<p class="ingress"><strong>{utgave}</strong></p>')
    if kjoring.sileemne:
        deler.append(
            f'<p><strong>{t("Eier du grunn her?")}</strong> <a href="{SILESIDE}.html">'
            f"{t('Søk opp eiendommen eller tegn et område')}</a>, "
            f"{t('og se hva som ligger der, og hva som ikke er kjent.')}</p>"
        )
    if spraaket() != BOKMAAL:
        deler.append(f'<p class="forklaring">{t(OVERSATT)}</p>')
    return "\n".join(deler) + "\n"


def _kort(resultat: Resultat, tiltak: Sequence[str]) -> str:
    """One analysis: question, answer, what is open, and the way to its page."""
    adresse = f"{escape(resultat.analyse)}.html"
    deler = [
        f'<h3><a href="{adresse}">{setning(resultat.tittel)}</a></h3>',
        f'<p class="sporsmaal">{setning(resultat.sporsmaal)}</p>',
        f'<p class="svar">{setning(resultat.svar)}</p>',
    ]
    if any(post.navn == OMRISSLAG for post in resultat.kartlag):
        deler.append(f"<p>{setning(resultat.punkter[0])}</p>")
    if tiltak:
        numre = escape(", ".join(tiltak))
        deler.append(f'<p class="tiltak">{t("Tiltak i planen")}: {numre}</p>')
    ukjent = [tvil for tvil in resultat.ukjent if tvil != REINDRIFT]
    if ukjent:
        setninger = "".join(f"<li>{setning(tvil)}</li>" for tvil in ukjent)
        deler.append(
            f"<details><summary>{t('Hva vi ikke vet')} ({len(ukjent)})</summary>"
            f"<ul>{setninger}</ul></details>"
        )
    return f'<li class="kort"><article>{"".join(deler)}</article></li>'


def svarene() -> str:
    """Return the four answers, and what an answer never means."""
    return f"{svarliste()}\n<p>{setning(REINDRIFT)}</p>"


def _plancelle(nokkel: str, verdi: str) -> str:
    """One cell of the plan's table; the number is the row's heading."""
    innhold = setning(verdi) if verdi else MANGLER
    return f'<th scope="row">{innhold}</th>' if nokkel == "nummer" else f"<td>{innhold}</td>"


def _svarcelle(nummer: str, resultater: Sequence[Resultat], kjoring: Kjoring) -> str:
    """Return what the run says about a measure: answers with the way to map and table."""
    svar = []
    for resultat in (r for r in resultater if nummer in kjoring.tiltak.get(r.analyse, ())):
        side, tittel = f"{escape(resultat.analyse)}.html", setning(resultat.tittel)
        lenker = [
            f'<a href="{side}#{sted}">{ord_}<span class="usynlig">: {tittel}</span></a>'
            for sted, ord_ in (("kart", t("Kart")), ("tabeller", t("Tabeller")))
        ]
        svar.append(
            f'<p><a href="{side}">{tittel}</a>: {setning(resultat.svar)} {" · ".join(lenker)}</p>'
        )
    vist = {r.analyse for r in resultater}
    if any(nummer in numre for analyse, numre in kjoring.tiltak.items() if analyse not in vist):
        svar.append(f"<p>{t(FLERE_SVAR if svar else IKKE_I_UTGAVEN)}</p>")
    return f"<td>{''.join(svar) or t(IKKE_ANALYSERT)}</td>"


def _plantabell(resultater: Sequence[Resultat], kjoring: Kjoring) -> str:
    """Return the measures of the plan by number, each with what the run says about it."""
    nokler = list(dict.fromkeys(n for rad in kjoring.maaltabell for n in rad))
    titler = [t(PLANTITLER.get(n, n)) for n in nokler]
    titler.insert(ANALYSEPLASS, t("Svar, kart og tabell"))
    hode = "".join(f'<th scope="col">{escape(tittel)}</th>' for tittel in titler)
    rader = []
    for rad in kjoring.maaltabell:
        celler = [_plancelle(n, rad.get(n, "")) for n in nokler]
        celler.insert(ANALYSEPLASS, _svarcelle(rad.get("nummer", ""), resultater, kjoring))
        rader.append(f"<tr>{''.join(celler)}</tr>")
    kropp = "\n".join(rader)
    alle = {rad.get("nummer", "") for rad in kjoring.maaltabell}
    med = alle & {nummer for r in resultater for nummer in kjoring.tiltak.get(r.analyse, ())}
    analysert = alle.intersection(chain(*kjoring.tiltak.values()))
    tittel = t("Tiltak i næringsplanen, og hva kartene svarer")
    telling = t(
        "{med} av {alle} tiltak har en analyse i kjøringen. Status er det kommunen selv har meldt.",
        med=len(analysert),
        alle=len(alle),
    )
    if med != analysert:
        telling += f" {t('Denne utgaven har svar på {antall} av dem.', antall=len(med))}"
    return (
        f'<p class="forklaring">{telling}</p>\n'
        '<div class="tabellramme" role="region" tabindex="0" aria-labelledby="plan-tittel">\n'
        f'<table id="plan"><caption id="plan-tittel">{tittel}</caption>\n'
        f"<thead><tr>{hode}</tr></thead>\n"
        f"<tbody>\n{kropp}\n</tbody></table>\n</div>"
    )


def _innbygging(resultater: Sequence[Resultat]) -> str:
    """Tell how a map is put into another page."""
    if not resultater:
        return ""
    eksempel = (
        f'<iframe src="{resultater[0].analyse}.html#innfelt=1" title="{t(resultater[0].tittel)}" '
        'width="100%" height="640"></iframe>'
    )
    hvordan = t(
        "Hvert kart kan bygges inn i en annen side med «#innfelt=1» etter adressen. Merkingen "
        "følger med:"
    )
    return f"<p>{hvordan}</p>\n<pre><code>{escape(eksempel)}</code></pre>"


def _kildetabell(kilder: Sequence[Kildebruk]) -> str:
    """Return every source with status and day, the failed ones included."""
    rader = [
        {
            **{k.navn: getattr(kilde, k.navn) for k in KILDEKOLONNER},
            "hentet": kilde.hentet[:10] or None,
            "merknader": " ".join(kilde.merknader) or None,
        }
        for kilde in kilder
    ]
    data = DataFrame(rader, columns=[k.navn for k in KILDEKOLONNER])
    ikke_kjent = sum(kilde.status == Status.IKKE_KJENT for kilde in kilder)
    tabell = Tabell(
        navn="kilder",
        tittel=f"Kartlag som analysene bruker: {len(kilder)}, hvorav {ikke_kjent} ikke er kjent",
        kolonner=KILDEKOLONNER,
        data=data,
    )
    navngivelser = sorted({kilde.navngivelse for kilde in kilder if kilde.navngivelse})
    return som_html(tabell) + f"<p>{' · '.join(map(setning, navngivelser))}</p>"


def _nedlastinger(resultater: Sequence[Resultat]) -> str:
    """Return links to the files beside the page."""
    saker = [
        (saksfil(r), t("Utkast til sak: {tittel} (Word)", tittel=t(r.sak.tittel)))
        for r in resultater
        if r.sak
    ]
    linjer = "".join(
        f'<li><a href="{fil}" download>{fil}</a> – {escape(t(hva))}</li>'
        for fil, hva in (*NEDLASTINGER, *saker)
    )
    return f"<ul>{linjer}</ul>"


def indeks(resultater: Sequence[Resultat], kommune: Kommune, kjoring: Kjoring) -> str:
    """Return the content of the front page as HTML, every value escaped.

    Parameters
    ----------
    resultater    the answers, in the order of the cards
    kommune       the municipality
    kjoring       date, id, measures of the plan, and whether the data are made up
    """
    kort = "\n".join(_kort(r, kjoring.tiltak.get(r.analyse, ())) for r in resultater)
    deler = [
        _innledning(kommune, kjoring),
        seksjon("analyser", "Spørsmål og svar", f'<ul class="kortliste">\n{kort}\n</ul>'),
        seksjon("slik-leser-du", "Slik leser du svarene", svarene() + _til_veiledningen()),
    ]
    if kjoring.maaltabell:
        merknad = f"<p>{setning(kjoring.planmerknad)}</p>\n" if kjoring.planmerknad else ""
        plan = merknad + _plantabell(resultater, kjoring)
        deler.append(seksjon("plan-overskrift", "Tiltakene i planen", plan))
    deler += [
        seksjon("kilde-overskrift", "Kilder", _kildetabell(kilder_av(resultater))),
        seksjon("last-ned", "Last ned", _nedlastinger(resultater)),
        seksjon("bygg-inn", "Bygg inn et kart", _innbygging(resultater)),
        f'<p class="spor">{t("Arealer i dekar (1 daa = 1000 m²)")}, '
        f"{setning(arealmerknad(kommune.epsg))}. "
        f"{escape(t('Kjøring {id}.', id=kjoring.kjoring_id))}</p>\n",
    ]
    return "".join(deler)
