"""Mining rights, old mines, mineral deposits."""

from lag.katalog.felles import GEONORGE_WFS, NLOD, NLOD_1, delvis, hel, kode, lokalid, navn, nlod
from lag.katalog.koder import BERGRETTER
from lag.modell import Kolonne, Lag, Nedlasting, OgcApi, Stil, Wfs

DMF = "Direktoratet for mineralforvaltning (DMF)"
NGU = "Norges geologiske undersøkelse (NGU)"
NGU_UUID = "5a887d78-07ef-44c6-8941-cb8017c6328c"
"""Metadata uuid of NGU's file of ores and minerals."""

GRUVEINTERESSER = Lag(
    navn="gruveinteresser",
    tittel="Gruveinteresser (bergrettigheter)",
    kilde=Wfs(
        url=GEONORGE_WFS + "bergrettigheter", typenavn="Bergrettighet", geometrifelt="område"
    ),
    geometri="flate",
    kolonner=(
        lokalid("rettighetNr"),
        navn("rettighetNavn"),
        kode("type", "servituttType", "Rettighet", BERGRETTER, paakrevd=True),
        Kolonne(
            navn="rettighetshaver",
            kilde="rettighetHaver",
            tittel="Rettighetshaver",
            publiseres=False,
        ),
        Kolonne(navn="utstedt", kilde="utstedtDato", tittel="Utstedt", type="dato"),
        Kolonne(navn="forfall", kilde="forfallsDato", tittel="Forfaller", type="dato"),
        Kolonne(navn="mineral", kilde="mineral", tittel="Mineral"),
    ),
    eier=DMF,
    lisens=NLOD_1,
    navngivelse=nlod(DMF),
    metadata="b3c319bd-910d-4663-8ce8-23a246afe879",
    rolle="utvikling",
    tema="mineral",
    dekning=hel(
        "Nasjonalt register som oppdateres fortløpende; rettigheten gjelder som registrert."
    ),
    stil=Stil(farge="#993404", skravur="45", tykkelse_px=2.0, dekkevne=0.35),
    noyaktighet_m=25.0,
    noyaktighet_grunn=(
        "Målestokk 1:50 000 etter DMFs produktspesifikasjon, regnet som 0,5 mm i kartet."
    ),
    navngitt=True,
    gyldig_dager=30,
    uverifisert=(
        "omregningen fra målestokk til meter",
        "kolonnen mineral: finnes i DMFs OGC API, ikke sett i denne tjenesten",
    ),
    merknad=(
        "Flere rettigheter kan gjelde samme sted; arealer må ikke summeres. Undersøkelsesrett (UN) "
        "varer sju år, utvinningsrett (UT) ti."
    ),
)

GRUVER_GAMLE = Lag(
    navn="gruver_gamle",
    tittel="Gamle gruver: aktsomhetssoner",
    kilde=OgcApi(url="https://dirmin.no/kart/server/wfs3/", samling="Aktsomhetssone"),
    geometri="flate",
    kolonner=(
        lokalid("Sikringsnummer"),
        navn("Sikringsnavn"),
        Kolonne(navn="sikringstype", kilde="Sikringstype", tittel="Sikringstype"),
    ),
    eier=DMF,
    lisens=NLOD_1,
    navngivelse=nlod(DMF),
    metadata="",
    rolle="fare",
    tema="mineral",
    dekning=delvis("Det er ikke kjent om alle gamle gruver har fått en sone."),
    stil=Stil(farge="#1b1b1b", skravur="rutenett", dekkevne=0.3),
    noyaktighet_grunn="Ikke oppgitt i kilden.",
    gyldig_dager=180,
    uverifisert=("lisensen", "kodene i sikringstype", "fullstendigheten"),
    merknad="Treff betyr at grunnen må utredes.",
)


def _ngu(ident: str, tittel: str, fillag: str, dekning: str, stil: Stil) -> Lag:
    """Build the entry for one layer of NGU's file of ores and minerals."""
    return Lag(
        navn=ident,
        tittel=tittel,
        kilde=Nedlasting(
            url="https://nedlasting.ngu.no/api/atomfeeds", format="FGDB", fillag=fillag,
            uuid=NGU_UUID,
        ),
        geometri="flate",
        kolonner=(
            lokalid("lokalid"),
            navn(),
            Kolonne(navn="type", kilde="type", tittel="Type"),
        ),
        eier=NGU,
        lisens=NLOD,
        navngivelse=nlod(NGU),
        metadata=NGU_UUID,
        rolle="utvikling",
        tema="mineral",
        dekning=delvis(dekning),
        stil=stil,
        noyaktighet_grunn="Ikke oppgitt i kilden.",
        uverifisert=("kolonnenavnene i filen",),
        merknad="NGU hadde ingen åpen vektortjeneste for malmer i mars 2026; filen lastes ned.",
    )  # fmt: skip


MINERALFOREKOMSTER = _ngu(
    "mineralforekomster", "Mineralforekomster (NGU)", "Forekomst_flate",
    "Bare undersøkte og registrerte forekomster er tegnet inn.",
    Stil(farge="#662506", skravur="315", dekkevne=0.3),
)  # fmt: skip
MINERALPROSPEKTER = _ngu(
    "mineralprospekter", "Mineralprospekter (NGU)", "Prospekt_flate",
    "Bare prospekter som NGU har registrert, er tegnet inn.",
    Stil(farge="#cc4c02", skravur="prikker", dekkevne=0.3, strek="4 4"),
)  # fmt: skip
