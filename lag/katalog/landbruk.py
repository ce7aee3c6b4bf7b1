"""Land cover and farmland. Owner: NIBIO."""

from dataclasses import replace

from lag.katalog.felles import NLOD, delvis, kode, lokalid, nlod
from lag.katalog.koder import AR5_DYRKA, AR5_KARTLAGT, AR5_MYR, AREALTYPER
from lag.modell import Dekning, Lag, Stil, Wms

AR5 = Wms(url="https://wms.nibio.no/cgi-bin/ar5", lag="Arealtype")
"""AR5 is open as a picture only; vectors come as a file from the municipality or NIBIO."""
AR5_KOLONNER = (
    lokalid("lokalId"), kode("arealtype", "arealtype", "Arealtype", AREALTYPER, paakrevd=True),
)  # fmt: skip
AR5_MERKNAD = (
    "Tjenesten gir bare et kartbilde. Skal laget regnes på, pek på kommunens AR5-fil i "
    "kommune.toml."
)
AR5_DEKNING = Dekning(
    type="dekningskart",
    grunn="AR5 sier selv hvor det ikke er kartlagt (arealtype 99).",
    lag="arealressurs",
)
UVERIFISERT = ("lisensen (NLOD siden omtrent 2016)", "kolonnenavnene i filen")
NOYAKTIGHET = "Ikke oppgitt i kilden."

AREALRESSURS = Lag(
    navn="arealressurs",
    tittel="Arealressurs AR5",
    kilde=AR5,
    geometri="flate",
    kolonner=AR5_KOLONNER,
    eier="NIBIO",
    lisens=NLOD,
    navngivelse=nlod("NIBIO"),
    metadata="",
    rolle="grunnlag",
    tema="landbruk",
    dekning=delvis(
        "Arealtype 99 er ikke kartlagt og er utelatt; der det ikke er flater, er intet kjent."
    ),
    stil=Stil(farge="#c7e9c0", tykkelse_px=0.5, dekkevne=0.4),
    noyaktighet_grunn=NOYAKTIGHET,
    utvalg={"arealtype": AR5_KARTLAGT},
    uverifisert=UVERIFISERT,
    merknad=AR5_MERKNAD,
)

DYRKA_JORD = replace(
    AREALRESSURS,
    navn="dyrka_jord",
    tittel="Dyrka jord (AR5)",
    rolle="vern",
    dekning=AR5_DEKNING,
    stil=Stil(farge="#4d9221", skravur="vannrett", dekkevne=0.4),
    utvalg={"arealtype": AR5_DYRKA},
    uverifisert=(*UVERIFISERT, "jordloven § 9"),
)

DYRKBAR_JORD = Lag(
    navn="dyrkbar_jord",
    tittel="Dyrkbar jord",
    kilde=Wms(url="https://wms.nibio.no/cgi-bin/dyrkbarjord", lag="dyrkbarjord"),
    geometri="flate",
    kolonner=(lokalid("lokalId"),),
    eier="NIBIO",
    lisens=NLOD,
    navngivelse=nlod("NIBIO"),
    metadata="",
    rolle="vern",
    tema="landbruk",
    dekning=delvis("Det er ikke kjent om hele kommunen er vurdert."),
    stil=Stil(farge="#4d9221", skravur="prikker", dekkevne=0.25),
    noyaktighet_grunn=NOYAKTIGHET,
    uverifisert=("lisensen", "kolonnenavnene i filen", "dekningen"),
    merknad="Tjenesten gir bare et kartbilde; vektordata må bes om som fil.",
)

MYR = replace(
    DYRKA_JORD,
    navn="myr",
    tittel="Myr (AR5)",
    tema="naturmangfold",
    stil=Stil(farge="#35978f", skravur="vannrett", dekkevne=0.35),
    utvalg={"arealtype": AR5_MYR},
    uverifisert=(*UVERIFISERT, "om forbud mot nedbygging av myr gjelder i dag"),
    merknad=f"{AR5_MERKNAD} AR5 regner torv på minst 30 cm som myr.",
)
