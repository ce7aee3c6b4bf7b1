"""Roads and railway."""

from lag.katalog.felles import (
    CC_BY,
    GEONORGE_FIL,
    GEONORGE_WFS,
    KARTVERKET,
    LISENS_UKJENT,
    LISENS_UVERIFISERT,
    hel,
    kode,
    lokalid,
    navn,
)
from lag.katalog.koder import VEGKATEGORIER
from lag.katalog.vann import N50_NOYAKTIGHET, N50_UUID
from lag.modell import Kolonne, Lag, Nedlasting, Stil, Wfs

VEGER = Lag(
    navn="veger",
    tittel="Veger",
    kilde=Nedlasting(
        url=GEONORGE_FIL + "97e6a869-8dd4-4379-bf39-f7d7dbf94863",
        format="GML",
        fillag="Veglenke",
    ),
    geometri="linje",
    kolonner=(
        lokalid("identifikasjon.lokalId"),
        kode("vegkategori", "vegkategori", "Vegkategori", VEGKATEGORIER),
        Kolonne(navn="vegnummer", kilde="vegnummer", tittel="Vegnummer"),
    ),
    eier="Statens vegvesen og Kartverket",
    lisens=LISENS_UKJENT,
    navngivelse="Statens vegvesen, © Kartverket (NVDB Vegnett Pluss)",
    metadata="97e6a869-8dd4-4379-bf39-f7d7dbf94863",
    rolle="infrastruktur",
    tema="samferdsel",
    dekning=hel("Nasjonal vegdatabase; private veger kan mangle eller være utdaterte."),
    stil=Stil(farge="#4d4d4d", tykkelse_px=1.5),
    noyaktighet_grunn="Ikke oppgitt i kilden.",
    buffer_m=50.0,
    buffer_grunn=(
        "Byggegrense 50 m fra midtlinjen av riks- og fylkesveg, 15 m fra kommunal veg og "
        "gang-/sykkelveg (vegloven § 29), om planen ikke sier noe annet."
    ),
    gyldig_dager=180,
    uverifisert=(LISENS_UVERIFISERT, "fillaget og kolonnenavnene i filen"),
    minst=1,
)

JERNBANE = Lag(
    navn="jernbane",
    tittel="Jernbane",
    kilde=Wfs(url=GEONORGE_WFS + "banenettverk", typenavn="Banelenke", geometrifelt="senterlinje"),
    geometri="linje",
    kolonner=(lokalid("identifikasjon.lokalId"), navn("banenavn", "Bane")),
    eier="Bane NOR",
    lisens=LISENS_UKJENT,
    navngivelse="Bane NOR",
    metadata="3165138f-1461-44fe-8b10-eac44e08a10a",
    rolle="infrastruktur",
    tema="samferdsel",
    dekning=hel("Nasjonalt banenettverk."),
    stil=Stil(farge="#1b1b1b", tykkelse_px=2.5, strek="8 3"),
    noyaktighet_grunn="Oppgis per lenke i kilden; ikke samlet.",
    buffer_m=30.0,
    buffer_grunn="Byggegrense 30 m fra nærmeste spors midtlinje (jernbaneloven § 10).",
    gyldig_dager=180,
    uverifisert=(LISENS_UVERIFISERT, "kolonnenavnene", "at avstanden regnes fra nærmeste spor"),
)

STASJONER = Lag(
    navn="stasjoner",
    tittel="Jernbanestasjoner",
    kilde=Nedlasting(url=GEONORGE_FIL + N50_UUID, format="GML", fillag="Stasjon"),
    geometri="punkt",
    kolonner=(lokalid("identifikasjon.lokalId"), navn("navn", "Stasjon")),
    eier="Kartverket",
    lisens=CC_BY,
    navngivelse=KARTVERKET,
    metadata=N50_UUID,
    rolle="grunnlag",
    tema="samferdsel",
    dekning=hel("N50 dekker hele landet; nedlagte stasjoner kan være med."),
    stil=Stil(farge="#1b1b1b", kant="#ffffff", tykkelse_px=1.5, dekkevne=1.0),
    noyaktighet_m=25.0,
    noyaktighet_grunn=N50_NOYAKTIGHET,
    uverifisert=(
        "fillaget og kolonnenavnene i filen (laget Stasjon er sett i N1000)",
        "omregningen fra målestokk til meter",
        "om nedlagte stasjoner er med",
    ),
)
