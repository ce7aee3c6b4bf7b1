"""What only the municipality knows: its own lists, kept in a spreadsheet."""

from lag.katalog.felles import EGNE_DATA, delvis, hel, kode, lokalid, navn
from lag.modell import IngenTjeneste, Kolonne, Lag, Stil

LOKALSLAG = {"lokale": "ledig lokale", "tomt": "ledig tomt"}
STISLAG = {"vandring": "vandring", "ski": "ski", "sykkel": "sykkel", "fiske": "til fiskeplass"}
"""Kinds that measure 4.4 of the plan names."""
SKOLESLAG = {
    "barneskole": "barneskole", "ungdomsskole": "ungdomsskole",
    "videregaaende": "videregående skole", "barnehage": "barnehage",
}  # fmt: skip
BUTIKKSLAG = {"dagligvare": "dagligvare", "annet": "annen butikk"}

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
    lisens=EGNE_DATA,
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
    lisens=EGNE_DATA,
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

SKOLER = Lag(
    navn="skoler",
    tittel="Skoler og barnehager",
    kilde=IngenTjeneste(
        grunn=(
            "Ingen åpen tjeneste med skolene er sett. Før dem i et regneark med kolonnene id, "
            "navn, slag, ledige_plasser, øst og nord, og pek på det under [lag.skoler] i "
            "kommune.toml. Uten listen brukes bygninger med bygningstype for skole (uverifisert)."
        )
    ),
    geometri="punkt",
    kolonner=(
        lokalid("id"),
        navn(),
        kode("slag", "slag", "Slag", SKOLESLAG, paakrevd=True),
        Kolonne(
            navn="ledige_plasser", kilde="ledige_plasser", tittel="Ledige plasser", type="heltall"
        ),
    ),
    eier="Kommunen",
    lisens=EGNE_DATA,
    navngivelse="Kommunen",
    metadata="",
    rolle="grunnlag",
    tema="grunnlag",
    dekning=hel("Kommunens egen liste over alle skolene i kommunen."),
    stil=Stil(farge="#6a3d9a", kant="#ffffff", skravur="45", tykkelse_px=1.5, dekkevne=0.9),
    noyaktighet_grunn="Satt av kommunen.",
    merknad="Skoler i nabokommunen er bare med om kommunen har ført dem inn.",
)

BUTIKKER = Lag(
    navn="butikker",
    tittel="Dagligvarebutikker",
    kilde=IngenTjeneste(
        grunn=(
            "Ingen åpen tjeneste med butikkene er sett. Før dem i et regneark med kolonnene id, "
            "navn, slag, øst og nord, og pek på det under [lag.butikker] i kommune.toml. Uten "
            "listen brukes bygninger med bygningstype for butikk (uverifisert)."
        )
    ),
    geometri="punkt",
    kolonner=(lokalid("id"), navn(), kode("slag", "slag", "Slag", BUTIKKSLAG)),
    eier="Kommunen",
    lisens=EGNE_DATA,
    navngivelse="Kommunen",
    metadata="",
    rolle="grunnlag",
    tema="naering",
    dekning=delvis("Bare butikker som kommunen har ført inn."),
    stil=Stil(farge="#fdae6b", kant="#1b1b1b", skravur="prikker", tykkelse_px=1.5, dekkevne=0.9),
    noyaktighet_grunn="Satt av kommunen.",
)
