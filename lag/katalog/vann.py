"""Lakes and rivers; water and sewer pipes."""

from lag.katalog.felles import (
    CC_BY,
    EGNE_DATA,
    GEONORGE_FIL,
    KARTVERKET,
    delvis,
    hel,
    kode,
    lokalid,
    navn,
)
from lag.katalog.koder import LEDNINGSSLAG, VASLAG
from lag.modell import IngenTjeneste, Kolonne, Lag, Nedlasting, Stil

N50_UUID = "ea192681-d039-42ec-b1bc-f3ce04c189ac"
N50_NOYAKTIGHET = "N50 er i målestokk 1:50 000, regnet som 0,5 mm i kartet."
N50_UVERIFISERT = (
    "fillaget og kolonnenavnene i filen",
    "omregningen fra målestokk til meter",
)
STRANDBELTE_M = 100.0
"""Belt along lakes and rivers. Source: plan- og bygningsloven § 1-8 asks for special regard; the
municipality sets a limit of at most 100 m, § 11-11 no. 5."""
STRANDBELTE_GRUNN = (
    "Særlig hensyn i 100-metersbeltet langs vassdrag (plan- og bygningsloven § 1-8); kommunen kan "
    "sette en egen grense på inntil 100 m (§ 11-11 nr. 5)."
)

INNSJOER = Lag(
    navn="innsjoer",
    tittel="Innsjøer",
    kilde=Nedlasting(url=GEONORGE_FIL + N50_UUID, format="GML", fillag="Innsjø"),
    geometri="flate",
    kolonner=(lokalid("identifikasjon.lokalId"), navn()),
    eier="Kartverket",
    lisens=CC_BY,
    navngivelse=KARTVERKET,
    metadata=N50_UUID,
    rolle="vern",
    tema="vann",
    dekning=hel("N50 dekker hele landet; de minste tjernene mangler."),
    stil=Stil(farge="#a6cee3", kant="#1f78b4", tykkelse_px=0.8, dekkevne=0.9),
    noyaktighet_m=25.0,
    noyaktighet_grunn=N50_NOYAKTIGHET,
    buffer_m=STRANDBELTE_M,
    buffer_grunn=STRANDBELTE_GRUNN,
    uverifisert=N50_UVERIFISERT,
)

ELVER = Lag(
    navn="elver",
    tittel="Elver og bekker",
    kilde=Nedlasting(url=GEONORGE_FIL + N50_UUID, format="GML", fillag="ElvBekk"),
    geometri="linje",
    kolonner=(lokalid("identifikasjon.lokalId"), navn()),
    eier="Kartverket",
    lisens=CC_BY,
    navngivelse=KARTVERKET,
    metadata=N50_UUID,
    rolle="vern",
    tema="vann",
    dekning=hel("N50 dekker hele landet; de minste bekkene mangler."),
    stil=Stil(farge="#1f78b4", kant="#1f78b4", tykkelse_px=1.5),
    noyaktighet_m=25.0,
    noyaktighet_grunn=N50_NOYAKTIGHET,
    buffer_m=STRANDBELTE_M,
    buffer_grunn=STRANDBELTE_GRUNN,
    uverifisert=(*N50_UVERIFISERT, "om brede elver ligger som flater i et annet lag"),
)

LEDNINGER = Lag(
    navn="ledninger",
    tittel="Vann- og avløpsledninger",
    kilde=IngenTjeneste(
        grunn=(
            "Ledningskartet er kommunens eget og ikke åpne data. Hent et utdrag hos kommunens "
            "VA-avdeling, og pek på det under [lag.ledninger] i kommune.toml."
        )
    ),
    geometri="linje",
    kolonner=(lokalid("lokalid"), kode("slag", "slag", "Slag", LEDNINGSSLAG)),
    eier="Kommunen",
    lisens=EGNE_DATA,
    navngivelse="Kommunen",
    metadata="",
    rolle="grunnlag",
    tema="vann",
    dekning=hel("Kommunens ledningskart gjelder hele det kommunale nettet; private er ikke med."),
    stil=Stil(farge="#35978f", tykkelse_px=1.2, strek="4 2"),
    noyaktighet_grunn="Ukjent.",
    merknad="Ledig kapasitet står ikke her; den kan føres i laget va_soner.",
)

VA_SONER = Lag(
    navn="va_soner",
    tittel="Ledig kapasitet i vann og avløp",
    kilde=IngenTjeneste(
        grunn=(
            "Kapasiteten er kommunens egne tall. Tegn området som hvert vannverk og renseanlegg "
            "dekker i en fil med kolonnene id, navn, slag (vann eller avlop) og ledig_pe (ledige "
            "personekvivalenter), og pek på den under [lag.va_soner] i kommune.toml."
        )
    ),
    geometri="flate",
    kolonner=(
        lokalid("id"),
        navn(),
        kode("slag", "slag", "Slag", VASLAG, paakrevd=True),
        Kolonne(navn="ledig_pe", kilde="ledig_pe", tittel="Ledig kapasitet, pe", type="tall"),
        Kolonne(navn="oppgitt", kilde="oppgitt", tittel="Oppgitt", type="dato"),
    ),
    eier="Kommunen",
    lisens=EGNE_DATA,
    navngivelse="Kommunen",
    metadata="",
    rolle="grunnlag",
    tema="vann",
    dekning=delvis("Bare soner der kommunen har oppgitt ledig kapasitet."),
    stil=Stil(farge="#80cdc1", kant="#01665e", skravur="vannrett", tykkelse_px=1.0, dekkevne=0.2),
    noyaktighet_grunn="Tegnet av kommunen.",
    merknad="Kapasiteten i selve ledningene er ikke med.",
)
