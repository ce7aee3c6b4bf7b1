"""Boundary, terrain, population, place names."""

from lag.katalog.felles import (
    CC_BY,
    GEONORGE_WFS,
    KARTVERKET,
    NLOD,
    hel,
    kode,
    lokalid,
    navn,
    nlod,
)
from lag.katalog.koder import STEDSTYPER
from lag.modell import Kolonne, Lag, Stil, Wcs, Wfs

SSB = "Statistisk sentralbyrå (SSB)"

KOMMUNEGRENSE = Lag(
    navn="kommunegrense",
    tittel="Kommunegrense",
    kilde=Wfs(
        url=GEONORGE_WFS + "administrative_enheter",
        typenavn="app:Kommune",
        geometrifelt="område",
    ),
    geometri="flate",
    kolonner=(
        lokalid("identifikasjon.lokalId"),
        Kolonne(navn="kommunenummer", kilde="kommunenummer", tittel="Kommunenummer", paakrevd=True),
        navn("navn"),
    ),
    eier="Kartverket",
    lisens=CC_BY,
    navngivelse=KARTVERKET,
    metadata="",
    rolle="grunnlag",
    tema="grunnlag",
    dekning=hel("Kommuneinndelingen dekker hele landet."),
    stil=Stil(farge="#1b1b1b", tykkelse_px=2.5, dekkevne=0.0, strek="10 4 2 4"),
    noyaktighet_grunn="Ikke oppgitt i kilden.",
    uverifisert=("hvor kommunenavnet står (navn ligger nøstet med språk)",),
    merknad="Kommunen kjennes på nummeret, aldri på navnet; navneformen veksler mellom kilder.",
    minst=1,
)

TERRENG = Lag(
    navn="terreng",
    tittel="Terrengmodell (DTM)",
    kilde=Wcs(
        url="https://wcs.geonorge.no/skwms1/wcs.hoyde-dtm-nhm-25833",
        dekning="nhm_dtm_topo_25833",
        versjon="1.0.0",
    ),
    geometri="raster",
    kolonner=(),
    eier="Kartverket",
    lisens=CC_BY,
    navngivelse=KARTVERKET,
    metadata="",
    rolle="grunnlag",
    tema="landskap",
    dekning=hel("Den nasjonale høydemodellen dekker hele landet."),
    stil=Stil(farge="#bdbdbd", dekkevne=0.5),
    noyaktighet_grunn="Ikke oppgitt i kilden.",
    uverifisert=("lisensen",),
    merknad="Høyder i meter. Tjenesten svarer bare på WCS 1.0.0 og på utsnitt under 3000 × 3000.",
)

TETTSTEDER = Lag(
    navn="tettsteder",
    tittel="Tettsteder",
    kilde=Wfs(
        url="https://kart.ssb.no/api/mapserver/v1/wfs/tettsteder",
        typenavn="ms:tettsted_2025",
        geometrifelt="msGeometry",
    ),
    geometri="flate",
    kolonner=(lokalid("tettstedsnummer"), navn("tettstedsnavn")),
    eier=SSB,
    lisens=NLOD,
    navngivelse=nlod(SSB),
    metadata="",
    rolle="infrastruktur",
    tema="grunnlag",
    dekning=hel("Tettsteder avgrenses i hele landet hvert år."),
    stil=Stil(farge="#c7b8a3", tykkelse_px=0.6, dekkevne=0.5),
    noyaktighet_grunn="Grensen følger bebyggelsen, ikke eiendommene.",
    uverifisert=("tjenestens adresse (typenavnet er sett)", "kolonnenavnene"),
)

BEFOLKNING = Lag(
    navn="befolkning",
    tittel="Befolkning, rutenett 1 km",
    kilde=Wfs(
        url="https://kart.ssb.no/api/mapserver/v1/wfs/befolkning_paa_rutenett",
        typenavn="ms:befolkning_1km_2025",
        geometrifelt="msGeometry",
    ),
    geometri="flate",
    kolonner=(
        lokalid("SSBid1000M"),
        Kolonne(navn="antall", kilde="pop_tot", tittel="Innbyggere", type="heltall", paakrevd=True),
    ),
    eier=SSB,
    lisens=NLOD,
    navngivelse=nlod(SSB),
    metadata="",
    rolle="grunnlag",
    tema="grunnlag",
    dekning=hel("Statistikken dekker hele landet."),
    stil=Stil(farge="#8da0cb", tykkelse_px=0.3, dekkevne=0.5),
    noyaktighet_grunn="Rutenettet er definert; tallet gjelder hele ruta.",
    uverifisert=(
        "tjenestens adresse (navnet er sett i WMS-utgaven)",
        "kolonnenavnene",
        "om ruter uten bosatte er utelatt",
        "grensen for prikking av små tall",
    ),
    merknad="Små tall kan være skjult av hensyn til personvernet.",
    minst=1,
)

STEDSNAVN = Lag(
    navn="stedsnavn",
    tittel="Stedsnavn",
    kilde=Wfs(
        url=GEONORGE_WFS + "stedsnavn", typenavn="app:Sted", geometrifelt="representasjonspunkt"
    ),
    geometri="punkt",
    kolonner=(
        lokalid("stedsnummer"),
        navn("komplettskrivemåte"),
        kode("type", "navneobjekttype", "Type", STEDSTYPER),
    ),
    eier="Kartverket",
    lisens=CC_BY,
    navngivelse=KARTVERKET,
    metadata="",
    rolle="grunnlag",
    tema="grunnlag",
    dekning=hel("Sentralt stedsnavnregister dekker hele landet; ikke alle navn er samlet inn."),
    stil=Stil(farge="#252525", tykkelse_px=0.5, dekkevne=1.0),
    noyaktighet_grunn="Punktet viser hvor navnet hører til, ikke en grense.",
    uverifisert=("kolonnenavnene", "geometrifeltet", "oversettelsen fra navneobjekttype til type"),
    merknad="Samiske og norske navn er likestilt; vis begge der registeret har begge.",
    minst=1,
)

GRUNNKRETSER = Lag(
    navn="grunnkretser",
    tittel="Grunnkretser",
    kilde=Wfs(
        url=GEONORGE_WFS + "grunnkretser",
        typenavn="app:Grunnkrets",
        geometrifelt="område",
    ),
    geometri="flate",
    kolonner=(
        lokalid("grunnkretsnummer"),
        navn("grunnkretsnavn"),
    ),
    eier=f"Kartverket og {SSB}",
    lisens=CC_BY,
    navngivelse=KARTVERKET,
    metadata="",
    rolle="grunnlag",
    tema="grunnlag",
    dekning=hel("Grunnkretsene dekker hele landet."),
    stil=Stil(farge="#b2abd2", tykkelse_px=0.8, dekkevne=0.05, strek="3 3"),
    noyaktighet_grunn="Ikke oppgitt i kilden.",
    uverifisert=(
        "tjenestens adresse, typenavnet, geometrifeltet og kolonnenavnene",
        "lisensen",
        "om tjenesten kan filtrere på kommunenummer",
    ),
)
