"""Reindeer husbandry: districts, seasonal pastures, migration routes. Owner: NIBIO.

Value by M-1941 stays empty in every entry until there has been a dialogue with the district.
"""

from lag.katalog.felles import (
    LOKALID_UVERIFISERT,
    NLOD,
    delvis,
    hel,
    kode,
    lokalid,
    navn,
    nlod,
)
from lag.katalog.koder import KALVINGSKODER, SESONGER
from lag.modell import Kolonne, Lag, Nedlasting, Stil, Wfs

NIBIO = "NIBIO"
VEILEDENDE = delvis(
    "Kartene er veiledende: at noe ikke er tegnet inn, betyr ikke at området er uten bruk."
)
MERKNAD = (
    "Kartene er veiledende. Berørte reinbeitedistrikt og Sametinget skal varsles og kan kreve "
    "konsultasjon (sameloven kap. 4)."
)
NOYAKTIGHET = "Ikke oppgitt i kilden; kartene er veiledende."
DISTRIKT = Kolonne(navn="distrikt", kilde="distriktnavn", tittel="Reinbeitedistrikt")
SESONG = kode("sesongkode", "kode", "Årstid", SESONGER)


def _fil(filnavn: str) -> Nedlasting:
    """Build the national file for one theme, FGDB in EPSG:25833 (address seen 2022)."""
    return Nedlasting(
        url=f"https://kart8.nibio.no/uttak_Download/reindrift/0000_25833_reindrift-{filnavn}_gdb.zip",
        format="FGDB",
    )


def _wfs(tjeneste: str, typenavn: str) -> Wfs:
    """NIBIO's MapServer; axis order latitude, longitude."""
    return Wfs(
        url=f"https://wfs02.nibio.no/cgi-bin/rein/{tjeneste}",
        typenavn=typenavn,
        geometrifelt="msGeometry",
        epsg=4258,
    )


def _beite(ident: str, aarstid: str, filnavn: str, uuid: str, stil: Stil) -> Lag:
    """Build the entry for the pasture of one season."""
    return Lag(
        navn=ident,
        tittel=f"Reinbeite: {aarstid}",
        kilde=_fil(filnavn),
        geometri="flate",
        kolonner=(lokalid("lokalid"), DISTRIKT, SESONG),
        eier=NIBIO,
        lisens=NLOD,
        navngivelse=nlod(NIBIO),
        metadata=uuid,
        rolle="vern",
        tema="reindrift",
        dekning=VEILEDENDE,
        stil=stil,
        noyaktighet_grunn=NOYAKTIGHET,
        del_av="reinbeite",
        uverifisert=("filadressen (sett 2022)", "kolonnenavnene i filen"),
        merknad=MERKNAD,
    )


REINBEITE = Lag(
    navn="reinbeite",
    tittel="Reinbeitedistrikt",
    kilde=_fil("reinbeitedistrikt"),
    geometri="flate",
    kolonner=(
        lokalid("lokalid"),
        navn("reinbeitedistriktnavn"),
        Kolonne(navn="navn_samisk", kilde="navn_samisk", tittel="Samisk navn"),
        Kolonne(navn="distriktkode", kilde="reinbeitedistriktid", tittel="Distriktskode"),
    ),
    eier=NIBIO,
    lisens=NLOD,
    navngivelse=nlod(NIBIO),
    metadata="",
    rolle="vern",
    tema="reindrift",
    dekning=hel(
        "Distriktsgrensene er fastsatt for hele reinbeiteområdet; utenfor er intet distrikt."
    ),
    stil=Stil(farge="#0072b2", tykkelse_px=3.0, dekkevne=0.06, strek="2 5"),
    noyaktighet_grunn=NOYAKTIGHET,
    navngitt=True,
    uverifisert=(
        "filadressen (sett 2022)",
        "kolonnenavnene i filen, også hvor det samiske navnet står",
        "hvilken distriktskode som hører til hvilken sijte",
    ),
    merknad=MERKNAD,
)

REINBEITE_VAAR = _beite(
    "reinbeite_vaar", "vår", "reinbeite-var", "fa02a652-cd6d-4828-9fb5-7bd4515aa6d0",
    Stil(farge="#1b9e77", skravur="45", dekkevne=0.2),
)  # fmt: skip
REINBEITE_SOMMER = _beite(
    "reinbeite_sommer", "sommer", "reinbeite-sommer", "d5d1e2d4-7dc0-47ce-8776-ff64b07d788e",
    Stil(farge="#1b9e77", skravur="vannrett", dekkevne=0.2),
)  # fmt: skip
REINBEITE_HOST = _beite(
    "reinbeite_host", "høst", "reinbeite-host", "6383f5a8-3a4d-48fc-8c67-f1eeec24fd8b",
    Stil(farge="#0072b2", skravur="315", dekkevne=0.2),
)  # fmt: skip
REINBEITE_HOSTVINTER = _beite(
    "reinbeite_hostvinter", "høstvinter", "reinbeite-hostvinter", "",
    Stil(farge="#0072b2", skravur="prikker", dekkevne=0.2),
)  # fmt: skip
REINBEITE_VINTER = _beite(
    "reinbeite_vinter", "vinter", "reinbeite-vinter", "63f655ef-f625-43cf-a512-bb8164bf53a4",
    Stil(farge="#0072b2", skravur="vannrett", dekkevne=0.2),
)  # fmt: skip

KALVINGSLAND = Lag(
    navn="kalvingsland",
    tittel="Kalvingsland (vårbeite, kode 1)",
    kilde=_fil("reinbeite-var"),
    geometri="flate",
    kolonner=(
        lokalid("lokalid"),
        DISTRIKT,
        kode("sesongkode", "kode", "Årstid", SESONGER, paakrevd=True),
    ),
    eier=NIBIO,
    lisens=NLOD,
    navngivelse=nlod(NIBIO),
    metadata="fa02a652-cd6d-4828-9fb5-7bd4515aa6d0",
    rolle="vern",
    tema="reindrift",
    dekning=VEILEDENDE,
    stil=Stil(farge="#004949", skravur="rutenett", tykkelse_px=2.0, dekkevne=0.35),
    noyaktighet_grunn=NOYAKTIGHET,
    del_av="reinbeite",
    utvalg={"sesongkode": KALVINGSKODER},
    uverifisert=(
        "kodeverdi 1 = kalvingsland",
        "filadressen (sett 2022)",
        "kolonnenavnene i filen",
    ),
    merknad=MERKNAD,
)

FLYTTLEI = Lag(
    navn="flyttlei",
    tittel="Flyttlei",
    kilde=_wfs("flyttlei", "Flyttlei"),
    geometri="flate",
    kolonner=(lokalid("lokalid"), DISTRIKT),
    eier=NIBIO,
    lisens=NLOD,
    navngivelse=nlod(NIBIO),
    metadata="f9c1e228-892f-4f1a-9e4e-b6d6149f373c",
    rolle="vern",
    tema="reindrift",
    dekning=VEILEDENDE,
    stil=Stil(farge="#004949", skravur="45", tykkelse_px=2.5, dekkevne=0.4),
    noyaktighet_grunn=NOYAKTIGHET,
    del_av="reinbeite",
    uverifisert=(
        LOKALID_UVERIFISERT,
        "at geometrien er flate",
        "vern av flyttlei (reindriftsloven § 22)",
    ),
    merknad=MERKNAD,
)

OPPSAMLINGSOMRAADE = Lag(
    navn="oppsamlingsomraade",
    tittel="Oppsamlingsområde",
    kilde=_wfs("oppsamlingsomrade", "Oppsamlingsomrade"),
    geometri="flate",
    kolonner=(lokalid("lokalid"), DISTRIKT),
    eier=NIBIO,
    lisens=NLOD,
    navngivelse=nlod(NIBIO),
    metadata="a02e84ec-322c-47a7-a626-ca02d57d1f7e",
    rolle="vern",
    tema="reindrift",
    dekning=VEILEDENDE,
    stil=Stil(farge="#004949", skravur="prikker", tykkelse_px=2.0, dekkevne=0.35),
    noyaktighet_grunn=NOYAKTIGHET,
    del_av="reinbeite",
    uverifisert=(LOKALID_UVERIFISERT,),
    merknad=MERKNAD,
)

TREKKLEI = Lag(
    navn="trekklei",
    tittel="Trekklei",
    kilde=_wfs("trekklei", "Trekklei"),
    geometri="linje",
    kolonner=(lokalid("lokalid"), DISTRIKT),
    eier=NIBIO,
    lisens=NLOD,
    navngivelse=nlod(NIBIO),
    metadata="95b0d396-a6fe-462b-8753-120efd0b60f3",
    rolle="vern",
    tema="reindrift",
    dekning=VEILEDENDE,
    stil=Stil(farge="#004949", tykkelse_px=3.0, strek="10 5"),
    noyaktighet_grunn=NOYAKTIGHET,
    del_av="reinbeite",
    uverifisert=(LOKALID_UVERIFISERT, "at geometrien er linje"),
    merknad=MERKNAD,
)

REINDRIFTSANLEGG = Lag(
    navn="reindriftsanlegg",
    tittel="Reindriftsanlegg",
    kilde=_wfs("reindriftsanlegg", "ReindriftsAnleggPunkt"),
    geometri="punkt",
    kolonner=(
        lokalid("lokalid"),
        DISTRIKT,
        Kolonne(navn="type", kilde="kodenavn", tittel="Type"),
    ),
    eier=NIBIO,
    lisens=NLOD,
    navngivelse=nlod(NIBIO),
    metadata="8dfa67c5-3099-4353-9ce0-72f9ebd44a2c",
    rolle="vern",
    tema="reindrift",
    dekning=VEILEDENDE,
    stil=Stil(farge="#004949", kant="#ffffff", skravur="vannrett", tykkelse_px=2.0, dekkevne=0.9),
    noyaktighet_grunn=NOYAKTIGHET,
    del_av="reinbeite",
    uverifisert=(LOKALID_UVERIFISERT,),
    merknad=MERKNAD,
)
