"""The safe writer of whole pages: own template, vendored Leaflet, one file, no foreign host.

Nothing from the data becomes markup or script: text is escaped, map data lie in an inert block,
and the finished page is checked before it is returned. The policy in the page lets the browser
run our own scripts and nothing else.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from html import escape
from html.parser import HTMLParser
from string import Template
from typing import Any

from gis.feil import SkriveFeil
from gis.kilder.fil import les_pakketekst
from kart.blokk import UVIRKSOM, uvirksom_blokk
from kart.former import Formlager
from kart.kartdata import Sidekart, Sideklasse, Sidelag
from kart.kjoring import Kjoring
from kart.ordlyd import EKSEMPEL, FORBEHOLD, UTKAST
from kart.sideskript import FLISVERT, MALER, arkstil, politikk, skriptdel
from kart.sokdata import pakket
from kart.stil import monster_id
from kart.tekster import dag, spraaket, t, tekster
from kart.uuside import UU_SIDE

LENKER = ("https://www.kartverket.no/",)
"""Foreign addresses that a page may link to."""
ADRESSER = r"#[\w-]+|(\.\./|faktaark/)?[\w-]+\.(html(#[\w-]+)?|gpkg|xlsx|json|csv|docx|pdf)"
"""Places on the page, and files beside it, that a page may link to."""

FEIL = (
    "Kartet kunne ikke tegnes i denne nettleseren ({feil}). Oversiktskartet og tabellene viser det "
    "samme."
)
POLITIKK = "content-security-policy"
"""The only thing that a page may say as a server would."""
Menypunkt = tuple[str, str]
"""Address beside the page, and its title."""


# -- map data -------------------------------------------------------------------------------


def _klasse(klasse: Sideklasse, former: Formlager) -> dict[str, Any]:
    """One class as the script reads it, column by column; its shapes go to `former`."""
    stil = klasse.stil
    egne = [objekt.get("properties") or {} for objekt in klasse.objekter]
    for objekt in klasse.objekter:
        former.legg_til(objekt["geometry"])
    rader = [e.get("verdier", []) for e in egne]
    return {
        "tittel": t(klasse.tittel),
        "slag": klasse.slag,
        "farge": stil.farge,
        "kant": stil.kant,
        "tykkelse": stil.tykkelse_px,
        "dekkevne": stil.dekkevne,
        "strek": stil.strek,
        "skravur": stil.skravur,
        "monster": monster_id(stil) if stil.skravur else "",
        "ider": [str(e.get("id", "")) for e in egne],
        "navn": [str(e.get("navn", "")) for e in egne],
        "verdier": [list(kolonne) for kolonne in zip(*rader, strict=True)],
        "merker": [e.get("merke", []) for e in egne] if any(e.get("merke") for e in egne) else [],
    }


def _lag(sidelag: Sidelag, former: Formlager) -> dict[str, Any]:
    """One layer as the script reads it."""
    return {
        "navn": sidelag.navn,
        "tittel": t(sidelag.tittel),
        "synlig": sidelag.synlig,
        "bakgrunn": sidelag.bakgrunn,
        "kolonner": sidelag.kolonner,
        "kilde": sidelag.kilde,
        "klasser": [_klasse(k, former) for k in sidelag.klasser],
    }


def _datablokker(sidekart: Sidekart, kjoring: Kjoring) -> str:
    """Return the map as inert blocks: what it says, its shapes, and what can be searched for."""
    former = Formlager()
    innhold: dict[str, Any] = {
        "utsnitt": sidekart.utsnitt,
        "fliser": [{"url": f.url, "storsteZoom": f.storste_zoom} for f in sidekart.fliser],
        "wms": [{"url": b.url, "lag": b.lag} for b in sidekart.kartbilder],
        "lag": [_lag(s, former) for s in sidekart.sidelag],
        "navn": sidekart.navn,
        "sveip": sidekart.sveip,
        "epsg": sidekart.epsg,
        "merknad": _merknad(kjoring),
        "funn": sidekart.funn.per_lag,
        "funnlinjer": sidekart.funn.linjer,
        "tekster": dict(tekster(kjoring.spraak)),
    }
    if sidekart.sil:
        sil = asdict(sidekart.sil)
        innhold["sil"] = {**sil, "dekninger": len(sil["dekninger"])}
        for dekning in sidekart.sil.dekninger:
            former.legg_til(dict(dekning))
    deler = [
        uvirksom_blokk(innhold, "kartdata"),
        uvirksom_blokk(former.pakket(), "kartformer"),
    ]
    if sidekart.oppslag:
        deler.append(uvirksom_blokk(pakket(sidekart.oppslag), "sokdata"))
    return "\n".join(deler)


def _merknad(kjoring: Kjoring) -> str:
    """Say what a file is that a reader saves."""
    merke = f"{t(EKSEMPEL)}. " if kjoring.eksempel else ""
    kjort = t("Kjøring {id}, {dag}.", id=kjoring.kjoring_id, dag=dag(kjoring.dato))
    return f"{merke}{t(UTKAST)}. {kjort} {t(FORBEHOLD)}"


# -- check -----------------------------------------------------------------------


def _verter(sidekart: Sidekart | None) -> str:
    """Hosts that the page may ask for pictures."""
    adresser = [b.url for b in sidekart.kartbilder] if sidekart else []
    egne = {"/".join(adresse.split("/")[:3]) for adresse in adresser}
    return " ".join([FLISVERT, *sorted(egne - {FLISVERT})])


class _Kontroll(HTMLParser):
    """Stops a page that holds anything executable but our own scripts."""

    def __init__(self, antall_skript: int) -> None:
        super().__init__()
        self.skript_igjen = antall_skript

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Check one element.

        Raises
        ------
        SkriveFeil    if it could fetch, send or run something that the page is not to
        """
        egenskaper = dict(reversed(attrs))  # of two alike a browser takes the first
        for navn, verdi in attrs:
            if navn.startswith("on") or navn in {"style", "srcdoc", "action", "formaction"}:
                raise SkriveFeil(f"Siden ville fått attributtet {navn} på <{tag}>.")
            if navn in {"href", "src", "data", "xlink:href"}:
                self._adresse(tag, verdi or "")
        if tag in {"iframe", "object", "embed", "base", "link", "form", "img"}:
            raise SkriveFeil(f"Siden ville fått elementet <{tag}>.")
        if (egenskaper.get("http-equiv") or POLITIKK).lower() != POLITIKK:
            raise SkriveFeil(f"Siden ville fått http-equiv på <{tag}>.")
        if tag == "script" and egenskaper.get("type") != UVIRKSOM:
            self.skript_igjen -= 1
            if self.skript_igjen < 0:
                raise SkriveFeil("Siden ville fått et fremmed skript.")

    def _adresse(self, tag: str, adresse: str) -> None:
        """Only pages beside this one, places on it, and a few known addresses."""
        if adresse.startswith(LENKER) and tag == "a":
            return
        if tag != "a" or not re.fullmatch(ADRESSER, adresse):
            raise SkriveFeil(f"Siden ville fått adressen {adresse!r} på <{tag}>.")


def _kontroller(side: str, antall_skript: int) -> None:
    """Stop unless the page holds our scripts and no others (large data blocks are skipped)."""
    synlig = re.sub(rf'(<script type="{UVIRKSOM}"[^>]*>)[A-Za-z0-9+/=]*', r"\1", side)
    leser = _Kontroll(antall_skript)
    leser.feed(synlig)
    leser.close()


# -- the page -------------------------------------------------------------------------------


def _meny(meny: Sequence[Menypunkt], denne: str) -> str:
    """Links to the pages beside this one."""
    linjer = []
    for adresse, tittel in meny:
        her = ' aria-current="page"' if adresse == denne else ""
        linjer.append(f'<li><a href="{escape(adresse)}"{her}>{escape(tittel)}</a></li>')
    return "\n".join(linjer)


def _bunn(kjoring: Kjoring, har_bilder: bool) -> str:
    """Foot of the page: what it is, which run, and what it asks for."""
    kjort = t("Kjøring {id}, svarene gjelder", id=kjoring.kjoring_id)
    utgave = t("Utgave: {utgave}.", utgave=kjoring.utgave) if kjoring.utgave else ""
    henter = t(
        "Siden henter bare bakgrunnskart fra Kartverket (cache.kartverket.no). Alt annet ligger i "
        "filen, og ingenting lagres i nettleseren. Kartet er tegnet med Leaflet (BSD-2)."
    )
    bilder = f" {t('Offisielle kartbilder hentes fra eieren når du slår dem på.')}"
    return (
        f"<p>{escape(t(UTKAST))}. {escape(t(FORBEHOLD))}</p>\n"
        f"<p>{escape(kjort)} "
        f'<time datetime="{kjoring.dato.isoformat()}">{dag(kjoring.dato)}</time>.'
        f" {escape(utgave)}</p>\n<p>{henter}{bilder if har_bilder else ''}</p>\n"
        f'<p><a href="{UU_SIDE}">{t("Tilgjengelighetserklæring (utkast)")}</a></p>'
    )


def utskriftsark(mal: str, stilark: str, felter: Mapping[str, str]) -> str:
    """Return a page for paper, without script, from a template of `kart/maler`.

    Parameters
    ----------
    mal        template with $csp and $stilark besides the fields
    felter     its other fields, already escaped HTML

    Raises
    ------
    SkriveFeil    if the page would hold anything executable
    """
    stil, csp = arkstil(stilark)
    ferdig = Template(les_pakketekst(MALER, mal)).substitute(
        felter, spraak=spraaket(), csp=csp, stilark=stil
    )
    _kontroller(ferdig, 0)
    return ferdig


def side(
    tittel: str,
    kropp: str,
    kjoring: Kjoring,
    meny: Sequence[Menypunkt] = (),
    denne: str = "",
    sidekart: Sidekart | None = None,
) -> str:
    """Return a whole page, ready to be written.

    Parameters
    ----------
    tittel      title of the document, plain text
    kropp       content of main, already escaped HTML
    kjoring     the run; an example is marked so that nobody can miss it
    meny        links to the pages beside this one
    denne       address of this page, marked in the menu
    sidekart    the map, or None for a page without one

    Raises
    ------
    SkriveFeil    if the page would hold anything executable but our own scripts
    """
    eget = skriptdel(sidekart is not None)
    eksempel = escape(t(EKSEMPEL))
    merke = f'<aside class="eksempelbanner" aria-label="{t("Merking")}">{eksempel}</aside>'
    ferdig = Template(les_pakketekst(MALER, "side.html")).substitute(
        csp=politikk(eget.summer_js, eget.summer_css, _verter(sidekart)),
        spraak=escape(kjoring.spraak),
        tittel=escape(f"{tittel} – arealsil" + (f" – {t(EKSEMPEL)}" if kjoring.eksempel else "")),
        ord_filtrer=t("Filtrer «{tabell}»"),
        ord_rader=t("{antall} av {alle} rader"),
        ord_feil=t(FEIL),
        ord_aapnet=t("Viser {antall} av {alle} rader: {felt} {nokkel}."),
        ord_alle=t("Vis alle"),
        hopp=t("Hopp til innholdet"),
        sider=t("Sider"),
        stilark=eget.stilark,
        kroppsklasse=' class="med-eksempel"' if kjoring.eksempel else "",
        banner=merke if kjoring.eksempel else "",
        utkast=escape(t(UTKAST)),
        meny=_meny(meny, denne),
        kropp=kropp,
        bunn=_bunn(kjoring, bool(sidekart and sidekart.kartbilder)),
        data=_datablokker(sidekart, kjoring) if sidekart else "",
        skript=eget.skript,
    )
    _kontroller(ferdig, 1)
    return ferdig
