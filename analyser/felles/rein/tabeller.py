"""The tables of reindeer husbandry: rings of distance, calendar, cases, corridors, studies.

Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Sequence
from dataclasses import asdict
from itertools import pairwise

import numpy as np
from pandas import DataFrame
from shapely.geometry.base import BaseGeometry

from analyser.felles.maaling import Flyt
from analyser.felles.modell import Kolonneinfo, Tabell
from analyser.felles.rein.bilde import Bilde
from analyser.felles.rein.oppsett import MAANEDSNAVN, SONEORD, STUDIER, UTEN_TID, maanedstekst
from analyser.felles.rein.ord import Mote, antall_innen
from analyser.felles.rein.soner import lagt_til, ringer
from analyser.felles.svar import tallkolonne, tekstkolonne
from analyser.felles.tekst import M2_PER_DAA, tall
from gis.crs import arealmerknad, arealsetning
from gis.geometri import felles

TILSTANDER = (
    "bygd så langt",
    "med planer og innspill",
    "med bergrettigheter i kraft i tillegg",
)
"""What the zones are made of, in the order of `soner`."""
M_PER_KM = 1000.0


def ringtitler(baand_m: Sequence[float]) -> list[str]:
    """Return the heading of each band: «0–0,5 km»."""
    return [f"{_km(fra)}–{_km(til)} km" for fra, til in pairwise([0.0, *baand_m])]


def _km(meter: float) -> str:
    km = meter / M_PER_KM
    return tall(km, 0 if km.is_integer() else 1)


def ringkolonner(baand_m: Sequence[float]) -> tuple[Kolonneinfo, ...]:
    """Columns of direct ground and of each band."""
    return (
        tallkolonne("direkte_daa", "Direkte", "daa", 1, "På selve grunnen."),
        *(
            tallkolonne(f"baand_{nr}_daa", tittel, "daa", 0, f"{SONEORD.capitalize()}.")
            for nr, tittel in enumerate(ringtitler(baand_m), 1)
        ),
    )


def ringverdier(samlet_m2: Flyt) -> dict[str, float]:
    """Values of `ringkolonner` from m² within each edge."""
    verdier = ringer(samlet_m2) / M2_PER_DAA
    navn = ["direkte_daa", *(f"baand_{nr}_daa" for nr in range(1, len(verdier)))]
    return dict(zip(navn, verdier.tolist(), strict=True))


def _lagt_til(maal: Flyt, hvilken: int) -> dict[str, float]:
    """Ground that comes besides what is built so far: direct, and within each edge."""
    ny = lagt_til(maal, hvilken) / M2_PER_DAA
    navn = ["nytt_direkte_daa", *(f"nytt_innen_{nr}_daa" for nr in range(1, len(ny)))]
    return dict(zip(navn, ny.tolist(), strict=True))


def _nytt(baand_m: Sequence[float], flere: bool = False) -> tuple[Kolonneinfo, ...]:
    """Columns of that; with `flere` each edge, else the first two."""
    return (
        tallkolonne("nytt_direkte_daa", "Kommer til direkte", "daa"),
        *(
            tallkolonne(f"nytt_innen_{nr}_daa", f"Kommer til innen {_km(m)} km", "daa", 0)
            for nr, m in enumerate(baand_m if flere else baand_m[:2], 1)
        ),
    )


def distrikttabell(bilde: Bilde, grense: BaseGeometry, epsg: int) -> Tabell:
    """Table of the districts, one row each."""
    rader = []
    for navn, grunn in bilde.distrikter.items():
        egne = [e for e in bilde.enheter if e.distrikt == navn]
        antall = {post.navn: np.nan for post in bilde.ukjente}
        antall |= {e.post.navn: float(len(e.former)) for e in egne}
        maal = bilde.samlet_m2[navn]
        delt_paa = np.nan if grunn.is_empty else M2_PER_DAA  # a district without ground: no area
        rader.append({
            "id": navn, "distrikt": navn,
            "areal_daa": grunn.area / delt_paa,
            "i_kommunen_daa": felles(grunn, grense).area / delt_paa,
            "kartlagt_daa": bilde.samlet[navn].area / M2_PER_DAA,
            "kalvingsland": antall.get("kalvingsland", 0.0),
            "flyttleier": antall.get("flyttlei", 0.0),
            "oppsamling": antall.get("oppsamlingsomraade", 0.0),
            "trekkleier": antall.get("trekklei", 0.0),
            "anlegg": antall.get("reindriftsanlegg", 0.0),
            "bygd_daa": float(maal[0, 0]) / M2_PER_DAA,
            **_lagt_til(maal, 1),
        })  # fmt: skip
    kolonner = (
        tekstkolonne("distrikt", "Distrikt", "Slik kartlaget skriver det, samisk form først."),
        tallkolonne("areal_daa", "Distriktet", "daa", 0),
        tallkolonne("i_kommunen_daa", "Herav i kommunen", "daa", 0),
        tallkolonne("kartlagt_daa", "Kartlagt bruk", "daa", 0,
                    "Alle beiter, leier og oppsamlingsområder, overlapp regnet én gang."),
        tallkolonne("kalvingsland", "Kalvingsland", "stk.", 0),
        tallkolonne("flyttleier", "Flyttleier", "stk.", 0),
        tallkolonne("oppsamling", "Oppsamlingsområder", "stk.", 0),
        tallkolonne("trekkleier", "Trekkleier", "stk.", 0),
        tallkolonne("anlegg", "Gjerder og anlegg", "stk.", 0),
        tallkolonne("bygd_daa", "Bygd på så langt", "daa"),
        *_nytt(bilde.soner.baand_m),
    )  # fmt: skip
    return Tabell(
        alle_kilder=True,
        navn="distrikter",
        tittel="Distriktene",
        kolonner=kolonner,
        data=DataFrame(rader, columns=["id", *(k.navn for k in kolonner)]),
        forklaring=f"{arealsetning(epsg)}. «Kommer til» gjelder planer og innspill, "
        "uten bergrettigheter. At noe ikke er tegnet inn, betyr ikke at området er uten bruk.",
        kartlag="" if any(form.is_empty for form in bilde.distrikter.values()) else "distrikter",
    )


def beitetabell(bilde: Bilde, grense: BaseGeometry, epsg: int) -> Tabell:
    """Table of the parts of each district by distance; every row closes to its area."""
    rader = []
    for enhet, maal in zip(bilde.enheter, bilde.enhet_m2, strict=True):
        if enhet.post.geometri != "flate":
            continue
        flate = bilde.flate(enhet)
        felles_ = {
            "id": f"{enhet.distrikt}: {enhet.post.navn}",
            "distrikt": enhet.distrikt,
            "hva": enhet.post.tittel,
            "maaneder": maanedstekst(bilde.tider.get(enhet.post.navn, ())) or UTEN_TID,
            "areal_daa": flate.area / M2_PER_DAA,
            "i_kommunen_daa": felles(flate, grense).area / M2_PER_DAA,
        }
        rader += [felles_ | _tilstandsrad(maal, i, flate.area) for i in range(len(TILSTANDER))]
    baand_m = bilde.soner.baand_m
    kolonner = (
        tekstkolonne("distrikt", "Distrikt"),
        tekstkolonne("hva", "Kartlag"),
        tekstkolonne("maaneder", "Måneder (uverifisert)"),
        tallkolonne("areal_daa", "Areal", "daa", 0),
        tallkolonne("i_kommunen_daa", "Herav i kommunen", "daa", 0),
        tekstkolonne("tilstand", "Tilstand"),
        *ringkolonner(baand_m),
        tallkolonne("utenfor_daa", f"Lenger unna enn {_km(baand_m[-1])} km", "daa", 0),
        *_nytt(baand_m, flere=True),
    )
    return Tabell(
        alle_kilder=True,
        navn="beiter",
        tittel="Beiter, leier og oppsamlingsområder: bygd på, og innen hver avstand",
        kolonner=kolonner,
        data=DataFrame(rader, columns=["id", *(k.navn for k in kolonner)]),
        forklaring=f"Båndene er {SONEORD} etter studiene under, som er uenige. Direkte, båndene og "
        f"resten er til sammen arealet. {arealsetning(epsg)}; også det som ligger "
        "over kommunegrensen, er med.",
        kartlag="beiter",
    )


def _tilstandsrad(maal: Flyt, i: int, areal_m2: float) -> dict[str, object]:
    """Rings of one state, what is farther off, and what comes besides."""
    rest = max(areal_m2 - float(maal[i, -1]), 0.0) / M2_PER_DAA
    return {
        "tilstand": TILSTANDER[i],
        **ringverdier(maal[i]),
        "utenfor_daa": rest,
        **{navn: ny if i else np.nan for navn, ny in _lagt_til(maal, i).items()},
    }


def kalendertabell(bilde: Bilde, epsg: int) -> Tabell:
    """Conflict calendar: month by month, what is in use and how much of it lies where."""
    rader = []
    for navn in bilde.distrikter:
        for nr, ord_ in enumerate(MAANEDSNAVN, 1):
            bruk = [
                e.post.tittel.replace("Reinbeite: ", "")
                for e in bilde.enheter
                if e.distrikt == navn and nr in bilde.tider.get(e.post.navn, ())
            ]
            areal_m2 = bilde.maanedsareal_m2[navn, nr]
            rader += [
                {
                    "distrikt": navn,
                    "nr": nr,
                    "maaned": ord_,
                    "bruk": ", ".join(bruk) or "bare det som ikke har oppgitt tid",
                    "areal_daa": areal_m2 / M2_PER_DAA,
                    **_tilstandsrad(bilde.maanedsmaal[navn, nr], i, areal_m2),
                }
                for i in range(len(TILSTANDER))
            ]
    baand_m = bilde.soner.baand_m
    kolonner = (
        tekstkolonne("distrikt", "Distrikt"),
        tekstkolonne("maaned", "Måned"),
        tekstkolonne("bruk", "I bruk (uverifisert)"),
        tallkolonne("areal_daa", "Areal i bruk", "daa", 0),
        tekstkolonne("tilstand", "Tilstand"),
        *ringkolonner(baand_m),
        tallkolonne("utenfor_daa", f"Lenger unna enn {_km(baand_m[-1])} km", "daa", 0),
        *_nytt(baand_m),
    )
    return Tabell(
        alle_kilder=True,
        navn="kalender",
        tittel="Konfliktkalender: hvilke måneder, hvilket distrikt, hvor mye",
        kolonner=kolonner,
        data=DataFrame(rader, columns=["nr", *(k.navn for k in kolonner)]),
        forklaring="Månedene er et forslag (uverifisert) og endres med maaneder under "
        "[analyse.reindrift]; distriktets egen plan avgjør. Leier, oppsamlingsområder og anlegg "
        f"har ikke oppgitt tid og er med hver måned. {arealsetning(epsg)}.",
    )


def sakstabell(bilde: Bilde, alle: Sequence[Mote], epsg: int) -> Tabell:
    """Table of everything planned, by district: months, direct ground, bands."""
    rader = []
    for mote in alle:
        sak = bilde.saker[mote.sak]
        rader.append({
            "id": f"{sak.id} / {mote.distrikt}",
            "navn": sak.navn,
            "slag": sak.slag,
            "distrikt": mote.distrikt,
            "svar": mote.tekst,
            "maaneder": mote.maaneder,
            "maaneder_naer": mote.maaneder_naer,
            "areal_daa": sak.form.area / M2_PER_DAA,
            **ringverdier(bilde.sak_m2[mote.distrikt, ""][mote.sak]),
            "utenfor_daa": float(bilde.utenfor_m2[mote.distrikt][mote.sak]) / M2_PER_DAA,
            "ukjent_daa": float(bilde.ukjent_m2[mote.sak]) / M2_PER_DAA,
        })  # fmt: skip
    kolonner = (
        tekstkolonne("navn", "Område"),
        tekstkolonne("slag", "Slag"),
        tekstkolonne("distrikt", "Distrikt"),
        tekstkolonne("svar", "Svar"),
        tekstkolonne("maaneder", "Måneder på grunnen (uverifisert)"),
        tekstkolonne("maaneder_naer", "Måneder innen 1 km (uverifisert)"),
        tallkolonne("areal_daa", "Området", "daa"),
        *ringkolonner(bilde.soner.baand_m),
        tallkolonne("utenfor_daa", "Herav over kommunegrensen", "daa", 0,
                    "Kartlagt bruk innenfor den ytterste avstanden, utenfor kommunen."),
        tallkolonne("ukjent_daa", "Ikke kartlagt (Sverige)", "daa", 0,
                    "Grunn innenfor den ytterste avstanden som ligger utenfor alle kommuner som er "
                    "hentet. Sverige: ikke kartlagt."),
    )  # fmt: skip
    return Tabell(
        alle_kilder=True,
        navn="utbygging",
        tittel="Planlagt og foreslått, distrikt for distrikt",
        kolonner=kolonner,
        data=DataFrame(rader, columns=["id", *(k.navn for k in kolonner)]),
        forklaring="Direkte og båndene er distriktets kartlagte bruk på området og innen hver "
        f"avstand ({SONEORD}), overlapp regnet én gang; {arealmerknad(epsg)}. Felt i samme "
        "reguleringsplan er én rad. Sverige: ikke kartlagt.",
        kartlag="saker",
    )


def objekttabell(bilde: Bilde) -> Tabell:
    """Table of lines and points by district: how many are near what is built and planned."""
    rader = []
    for enhet in (e for e in bilde.enheter if e.post.geometri != "flate"):
        for i, tilstand in enumerate(TILSTANDER):
            innen = antall_innen(enhet, bilde.soner.former[i])
            rader.append({
                "distrikt": enhet.distrikt, "hva": enhet.post.tittel,
                "antall": float(len(enhet.former)), "tilstand": tilstand,
                **{f"innen_{nr}": float(n) for nr, n in enumerate(innen)},
            })  # fmt: skip
    titler = ["Direkte", *(f"Innen {_km(m)} km" for m in bilde.soner.baand_m)]
    kolonner = (
        tekstkolonne("distrikt", "Distrikt"),
        tekstkolonne("hva", "Kartlag"),
        tallkolonne("antall", "I alt", "stk.", 0),
        tekstkolonne("tilstand", "Tilstand"),
        *(tallkolonne(f"innen_{nr}", tittel, "stk.", 0) for nr, tittel in enumerate(titler)),
    )
    return Tabell(
        alle_kilder=True,
        navn="objekter",
        tittel="Trekkleier, gjerder og anlegg: hvor mange som ligger nær",
        kolonner=kolonner,
        data=DataFrame(rader, columns=[k.navn for k in kolonner]),
        forklaring="Tallene er samlet: «innen 1 km» tar også med det som ligger nærmere.",
    )


def studietabell() -> Tabell:
    """Table of the studies that the bands rest on."""
    return Tabell(
        alle_kilder=True,
        navn="studier",
        tittel="Hva studiene sier om avstand",
        kolonner=(
            tekstkolonne("kilde", "Kilde"),
            tekstkolonne("forstyrrelse", "Forstyrrelse"),
            tekstkolonne("funn", "Funn"),
        ),
        data=DataFrame([asdict(studie) for studie in STUDIER]),
        forklaring="Studiene er uenige. Derfor vises flere bånd, og ingen av dem er en grense for "
        "hvor reinen kan gå.",
    )
