"""A draft of the accessibility statement that every publication needs (uustatus.no)."""

from html import escape

from gis.kommune import Kommune
from kart.kjoring import Kjoring
from kart.tekster import dag, t

UU_SIDE = "tilgjengelighet.html"
"""File name of the page."""
PROVD = (
    "Alle sidene er prøvd med axe-core i to skjermstørrelser når programmet bygges, mot WCAG 2.1 "
    "og 2.2 nivå A og AA.",
    "Søk, tegnforklaring, tabeller, kort, tegning, filtre og sammenligning kan brukes med bare "
    "tastatur, og fokus går tilbake dit du var.",
    "Sidene har ingen vannrett rulling ved 320 piksler eller 200 % forstørring, utenom i "
    "tabellene.",
    "Farge står aldri alene: skravur, symbol eller ord sier det samme.",
)
AVVIK = (
    "Flatene i kartet kan ikke velges enkeltvis med tastatur (1.1.1, 2.1.1). Tabellen og søket på "
    "samme side har det samme innholdet og åpner de samme kortene.",
    "Bakgrunnskartet er bilder fra Kartverket uten tekstalternativ (1.1.1). Ingen opplysning i "
    "svarene står bare der.",
    "Skjermleser er ikke prøvd av mennesker i denne utgaven.",
)
FYLLES_INN = (
    "Kontakt for tilbakemeldinger: [kommunen fyller inn navn, e-post og telefon].",
    "Klage: Tilsynet for universell utforming av ikt (uutilsynet.no).",
    "Erklæringen skal registreres av kommunen på uustatus.no før siden publiseres.",
)


def _liste(setninger: tuple[str, ...]) -> str:
    """Sentences as a list."""
    return "<ul>" + "".join(f"<li>{escape(t(s))}</li>" for s in setninger) + "</ul>"


def uu_erklaering(kommune: Kommune, kjoring: Kjoring) -> str:
    """Return the content of the page: status, what was tried, deviations, what is left."""
    hva = t(
        "For kartene om {navn}, kjøring {id}, {dag}. Utkastet er laget av programmet; kommunen "
        "svarer for innholdet og publiserer erklæringen.",
        navn=kommune.navn,
        id=kjoring.kjoring_id,
        dag=dag(kjoring.dato),
    )
    return (
        f"<h1>{t('Tilgjengelighetserklæring (utkast)')}</h1>\n"
        f'<p class="ingress">{escape(hva)}</p>\n'
        f"<h2>{t('Status')}</h2>\n<p>{t('Delvis i samsvar med kravene (WCAG 2.1 A og AA).')}</p>\n"
        f"<h2>{t('Hva som er prøvd')}</h2>\n{_liste(PROVD)}\n"
        f"<h2>{t('Kjente avvik')}</h2>\n{_liste(AVVIK)}\n"
        f"<h2>{t('Det kommunen fyller inn')}</h2>\n{_liste(FYLLES_INN)}\n"
    )
