"""The course that the analyses of areas share: candidates, rules, ground, distances, order.

Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame, concat

from analyser.felles.deling import Former
from analyser.felles.egnethet.sokerom import offentlige_veger, sentre
from analyser.felles.modell import Analyse, Grunnlag, Kartlag, Resultat, Status
from analyser.felles.omraadetabeller import LEDIG, UTELUKKET, grunnlag_av
from analyser.felles.rangering import naermeste_av, regelsvar, reindriftstekst, tell
from analyser.felles.regler import REGLER, Regel, bruk, gjeldende
from analyser.felles.spor import kildebruk, ukjent_tekster
from analyser.felles.tekst import (
    IKKE_AVKLART,
    M2_PER_DAA,
    REINDRIFT_VARSEL,
    antall,
    meter,
    oppramsing,
    tall,
)
from analyser.felles.tomter import (
    Bygdmaal,
    Utvalg,
    antall_inni,
    bygd_grunn,
    kandidater,
    ledig_grunn,
    storste_del_m2,
)
from analyser.felles.utelukket import utelukket_grunn
from gis.geometri import areal_m2
from lag.katalog import KATALOG
from lag.katalog.grunnlag import STEDSNAVN
from lag.katalog.koder import VEGKATEGORIER
from lag.katalog.matrikkel import ADRESSER, BYGNINGER, TEIGER
from lag.katalog.plan import REGULERINGSPLANER
from lag.katalog.reindrift import REINBEITE
from lag.katalog.samferdsel import VEGER
from lag.modell import Lag

JA, NEI, UKJENT = "ja", "nei", "ikke kjent"


def krevde_lag(utvalg: Utvalg, *flere: Lag) -> tuple[Lag, ...]:
    """Return every layer that an analysis of areas reads, without repetition."""
    regellag = (KATALOG[r.lag] for r in REGLER if utvalg.formaal in r.formaal)
    felles = (REGULERINGSPLANER, BYGNINGER, TEIGER, ADRESSER, VEGER, STEDSNAVN, REINBEITE)
    return tuple(dict.fromkeys((*utvalg.poster, *felles, *regellag, *flere)))


Tillegg = Callable[[Grunnlag, GeoDataFrame], tuple[Regel, DataFrame]]
"""A rule of the analysis' own, and its answers: one row per area with the columns of `vurder`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Oppgave:
    """What is asked of the areas."""

    utvalg: Utvalg
    """Which areas."""
    maal: Bygdmaal
    """How much ground a building takes."""
    minste_flate_daa: float
    """Connected free ground that an area needs to have room, dekar."""
    vegkategorier: tuple[str, ...]
    """`vegkategori` that counts as a public road."""
    tillegg: Tillegg | None = None
    """One more rule that `vurder` cannot answer, or none."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Utredning:
    """What came out, before an analysis adds its own columns and ranks."""

    rader: GeoDataFrame
    """(n,) areas, index = id; columns of `omraadetabeller` but rang, and «plass» 1, 0 or NaN."""
    svar: DataFrame
    """One row per area and rule."""
    regler: tuple[Regel, ...]
    """The rules that held."""
    ledig: GeoDataFrame | None
    """(n,) free ground: id, navn, areal_daa; None where buildings are not known."""
    utelukket: GeoDataFrame
    """(n,) excluded ground: id, navn, areal_daa."""


def utred(grunnlag: Grunnlag, oppgave: Oppgave) -> Utredning:
    """Lay rules, buildings and distances over the candidate areas."""
    omraader = kandidater(grunnlag, oppgave.utvalg)
    regler = gjeldende(grunnlag.kommune, oppgave.utvalg.formaal)
    svar = regelsvar(grunnlag, omraader, regler)
    if oppgave.tillegg is not None:
        egen, egne_svar = oppgave.tillegg(grunnlag, omraader)
        egne_svar = egne_svar.assign(id=omraader["id"], regel=egen.id, lag=egen.lag, type=egen.type)
        regler, svar = (*regler, egen), concat([svar, egne_svar], ignore_index=True)
    utelukket = utelukket_grunn(grunnlag, omraader, regler)
    bygd = bygd_grunn(omraader, grunnlag[BYGNINGER], grunnlag[TEIGER], oppgave.maal)
    ledig = ledig_grunn(omraader, utelukket, bygd)
    rader = omraader.join(tell(svar, omraader))
    rader["areal_daa"] = rader.area / M2_PER_DAA
    rader["utelukket_daa"] = shapely.area(utelukket) / M2_PER_DAA
    rader["bebygd_daa"] = np.nan if bygd is None else shapely.area(bygd) / M2_PER_DAA
    rader["ledig_daa"] = np.nan if ledig is None else shapely.area(ledig) / M2_PER_DAA
    rader["storste_daa"] = np.nan if ledig is None else storste_del_m2(ledig) / M2_PER_DAA
    plass = (rader["storste_daa"] >= oppgave.minste_flate_daa).astype(float)
    rader["plass"] = plass.where(rader["storste_daa"].notna())
    rader["har_plass"] = [UKJENT if np.isnan(p) else JA if p else NEI for p in rader["plass"]]
    rader["reindrift"] = reindriftstekst(grunnlag, omraader, svar)
    return Utredning(
        rader=_med_avstander(grunnlag, rader, oppgave.vegkategorier),
        svar=svar,
        regler=regler,
        ledig=None if ledig is None else _flater(rader, ledig),
        utelukket=_flater(rader, utelukket),
    )


def _med_avstander(
    grunnlag: Grunnlag, rader: GeoDataFrame, vegkategorier: tuple[str, ...]
) -> GeoDataFrame:
    """Put in distances to road, address and centre, and the number of buildings inside.

    A road without category counts as public; a place without type does not count as a centre.
    """
    bygg, veger = grunnlag[BYGNINGER], offentlige_veger(grunnlag, vegkategorier)
    rader["veg_m"], koder = naermeste_av(rader, veger, "vegkategori")
    rader["vegklasse"] = [VEGKATEGORIER.get(kode, kode or UKJENT) for kode in koder]
    rader["adresse_m"], _ = naermeste_av(rader, grunnlag[ADRESSER].data, "adressetekst")
    rader["sentrum_m"], rader["sentrum"] = naermeste_av(rader, sentre(grunnlag), "navn")
    rader["bygg"] = antall_inni(rader, bygg.data) if bygg.kjent else np.nan
    return rader


def _flater(rader: GeoDataFrame, former: Former) -> GeoDataFrame:
    """Ground per area as features; areas without any are left out."""
    data = GeoDataFrame(
        {"id": rader["id"], "navn": rader["navn"], "areal_daa": shapely.area(former) / M2_PER_DAA},
        geometry=former,
        crs=rader.crs,
    )
    return data[~shapely.is_empty(former)]


def samlet_daa(flater: GeoDataFrame | None, ider: Iterable[str]) -> float:
    """Ground of the areas in `ider`, dekar, overlaps counted once; NaN where not known."""
    if flater is None:
        return float("nan")
    return areal_m2(flater.geometry[flater["id"].isin(list(ider))]) / M2_PER_DAA


def metodetekst(maal: Bygdmaal) -> str:
    """Say how built ground is found."""
    return (
        "Bebygd grunn er regnet fra bygningspunktene: en teig på høyst "
        f"{tall(maal.hel_tomt_daa, 1)} daa med bygg regnes som bebygd i sin helhet, ellers den "
        f"delen av teigen som ligger innen {meter(maal.byggradius_m)} fra punktet. Bygningenes "
        "omriss er ikke med i dataene."
    )


def ramme(
    analyse: Analyse[Any], grunnlag: Grunnlag, parametre: Mapping[str, Any], regler: Sequence[Regel]
) -> Resultat:
    """Return a result with its trace, before answer, tables and map layers are put in."""
    return Resultat(
        analyse=analyse.navn,
        tittel=analyse.tittel,
        sporsmaal=analyse.sporsmaal,
        svar="",
        punkter=(),
        tabeller=(),
        kartlag=(),
        regler=tuple(bruk(regel) for regel in regler),
        kilder=kildebruk(grunnlag, analyse.krever),
        ukjent=ukjent_tekster(grunnlag, analyse.krever),
        parametre=parametre,
    )


def ingen_omraader(grunnlag: Grunnlag, utvalg: Utvalg, hva: str) -> str:
    """Answer where there is no candidate: not known, or none in the layers that were read."""
    ukjente = [p.tittel for p in utvalg.poster if not grunnlag[p].kjent]
    if len(ukjente) == len(utvalg.poster):
        return f"Ikke kjent: ingen av kildene til {hva} er hentet ({oppramsing(ukjente)})."
    tillegg = f" Ikke kjent: {oppramsing(ukjente)}." if ukjente else ""
    return f"De hentede planlagene har ingen {hva} i kommunen.{tillegg}"


def forbehold(grunnlag: Grunnlag, funnet: Utredning, utvalg: Utvalg) -> str:
    """Say which sources of areas and of exclusions are not known; empty when all are."""
    utelukkende = [KATALOG[r.lag] for r in funnet.regler if r.type == "utelukker"]
    poster = dict.fromkeys((*utvalg.poster, *utelukkende))
    ukjente = [post.tittel for post in poster if not grunnlag[post].kjent]
    return f" Forbehold: {oppramsing(ukjente)} er ikke kjent." if ukjente else ""


def fellespunkter(utredning: Utredning, maal: Bygdmaal) -> tuple[str, ...]:
    """Return the findings that end every analysis of areas, the reindeer sentence last."""
    svar = utredning.svar
    telt = [antall(int((svar["status"] == s).sum()), s.value, s.value) for s in Status]
    n_regler, n = len(utredning.regler), len(utredning.rader)
    setninger = [
        f"{antall(n_regler, 'regel', 'regler')} er spurt om {antall(n, 'område', 'områder')}: "
        f"{oppramsing(telt)}. {IKKE_AVKLART}",
    ]
    uten_svar = svar.groupby("regel", sort=False)["status"].agg(
        lambda s: bool((s == Status.IKKE_KJENT).all())
    )
    if n and uten_svar.any():
        setninger.append(
            f"For {tall(float(uten_svar.sum()))} av reglene er laget ikke kjent; det de kunne ha "
            "utelukket, er ikke trukket fra."
        )
    return (*setninger, metodetekst(maal), REINDRIFT_VARSEL)


def grunnkartlag(utredning: Utredning, utvalg: Utvalg) -> tuple[Kartlag, ...]:
    """Excluded and free ground, for the map."""
    kilder = tuple(sorted({r.lag for r in utredning.regler if r.type == "utelukker"}))
    lagene = [grunnlag_av("utelukket", "Utelukket grunn", utredning.utelukket, UTELUKKET, kilder)]
    if utredning.ledig is not None:
        navn = (*(p.navn for p in utvalg.poster), BYGNINGER.navn, TEIGER.navn, *kilder)
        kilder = tuple(sorted(set(navn)))
        lagene.append(grunnlag_av("ledig", "Ledig grunn", utredning.ledig, LEDIG, kilder))
    return tuple(lagene)


def kildelag(utvalg: Utvalg) -> tuple[str, ...]:
    """Ids of the layers that the areas come from."""
    return tuple(post.navn for post in utvalg.poster)


def navneliste(rader: GeoDataFrame, flest: int = 3) -> str:
    """Names of the first areas, with the count of the rest left out."""
    return oppramsing(list(dict.fromkeys(rader["navn"]))[:flest])
