"""Fibre coverage and nodes."""

from lag.katalog.felles import LISENS_UKJENT, LISENS_UVERIFISERT, delvis, kode, lokalid, navn
from lag.katalog.koder import FIBERSVAR
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
