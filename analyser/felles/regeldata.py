"""The rules as data: what excludes, what must be studied, what is weighed, and on what ground.

Every rule says where it comes from and how sure it is. Nothing here is a legal opinion: a limit
whose source the project has not read is «uverifisert», whatever it looks like.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

Formaal = Literal["bolig", "fritid", "naering", "raastoff", "annet"]
Regeltype = Literal["utelukker", "advarer", "poeng"]
Merke = Literal["kilde sett", "kommunens valg", "uverifisert"]

ALLE: tuple[str, ...] = get_args(Formaal)
BYGG: tuple[str, ...] = ("bolig", "fritid", "naering", "annet")
"""Purposes that put up buildings where people stay."""
OPPHOLD: tuple[str, ...] = ("bolig", "fritid")
"""Purposes where people sleep."""
RAASTOFF: tuple[str, ...] = ("raastoff",)

REGELVERSJON = "2026-11-24"
"""Version of the set below; changes whenever a rule does."""

MINERALLOVA = "Prop. 71 L (ny minerallov), unntatte områder"

DIBK = "Direktoratet for byggkvalitet, TEK17 med veiledning"
KODELISTE = "kodeliste for hensynssoner (pbl 2008)"
LANDBRUK = "Landbruksdirektoratet; Prop. 121 S"
BYGGEGRENSE = "veiledning fra Trondheim, Vestvågøy og Eigersund kommuner"
PROP_71 = "Prop. 71 L; paragrafnummer i gjeldende lov er ikke kontrollert"
MINNE = "arealsils forslag, ikke kontrollert mot kilde"


@dataclass(frozen=True, slots=True, kw_only=True)
class Regel:
    """One rule about one layer."""

    id: str
    """ASCII id, unique; kommune.toml overrides by it."""
    lag: str
    """Layer id in the catalogue."""
    tekst: str
    """What it says, in bokmål, as part of a sentence."""
    type: Regeltype
    """utelukker: no building there; advarer: must be studied; poeng: counts in a ranking."""
    formaal: tuple[str, ...]
    """Purposes that it applies to."""
    hjemmel: str
    """Legal basis or principle."""
    kilde: str
    """Where the threshold was read."""
    merke: Merke
    """How sure it is."""
    avstand_m: float = 0.0
    """Distance from the feature within which the rule counts, metres; 0: only on it."""
    utvalg: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Our column → codes that the rule is about; empty for every feature of the layer."""
    gyldig_fra: str = "2026-07-01"
    """ISO day from which this wording has been used."""

    def __hash__(self) -> int:
        return hash(self.id)


Grunn = tuple[str, str, Merke]
"""Legal basis, where the threshold was read, how sure it is."""
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
    return Regel(
        id=navn.replace(".", "_"), lag=navn.partition(".")[0], tekst=tekst, type=type_,
        formaal=formaal, hjemmel=hjemmel, kilde=kilde, merke=merke, avstand_m=avstand_m,
        utvalg=utvalg,
    )  # fmt: skip


def _sone(*koder: str) -> Vilkaar:
    """On a hensynssone with one of the codes."""
    return (0.0, {"kode": koder})


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
    _regel("kulturmiljoer", "advarer", "registrert kulturmiljø: må utredes",
           ("kulturmiljøtemaene i Geonorge", "geonorge.no", "kilde sett")),
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
