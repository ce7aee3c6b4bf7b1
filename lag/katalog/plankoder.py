"""Code lists of plan data, each with its source."""

from collections.abc import Mapping

from lag.katalog.koder import Kodeliste

AREALFORMAAL: Kodeliste = {
    "1001": "bebyggelse og anlegg",
    "1110": "boligbebyggelse",
    "1111": "boligbebyggelse, frittliggende småhus",
    "1112": "boligbebyggelse, konsentrert småhus",
    "1113": "boligbebyggelse, blokk",
    "1114": "studentboliger",
    "1119": "garasjeanlegg for bolig",
    "1120": "fritidsbebyggelse",
    "1121": "fritidsbebyggelse, frittliggende",
    "1122": "fritidsbebyggelse, konsentrert",
    "1123": "fritidsbebyggelse, blokk",
    "1124": "kolonihage",
    "1130": "sentrumsformål",
    "1140": "kjøpesenter",
    "1150": "forretninger",
    "1160": "offentlig eller privat tjenesteyting",
    "1170": "fritids- og turistformål",
    "1171": "utleiehytter",
    "1172": "fornøyelsespark",
    "1173": "campingplass",
    "1174": "leirplass",
    "1200": "råstoffutvinning",
    "1201": "steinbrudd og masseuttak",
    "1202": "massemottak",
    "1300": "næringsbebyggelse",
    "1310": "kontor",
    "1320": "hotell/overnatting",
    "1330": "bevertning",
    "1340": "industri",
    "1341": "kraftkrevende industri",
    "1342": "datasenter",
    "1350": "lager",
    "1360": "bensinstasjon/vegserviceanlegg",
    "1390": "annen næring",
    "1400": "idrettsanlegg",
    "1500": "andre typer bebyggelse og anlegg",
    "1600": "uteoppholdsareal",
    "1700": "grav- og urnelund",
    "1800": "kombinert bebyggelse og anleggsformål",
    "1801": "bolig/forretning",
    "1802": "bolig/forretning/kontor",
    "1803": "bolig/tjenesteyting",
    "1804": "bolig/kontor",
    "1810": "forretning/kontor",
    "1811": "forretning/kontor/industri",
    "1812": "forretning/industri",
    "1813": "forretning/kontor/tjenesteyting",
    "1814": "forretning/tjenesteyting",
    "1824": "næring/tjenesteyting",
    "1825": "kontor/lager",
    "1826": "industri/lager",
    "1830": "kontor/industri",
    "1831": "kontor/tjenesteyting",
    "2001": "samferdselsanlegg og teknisk infrastruktur",
    "2010": "veg",
    "2020": "bane",
    "2030": "lufthavn",
    "2040": "havn",
    "2044": "molo",
    "2050": "hovednett for sykkel",
    "2060": "kollektivnett",
    "2070": "kollektivknutepunkt",
    "2080": "parkering",
    "2100": "trasé for teknisk infrastruktur",
    "2800": "kombinerte samferdselsformål",
    "3001": "grønnstruktur",
    "3002": "blågrønn struktur",
    "3020": "naturområde",
    "3030": "turdrag",
    "3040": "friområde",
    "3050": "park",
    "3100": "overvannstiltak",
    "3800": "kombinerte grønnstrukturformål",
    "4001": "Forsvaret",
    "4010": "ulike militære formål",
    "4020": "skytefelt/øvingsområde",
    "4030": "forlegning/leir",
    "4800": "kombinerte militære formål",
    "5001": "LNFR",
    "5100": "LNFR, nødvendige tiltak for landbruk og reindrift",
    "5200": "LNFR, spredt bolig-, fritids- eller næringsbebyggelse",
    "5210": "LNFR, spredt boligbebyggelse",
    "5220": "LNFR, spredt fritidsbebyggelse",
    "5230": "LNFR, spredt næringsbebyggelse",
    "6001": "bruk og vern av sjø og vassdrag",
    "6100": "ferdsel",
    "6110": "ankringsområde",
    "6120": "opplagsområde",
    "6130": "riggområde",
    "6200": "farled",
    "6220": "havneområde i sjø",
    "6230": "småbåthavn",
    "6300": "fiske",
    "6400": "akvakultur",
    "6500": "drikkevann",
    "6600": "naturområde i vassdrag",
    "6700": "friluftsområde i vassdrag",
    "6800": "kombinerte formål i vassdrag",
}
"""`arealformål` after plan- og bygningsloven 2008: the whole list of the kommuneplan, and of the
reguleringsplan the purposes that the analyses use. Titles: the SLDs of the national plan
service."""

FORMAAL_BOLIG = ("1110", "1111", "1112", "1113", "1114", "1119", "1801", "1802", "1803", "1804")
"""Housing in a reguleringsplan (pbl 2008), pure and mixed. Source: the plan services' SLDs."""

FORMAAL_FRITID = ("1120", "1121", "1122", "1123")
"""Cabins in a reguleringsplan (pbl 2008); 1124 kolonihage is no cabin. Source: as above."""

FORMAAL_NAERING = (
    "1140", "1150", "1170", "1300", "1310", "1320", "1330", "1340", "1341", "1342", "1350",
    "1360", "1390", "1810", "1811", "1812", "1813", "1814", "1824", "1825", "1826", "1830", "1831",
)  # fmt: skip
"""Business in a reguleringsplan (pbl 2008), pure and mixed. Source: as above."""

KP_BOLIG = ("1110", "1001", "1130", "1800", "5210")
"""Housing in a kommuneplan (pbl 2008): pure, mixed, scattered. Source: as above."""

KP_FRITID = ("1120", "1170", "5220")
"""Cabins in a kommuneplan (pbl 2008): pure, tourism, scattered. Source: as above."""

KP_NAERING = ("1300", "1140", "1150", "1800", "5230")
"""Business in a kommuneplan (pbl 2008): pure, mixed, scattered. Source: as above."""

UTBYGGINGSFORMAAL: Mapping[int, tuple[str, ...]] = {4: ("1", "2", "4"), 3: ("1", "3", "460", "6")}
"""Digits of the code → first digits of the purposes of a kommuneplan that take ground when they are
carried out. Four digits (pbl 2008): bebyggelse og anlegg, samferdselsanlegg og teknisk
infrastruktur, Forsvaret. Three (pbl 1985): byggeområder, råstoff, Forsvaret, kommunikasjon.
Source of the groups: the code lists of the plan services; that LNFR with scattered building does
not count, since most of it is not built on, is arealsil's choice (uverifisert)."""

AREALBRUKSSTATUS: Kodeliste = {"1": "nåværende", "2": "framtidig"}
"""`arealbruksstatus`. Source: the SLDs of the national plan service."""

PLANTYPER: Kodeliste = {
    "20": "kommuneplanens arealdel",
    "21": "kommunedelplan",
    "22": "mindre endring av kommuneplan",
    "30": "eldre reguleringsplan",
    "31": "mindre reguleringsendring",
    "32": "bebyggelsesplan",
    "33": "bebyggelsesplan",
    "34": "områderegulering",
    "35": "detaljregulering",
}
"""`plantype`. Source: DiBK's product specification for plan data."""

PLANSTATUSER: Kodeliste = {
    "0": "initiativ til planarbeid",
    "1": "planarbeid igangsatt",
    "2": "planforslag",
    "3": "endelig vedtatt",
    "4": "opphevet",
    "5": "utgått eller erstattet",
    "6": "vedtatt med utsatt rettsvirkning",
    "8": "8",
    "9": "avvist",
}
"""`planstatus`. Source: DiBK's product specification; 8 occurs, its meaning has not been read."""

HENSYNSSONER: Kodeliste = {
    "H110": "nedslagsfelt drikkevann",
    "H120": "område for grunnvannsforsyning",
    "H130": "byggeforbud rundt veg, bane og flyplass",
    "H190": "andre sikringssoner",
    "H210": "rød støysone",
    "H220": "gul støysone",
    "H230": "grønn støysone",
    "H290": "annen støysone",
    "H310": "ras- og skredfare",
    "H320": "flomfare",
    "H330": "radonfare",
    "H350": "brann- og eksplosjonsfare",
    "H360": "skytebane",
    "H370": "høyspenningsanlegg",
    "H380": "militær virksomhet",
    "H390": "annen fare",
    "H410": "krav om infrastruktur (410)",
    "H430": "krav om infrastruktur (430)",
    "H440": "krav om infrastruktur (440)",
    "H450": "krav om infrastruktur (450)",
    "H510": "hensyn landbruk",
    "H520": "hensyn reindrift",
    "H530": "hensyn friluftsliv",
    "H540": "hensyn grønnstruktur",
    "H550": "hensyn landskap",
    "H560": "bevaring naturmiljø",
    "H570": "bevaring kulturmiljø",
    "H580": "randområde til nasjonalpark/landskapsvernområde",
    "H590": "hensyn mineralressurser",
    "H710": "båndlegging for regulering etter pbl",
    "H720": "båndlegging etter lov om naturvern",
    "H730": "båndlegging etter lov om kulturminner",
    "H735": "båndlegging etter markaloven",
    "H740": "båndlegging etter andre lover",
    "H750": "båndlegging for veg",
    "H810": "felles planlegging (810)",
    "H820": "felles planlegging (820)",
    "H830": "felles planlegging (830)",
    "H910": "videreført reguleringsplan",
}
"""Hensynssoner after plan- og bygningsloven § 11-8 a–f, code list pbl 2008. A zone's name starts
with its code («H730_2»)."""

INNSPILLSFORMAAL: Kodeliste = {
    "bolig": "bolig",
    "fritid": "fritidsbebyggelse",
    "naering": "næring",
    "camping": "campingplass",
    "raastoff": "råstoffutvinning",
    "annet": "annet",
}
"""Our own words for what a proposal is for."""
