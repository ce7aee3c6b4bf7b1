"""The rules as data: what excludes, what must be studied, what is weighed, and on what ground.

Every rule says where it comes from and how sure it is. Nothing here is a legal opinion: a limit
whose source the project has not read is «uverifisert», whatever it looks like.
"""

from collections.abc import Mapping

from analyser.felles.regelmodell import (
    ALLE,
    BYGG,
    DIBK,
    MINNE,
    OPPHOLD,
    RAASTOFF,
    Grunn,
    Regel,
    Regeltype,
)

REGELVERSJON = "2026-11-26"
"""Version of the rules and thresholds; changes whenever one does."""

MINERALLOVA = "Prop. 71 L (ny minerallov), unntatte områder"

KODELISTE = "kodeliste for hensynssoner (pbl 2008)"
LANDBRUK = "Landbruksdirektoratet; Prop. 121 S"
BYGGEGRENSE = "veiledning fra Trondheim, Vestvågøy og Eigersund kommuner"
PROP_71 = "Prop. 71 L; paragrafnummer i gjeldende lov er ikke kontrollert"

Vilkaar = tuple[float, Mapping[str, tuple[str, ...]]]
"""Distance in metres, and the codes that the rule is about."""
PAA: Vilkaar = (0.0, {})
"""On any feature of the layer."""


def _regel(
    navn: str,
    type_: Regeltype,
    tekst: str,
    grunn: Grunn,
    formaal: tuple[str, ...] = ALLE,
    vilkaar: Vilkaar = PAA,
) -> Regel:
    """Short form; `navn` is «layer» or «layer.part», which also gives the id."""
    hjemmel, kilde, merke = grunn
    avstand_m, utvalg = vilkaar
    ident, lag = navn.replace(".", "_"), navn.partition(".")[0]
    return Regel(
        id=ident, lag=lag, tekst=tekst, type=type_,
        formaal=formaal, hjemmel=hjemmel, kilde=kilde, merke=merke, terskel=avstand_m,
        utvalg=utvalg, usikkerhet=USIKKERHET.get(ident, ""),
        myndighet=MYNDIGHET.get(ident, MYNDIGHET.get(lag, "kommunen")),
    )  # fmt: skip


def _sone(*koder: str) -> Vilkaar:
    """On a hensynssone with one of the codes."""
    return (0.0, {"kode": koder})


MYNDIGHET: Mapping[str, str] = {
    "flomsoner": "NVE", "flom_aktsomhet": "NVE", "skred_jord_flom": "NVE", "steinsprang": "NVE",
    "snoskred": "NVE", "veger_riksveg": "vegmyndigheten (Statens vegvesen for riksveg, "
    "fylkeskommunen for fylkesveg)", "jernbane": "Bane NOR",
    "hensynssoner_byggeforbud": "eieren av vegen, banen eller flyplassen",
    "kraftlinjer": "netteieren", "stoysoner": "eieren av støykilden",
    "verdensarv": "fylkeskommunen og Riksantikvaren",
    "kulturminner": "fylkeskommunen, for samiske kulturminner Sametinget",
    "fredede_bygninger": "fylkeskommunen", "kulturmiljoer": "fylkeskommunen",
    "hensynssoner_baandlagt_kultur": "fylkeskommunen og Riksantikvaren",
    "naturvern": "verneområdets forvaltningsmyndighet",
    "hensynssoner_baandlagt_natur": "verneområdets forvaltningsmyndighet",
    "hensynssoner_randsone": "verneområdets forvaltningsmyndighet",
    "naturtyper": "Statsforvalteren", "dyrka_jord": "kommunens landbruksmyndighet og "
    "Statsforvalteren", "dyrkbar_jord": "kommunens landbruksmyndighet",
    "flyttlei": "reinbeitedistriktet og Statsforvalteren",
    "oppsamlingsomraade": "reinbeitedistriktet og Statsforvalteren",
    "kalvingsland": "reinbeitedistriktet og Statsforvalteren",
    "trekklei": "reinbeitedistriktet", "reindriftsanlegg": "reinbeitedistriktet",
    "reinbeite_vaar": "reinbeitedistriktet", "reinbeite_sommer": "reinbeitedistriktet",
    "reinbeite_host": "reinbeitedistriktet", "reinbeite_hostvinter": "reinbeitedistriktet",
    "reinbeite_vinter": "reinbeitedistriktet", "hensynssoner_reindrift": "reinbeitedistriktet",
    "gruveinteresser": "Direktoratet for mineralforvaltning",
    "gruver_gamle": "Direktoratet for mineralforvaltning",
    "bygninger_raastoff": "eieren av bygningen", "dyrka_jord_raastoff": "grunneieren",
    "jernbane_raastoff": "Bane NOR", "veger_raastoff": "vegmyndigheten",
}  # fmt: skip
"""Who can be asked, by rule or layer. From memory (uverifisert): it is where to begin, no more."""
USIKKERHET: Mapping[str, str] = {
    "veger_riksveg": "Gjelder ikke der en plan har egen byggegrense.",
    "veger_kommunal": "Gjelder ikke der en plan har egen byggegrense; også gang- og sykkelveg.",
    "jernbane": "At avstanden regnes fra nærmeste spors midtlinje, er ikke kontrollert.",
    "innsjoer": "Kommuneplanen kan ha en annen grense langs vassdrag, og den går foran.",
    "elver": "Kommuneplanen kan ha en annen grense langs vassdrag, og den går foran.",
    "hensynssoner_rod_stoy": "Sonegrensene i dB: se tersklene for støy.",
    "hensynssoner_gul_stoy": "Sonegrensene i dB: se tersklene for støy.",
    "stoysoner_rod": "Sonene er beregnet; kilder uten beregning er ikke kartlagt.",
    "stoysoner_gul": "Sonene er beregnet; kilder uten beregning er ikke kartlagt.",
    "kraftlinjer": "Kartet skiller ikke mellom spenninger; belter på 6 m og mer forekommer.",
    "kulturminner_automatisk": "Eldre enn 1537, samiske fra 1917 eller før, stående bygninger "
    "fra 1537–1649.",
    "flyttlei": "Vernet av flyttlei (reindriftsloven § 22) er ikke kontrollert.",
    "kalvingsland": "Hvilken årstidskode som er kalvingsland, er ikke kontrollert.",
    "myr": "Om forbudet gjelder i dag, må kontrolleres.",
    "flomsoner_200": "Klimapåslaget er ikke kontrollert.",
    "naturvern": "Verneforskriften avgjør hva som er tillatt.",
    "hensynssoner_drikkevann": "I nærsonen er bygging i praksis utelukket.",
}  # fmt: skip
"""What is doubtful about a rule, by id."""

FLOM: Grunn = ("TEK17 § 7-2", DIBK, "kilde sett")
SKRED: Grunn = ("TEK17 § 7-3", DIBK, "kilde sett")
HENSYN: Grunn = ("plan- og bygningsloven § 11-8", KODELISTE, "kilde sett")
STRAND: Grunn = (
    "plan- og bygningsloven §§ 1-8 og 11-11 nr. 5", "lovkommentar, regjeringen.no", "kilde sett",
)  # fmt: skip
VEG: Grunn = ("veglova § 29", BYGGEGRENSE, "kilde sett")
BANE: Grunn = ("jernbaneloven § 10", "veiledning fra Eigersund kommune", "kilde sett")
JORD: Grunn = ("nasjonalt jordvernmål; jordlova § 9 (uverifisert)", LANDBRUK, "uverifisert")
REIN: Grunn = ("reindriftsloven § 22", MINNE, "uverifisert")
FORNMINNE: Grunn = ("kulturminneloven", "register.geonorge.no", "kilde sett")
VERNET: Grunn = ("naturmangfoldloven", KODELISTE, "uverifisert")
VERDENSARVEN: Grunn = (
    "M-1941: verdensarv har alltid svært stor verdi", "Miljødirektoratet", "kilde sett",
)  # fmt: skip
MINERAL: Grunn = (MINERALLOVA, PROP_71, "uverifisert")
STOY: Grunn = ("T-1442", "stoyforeningen.no (rød: unngås, gul: vurderes)", "kilde sett")
FORSLAG: Grunn = ("god skikk i planlegging", MINNE, "uverifisert")

REGLER: tuple[Regel, ...] = (
    _regel("flomsoner.200", "utelukker", "flomsone med gjentaksintervall inntil 200 år (F2)",
           FLOM, BYGG, (0.0, {"gjentaksintervall": ("10", "20", "50", "100", "200", "2100")})),
    _regel("flomsoner", "advarer", "flomsone, også sjeldnere enn 200 år (F3): må utredes", FLOM),
    _regel("flom_aktsomhet", "advarer", "aktsomhetsområde for flom: må utredes", FLOM),
    _regel("skred_jord_flom", "advarer",
           "aktsomhetsområde for jord- og flomskred: må utredes", SKRED),
    _regel("steinsprang", "advarer", "aktsomhetsområde for steinsprang: må utredes", SKRED),
    _regel("snoskred", "advarer", "aktsomhetsområde for snøskred: må utredes", SKRED),
    _regel("hensynssoner.fare", "advarer", "faresone for ras, skred eller flom: må utredes",
           HENSYN, ALLE, _sone("H310", "H320")),
    _regel("hensynssoner.annen_fare", "advarer", "annen faresone i kommuneplanen: må utredes",
           HENSYN, ALLE, _sone("H330", "H350", "H360", "H370", "H380", "H390")),
    _regel("innsjoer", "advarer", "nærmere innsjø enn 100 m (strandbelte)",
           STRAND, ALLE, (100.0, {})),
    _regel("elver", "advarer", "nærmere elv enn 100 m (strandbelte)", STRAND, ALLE, (100.0, {})),
    _regel("hensynssoner.drikkevann", "advarer", "sikringssone for drikkevann: må utredes",
           ("plan- og bygningsloven § 11-8", "NGU; kodeliste for hensynssoner", "kilde sett"),
           ALLE, _sone("H110", "H120")),
    _regel("veger.riksveg", "utelukker",
           "nærmere midtlinja i europa-, riks- eller fylkesveg enn 50 m",
           VEG, BYGG, (50.0, {"vegkategori": ("E", "R", "F")})),
    _regel("veger.kommunal", "utelukker", "nærmere midtlinja i kommunal veg enn 15 m",
           VEG, BYGG, (15.0, {"vegkategori": ("K",)})),
    _regel("jernbane", "utelukker", "nærmere sporlinja i kartet enn 30 m",
           BANE, BYGG, (30.0, {})),
    _regel("hensynssoner.byggeforbud", "utelukker",
           "byggeforbudssone rundt veg, bane eller flyplass", HENSYN, BYGG, _sone("H130")),
    _regel("kraftlinjer", "advarer", "nærmere kraftlinje enn 6 m (byggeforbudsbelte)",
           ("byggeforbudsbelte langs regionalnettet", MINNE, "uverifisert"), BYGG, (6.0, {})),
    _regel("hensynssoner.rod_stoy", "utelukker", "rød støysone",
           STOY, OPPHOLD, _sone("H210")),
    _regel("hensynssoner.gul_stoy", "advarer", "gul støysone: må utredes",
           STOY, OPPHOLD, _sone("H220")),
    _regel("stoysoner.rod", "utelukker", "rød støysone etter beregning",
           STOY, OPPHOLD, (0.0, {"sone": ("rod",)})),
    _regel("stoysoner.gul", "advarer", "gul støysone etter beregning: må utredes",
           STOY, OPPHOLD, (0.0, {"sone": ("gul",)})),
    _regel("verdensarv", "advarer", "i verdensarven utenom buffersonen: må utredes",
           VERDENSARVEN, ALLE, (0.0, {"sone": ("kjerne", "ukjent")})),
    _regel("kulturminner.automatisk", "utelukker",
           "automatisk fredet kulturminne med sikringssone på minst 5 m",
           FORNMINNE, ALLE, (5.0, {"vernetype": ("AUT",)})),
    _regel("kulturminner", "advarer", "registrert kulturminne: må utredes", FORNMINNE),
    _regel("fredede_bygninger", "advarer", "fredet bygning: må utredes",
           ("kulturminneloven", MINNE, "uverifisert")),
    _regel("sefrak", "advarer", "SEFRAK-bygning; meldeplikt for bygninger fra før 1850",
           ("kulturminneloven § 25", MINNE, "uverifisert")),
    _regel("kulturmiljoer.fredet", "advarer", "fredet kulturmiljø: må utredes",
           ("kulturminneloven § 20", MINNE, "uverifisert"), ALLE,
           (0.0, {"kategori": ("M-FRE", "M-FRED")})),
    _regel("kulturmiljoer.nb", "advarer", "NB!-område: må utredes",
           ("Riksantikvarens NB!-register", MINNE, "uverifisert"), ALLE,
           (0.0, {"kategori": ("M-NB",)})),
    _regel("kulturmiljoer", "advarer", "registrert kulturmiljø: må utredes",
           ("kulturmiljøtemaene i Geonorge", "geonorge.no", "kilde sett"), ALLE,
           (0.0, {"kategori": ("M-KULA", "M-TRE")})),
    _regel("hensynssoner.kulturmiljo", "advarer", "hensynssone kulturmiljø", HENSYN, ALLE,
           _sone("H570")),
    _regel("hensynssoner.baandlagt_kultur", "utelukker", "båndlagt etter kulturminneloven",
           HENSYN, ALLE, _sone("H730")),
    _regel("naturvern", "utelukker", "verneområde", VERNET),
    _regel("hensynssoner.baandlagt_natur", "utelukker", "båndlagt etter naturvernloven",
           HENSYN, ALLE, _sone("H720")),
    _regel("hensynssoner.randsone", "advarer", "randområde til nasjonalpark eller "
           "landskapsvernområde", HENSYN, ALLE, _sone("H580")),
    _regel("naturtyper", "advarer", "registrert naturtype: må utredes", FORSLAG),
    _regel("hensynssoner.andre", "advarer", "annen hensyns- eller båndleggingssone", HENSYN, ALLE,
           _sone("H510", "H530", "H540", "H550", "H560", "H590", "H710", "H735", "H740", "H750")),
    _regel("dyrka_jord.dyrket", "utelukker", "fulldyrka eller overflatedyrka jord",
           JORD, ALLE, (0.0, {"arealtype": ("21", "22")})),
    _regel("dyrka_jord.beite", "advarer", "innmarksbeite",
           JORD, ALLE, (0.0, {"arealtype": ("23",)})),
    _regel("dyrkbar_jord", "advarer", "dyrkbar jord", JORD),
    _regel("myr", "advarer", "myr (torv på minst 30 cm); forbud mot nedbygging er foreslått",
           ("forslag om forbud mot nedbygging av myr", "geonorge.no; høring høsten 2025",
            "kilde sett")),
    _regel("flyttlei", "utelukker", "flyttlei", REIN),
    _regel("oppsamlingsomraade", "utelukker", "oppsamlingsområde for rein", REIN),
    _regel("kalvingsland", "utelukker", "kalvingsland (utpekt etter årstidskode)", REIN),
    _regel("trekklei", "advarer", "trekklei: må utredes", REIN),
    _regel("reindriftsanlegg", "advarer", "anlegg for reindrift", REIN),
    _regel("hensynssoner.reindrift", "advarer", "hensynssone reindrift", HENSYN, ALLE,
           _sone("H520")),
    *(
        _regel(beite, "advarer", f"{aarstid} for rein: avklares i dialog med reinbeitedistriktet",
               ("sameloven kap. 4 (varsling og konsultasjon)", "regjeringen.no", "kilde sett"))
        for beite, aarstid in (
            ("reinbeite_vaar", "vårbeite"), ("reinbeite_sommer", "sommerbeite"),
            ("reinbeite_host", "høstbeite"), ("reinbeite_hostvinter", "høstvinterbeite"),
            ("reinbeite_vinter", "vinterbeite"),
        )
    ),
    _regel("forurenset_grunn", "advarer", "forurenset grunn: må utredes",
           ("registrert i Grunnforurensning", "miljostatus.no", "uverifisert")),
    _regel("gruver_gamle", "advarer", "aktsomhetssone om gammel gruve: må utredes",
           ("miljostatus.no om gamle gruver", "miljostatus.no", "kilde sett")),
    _regel("gruveinteresser", "advarer", "bergrettighet: hensyntas i arealplanleggingen (3.9)",
           ("Strategisk næringsplan, tiltak 3.9", "Strategisk næringsplan 2015–2022",
            "kilde sett"), BYGG),
    _regel("dyrka_jord.raastoff", "utelukker", "innmark er unntatt leting uten samtykke",
           MINERAL, RAASTOFF),
    _regel("bygninger.raastoff", "utelukker", "nærmere bygning enn 100 m uten samtykke",
           MINERAL, RAASTOFF, (100.0, {})),
    _regel("veger.raastoff", "utelukker", "nærmere offentlig veg enn 20 m uten samtykke",
           MINERAL, RAASTOFF, (20.0, {"vegkategori": ("E", "R", "F", "K")})),
    _regel("jernbane.raastoff", "utelukker", "nærmere jernbane enn 20 m uten samtykke",
           MINERAL, RAASTOFF, (20.0, {})),
    _regel("gruver_gamle.raastoff", "utelukker", "nedlagt gruveområde uten samtykke",
           MINERAL, RAASTOFF),
)  # fmt: skip
"""Every rule, theme by theme. Thresholds: see `kilde` and `merke` of each."""
