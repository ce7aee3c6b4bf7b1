"""Flood, landslide, avalanche, bad ground, noise. A hit means «må utredes», never «nei»."""

from dataclasses import replace

from lag.katalog.felles import (
    GEONORGE_WFS,
    LISENS_UKJENT,
    LISENS_UVERIFISERT,
    LOKALID_UVERIFISERT,
    MDIR,
    NVE,
    delvis,
    hel,
    kode,
    lokalid,
    navn,
)
from lag.katalog.koder import GJENTAKSINTERVALL, STOYKILDER, STOYSONEKODER
from lag.modell import ArcGis, Dekning, IngenTjeneste, Lag, Stil, Wfs

AKTSOMHET = "Treff betyr at faren må utredes, ikke at området er farlig."
LANDSDEKKENDE = hel("Aktsomhetskartet er regnet ut for hele landet.")
NOYAKTIGHET = "Ikke oppgitt i kilden; aktsomhetskart er grove."

FLOM_AKTSOMHET = Lag(
    navn="flom_aktsomhet",
    tittel="Aktsomhetsområder for flom",
    kilde=Wfs(
        url=GEONORGE_WFS + "flomaktsomhetsomrader",
        typenavn="FlomAktsomhetOmr",
        geometrifelt="område",
    ),
    geometri="flate",
    kolonner=(lokalid("identifikasjon.lokalId"),),
    eier=NVE,
    lisens=LISENS_UKJENT,
    navngivelse=NVE,
    metadata="60c5024f-bf93-4d7a-888a-5fe001427195",
    rolle="fare",
    tema="fare",
    dekning=LANDSDEKKENDE,
    stil=Stil(farge="#2166ac", skravur="vannrett", dekkevne=0.25),
    noyaktighet_grunn=NOYAKTIGHET,
    uverifisert=(LISENS_UVERIFISERT, LOKALID_UVERIFISERT),
    merknad=AKTSOMHET,
)

FLOMSONER = Lag(
    navn="flomsoner",
    tittel="Flomsoner",
    kilde=Wfs(url=GEONORGE_WFS + "flomsoner", typenavn="FlomAreal", geometrifelt="område"),
    geometri="flate",
    kolonner=(
        lokalid("identifikasjon.lokalId"),
        kode(
            "gjentaksintervall",
            "gjentaksintervall",
            "Gjentaksintervall",
            GJENTAKSINTERVALL,
            paakrevd=True,
        ),
    ),
    eier=NVE,
    lisens=LISENS_UKJENT,
    navngivelse=NVE,
    metadata="e95008fc-0945-4d66-8bc9-e50ab3f50401",
    rolle="fare",
    tema="fare",
    dekning=Dekning(
        type="dekningskart",
        grunn="Bare utvalgte elvestrekninger er kartlagt; NVE har et eget dekningskart.",
        lag="flomsoner_dekning",
    ),
    stil=Stil(farge="#053061", skravur="45", tykkelse_px=2.0, dekkevne=0.4),
    noyaktighet_grunn="Ikke oppgitt i kilden.",
    uverifisert=(
        LISENS_UVERIFISERT,
        LOKALID_UVERIFISERT,
        "at verdien 2100 betyr 200-årsflom med klimapåslag",
    ),
    merknad="TEK17 § 7-2: sikkerhetsklasse F1 1/20, F2 1/200 (boliger), F3 1/1000.",
)

FLOMSONER_DEKNING = Lag(
    navn="flomsoner_dekning",
    tittel="Dekningskart for flomsoner",
    kilde=IngenTjeneste(
        grunn=(
            "NVEs dekningskart for flomsoner er ikke funnet som åpen tjeneste. Be NVE om det, og "
            "pek på filen under [lag.flomsoner_dekning] i kommune.toml."
        )
    ),
    geometri="flate",
    kolonner=(lokalid("lokalid"), navn("dekningsinfo")),
    eier=NVE,
    lisens=LISENS_UKJENT,
    navngivelse=NVE,
    metadata="",
    rolle="grunnlag",
    tema="fare",
    dekning=hel("Et dekningskart sier selv hvor det er kartlagt."),
    stil=Stil(farge="#92c5de", tykkelse_px=1.0, dekkevne=0.1, strek="2 2"),
    noyaktighet_grunn="Ikke oppgitt i kilden.",
    uverifisert=(LISENS_UVERIFISERT, LOKALID_UVERIFISERT),
    merknad=(
        "Uten dette kartet er svaret «ikke kartlagt» overalt der flomsoner ikke gir treff. Filen "
        "skal bare ha flater som er kartlagt."
    ),
)

SKRED_JORD_FLOM = replace(
    FLOM_AKTSOMHET,
    navn="skred_jord_flom",
    tittel="Aktsomhetsområder for jord- og flomskred",
    kilde=Wfs(
        url=GEONORGE_WFS + "aktsomhetskartforjordogflomskred",
        typenavn="AktsomhetsOmrJordOgFlomskred",
        geometrifelt="geometri",
    ),
    metadata="30e1883e-70e9-4510-9e97-00edbdcddc02",
    stil=Stil(farge="#8c510a", skravur="45", dekkevne=0.25),
)

STEINSPRANG = replace(
    FLOM_AKTSOMHET,
    navn="steinsprang",
    tittel="Aktsomhetsområder for steinsprang",
    kilde=Wfs(
        url=GEONORGE_WFS + "steinsprang_aktsomhetsomrader",
        typenavn="PotensieltSkredfareOmr",
        geometrifelt="område",
    ),
    metadata="02c6d51c-4e8c-4948-a620-dc046c8cb747",
    stil=Stil(farge="#bf812d", skravur="prikker", dekkevne=0.25),
)

SNOSKRED = replace(
    FLOM_AKTSOMHET,
    navn="snoskred",
    tittel="Aktsomhetsområder for snøskred",
    kilde=Wfs(
        url=GEONORGE_WFS + "snoskredaktsomhetsomrader",
        typenavn="PotensieltSkredfareOmr",
        geometrifelt="område",
    ),
    metadata="54ada9d8-e6fc-48d6-82b0-5477166a4aaa",
    stil=Stil(farge="#5e3c99", skravur="315", dekkevne=0.25),
    uverifisert=(
        *FLOM_AKTSOMHET.uverifisert,
        "om tjenesten er i drift (slått av i Kartverkets eget oppsett)",
    ),
)

FORURENSET_GRUNN = Lag(
    navn="forurenset_grunn",
    tittel="Forurenset grunn",
    kilde=ArcGis(url=MDIR + "grunnforurensning2/MapServer", lagnummer=1),
    geometri="flate",
    kolonner=(lokalid("OBJECTID"), navn("Lokalitetnavn", "Lokalitet")),
    eier="Miljødirektoratet",
    lisens=LISENS_UKJENT,
    navngivelse="Miljødirektoratet",
    metadata="e48e71ac-16fc-4e47-9e7f-c0a4a4bbfad0",
    rolle="fare",
    tema="fare",
    dekning=delvis("Bare steder der noen har undersøkt eller hatt mistanke, er registrert."),
    stil=Stil(farge="#67001f", skravur="rutenett", tykkelse_px=2.0, dekkevne=0.35),
    noyaktighet_grunn="Ikke oppgitt i kilden.",
    gyldig_dager=180,
    uverifisert=(LISENS_UVERIFISERT, LOKALID_UVERIFISERT, "lagnummeret (meldt ustabilt)"),
    merknad="Treff betyr at grunnen må undersøkes; opprydding kan komme i strid med kulturminner.",
)

STOYSONER = Lag(
    navn="stoysoner",
    tittel="Støysoner",
    kilde=IngenTjeneste(
        grunn=(
            "Støysoner ligger hos den som eier kilden: Avinor og Forsvarsbygg, Statens vegvesen, "
            "Bane NOR. Tjenesten wfs.geonorge.no/skwms1/wfs.stoylufthavn er sett (fly), men ikke "
            "typenavnet. Samle sonene i en fil med kolonnene id, sone (rod eller gul) og stoykilde "
            "(fly, veg, bane, skytebane, annet), og pek på den under [lag.stoysoner] i "
            "kommune.toml."
        )
    ),
    geometri="flate",
    kolonner=(
        lokalid("id"),
        kode("sone", "sone", "Støysone", STOYSONEKODER, paakrevd=True),
        kode("stoykilde", "stoykilde", "Støykilde", STOYKILDER),
    ),
    eier="Den som eier støykilden",
    lisens=LISENS_UKJENT,
    navngivelse="Den som eier støykilden",
    metadata="",
    rolle="fare",
    tema="fare",
    dekning=delvis("Bare kilder som noen har beregnet soner for."),
    stil=Stil(farge="#c51b7d", skravur="prikker", tykkelse_px=1.5, dekkevne=0.25, strek="7 3"),
    noyaktighet_grunn="Beregnet, ikke målt; grensene følger modellen.",
    uverifisert=(LISENS_UVERIFISERT, "kolonnenavnene er våre egne"),
    merknad="Rød sone unngås, gul sone vurderes (T-1442). Støykilder uten beregning er ikke med.",
)
