"""Protected areas and nature types. Owner: Miljødirektoratet."""

from lag.katalog.felles import (
    LISENS_UKJENT,
    LISENS_UVERIFISERT,
    LOKALID_UVERIFISERT,
    MDIR,
    hel,
    kode,
    lokalid,
    navn,
)
from lag.katalog.koder import VERDIKATEGORIER
from lag.modell import ArcGis, Dekning, Kolonne, Lag, Stil

EIER = "Miljødirektoratet"

NATURVERN = Lag(
    navn="naturvern",
    tittel="Naturvernområder",
    kilde=ArcGis(url=MDIR + "vern/MapServer", lagnummer=0, lagtittel="naturvern_omrade"),
    geometri="flate",
    kolonner=(
        lokalid("OBJECTID"),
        navn(),
        Kolonne(navn="verneform", kilde="verneform", tittel="Verneform"),
    ),
    eier=EIER,
    lisens=LISENS_UKJENT,
    navngivelse=EIER,
    metadata="5857ec0a-8d2c-4cd8-baa2-0dc54ae213b4",
    rolle="vern",
    tema="naturmangfold",
    dekning=hel("Vern skjer ved forskrift, og alle verneområder ligger i datasettet."),
    stil=Stil(farge="#1b7837", skravur="rutenett", tykkelse_px=2.5, dekkevne=0.3),
    verdi="svaert_stor",
    verdi_grunn="M-1941: verneområder har alltid svært stor verdi.",
    noyaktighet_grunn="Ikke oppgitt i kilden.",
    gyldig_dager=180,
    uverifisert=(LISENS_UVERIFISERT, LOKALID_UVERIFISERT, "lagnummeret (meldt ustabilt)"),
)

NATURTYPER = Lag(
    navn="naturtyper",
    tittel="Naturtyper med KU-verdi",
    kilde=ArcGis(url=MDIR + "naturtyper_kuverdi/MapServer", lagnummer=0),
    geometri="flate",
    kolonner=(
        lokalid("OBJECTID"),
        navn("Naturtype", "Naturtype"),
        kode("verdikategori", "Verdikategori", "Verdi (M-1941)", VERDIKATEGORIER),
    ),
    eier=EIER,
    lisens=LISENS_UKJENT,
    navngivelse=EIER,
    metadata="64cbb884-a19d-4356-a114-380cfe4a7314",
    rolle="vern",
    tema="naturmangfold",
    dekning=Dekning(
        type="dekningskart",
        grunn="Bare prosjektområdene er kartlagt; Miljødirektoratet viser dem i et dekningskart.",
        lag="naturtyper_dekning",
    ),
    stil=Stil(farge="#5aae61", skravur="45", dekkevne=0.4),
    noyaktighet_grunn="Oppgis per flate i kilden (Nøyaktighetsklasse); ikke samlet.",
    gyldig_dager=180,
    uverifisert=(LISENS_UVERIFISERT, LOKALID_UVERIFISERT, "lagnummeret (meldt ustabilt)"),
    merknad="Verdien står per flate i kolonnen verdikategori og er derfor ikke satt for laget.",
)

NATURTYPER_DEKNING = Lag(
    navn="naturtyper_dekning",
    tittel="Dekningskart for naturtyper",
    kilde=ArcGis(url=MDIR + "naturtyper_nin/MapServer", lagnummer=1),
    geometri="flate",
    kolonner=(lokalid("OBJECTID"), navn("Prosjektnavn", "Prosjekt")),
    eier=EIER,
    lisens=LISENS_UKJENT,
    navngivelse=EIER,
    metadata="eb48dd19-03da-41e1-afd9-7ebc3079265c",
    rolle="grunnlag",
    tema="naturmangfold",
    dekning=hel("Et dekningskart sier selv hvor det er kartlagt."),
    stil=Stil(farge="#a6dba0", tykkelse_px=1.0, dekkevne=0.1, strek="2 2"),
    noyaktighet_grunn="Ikke oppgitt i kilden.",
    gyldig_dager=180,
    uverifisert=(
        LISENS_UVERIFISERT,
        LOKALID_UVERIFISERT,
        "lagnummeret (meldt ustabilt)",
        "Dekningskartverdi: koden for «ikke systematisk kartlagt» er ikke kjent og ikke valgt bort",
    ),
)
