"""Parcels, addresses, buildings. Owner: Kartverket; no owner names are ever asked for."""

from lag.katalog.felles import CC_BY, GEONORGE_WFS, KARTVERKET, hel, lokalid
from lag.modell import Kolonne, Lag, Stil, Wfs

EIER = "Kartverket"

TEIGER = Lag(
    navn="teiger",
    tittel="Teiger (eiendomskart)",
    kilde=Wfs(
        url=GEONORGE_WFS + "matrikkelen-eiendomskart-teig",
        typenavn="app:Teig",
        geometrifelt="område",
        kommunefelt="kommunenummer",
    ),
    geometri="flate",
    kolonner=(
        lokalid("identTeig.teigId"),
        Kolonne(navn="kommunenummer", kilde="kommunenummer", tittel="Kommunenummer", paakrevd=True),
        Kolonne(navn="matrikkelnummer", kilde="matrikkelnummerTekst", tittel="Gnr./bnr."),
        Kolonne(
            navn="noyaktighetsklasse", kilde="noyaktighetsklasseTeig", tittel="Nøyaktighetsklasse"
        ),
    ),
    eier=EIER,
    lisens=CC_BY,
    navngivelse=KARTVERKET,
    metadata="",
    rolle="grunnlag",
    tema="grunnlag",
    dekning=hel("Eiendomskartet dekker hele landet; grensene er ulikt nøyaktige."),
    stil=Stil(farge="#7f7f7f", tykkelse_px=0.8, dekkevne=0.05),
    noyaktighet_grunn="Oppgis per teig i nøyaktighetsklassen.",
    gyldig_dager=90,
    uverifisert=("om tjenesten kan filtrere på kommunenummer",),
    merknad="Grensene kan være unøyaktige; eiendomskartet avgjør ikke grensetvister.",
    minst=1,
)

ADRESSER = Lag(
    navn="adresser",
    tittel="Adresser",
    kilde=Wfs(
        url=GEONORGE_WFS + "matrikkelen-adresse",
        typenavn="Vegadresse",
        geometrifelt="representasjonspunkt",
    ),
    geometri="punkt",
    kolonner=(
        lokalid("identifikasjon.lokalId"),
        Kolonne(navn="adressetekst", kilde="adressetekst", tittel="Adresse"),
        Kolonne(navn="gardsnummer", kilde="gardsnummer", tittel="Gnr."),
        Kolonne(navn="bruksnummer", kilde="bruksnummer", tittel="Bnr."),
    ),
    eier=EIER,
    lisens=CC_BY,
    navngivelse=KARTVERKET,
    metadata="",
    rolle="grunnlag",
    tema="grunnlag",
    dekning=hel("Alle offisielle adresser ligger i matrikkelen."),
    stil=Stil(farge="#4d4d4d", tykkelse_px=0.5, dekkevne=0.8),
    noyaktighet_grunn="Ikke oppgitt i kilden.",
    gyldig_dager=90,
    uverifisert=("geometrifeltet", "kolonnene lokalid og adressetekst i WFS"),
    merknad="Matrikkeladresser uten vegnavn er en egen type og er ikke med.",
    minst=1,
)

BYGNINGER = Lag(
    navn="bygninger",
    tittel="Bygninger (bygningspunkt)",
    kilde=Wfs(
        url=GEONORGE_WFS + "matrikkelen-bygningspunkt",
        typenavn="app:Bygning",
        geometrifelt="representasjonspunkt",
    ),
    geometri="punkt",
    kolonner=(
        lokalid("identifikasjon.lokalId"),
        Kolonne(navn="bygningsnummer", kilde="bygningsnummer", tittel="Bygningsnummer"),
        Kolonne(navn="bygningstype", kilde="bygningstype", tittel="Bygningstype", paakrevd=True),
        Kolonne(navn="bygningsstatus", kilde="bygningsstatus", tittel="Bygningsstatus"),
    ),
    eier=EIER,
    lisens=CC_BY,
    navngivelse=KARTVERKET,
    metadata="24d7e9d1-87f6-45a0-b38e-3447f8d7f9a1",
    rolle="grunnlag",
    tema="grunnlag",
    dekning=hel("Alle registrerte bygninger ligger i matrikkelen."),
    stil=Stil(farge="#1b1b1b", skravur="rutenett", tykkelse_px=0.5, dekkevne=0.9),
    noyaktighet_grunn="Ikke oppgitt i kilden.",
    gyldig_dager=90,
    uverifisert=(
        "navnene på bygningstypene 161–163 (fritidsbygg)",
        "lisensen oppgis både som CC BY 4.0 og NLOD",
    ),
    minst=1,
)
