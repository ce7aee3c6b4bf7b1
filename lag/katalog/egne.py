"""What only the municipality knows: its own lists, kept in a spreadsheet."""

from lag.katalog.felles import delvis, kode, lokalid, navn
from lag.modell import IngenTjeneste, Kolonne, Lag, Stil

LOKALSLAG = {"lokale": "ledig lokale", "tomt": "ledig tomt"}
STISLAG = {"vandring": "vandring", "ski": "ski", "sykkel": "sykkel", "fiske": "til fiskeplass"}
"""Kinds that measure 4.4 of the plan names."""
EGET = "kommunens egne data"

LEDIGE_LOKALER = Lag(
    navn="ledige_lokaler",
    tittel="Ledige lokaler og tomter på private hender",
    kilde=IngenTjeneste(
        grunn=(
            "Listen er kommunens egen. Før den i et regneark (Excel eller CSV) med kolonnene id, "
            "navn, slag, areal_m2, ledig_fra, øst og nord, og pek på den under "
            "[lag.ledige_lokaler] i kommune.toml. Ta ikke med eierens navn."
        )
    ),
    geometri="punkt",
    kolonner=(
        lokalid("id"),
        navn(),
        kode("slag", "slag", "Slag", LOKALSLAG),
        Kolonne(navn="areal_m2", kilde="areal_m2", tittel="Areal, m²", type="tall"),
        Kolonne(navn="ledig_fra", kilde="ledig_fra", tittel="Ledig fra", type="dato"),
    ),
    eier="Kommunen",
    lisens=EGET,
    navngivelse="Kommunen",
    metadata="",
    rolle="grunnlag",
    tema="naering",
    dekning=delvis("Bare det som er meldt til kommunen; mer kan være ledig."),
    stil=Stil(farge="#d95f0e", kant="#ffffff", tykkelse_px=1.5, dekkevne=0.9),
    noyaktighet_grunn="Satt av kommunen.",
    del_av="naeringstomter",
    gyldig_dager=90,
    merknad="Andre kolonner i arket leses ikke, heller ikke navn på eiere.",
)

KULTURSTIER = Lag(
    navn="kulturstier",
    tittel="Løyper til kulturminner",
    kilde=IngenTjeneste(
        grunn=(
            "Løypene er kommunens egne. Tegn dem i en fil, eller før dem i et regneark med "
            "kolonnene id, navn, slag og wkt, og pek på den under [lag.kulturstier] i kommune.toml."
        )
    ),
    geometri="linje",
    kolonner=(
        lokalid("id"),
        navn(),
        kode("slag", "slag", "Slag", STISLAG),
        Kolonne(navn="merket", kilde="merket", tittel="Merket"),
        Kolonne(navn="uu", kilde="uu", tittel="Universelt utformet"),
    ),
    eier="Kommunen",
    lisens=EGET,
    navngivelse="Kommunen",
    metadata="",
    rolle="grunnlag",
    tema="friluftsliv",
    dekning=delvis("Bare løyper som kommunen har ført inn."),
    stil=Stil(farge="#7a0177", tykkelse_px=2.5, strek="8 3 2 3"),
    noyaktighet_grunn="Ukjent: tegnet eller målt av kommunen.",
    del_av="verdensarv",
    gyldig_dager=365,
)
