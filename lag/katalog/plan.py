"""Plan data: zoned areas, municipal plan, zones, proposals."""

from dataclasses import replace

from lag.katalog.felles import (
    EGNE_DATA,
    NAP,
    ND_BEGRENSET,
    NLOD_2,
    delvis,
    hel,
    kode,
    lokalid,
    navn,
    nlod,
)
from lag.katalog.plankoder import (
    AREALBRUKSSTATUS,
    AREALFORMAAL,
    FORMAAL_BOLIG,
    FORMAAL_FRITID,
    FORMAAL_NAERING,
    INNSPILLSFORMAAL,
    PLANSTATUSER,
    PLANTYPER,
)
from lag.modell import IngenTjeneste, Kolonne, Lag, OgcApi, Stil

DIBK = "Direktoratet for byggkvalitet (DiBK), kopi av kommunens planregister"
NAVNGIVELSE_NAP = "Nasjonal arealplankopi (DiBK), Norge digitalt"
REGULERING_UUID = "dac27348-5c2e-4a6a-9497-c4c792108cae"
KOMMUNEPLAN_UUID = "41435fda-93ba-48a8-bd56-79a9287b6dad"

NASJONAL_KOPI = delvis(
    "Den nasjonale plankopien mangler kommuner, og det er ikke kjent hvilke. "
    "Kommunens eget planregister er rett kilde."
)
MERKNAD_KOPI = (
    "Nasjonal kopi med innlogging og begrenset lisens, «ikke egnet for kommunens arealplanarbeid»: "
    "pek helst på kommunens egen planfil i kommune.toml."
)
ELDRE_PLANER = "eldre reguleringsplaner (RbFormålOmråde) ligger i en egen samling og er ikke med"

KILDE_FORMAAL = OgcApi(
    url=NAP + "reguleringsplaner/vn2", samling="rparealformalomrade", innlogging=True
)
"""Land use of reguleringsplaner on the ground (vertikalnivå 2)."""
KOPI_UVERIFISERT = "om kommunen er med i den nasjonale kopien"
SAMLING_UVERIFISERT = "samlingsnavnet i OGC API (laget heter slik i WMS)"

PLANID = Kolonne(navn="planid", kilde="arealplanId.planidentifikasjon", tittel="PlanID")
FORMAAL = kode("arealformaal", "arealformål", "Arealformål", AREALFORMAAL, paakrevd=True)
FORMAALSKOLONNER = (
    lokalid("identifikasjon.lokalId"), navn("feltbetegnelse", "Felt"), PLANID, FORMAAL,
)  # fmt: skip
PLAN_NOYAKTIGHET = "Grensen er juridisk slik den er tegnet; digitaliseringens feil er ikke oppgitt."

BOLIGTOMTER = Lag(
    navn="boligtomter",
    tittel="Boligområder i reguleringsplan",
    kilde=KILDE_FORMAAL,
    geometri="flate",
    kolonner=FORMAALSKOLONNER,
    eier=DIBK,
    lisens=ND_BEGRENSET,
    navngivelse=NAVNGIVELSE_NAP,
    metadata=REGULERING_UUID,
    rolle="utvikling",
    tema="bolig",
    dekning=NASJONAL_KOPI,
    stil=Stil(farge="#f3b300", dekkevne=0.7),
    noyaktighet_grunn=PLAN_NOYAKTIGHET,
    navngitt=True,
    utvalg={"arealformaal": FORMAAL_BOLIG},
    gyldig_dager=90,
    uverifisert=(SAMLING_UVERIFISERT, KOPI_UVERIFISERT),
    merknad=f"{MERKNAD_KOPI} Merk: {ELDRE_PLANER}.",
)

NAERINGSTOMTER = replace(
    BOLIGTOMTER,
    navn="naeringstomter",
    tittel="Næringsområder i reguleringsplan",
    tema="naering",
    stil=Stil(farge="#d95f0e", skravur="vannrett", dekkevne=0.7),
    utvalg={"arealformaal": FORMAAL_NAERING},
)

HYTTEOMRAADER = replace(
    BOLIGTOMTER,
    navn="hytteomraader",
    tittel="Hytteområder i reguleringsplan",
    tema="fritid",
    stil=Stil(farge="#b36600", skravur="prikker", dekkevne=0.7),
    utvalg={"arealformaal": FORMAAL_FRITID},
    merknad=f"{BOLIGTOMTER.merknad} Utleiehytter og camping (117x) er ikke med.",
)

KOMMUNEPLAN = Lag(
    navn="kommuneplan",
    tittel="Kommuneplanens arealdel: arealformål",
    kilde=OgcApi(url=NAP + "kommuneplaner", samling="kparealformalomrade", innlogging=True),
    geometri="flate",
    kolonner=(
        lokalid("identifikasjon.lokalId"),
        navn("områdenavn", "Område"),
        PLANID,
        FORMAAL,
        kode("arealbruksstatus", "arealbruksstatus", "Status", AREALBRUKSSTATUS),
    ),
    eier=DIBK,
    lisens=ND_BEGRENSET,
    navngivelse=NAVNGIVELSE_NAP,
    metadata=KOMMUNEPLAN_UUID,
    rolle="grunnlag",
    tema="plan",
    dekning=NASJONAL_KOPI,
    stil=Stil(farge="#e6b900", dekkevne=0.4),
    noyaktighet_grunn=PLAN_NOYAKTIGHET,
    gyldig_dager=90,
    uverifisert=(SAMLING_UVERIFISERT, KOPI_UVERIFISERT),
    merknad=f"{MERKNAD_KOPI} Kommunedelplaner ligger i en egen samling og er ikke med.",
)

HENSYNSSONER = Lag(
    navn="hensynssoner",
    tittel="Hensynssoner i kommuneplanen",
    kilde=OgcApi(url=NAP + "kommuneplaner", samling="kpangitthensynsone", innlogging=True),
    geometri="flate",
    kolonner=(
        lokalid("identifikasjon.lokalId"),
        navn("plannavn", "Plan"),
        Kolonne(navn="kode", kilde="hensynSonenavn", tittel="Sone", paakrevd=True),
        Kolonne(navn="beskrivelse", kilde="beskrivelse", tittel="Beskrivelse"),
    ),
    eier=DIBK,
    lisens=ND_BEGRENSET,
    navngivelse=NAVNGIVELSE_NAP,
    metadata=KOMMUNEPLAN_UUID,
    rolle="vern",
    tema="plan",
    dekning=delvis(
        "Tjenesten deler sonene på flere samlinger, og bare angitte hensyn (H5xx) leses; dessuten "
        "mangler kopien kommuner."
    ),
    stil=Stil(farge="#1b1b1b", skravur="45", tykkelse_px=1.0, dekkevne=0.2, strek="16 5 1 5"),
    noyaktighet_grunn=PLAN_NOYAKTIGHET,
    gyldig_dager=90,
    uverifisert=(
        "samlingsnavnet i OGC API (avledet av typenavnet KpAngittHensynSone)",
        "kolonnen navn: sonetypen har ikke plannavn selv",
        KOPI_UVERIFISERT,
    ),
    merknad=(
        f"{MERKNAD_KOPI} En fil fra kommunen kan ha alle sonene i ett lag. Sonenavnet begynner med "
        "koden («H730_2»)."
    ),
)

REGULERINGSPLANER = Lag(
    navn="reguleringsplaner",
    tittel="Reguleringsplaner: planområder",
    kilde=OgcApi(url=NAP + "reguleringsplaner/vn2", samling="rpomrade", innlogging=True),
    geometri="flate",
    kolonner=(
        lokalid("identifikasjon.lokalId"),
        PLANID,
        navn("plannavn"),
        kode("plantype", "plantype", "Plantype", PLANTYPER),
        kode("planstatus", "planstatus", "Planstatus", PLANSTATUSER),
        Kolonne(navn="ikrafttredelse", kilde="ikrafttredelsesdato", tittel="I kraft", type="dato"),
    ),
    eier=DIBK,
    lisens=ND_BEGRENSET,
    navngivelse=NAVNGIVELSE_NAP,
    metadata=REGULERING_UUID,
    rolle="grunnlag",
    tema="plan",
    dekning=NASJONAL_KOPI,
    stil=Stil(farge="#6767ff", tykkelse_px=3.0, dekkevne=0.15, strek="14 10"),
    noyaktighet_grunn=PLAN_NOYAKTIGHET,
    gyldig_dager=90,
    uverifisert=(KOPI_UVERIFISERT, "betydningen av planstatus 8"),
    merknad=MERKNAD_KOPI,
)

PLANLEGGING_IGANGSATT = Lag(
    navn="planlegging_igangsatt",
    tittel="Planlegging igangsatt",
    kilde=OgcApi(
        url="https://plandata.ft.dibk.no/services/rest/planleggingigangsatt",
        samling="planomrade",
    ),
    geometri="flate",
    kolonner=(
        lokalid("identifikasjon.lokalId"),
        Kolonne(navn="planid", kilde="nasjonalArealplanId.planid", tittel="PlanID"),
        navn("plannavn"),
    ),
    eier="Direktoratet for byggkvalitet (DiBK)",
    lisens=NLOD_2,
    navngivelse=nlod("Direktoratet for byggkvalitet (DiBK)"),
    metadata="",
    rolle="utvikling",
    tema="plan",
    dekning=delvis("Det er ikke kjent om alle kommuner melder oppstart hit."),
    stil=Stil(farge="#8c510a", tykkelse_px=2.5, dekkevne=0.15, strek="4 6"),
    noyaktighet_grunn="Ikke oppgitt i kilden.",
    gyldig_dager=30,
    uverifisert=("samlingsnavnet i OGC API (avledet av typenavnet Planområde)",),
)

AREALINNSPILL = Lag(
    navn="arealinnspill",
    tittel="Arealinnspill",
    kilde=IngenTjeneste(
        grunn=(
            "Innspillene er kommunens egne. Bruk --innspill FIL, eller pek på filen under "
            "[lag.arealinnspill] i kommune.toml."
        )
    ),
    geometri="flate",
    kolonner=(
        lokalid("lokalid"),
        navn(),
        kode("formaal", "formaal", "Formål", INNSPILLSFORMAAL),
    ),
    eier="Kommunen",
    lisens=EGNE_DATA,
    navngivelse="Kommunens arealinnspill",
    metadata="",
    rolle="utvikling",
    tema="plan",
    dekning=hel("Listen er kommunens egen: det som ikke står der, er ikke spilt inn."),
    stil=Stil(farge="#fe9929", skravur="rutenett", tykkelse_px=2.5, dekkevne=0.5),
    noyaktighet_grunn="Ukjent: tegnet av innsenderen.",
    gyldig_dager=30,
)
