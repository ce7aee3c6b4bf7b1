"""Fibre coverage and nodes."""

from lag.katalog.felles import (
    EGNE_DATA,
    LISENS_UKJENT,
    LISENS_UVERIFISERT,
    delvis,
    kode,
    lokalid,
    navn,
)
from lag.katalog.koder import FIBERSVAR, GRAVESLAG, RUTESVAR
from lag.modell import IngenTjeneste, Kolonne, Lag, Stil

FIBERDEKNING = Lag(
    navn="fiberdekning",
    tittel="Fiberdekning per bygg",
    kilde=IngenTjeneste(
        grunn=(
            "Nkom gir dekningen som filer én gang i året, og adressen til årets fil er ikke kjent. "
            "Last den ned, koble byggnr til bygningspunkt, og pek på resultatet under "
            "[lag.fiberdekning] i kommune.toml."
        )
    ),
    geometri="punkt",
    kolonner=(
        lokalid("lokalid"),
        Kolonne(navn="bygningsnummer", kilde="byggnr", tittel="Bygningsnummer"),
        kode("har_fiber", "har_fiber", "Fiber", FIBERSVAR, paakrevd=True),
        Kolonne(navn="maalt", kilde="maalt", tittel="Undersøkt", type="dato"),
    ),
    eier="Nasjonal kommunikasjonsmyndighet (Nkom)",
    lisens=LISENS_UKJENT,
    navngivelse="Nasjonal kommunikasjonsmyndighet (Nkom)",
    metadata="",
    rolle="infrastruktur",
    tema="fiber",
    dekning=delvis("Bygg uten rad i undersøkelsen er ikke undersøkt."),
    stil=Stil(farge="#0072b2", kant="#ffffff", dekkevne=0.9),
    noyaktighet_grunn="Følger bygningspunktet i matrikkelen.",
    navngitt=True,
    uverifisert=(
        LISENS_UVERIFISERT,
        "kolonnenavnene i filer etter 2019 (bare byggnr er sett)",
    ),
    merknad="Årlig undersøkelse: sier hva som ble tilbudt da, ikke hva som er bygd siden.",
)

FIBERNODER = Lag(
    navn="fibernoder",
    tittel="Fibernoder",
    kilde=IngenTjeneste(
        grunn=(
            "Eksisterende noder og traseer er ikke åpne data. Be utbyggeren om en fil, og pek på "
            "den under [lag.fibernoder] i kommune.toml."
        )
    ),
    geometri="punkt",
    kolonner=(lokalid("lokalid"), navn()),
    eier="Utbyggeren",
    lisens="etter avtale med utbyggeren",
    navngivelse="Utbyggeren",
    metadata="",
    rolle="infrastruktur",
    tema="fiber",
    dekning=delvis("Bare noder som utbyggeren har gitt fra seg."),
    stil=Stil(farge="#0072b2", skravur="315", tykkelse_px=3.0, dekkevne=1.0),
    noyaktighet_grunn="Ukjent.",
    del_av="fiberdekning",
)

FIBERRUTER = Lag(
    navn="fiberruter",
    tittel="Fiberdekning, ruter på 100 m",
    kilde=IngenTjeneste(
        grunn=(
            "Nkom har gitt dekningen som ruter på 100 × 100 m i årets filer. Last dem ned, og pek "
            "på dem under [lag.fiberruter] i kommune.toml."
        )
    ),
    geometri="flate",
    kolonner=(
        lokalid("lokalid"),
        kode("rutesvar", "dekning", "Fiber", RUTESVAR, paakrevd=True),
        Kolonne(navn="maalt", kilde="maalt", tittel="Undersøkt", type="dato"),
    ),
    eier="Nasjonal kommunikasjonsmyndighet (Nkom)",
    lisens=LISENS_UKJENT,
    navngivelse="Nasjonal kommunikasjonsmyndighet (Nkom)",
    metadata="",
    rolle="infrastruktur",
    tema="fiber",
    dekning=delvis("Bare ruter med husstander er undersøkt."),
    stil=Stil(farge="#56b4e9", kant="#0072b2", tykkelse_px=0.4, dekkevne=0.5),
    noyaktighet_grunn="Rutenettet er definert; svaret gjelder hele ruta, ikke en adresse.",
    del_av="fiberdekning",
    uverifisert=(LISENS_UVERIFISERT, "kolonnenavnene i filen"),
    merknad="Årlig undersøkelse. «Noen» sier ikke hvilke husstander.",
)

FIBERTRASEER = Lag(
    navn="fibertraseer",
    tittel="Fibertraseer og trekkerør",
    kilde=IngenTjeneste(
        grunn=(
            "Eksisterende rør og kabler er ikke åpne data. Be utbyggeren og kommunens VA-avdeling "
            "om en fil, og pek på den under [lag.fibertraseer] i kommune.toml."
        )
    ),
    geometri="linje",
    kolonner=(lokalid("lokalid"), navn()),
    eier="Utbyggeren",
    lisens="etter avtale med utbyggeren",
    navngivelse="Utbyggeren",
    metadata="",
    rolle="infrastruktur",
    tema="fiber",
    dekning=delvis("Bare traseer som utbyggeren har gitt fra seg; ledig plass er ikke kjent."),
    stil=Stil(farge="#0072b2", tykkelse_px=1.5, strek="6 3"),
    noyaktighet_grunn="Ukjent.",
    del_av="fiberdekning",
)

GRAVEPLANER = Lag(
    navn="graveplaner",
    tittel="Planlagt graving (veg, vann og kraft)",
    kilde=IngenTjeneste(
        grunn=(
            "Planlagt graving står i kommunens handlingsplan og hos vegeier og nettselskap. Tegn "
            "strekningene i en fil, og pek på den under [lag.graveplaner] i kommune.toml."
        )
    ),
    geometri="linje",
    kolonner=(
        lokalid("lokalid"),
        navn(),
        kode("slag", "slag", "Slag", GRAVESLAG),
        Kolonne(navn="aar", kilde="aar", tittel="År", type="heltall"),
    ),
    eier="Kommunen",
    lisens=EGNE_DATA,
    navngivelse="Kommunen",
    metadata="",
    rolle="utvikling",
    tema="samferdsel",
    dekning=delvis("Bare arbeid som er tegnet inn; mer kan komme."),
    stil=Stil(farge="#cc79a7", tykkelse_px=2.5, strek="2 3"),
    noyaktighet_grunn="Tegnet for hånd.",
)
