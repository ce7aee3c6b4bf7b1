"""How an area stands towards a reindeer district, in words; never «ikke treff» inside one.

Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from analyser.felles.maaling import TOLERANSE_M2
from analyser.felles.rein.bilde import Bilde
from analyser.felles.rein.grunn import Enhet, Sak
from analyser.felles.rein.leier import Lei
from analyser.felles.rein.oppsett import UTEN_TID, maanedstekst
from analyser.felles.reindrift import SAERLAG, UKJENT_DISTRIKT, UTEN_SAERVERDI
from analyser.felles.tekst import daa, meter, oppramsing
from gis.geometri import felles

SAER, BEITE, INNENFOR, NAER = "saer", "beite", "innenfor", "naer"
"""How a case meets a district, the heaviest first."""
NAER_M = 1000.0
"""Distance that the months of a case are told for besides its own ground, metres."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mote:
    """One case and one district."""

    sak: int
    """Position of the case."""
    distrikt: str
    slag: str
    """SAER, BEITE, INNENFOR or NAER."""
    lag: tuple[str, ...]
    """Titles of the parts that the case lies on."""
    tekst: str
    """The answer in words."""
    maaneder: str
    """Months in use on its ground."""
    maaneder_naer: str
    """Months in use within `NAER_M`."""


def moter(bilde: Bilde, kjent: bool) -> list[Mote]:
    """Return every case with every district that it lies in or near, the heaviest first.

    Parameters
    ----------
    kjent    whether the districts' borders are known
    """
    ut = []
    for navn, grunn in bilde.distrikter.items():
        egne = [e for e in bilde.enheter if e.distrikt == navn]
        naer = bilde.sak_m2[navn, ""][:, -1] > TOLERANSE_M2
        for nr, sak in enumerate(bilde.saker):
            inne = felles(sak.form, grunn).area > TOLERANSE_M2
            if inne or naer[nr]:
                ut.append(_mote(bilde, nr, navn, egne, inne, kjent))
    rekke = (SAER, BEITE, INNENFOR, NAER)
    return sorted(ut, key=lambda m: (rekke.index(m.slag), bilde.saker[m.sak].id, m.distrikt))


def _mote(bilde: Bilde, nr: int, navn: str, egne: Sequence[Enhet], inne: bool, kjent: bool) -> Mote:
    """One case in or near one district."""
    sak = bilde.saker[nr]
    paa = [e for e in egne if _truffet(e, sak)]
    saer = [e.post.tittel for e in paa if e.post.navn in SAERLAG]
    beite = [e.post.tittel for e in paa if e.post.navn not in SAERLAG]
    hvor = f"innenfor {navn}" if inne else f"utenfor {navn}, men nær kartlagte arealer"
    if not inne and not kjent:
        hvor = UKJENT_DISTRIKT
    uten = inne and not any(post.navn in SAERLAG for post in bilde.ukjente)
    deler = [hvor, f"treff: {oppramsing(saer)}" if saer else UTEN_SAERVERDI if uten else ""]
    if beite:
        deler.append(f"på {oppramsing([b.replace('Reinbeite: ', 'beite ') for b in beite])}")
    if bilde.ukjente:
        deler.append(f"ikke kjent: {oppramsing([post.tittel for post in bilde.ukjente])}")
    slag = SAER if saer else BEITE if beite else INNENFOR if inne else NAER
    return Mote(
        sak=nr,
        distrikt=navn,
        slag=slag,
        lag=tuple(saer + beite),
        tekst="; ".join(filter(None, deler)),
        maaneder=_tider(bilde, paa),
        maaneder_naer=_tider(bilde, [e for e in egne if _naer(e, sak)]),
    )


def _truffet(enhet: Enhet, sak: Sak) -> bool:
    """Tell whether a part lies on the ground of a case; shared borders do not count."""
    moter_ = enhet.former[shapely.intersects(enhet.former, sak.form)]
    if enhet.post.geometri != "flate":
        return len(moter_) > 0
    return any(felles(form, sak.form).area > TOLERANSE_M2 for form in moter_)


def _naer(enhet: Enhet, sak: Sak) -> bool:
    return bool(np.any(shapely.dwithin(enhet.former, sak.form, NAER_M)))


def _tider(bilde: Bilde, egne: Sequence[Enhet]) -> str:
    """Write the months in which some of the parts are in use."""
    maaneder = {m for e in egne for m in bilde.tider.get(e.post.navn, ())}
    uten = any(e.post.navn not in bilde.tider for e in egne)
    return "; ".join(filter(None, [maanedstekst(sorted(maaneder)), UTEN_TID if uten else ""]))


def antall_innen(enhet: Enhet, soner: Sequence[BaseGeometry]) -> list[int]:
    """Count the features of a part that meet each zone."""
    return [int(shapely.intersects(enhet.former, sone).sum()) for sone in soner]


def bygd_i_ord(bilde: Bilde, m2: float) -> str:
    """Write how much is built on so far: never a bare number where something is not known."""
    if not bilde.bygg_kjent:
        return "et ukjent areal"
    return f"minst {daa(m2)}" if bilde.mangler else daa(m2)


def aapent_i_dag(lei: Lei) -> str:
    """Write how much of a route is open with what is built."""
    if np.isnan(lei.i_dag.minst_m):
        return "hvor mye som er åpent i dag, er ikke kjent"
    return f"i dag er {meter(lei.i_dag.minst_m)} åpent"


def om_bygd(bilde: Bilde) -> tuple[str, ...]:
    """Say what is not known of the built, and which way it pulls the numbers."""
    if not bilde.mangler:
        return ()
    lagene = oppramsing([f"«{tittel}»" for tittel in bilde.mangler])
    return (
        f"Hva som er bygd så langt, er ikke kjent fullt ut: {lagene} mangler. Det bygde kan være "
        "mer enn tallene, flyttleiene trangere, og det planene legger til, mindre.",
    )
