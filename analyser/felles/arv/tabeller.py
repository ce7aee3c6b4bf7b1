"""Tables and maps of the world heritage: parts, planned areas, attributes × elements."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame

from analyser.felles.arv.delomraader import UKJENT, Plassert, kjernen
from analyser.felles.arv.lagregler import truffet
from analyser.felles.arv.synsfelt import Synsfelt, synlig
from analyser.felles.maaling import TOLERANSE_M2
from analyser.felles.modell import Grunnlag, Kartlag, Klasse, Tabell
from analyser.felles.rein.grunn import BERGRETT, PLANLAGT, Sak
from analyser.felles.svar import tallkolonne, tekstkolonne
from analyser.felles.tekst import M2_PER_DAA, meter, oppramsing, prosent
from analyser.felles.verdensarv import ELEMENTER
from gis.crs import arealsetning
from gis.geometri import felles, union
from lag.katalog.kultur import VERDENSARV
from lag.modell import Stil

KJERNE, SYNLIG, SKJULT, UVISST = "kjerne", "synlig", "skjult", "uvisst"
"""How a planned area stands, the heaviest first."""
KLASSEORD = {
    KJERNE: "i kjerne eller delområde",
    SYNLIG: "utenfor, men synlig fra nøkkelpunkt",
    SKJULT: "ikke synlig over bart terreng (ikke det samme som avklart)",
    UVISST: "synlighet ikke kjent",
}
SAKSKLASSER = (
    Klasse(verdi=KJERNE, tittel=KLASSEORD[KJERNE], stil=Stil(farge="#762a83", skravur="rutenett")),
    Klasse(verdi=SYNLIG, tittel=KLASSEORD[SYNLIG], stil=Stil(farge="#e66101", skravur="45")),
    Klasse(verdi=SKJULT, tittel=KLASSEORD[SKJULT], stil=Stil(farge="#bdbdbd", skravur="prikker")),
    Klasse(verdi=UVISST, tittel=KLASSEORD[UVISST], stil=Stil(farge="#7f7f7f", skravur="vannrett")),
)
UTSYN = "Utsyn fra og til Bergstaden"
DELSTIL = Stil(farge="#9970ab", skravur="45", tykkelse_px=2.0, dekkevne=0.25)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Arvesak:
    """One planned area and the world heritage."""

    sak: Sak
    klasse: str
    kjerne_m2: float
    """On core ground."""
    deler: tuple[Plassert, ...]
    """Parts that it lies in."""
    avstand_m: float
    """To the nearest core or part; NaN where none is known."""
    andel: float
    """Share that is seen, 0–1; NaN where it is not known."""
    fra: tuple[str, ...]
    """Key points that see it."""
    lag: tuple[str, ...]
    """Rule layers with features on it."""


def arvesaker(
    grunnlag: Grunnlag, saker: Sequence[Sak], deler: Sequence[Plassert], felt: Synsfelt
) -> list[Arvesak]:
    """Set every planned area against the parts and the key points, the heaviest first."""
    kjerner, _ = kjernen(grunnlag)
    samlet = union(kjerner)
    alt = union([samlet, *(d.form for d in deler)])
    for form in (samlet, alt):
        shapely.prepare(form)
    ut = []
    for sak in saker:
        egne = tuple(d for d in deler if felles(d.form, sak.form).area > TOLERANSE_M2)
        kjerne_m2 = felles(samlet, sak.form).area if samlet.intersects(sak.form) else 0.0
        andel, fra = synlig(felt, sak.form)
        inne = egne or kjerne_m2 > TOLERANSE_M2
        klasse = KJERNE if inne else SYNLIG if fra else UVISST if np.isnan(andel) else SKJULT
        ut.append(
            Arvesak(
                sak=sak,
                klasse=klasse,
                kjerne_m2=kjerne_m2,
                deler=egne,
                avstand_m=float("nan") if alt.is_empty else float(sak.form.distance(alt)),
                andel=andel,
                fra=fra,
                lag=tuple(truffet(grunnlag, sak.form)),
            )
        )
    rekke = list(KLASSEORD)
    return sorted(ut, key=lambda a: (rekke.index(a.klasse), -len(a.fra), a.sak.id))


def deltabell(deler: Sequence[Plassert], grunnlag: Grunnlag, saker: Sequence[Arvesak]) -> Tabell:
    """Table of the parts: what their ground rests on, rule, source, what is planned there."""
    rader = [
        {
            "id": d.om.id,
            "navn": d.om.navn,
            "grunnlag": d.grunnlag,
            "areal_daa": np.nan if d.form.is_empty else d.form.area / M2_PER_DAA,
            "i_kommunen_daa": np.nan
            if d.form.is_empty
            else felles(d.form, grunnlag.grense).area / M2_PER_DAA,
            "saker": np.nan if d.form.is_empty else float(sum(d in a.deler for a in saker)),
            "regel": d.om.regel,
            "attributter": "; ".join(d.om.attributter),
            "kilde": d.om.kilde,
        }
        for d in deler
    ]
    kolonner = (
        tekstkolonne("navn", "Delområde"),
        tekstkolonne("grunnlag", "Flaten er"),
        tallkolonne("areal_daa", "Areal", "daa", 0),
        tallkolonne("i_kommunen_daa", "I kommunen", "daa", 0),
        tallkolonne("saker", "Planlagt eller foreslått der", "stk.", 0),
        tekstkolonne("regel", "Hva det skal ses etter (uverifisert)"),
        tekstkolonne("attributter", "Verdier det bærer"),
        tekstkolonne("kilde", "Kilde"),
    )
    kjente = all(d.grunnlag != UKJENT for d in deler)
    return Tabell(
        alle_kilder=True,
        navn="delomraader",
        tittel="Delområdene, hvert med sin regel og kilde",
        kolonner=kolonner,
        data=DataFrame(rader, columns=["id", *(k.navn for k in kolonner)]),
        forklaring=f"{arealsetning(grunnlag.kommune.epsg)}. Reglene er arealsils egne "
        "ord og må godkjennes av verdensarvkoordinatoren (uverifisert).",
        kartlag="delomraader" if kjente else "",
    )


def sakstabell(saker: Sequence[Arvesak], epsg: int) -> Tabell:
    """Table of everything planned: core, parts, distance, what is seen, rule layers."""
    rader = [
        {
            "id": a.sak.id,
            "navn": a.sak.navn,
            "slag": a.sak.slag,
            "svar": KLASSEORD[a.klasse],
            "kjerne_daa": a.kjerne_m2 / M2_PER_DAA,
            "deler": "; ".join(d.om.navn for d in a.deler),
            "avstand_m": a.avstand_m,
            "synlig": 100 * a.andel,
            "fra": "; ".join(a.fra),
            "lag": "; ".join(a.lag),
        }
        for a in saker
    ]
    kolonner = (
        tekstkolonne("navn", "Område"),
        tekstkolonne("slag", "Slag"),
        tekstkolonne("svar", "Svar"),
        tallkolonne("kjerne_daa", "I kjernen", "daa"),
        tekstkolonne("deler", "Delområde"),
        tallkolonne("avstand_m", "Til nærmeste kjerne", "m", 0),
        tallkolonne("synlig", "Synlig andel", "%", 0, "Av området, over bart terreng."),
        tekstkolonne("fra", "Synlig fra"),
        tekstkolonne("lag", "Regellag med treff"),
    )
    return Tabell(
        alle_kilder=True,
        navn="saker",
        tittel="Planlagt og foreslått: kjerne, delområde og synlighet",
        kolonner=kolonner,
        data=DataFrame(rader, columns=["id", *(k.navn for k in kolonner)]),
        forklaring="Buffersonen favner nesten alt og skiller ingen; delområde og synlighet gjør "
        f"det. Synlighet er regnet uten skog og hus. {arealsetning(epsg)}.",
        kartlag="saker",
    )


def attributtabell(saker: Sequence[Arvesak]) -> Tabell:
    """Attribute × element of every area that lies in a part or is seen, with an empty field."""
    rader = [
        {
            "id": a.sak.id,
            "navn": a.sak.navn,
            "attributt": attributt,
            "element": element,
            "opplysninger": opplyst,
            "vurdering": "",
        }
        for a in saker
        if a.klasse in (KJERNE, SYNLIG)
        for attributt, opplyst in _attributter(a)
        for element in ELEMENTER["raastoff" if a.sak.gruppe == BERGRETT else ""]
    ]
    kolonner = (
        tekstkolonne("navn", "Område"),
        tekstkolonne("attributt", "Attributt"),
        tekstkolonne("element", "Del av tiltaket"),
        tekstkolonne("opplysninger", "Hva kartene sier"),
        tekstkolonne("vurdering", "Faglig vurdering", "Fylles ut av fagkyndig."),
    )
    return Tabell(
        navn="attributter",
        tittel="Attributter mot deler av tiltaket (screening)",
        kolonner=kolonner,
        data=DataFrame(rader, columns=["id", *(k.navn for k in kolonner)]),
        forklaring="Etter mønster av veilederen fra 2022, med egne ord. Attributtlisten er et "
        "forslag som verdensarvkoordinatoren må godkjenne (uverifisert). Tabellen er en screening "
        "og aldri en konklusjon.",
        kartlag="saker",
    )


def _attributter(a: Arvesak) -> list[tuple[str, str]]:
    """Attributes that an area may touch, and what the maps say of each."""
    ut: dict[str, str] = {}
    for del_ in a.deler:
        treff = f"; treff i {oppramsing([_med_liten(lag) for lag in a.lag])}" if a.lag else ""
        for attributt in del_.om.attributter:
            ut[attributt] = f"ligger i {del_.om.navn} ({del_.grunnlag}){treff}"
    if a.fra:
        ut[UTSYN] = f"{prosent(a.andel)} av området er synlig fra {oppramsing(a.fra)}"
    if not ut:
        ut["Kjerneområdet"] = f"ligger i kjernen; nærmeste delområde {meter(a.avstand_m)} unna"
    return list(ut.items())


def _med_liten(navn: str) -> str:
    """Name of a layer within a sentence; what begins with a short form stays as it is."""
    return navn if navn[1:2].isupper() else navn[:1].lower() + navn[1:]


def kartlagene(
    deler: Sequence[Plassert], saker: Sequence[Arvesak], epsg: int
) -> tuple[Kartlag, Kartlag]:
    """Return the parts, and everything planned by how it stands."""
    kjente = [d for d in deler if not d.form.is_empty]
    return (
        Kartlag(
            navn="delomraader",
            tittel="Delområder i verdensarven",
            data=GeoDataFrame(
                {
                    "id": [d.om.id for d in kjente],
                    "navn": [d.om.navn for d in kjente],
                    "grunnlag": [d.grunnlag for d in kjente],
                },
                geometry=[d.form for d in kjente],
                crs=epsg,
            ),
            klasser=(Klasse(verdi="", tittel="delområde", stil=DELSTIL),),
            kolonner=(tekstkolonne("grunnlag", "Flaten er"),),
            kildelag=(VERDENSARV.navn,),
            forenkling_m=2.0,
        ),
        Kartlag(
            navn="saker",
            tittel="Planlagt og foreslått",
            data=GeoDataFrame(
                {
                    "id": [a.sak.id for a in saker],
                    "navn": [a.sak.navn for a in saker],
                    "klasse": [a.klasse for a in saker],
                    "slag": [a.sak.slag for a in saker],
                    "fra": ["; ".join(a.fra) for a in saker],
                },
                geometry=[a.sak.form for a in saker],
                crs=epsg,
            ),
            klasser=SAKSKLASSER,
            klassefelt="klasse",
            kolonner=(tekstkolonne("slag", "Slag"), tekstkolonne("fra", "Synlig fra")),
            kildelag=tuple(post.navn for post in (*PLANLAGT, VERDENSARV)),
            forenkling_m=1.0,
        ),
    )
