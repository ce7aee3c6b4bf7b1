"""Code lists, each with its source. Keys are the codes as the services send them: text.

Those of plan data are in `plankoder`.
"""

from collections.abc import Mapping

Kodeliste = Mapping[str, str]
"""Code → label in bokmål."""

KULTURMILJOKATEGORIER: Kodeliste = {
    "M-VERD": "verdensarv",
    "M-WHS": "verdensarv",
    "M-FRED": "fredet kulturmiljø",
    "M-FRE": "fredet kulturmiljø",
    "M-KULA": "kulturhistorisk landskap (KULA)",
    "M-TRE": "tett trehusmiljø",
    "M-NB": "NB!-område",
}
"""`kulturmiljokategori` at api.ra.no. Two spellings are in circulation, in client code and in
Geonorge's theme names; which one the service sends is unverified, so both are listed. M-NB is our
guess for the NB! areas, which lie in the collection (uverifisert)."""

VERNETYPER: Kodeliste = {
    "AUT": "automatisk fredet",
    "WHS": "verdensarv",
    "UAV": "uavklart vern",
    "IKKEV": "uten vern",
    "FJE": "fjernet",
    "VED": "VED",
    "FOR": "FOR",
    "FPG": "FPG",
    "MID": "MID",
    "LIST": "LIST",
    "STAT": "STAT",
    "KOM": "KOM",
    "PBL": "PBL",
    "FVERN": "FVERN",
    "OPP": "OPP",
}
"""`vernetype`, code list of register.geonorge.no. Where the label equals the code, the meaning of
the code has not been read from the register."""

VERNETYPER_UTEN_VERN = ("FJE", "IKKEV")
"""Removed or without protection: kept out of the layer of monuments (Kartverket's own
configuration for area analysis treats them as separate layers)."""

VERDENSARVSONER: Kodeliste = {
    "kjerne": "kjerneområde",
    "buffer": "buffersone",
    "ukjent": "sone ikke oppgitt",
}
"""Our own words for the parts of a world heritage site."""

SEFRAKSTATUS: Kodeliste = {"0": "status 0", "1": "status 1", "2": "status 2"}
"""`sefrakStatus` at api.ra.no: values seen in Kartverket's configuration, meanings unread."""

BERGRETTER: Kodeliste = {"UN": "undersøkelsesrett", "UT": "utvinningsrett"}
"""`servituttType`. Source: Kartverket's configuration for area analysis, DMF's specification."""

FIBERSVAR: Kodeliste = {"ja": "har tilbud om fiber", "nei": "har ikke tilbud om fiber"}
"""Our own words for Nkom's answer per building."""

RUTESVAR: Kodeliste = {
    "alle": "alle husstander har tilbud om fiber",
    "noen": "noen husstander har tilbud om fiber",
    "ingen": "ingen husstander har tilbud om fiber",
}
"""Our own words for Nkom's squares of 100 m (none, some or all households)."""

GRAVESLAG: Kodeliste = {"veg": "vegarbeid", "va": "vann og avløp", "kraft": "kraftkabel"}
"""Our own words for planned digging."""

LEDNINGSSLAG: Kodeliste = {"vann": "vannledning", "avlop": "avløpsledning"}
"""Our own words for municipal pipes."""

VASLAG: Kodeliste = {"vann": "vannverk", "avlop": "renseanlegg"}
"""Our own words for what a capacity is about."""

STOYSONEKODER: Kodeliste = {"rod": "rød sone", "gul": "gul sone"}
STOYKILDER: Kodeliste = {
    "fly": "fly", "veg": "veg", "bane": "bane", "skytebane": "skytebane", "annet": "annet",
}  # fmt: skip
"""Our own words for the zones of T-1442 and what makes the noise."""

SESONGER: Kodeliste = {
    "1": "vår 1",
    "2": "vår 2",
    "3": "sommer 1",
    "4": "sommer 2",
    "5": "høst 1",
    "6": "høst 2",
    "7": "høstvinter 1",
    "8": "høstvinter 2",
    "9": "vinter 1",
    "10": "vinter 2",
}
"""Season codes of the reindeer pastures: vår 1–2, sommer 3–4, høst 5–6, høstvinter 7–8, vinter
9–10. Source: NibioOpenSource/pgtopo_update_sql (2021)."""

KALVINGSKODER = ("1",)
"""Vår code that means calving land. Unverified: which code it is has not been read."""

FRITIDSBYGG = ("161", "162", "163")
"""`bygningstype` of cabins: fritidsbygning, helårsbolig and våningshus used as such. Numbers from
NINA and building2osm; what each is called is unverified."""

BYGGSLAG: Kodeliste = {
    "1": "bolig",
    "16": "fritidsbygg",
    "17": "annet",
    "18": "annet",
    "2": "virksomhet",
    "24": "annet",
    "3": "virksomhet",
    "4": "virksomhet",
    "5": "virksomhet",
    "6": "offentlig bygg",
    "7": "offentlig bygg",
    "8": "offentlig bygg",
}
"""Beginning of `bygningstype` → what the building is in a fibre plan; the longest beginning holds.
After the national standard for building types (NS 3457); uverifisert, except 161–163."""

VEGKATEGORIER: Kodeliste = {
    "E": "europaveg",
    "R": "riksveg",
    "F": "fylkesveg",
    "K": "kommunal veg",
    "P": "privat veg",
    "S": "skogsveg",
}
"""`vegkategori` of the national road database."""

AREALTYPER: Kodeliste = {
    "11": "bebygd",
    "12": "samferdsel",
    "21": "fulldyrka jord",
    "22": "overflatedyrka jord",
    "23": "innmarksbeite",
    "30": "skog",
    "50": "åpen fastmark",
    "60": "myr",
    "70": "snø og bre",
    "81": "ferskvann",
    "82": "hav",
    "99": "ikke kartlagt",
}
"""AR5 `arealtype`. Source: register.geonorge.no."""

AR5_KARTLAGT = tuple(kode for kode in AREALTYPER if kode != "99")
"""Everything but «ikke kartlagt»."""
AR5_BYGD = ("11", "12")
"""AR5 `arealtype` that is built: bebygd and samferdsel. Source: as above."""
AR5_DYRKA = ("21", "22", "23")
"""Dyrka jord = fulldyrka + overflatedyrka + innmarksbeite. Source: landbruksdirektoratet.no."""
AR5_MYR = ("60",)
"""Bog: at least 30 cm of peat. Source: geonorge.no."""

GJENTAKSINTERVALL: Kodeliste = {
    "20": "20-årsflom",
    "200": "200-årsflom",
    "2100": "200-årsflom med klimapåslag (tolket)",
}
"""`gjentaksintervall` in NVE's flomsoner: values from Kartverket's configuration; that 2100 means
200 years with climate is our reading. Other values occur and are not listed."""

VERDIKATEGORIER: Kodeliste = {
    "Svært stor verdi": "svært stor verdi",
    "Stor verdi": "stor verdi",
    "Middels verdi": "middels verdi",
    "Noe verdi": "noe verdi",
}
"""`Verdikategori` of naturtyper KU-verdi. Source: Kartverket's configuration."""

STEDSTYPER: Kodeliste = {
    "tettsted": "tettsted",
    "grend": "grend",
    "fjell": "fjell",
    "vann": "vann",
    "annet": "annet",
}
"""Our own words for kinds of places; the map from SSR's `navneobjekttype` is not made yet."""
