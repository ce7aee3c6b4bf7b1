"""One site's answers in words: what the fact sheet, the summary and the council case share."""

import re
from collections.abc import Mapping, Sequence

from analyser.felles.m1941 import PAAVIRKNINGSORD, TEGN, tegn_i_ord
from analyser.felles.modell import Regelbruk, Status
from analyser.felles.reindrift import UTEN_SAERVERDI
from analyser.felles.stedssvar import Baandord, Lagsvar, Regelsvar, Stedssvar
from analyser.felles.svar import TEMAORD
from analyser.felles.tekst import meter
from kart.tabell import MANGLER, tall
from kart.tekster import merket, merket_navn, som_html, t, tallform
from kart.veiledning import VEILEDNING
from lag.modell import VERDIORD

LENGST = 130
"""Letters of a text from a source; longer is cut with «…»."""
FLEST_OBJEKTER = 3
"""Features named per hit."""
SMAATT_DAA, STORT_DAA = 0.005, 10.0
"""Below the first an area is «< 0,01»; from the second it needs one decimal only."""
SMAATT_ANDEL = 0.005
"""Share that would be rounded to nothing."""
TYPEORD: Mapping[str, str] = {"utelukker": "utelukker", "advarer": "må utredes", "poeng": "telles"}
REKKE: Mapping[str, int] = {"utelukker": 0, "advarer": 1, "poeng": 2}


def kort(tekst: str, lengst: int = LENGST) -> str:
    """Return the text on one line, cut where it is long."""
    rent = " ".join(tekst.split())
    return rent if len(rent) <= lengst else rent[: lengst - 1].rstrip() + "…"


def kort_html(tekst: str, lengst: int = LENGST) -> str:
    """Return a text of the analyses as HTML in the language that is written in, cut likewise."""
    return som_html(kort(merket(tekst), lengst))


def filnavn(ider: Sequence[str]) -> dict[str, str]:
    """Return id → name of its sheet without suffix; letters that every disk takes, no two alike."""
    brukte: set[str] = set()
    ut = {}
    for ident in ider:
        rent = ident.casefold().replace("æ", "ae").replace("ø", "o").replace("å", "aa")
        stamme = re.sub(r"[^a-z0-9]+", "-", rent).strip("-")[:60] or "innspill"
        navn, nr = stamme, 1
        while navn in brukte:
            nr += 1
            navn = f"{stamme}-{nr}"
        brukte.add(navn)
        ut[ident] = navn
    return ut


def fyrte(svar: Lagsvar) -> list[Regelsvar]:
    """Return the rules of the layer that fired, the strictest first."""
    slaatt = [r for r in svar.regler if r.status == Status.TREFF]
    return sorted(slaatt, key=lambda r: REKKE[r.type])


def bare_distrikt(svar: Lagsvar) -> bool:
    """Tell whether the site only lies in a reindeer district, without registered value."""
    return svar.merknad.endswith(UTEN_SAERVERDI)


def i_distrikt(sted: Stedssvar) -> list[str]:
    """Return the titles of the reindeer layers that have no registered value at the site."""
    return [s.tittel for s in sted.lag if bare_distrikt(s)]


def treffene(sted: Stedssvar) -> list[Lagsvar]:
    """Return the layers that are hit, the strictest rules first, else in the order of the run."""
    truffet = [s for s in sted.lag if s.status == Status.TREFF and not bare_distrikt(s)]
    return sorted(truffet, key=lambda s: min((REKKE[r.type] for r in fyrte(s)), default=3))


def med_status(sted: Stedssvar, status: Status) -> list[str]:
    """Return the titles of the layers with an answer."""
    return [s.tittel for s in sted.lag if s.status == status and not bare_distrikt(s)]


def hvor_mye(svar: Lagsvar) -> str:
    """Say how much is hit, with units."""
    andel = "< 1" if 0 < svar.andel < SMAATT_ANDEL else tall(100 * svar.andel, 0)
    if svar.areal_daa > 0:
        desimaler = 2 if svar.areal_daa < STORT_DAA else 1
        lite = f"< {tallform('0,01')}"
        skrevet = tall(svar.areal_daa, desimaler) if svar.areal_daa >= SMAATT_DAA else lite
        return f"{skrevet} daa ({andel} %)"
    if svar.lengde_m > 0:
        return t(meter(svar.lengde_m))
    if svar.avstand_m > 0:
        return t("{avstand} unna", avstand=t(meter(svar.avstand_m)))
    return t("{antall} stk.", antall=tall(svar.antall, 0)) if svar.antall > 0 else MANGLER


def sikkerhet(svar: Lagsvar) -> str:
    """Tell how sure the hit is, with the accuracy that it rests on."""
    if svar.baand.ord == Baandord.UKJENT:
        return t("ikke kjent")
    return f"{t(svar.baand.ord)} (±{tall(svar.baand.noyaktighet_m, 0)} m)"


def objektnavn(svar: Lagsvar) -> str:
    """Name the features hit as the source calls them, by their ids where they have no name.

    The names are marked as such.
    """
    navn = []
    for objekt in svar.objekter:
        egne = dict(objekt.egenskaper)
        navn.append(
            kort(egne.get("Navn", "") or next(iter(egne.values()), "") or objekt.lokalid, 50)
        )
    unike = list(dict.fromkeys(navn))
    rest = len(unike) - FLEST_OBJEKTER
    nevnt = ", ".join(map(merket_navn, unike[:FLEST_OBJEKTER]))
    return t("{navn} og {antall} til", navn=nevnt, antall=rest) if rest > 0 else nevnt


def ku_rader(sted: Stedssvar) -> list[tuple[str, str, str, str, str]]:
    """Return the KU table: theme and layers, value, impact, consequence, remark; marked texts.

    The worst consequence first; layers of one theme that say the same share a row; what is not set
    says so, and stands last.
    """
    like: dict[tuple[str, ...], list[str]] = {}
    for svar in treffene(sted):
        k = svar.konsekvens
        if k is None:
            continue
        nokkel = (
            merket(TEMAORD.get(svar.tema, svar.tema).capitalize()),
            merket(VERDIORD.get(k.verdi, k.verdi)),
            merket(PAAVIRKNINGSORD.get(k.paavirkning, k.paavirkning)),
            k.tegn,
            f"{k.tegn} {t(k.ord)}".strip(),
            merket(k.paavirkning_grunn if k.verdi else k.verdi_grunn),
        )
        like.setdefault(nokkel, []).append(merket(svar.tittel))
    orden = {tegn_i_ord(tegn): nr for nr, tegn in enumerate(TEGN)}
    rader = sorted(like.items(), key=lambda rad: orden.get(rad[0][3], len(TEGN)))
    return [
        (f"{tema}: {'; '.join(titler)}", verdi, virkning, konsekvens, merknad)
        for (tema, verdi, virkning, _, konsekvens, merknad), titler in rader
    ]


def vurderingsgrunn(sted: Stedssvar) -> str:
    """Return the planner's reason for the verdict, empty where there is none."""
    return next((p.rad.grunn for p in sted.journal if p.rad.felt == "vurdering" and p.brukt), "")


def veiledning(sted: Stedssvar, regler: Mapping[str, Regelbruk]) -> list[str]:
    """Return what must be cleared up: by theme, with whom, and what would help."""
    setninger: list[str] = []
    for svar in treffene(sted):
        if fyrte(svar) and svar.tema in VEILEDNING:
            setninger.append(f"{TEMAORD[svar.tema].capitalize()}: {VEILEDNING[svar.tema]}")  # type: ignore[index]
    myndigheter = [
        regler[r.regel].myndighet
        for svar in treffene(sted)
        for r in fyrte(svar)
        if r.regel in regler and regler[r.regel].myndighet
    ]
    if myndigheter:
        setninger.insert(0, f"Spør: {'; '.join(sorted(dict.fromkeys(myndigheter)))}.")
    setninger += [f"Kan hjelpe: {f.tekst}" for f in sted.forklaringer if f.maate != "avklar"][:2]
    return list(dict.fromkeys(setninger))
