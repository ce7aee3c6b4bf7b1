"""World heritage, cultural environments, monuments and old buildings. Owner: Riksantikvaren."""

from lag.katalog.felles import NLOD_2, delvis, hel, kode, lokalid, navn, nlod
from lag.katalog.koder import (
    KULTURMILJOKATEGORIER,
    SEFRAKSTATUS,
    VERDENSARVSONER,
    VERNETYPER,
    VERNETYPER_UTEN_VERN,
)
from lag.modell import Kolonne, Lag, OgcApi, Stil

RIKSANTIKVAREN = "Riksantikvaren"
KULTURMILJOER_UUID = "17adbcac-bbb2-4efc-ab51-756573c8f178"
KILDE_KULTURMILJOER = OgcApi(
    url="https://api.ra.no/KulturminnerKulturmiljoer", samling="kulturmiljoer"
)
"""§ 20 environments, UNESCO sites and NB! areas lie together in this collection."""
KATEGORI = kode("kategori", "kulturmiljokategori", "Kategori", KULTURMILJOKATEGORIER)
VERNETYPE = kode("vernetype", "vernetype", "Vernetype", VERNETYPER)

VERDENSARV = Lag(
    navn="verdensarv",
    tittel="Verdensarv",
    kilde=KILDE_KULTURMILJOER,
    geometri="flate",
    kolonner=(
        lokalid("lokalId"),
        navn(),
        KATEGORI,
        kode("vernetype", "vernetype", "Vernetype", VERNETYPER, paakrevd=True),
        kode("sone", "sone", "Sone", VERDENSARVSONER),
    ),
    eier=RIKSANTIKVAREN,
    lisens=NLOD_2,
    navngivelse=nlod(RIKSANTIKVAREN),
    metadata=KULTURMILJOER_UUID,
    rolle="vern",
    tema="kulturmiljo",
    dekning=hel("Verdensarvlisten er endelig; alle norske verdensarvområder ligger i datasettet."),
    stil=Stil(farge="#762a83", skravur="45", tykkelse_px=2.5, dekkevne=0.35),
    verdi="svaert_stor",
    verdi_grunn="M-1941: verdensarv har alltid svært stor verdi.",
    noyaktighet_grunn="Ikke oppgitt i kilden.",
    navngitt=True,
    utvalg={"vernetype": ("WHS",)},
    gyldig_dager=180,
    uverifisert=(
        "kategorikodene (M-VERD eller M-WHS)",
        "om buffersonen ligger i tjenesten, og om som egen flate",
        "sone: ingen egenskap i kilden skiller kjerne fra buffer; bare egne filer har kolonnen",
    ),
    merknad=(
        "Circumferensen dekker om lag 98–99 prosent av Røros og skiller derfor ikke to områder der "
        "fra hverandre; se på kjerneområdene."
    ),
)

CIRCUMFERENSEN = Lag(
    navn="circumferensen",
    tittel="Circumferensen (verdensarvens buffersone)",
    kilde=KILDE_KULTURMILJOER,
    geometri="flate",
    kolonner=(lokalid("lokalId"), navn(), KATEGORI, VERNETYPE),
    eier=RIKSANTIKVAREN,
    lisens=NLOD_2,
    navngivelse=nlod(RIKSANTIKVAREN),
    metadata=KULTURMILJOER_UUID,
    rolle="vern",
    tema="kulturmiljo",
    dekning=delvis("Det er ikke bekreftet at buffersonen finnes i tjenesten."),
    stil=Stil(farge="#9970ab", tykkelse_px=3.0, dekkevne=0.08, strek="12 6"),
    noyaktighet_grunn=(
        "Radien oppgis til 44, 45 og 45,2 km i ulike kilder; den juridiske grensen er "
        "nominasjonskartet."
    ),
    navngitt=True,
    utvalg={"navn": ("Circumferensen",)},
    gyldig_dager=180,
    uverifisert=(
        "navnet «Circumferensen» i tjenesten",
        "om buffersonen ligger i tjenesten som egen flate",
    ),
    merknad="En sirkel om Gamle Storwartz er bare en tilnærming og må merkes «tilnærmet».",
)

KULTURMILJOER = Lag(
    navn="kulturmiljoer",
    tittel="Kulturmiljøer",
    kilde=KILDE_KULTURMILJOER,
    geometri="flate",
    kolonner=(lokalid("lokalId"), navn(), KATEGORI, VERNETYPE),
    eier=RIKSANTIKVAREN,
    lisens=NLOD_2,
    navngivelse=nlod(RIKSANTIKVAREN),
    metadata=KULTURMILJOER_UUID,
    rolle="vern",
    tema="kulturmiljo",
    dekning=delvis("Bare kulturmiljøer som er fredet eller pekt ut, er tegnet inn."),
    stil=Stil(farge="#af8dc3", skravur="315", dekkevne=0.35),
    noyaktighet_grunn="Ikke oppgitt i kilden.",
    utvalg={"kategori": ("M-FRE", "M-FRED", "M-KULA", "M-TRE", "M-NB")},
    gyldig_dager=180,
    uverifisert=("kategorikodene (M-FRED eller M-FRE)", "koden for NB!-områder (M-NB er gjettet)"),
    merknad="Verdensarv ligger i samme samling og vises som eget lag.",
)

KULTURMINNER = Lag(
    navn="kulturminner",
    tittel="Kulturminner (enkeltminner)",
    kilde=OgcApi(
        url="https://api.ra.no/LokaliteterEnkeltminnerOgSikringssoner", samling="enkeltminner"
    ),
    geometri="flate",
    kolonner=(
        lokalid("kulturminneId"),
        navn(),
        kode("vernetype", "vernetype", "Vernetype", VERNETYPER, paakrevd=True),
        Kolonne(navn="kategori", kilde="enkeltminnekategori", tittel="Kategori"),
    ),
    eier=RIKSANTIKVAREN,
    lisens=NLOD_2,
    navngivelse=nlod(RIKSANTIKVAREN),
    metadata="c72906a0-2bc2-41d7-bea2-c92d368e3c49",
    rolle="vern",
    tema="kulturmiljo",
    dekning=delvis("Bare det som er funnet og registrert i Askeladden, er med."),
    stil=Stil(farge="#40004b", skravur="prikker", dekkevne=0.5),
    noyaktighet_grunn="Oppgis per kulturminne i kilden; ikke samlet.",
    buffer_m=5.0,
    buffer_grunn="Sikringssone på minst 5 m om automatisk fredede kulturminner (kulturminneloven).",
    utvalg={
        "vernetype": tuple(
            vern for vern in VERNETYPER if vern not in VERNETYPER_UTEN_VERN and vern != "WHS"
        )
    },
    gyldig_dager=90,
    uverifisert=("betydningen av flere vernetypekoder", "lisensens versjon"),
    merknad="Fjernede kulturminner (FJE) og kulturminner uten vern (IKKEV) er utelatt.",
)

FREDEDE_BYGNINGER = Lag(
    navn="fredede_bygninger",
    tittel="Fredede bygninger",
    kilde=OgcApi(url="https://api.ra.no/KulturminnerFredaBygninger", samling="fredabygninger"),
    geometri="punkt",
    kolonner=(lokalid("lokalId"), navn()),
    eier=RIKSANTIKVAREN,
    lisens=NLOD_2,
    navngivelse=nlod(RIKSANTIKVAREN),
    metadata="",
    rolle="vern",
    tema="kulturmiljo",
    dekning=hel("Fredning skjer ved vedtak, og alle vedtak føres i Askeladden."),
    stil=Stil(farge="#40004b", kant="#ffffff", skravur="rutenett", tykkelse_px=2.0, dekkevne=0.9),
    noyaktighet_grunn="Ikke oppgitt i kilden.",
    gyldig_dager=90,
    uverifisert=(
        "kolonnenavnene",
        "at geometrien er punkt",
        "lisensens versjon",
        "fullstendigheten",
    ),
)

SEFRAK = Lag(
    navn="sefrak",
    tittel="SEFRAK-bygninger",
    kilde=OgcApi(url="https://api.ra.no/KulturminnerSEFRAKbygninger", samling="sefrakbygninger"),
    geometri="punkt",
    kolonner=(
        lokalid("sefrakId"),
        navn("objektnavn"),
        kode("status", "sefrakStatus", "SEFRAK-status", SEFRAKSTATUS),
    ),
    eier=RIKSANTIKVAREN,
    lisens=NLOD_2,
    navngivelse=nlod(RIKSANTIKVAREN),
    metadata="61a7b45b-5375-41d0-9fc6-57e63c9c7f56",
    rolle="vern",
    tema="kulturmiljo",
    dekning=delvis("Det er ikke kjent om alle eldre hus er registrert, eller om de står ennå."),
    stil=Stil(farge="#9970ab", kant="#40004b", skravur="45", tykkelse_px=1.0, dekkevne=0.9),
    noyaktighet_grunn="Ikke oppgitt i kilden.",
    gyldig_dager=180,
    uverifisert=(
        "statuskodenes betydning",
        "fullstendigheten",
        "meldeplikt for bygninger fra før 1850 (kulturminneloven § 25)",
    ),
)
