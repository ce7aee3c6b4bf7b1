"""Power lines. Owner: NVE."""

from lag.katalog.felles import (
    GEONORGE_WFS,
    LISENS_UKJENT,
    LISENS_UVERIFISERT,
    LOKALID_UVERIFISERT,
    NVE,
    hel,
    lokalid,
)
from lag.modell import Kolonne, Lag, Stil, Wfs

KRAFTLINJER = Lag(
    navn="kraftlinjer",
    tittel="Kraftlinjer (luftlinjer)",
    kilde=Wfs(url=GEONORGE_WFS + "nettanlegg", typenavn="EL_Luftlinje", geometrifelt="linje"),
    geometri="linje",
    kolonner=(
        lokalid("identifikasjon.lokalId"),
        Kolonne(navn="spenning", kilde="spenning", tittel="Spenning (kV)"),
    ),
    eier=NVE,
    lisens=LISENS_UKJENT,
    navngivelse=NVE,
    metadata="9f71a24b-9997-409f-8e42-ce6f0c62e073",
    rolle="infrastruktur",
    tema="energi",
    dekning=hel("Nasjonalt register over nettanlegg; jordkabler er ikke med."),
    stil=Stil(farge="#b2182b", tykkelse_px=1.8, strek="6 3 1 3"),
    noyaktighet_grunn="Ikke oppgitt i kilden.",
    gyldig_dager=180,
    uverifisert=(LISENS_UVERIFISERT, LOKALID_UVERIFISERT, "bredden på byggeforbudsbeltet"),
    merknad=(
        "Det er ingen fast minsteavstand for magnetfelt; 0,4 µT er et utredningsnivå, ikke en "
        "grense."
    ),
)
