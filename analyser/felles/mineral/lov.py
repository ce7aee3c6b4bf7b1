"""The Minerals Act by date: what it exempts, and what it asks towards Sami interests.

Nothing here is a legal opinion. Every row says where it was read, and all must be checked against
Lovdata by a jurist before it is used in a case.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pandas import DataFrame

from analyser.felles.modell import Tabell
from analyser.felles.svar import tallkolonne, tekstkolonne
from analyser.felles.tekst import M2_PER_DAA, dato, kort

PROP_71 = "Prop. 71 L (lest i utdrag)"
KONTROLLER = "må kontrolleres mot Lovdata"
JURIST = "må kontrolleres av jurist"
LOV_2009, LOV_NY = "Mineralloven av 2009", "Ny minerallov"
IKRAFT_NY = date(2026, 7, 1)
"""The new act is in force from this day. Source: geo365.no (adopted 20 June 2025)."""
UNNTAK, SAMISK, RETT = "Unntatt område, uten samtykke", "Samiske interesser", "Rettigheten"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lovkrav:
    """One thing that the law says."""

    tema: str
    """UNNTAK, SAMISK or RETT."""
    krav: str
    """What it says, in our words."""
    hjemmel: str
    """Where it stands, as far as is known."""
    kilde: str
    """What was read."""
    sikkerhet: str
    """What must be checked."""
    interesser: tuple[str, ...] = ()
    """Rows of the interest table that measure it; empty where no layer does."""
    gjelder: tuple[str, ...] = (LOV_2009, LOV_NY)
    """Acts that it is said of."""


def _unntak(krav: str, *interesser: str) -> Lovkrav:
    return Lovkrav(
        tema=UNNTAK, krav=krav, hjemmel="ført opp som § 47 i proposisjonen", kilde=PROP_71,
        sikkerhet=f"paragrafen {KONTROLLER}", interesser=interesser, gjelder=(LOV_NY,),
    )  # fmt: skip


LOVKRAV: tuple[Lovkrav, ...] = (
    _unntak("Innmark", "dyrka_jord"),
    _unntak("Nærmere enn 100 m fra bolig eller fritidsbolig", "boliger_naer", "fritid_naer"),
    _unntak("Nærmere enn 20 m fra offentlige anlegg (veg, bane, lufthavn)",
            "veger_naer", "bane_naer"),
    _unntak("Industriområde"),
    _unntak("Forsvarets områder"),
    _unntak("Nedlagte gruveområder med tipper og avgang"),
    Lovkrav(
        tema=UNNTAK, krav="Unntatte områder etter loven av 2009 er ikke lest", hjemmel="ukjent",
        kilde="–", sikkerhet=KONTROLLER, gjelder=(LOV_2009,),
    ),
    Lovkrav(
        tema=RETT, krav="En undersøkelsesrett er høyst 10 km² og varer sju år; flere kan ha rett "
        "til samme grunn, og den eldste går foran", hjemmel="mineralloven av 2009",
        kilde="dirmin.no og NGUs produktark",
        sikkerhet=f"om det gjelder etter ny lov, {KONTROLLER}",
    ),
    Lovkrav(
        tema=SAMISK, krav="Ny minerallov har egne regler om samiske interesser",
        hjemmel="Prop. 71 L kapittel 6", kilde=PROP_71, sikkerhet=JURIST, gjelder=(LOV_NY,),
    ),
    Lovkrav(
        tema=SAMISK, krav="Berørte reinbeitedistrikt og Sametinget skal varsles, og kan kreve "
        "konsultasjon", hjemmel="sameloven kapittel 4 (varsling § 4-5)",
        kilde="regjeringen.no", sikkerhet=JURIST,
    ),
    Lovkrav(
        tema=SAMISK, krav="Samisk kulturutøvelse er vernet", hjemmel="FNs konvensjon om sivile og "
        "politiske rettigheter (SP) artikkel 27", kilde="regjeringen.no", sikkerhet=JURIST,
    ),
)  # fmt: skip
"""What has been read of the two acts; editable as data, never shown without its mark."""


def gjeldende_lov(dag: date) -> str:
    """Name of the act in force on a day."""
    return LOV_NY if dag >= IKRAFT_NY else LOV_2009


LOVENS_M: Mapping[str, float] = {
    "boliger_naer": 100.0, "fritid_naer": 100.0, "veger_naer": 20.0, "bane_naer": 20.0,
}  # fmt: skip
"""Row of the interest table → the distance that the act names, metres; source: Prop. 71 L."""


def lovtabell(dag: date, felles_m2: Mapping[str, float], maalt_m: Mapping[str, float]) -> Tabell:
    """Table of what the act in force says, with the ground that each exemption is about.

    Parameters
    ----------
    felles_m2    row of the interest table → m² shared with the rights in force; NaN where unknown
    maalt_m      row → the distance that it was measured with, metres
    """
    lov = gjeldende_lov(dag)
    rader = [
        {
            "tema": krav.tema,
            "krav": krav.krav + _maalt_annet(krav.interesser, maalt_m),
            "hjemmel": krav.hjemmel,
            "kilde": krav.kilde,
            "sikkerhet": krav.sikkerhet,
            "felles_daa": _storst(krav.interesser, felles_m2),
        }
        for krav in LOVKRAV
        if lov in krav.gjelder
    ]
    kolonner = (
        tekstkolonne("tema", "Om"),
        tekstkolonne("krav", "Hva loven sier, med våre ord"),
        tekstkolonne("hjemmel", "Hjemmel"),
        tekstkolonne("kilde", "Lest i"),
        tekstkolonne("sikkerhet", "Må kontrolleres"),
        tallkolonne("felles_daa", "Av rettighetene i kraft", "daa", 1,
                    "Største av radene i tabellen over som måler det; «–» der ingen gjør det."),
    )  # fmt: skip
    return Tabell(
        alle_kilder=True,
        navn="lov",
        tittel=f"{lov}: hva som er unntatt, og hva som kreves overfor samiske interesser",
        kolonner=kolonner,
        data=DataFrame(rader, columns=[k.navn for k in kolonner]),
        forklaring=f"{lov} gjelder per {dato(dag)} (ny lov fra {dato(IKRAFT_NY)}, etter "
        "geo365.no). Ingen rad er en juridisk vurdering: alt må kontrolleres mot gjeldende lov før "
        "bruk.",
    )


def _maalt_annet(rader: Sequence[str], maalt_m: Mapping[str, float]) -> str:
    """Say which distance the ground is measured with, where it is not the act's."""
    andre = {maalt_m.get(navn, LOVENS_M[navn]) for navn in rader if navn in LOVENS_M}
    andre -= {LOVENS_M[navn] for navn in rader if navn in LOVENS_M}
    return "".join(f" (målt her med {kort(m)} m)" for m in sorted(andre))


def _storst(rader: Sequence[str], felles_m2: Mapping[str, float]) -> float:
    """Largest of the rows that measure a requirement, dekar; NaN where none is known."""
    kjente = [m2 for navn in rader if (m2 := felles_m2.get(navn, float("nan"))) == m2]
    return max(kjente) / M2_PER_DAA if kjente else float("nan")
