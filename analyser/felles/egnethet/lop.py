"""The course of a search: ground, exclusions, candidates, points, order, robustness, sketch.

Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame
from shapely import STRtree

from analyser.felles.deling import Former
from analyser.felles.egnethet.egneregler import OPPTATT
from analyser.felles.egnethet.kandidater import frie_flater, kompakthet, navngitt, ruter_over
from analyser.felles.egnethet.kriterier import FRA, TIL, grader, poengene
from analyser.felles.egnethet.modell import Egnethetsmodell, Spenn
from analyser.felles.egnethet.motorer import Motorsvar, hensyn_av, prov_motorer
from analyser.felles.egnethet.regelstatus import (
    Statuser,
    som_skiller,
    statuser,
    utredes,
    utredningsandel,
)
from analyser.felles.egnethet.robusthet import Robusthet, prov, rekkefolge
from analyser.felles.egnethet.sokerom import (
    Utelukkelse,
    grunn_per_regel,
    ruter,
    sokegrunn,
    utelukk,
)
from analyser.felles.egnethet.tomteskisse import Skisse, skisse
from analyser.felles.egnethet.vekter import Vekting
from analyser.felles.maaling import Flyt
from analyser.felles.modell import Grunnlag
from analyser.felles.rangering import regelsvar, reindriftstekst, tell
from analyser.felles.regelmodell import Regel
from analyser.felles.regler import gjeldende
from analyser.felles.reindrift import SAERVERDI
from analyser.felles.tekst import M2_PER_DAA, kort, oppramsing, tall
from analyser.felles.terreng import helning, median
from analyser.felles.tomter import Bygdmaal, bygd_grunn
from gis.ledig import Hensyn
from gis.rutenett import Rutenett
from lag.katalog import KATALOG
from lag.katalog.grunnlag import STEDSNAVN, TERRENG
from lag.katalog.matrikkel import BYGNINGER, TEIGER

KANT_M = 1.0
"""An exclusion this near an area's edge touches it, metres."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Valg:
    """What the municipality has chosen for the search."""

    maal: Bygdmaal
    """How much ground a building takes."""
    vegkategorier: tuple[str, ...]
    """`vegkategori` of public roads."""
    vekting: Vekting
    """The weights."""
    vises: int
    """Candidates that are sketched and shown."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Funn:
    """What the search found."""

    modell: Egnethetsmodell
    """What was asked."""
    vekting: Vekting
    """The weights that ordered the candidates."""
    steder: GeoDataFrame
    """(n,) all candidates, best first, index = id: rang, navn, areal_daa, kompakthet, helning,
    moh, kant, utredes, poeng_lav, poeng_hoy."""
    vist: GeoDataFrame
    """The first of them, with the counts of `tell` and reindrift."""
    svar: DataFrame
    """Every rule's answer about those that are shown."""
    lav: Flyt
    """(n, k) lowest points, in the order of `steder`."""
    hoy: Flyt
    """(n, k) highest points."""
    maalt: list[Spenn]
    """k measured intervals, in the order of `steder`."""
    robusthet: Robusthet
    """In the order of `steder`."""
    utelukkelse: Utelukkelse
    """What is taken of the searched ground."""
    motorer: Motorsvar
    """The same free ground by other engines."""
    utelukkere: tuple[str, ...]
    """Words of each exclusion, in the order of `utelukkelse`."""
    utelukker_kjent: tuple[bool, ...]
    """Whether the layer of each is known; one that is not takes nothing, which is no zero."""
    regler: tuple[Regel, ...]
    """Rules of the purpose."""
    skiller: tuple[Regel, ...]
    """Those of them that the share to be studied is taken of."""
    skisser: tuple[Skisse, ...]
    """Layout of the first candidates."""


def finn(grunnlag: Grunnlag, modell: Egnethetsmodell, valg: Valg) -> Funn:
    """Search the municipality for new areas, and order them."""
    omraade = sokegrunn(grunnlag, modell.sokerom, valg.vegkategorier)
    rutene = ruter(omraade)
    regler = gjeldende(grunnlag.kommune, modell.formaal)
    grunn = _utelukkerne(grunnlag, modell, valg, rutene, regler)
    utelukkelse = utelukk(rutene, [g.per_rute for g in grunn])
    fritt_m2 = utelukkelse.sokt_m2 - utelukkelse.felles_m2
    epsg = grunnlag.kommune.epsg
    motorer = prov_motorer(omraade, [g.hensyn for g in grunn], fritt_m2, epsg)
    flatene = frie_flater(rutene, utelukkelse.grunn, modell.krav)
    steder = navngitt(flatene, grunnlag[STEDSNAVN].data, epsg)
    utredes_svar = om_utredning(grunnlag, steder, regler)
    steder = med_maal(grunnlag, steder.assign(formaal=modell.formaal), utredes_svar)
    steder["kant"] = _kanten(steder, grunn)
    lav, hoy, maalt = poengene(modell.kriterier, grunnlag, steder)
    vekter = valg.vekting.vekter
    rekke = rekkefolge(lav, hoy, vekter, steder["id"].to_numpy(dtype=object))
    lav, hoy = lav[rekke], hoy[rekke]
    steder = steder.iloc[rekke].assign(
        rang=np.arange(1, len(rekke) + 1), poeng_lav=lav @ vekter, poeng_hoy=hoy @ vekter
    )
    vist = steder.iloc[: valg.vises]
    svar = regelsvar(grunnlag, vist, regler)
    vist = vist.join(tell(svar, vist)).assign(
        reindrift=reindriftstekst(grunnlag, vist, svar) if len(vist) else ""
    )
    return Funn(
        modell=modell, vekting=valg.vekting, steder=steder, lav=lav, hoy=hoy,
        maalt=[(fra[rekke], til[rekke]) for fra, til in maalt],
        robusthet=prov(lav, hoy), utelukkelse=utelukkelse,
        motorer=motorer, utelukkere=tuple(g.ord for g in grunn), regler=regler,
        utelukker_kjent=tuple(g.kjent for g in grunn),
        svar=svar, skiller=som_skiller(utredes_svar),
        skisser=tuple(skisse(flate, modell.tomt) for flate in vist.geometry),
        vist=vist,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Grunn:
    """What one exclusion takes."""

    ord: str
    """In words."""
    per_rute: Former
    """(n,) of each square."""
    hensyn: Hensyn
    """The same as the other engines ask for it."""
    kjent: bool = True
    """Whether its layer is known."""


def _utelukkerne(
    grunnlag: Grunnlag, modell: Egnethetsmodell, valg: Valg, rutene: Former,
    regler: Sequence[Regel],
) -> list[_Grunn]:  # fmt: skip
    """Return every exclusion with the ground that it takes of each square."""
    vern = {post.navn for post in SAERVERDI}
    harde = [r for r in regler if r.type == "utelukker" or r.lag in vern]
    harde += [*modell.egne_regler, *OPPTATT]
    per_regel = grunn_per_regel(grunnlag, rutene, harde)
    ut = [
        _Grunn(r.tekst, grunn, hensyn_av(grunnlag, r, grunn), grunnlag.lag[r.lag].kjent)
        for r, grunn in zip(harde, per_regel, strict=True)
    ]
    krav, terreng = modell.krav, grunnlag[TERRENG].raster
    annet: list[tuple[str, Former | None]] = []
    if terreng is not None:
        bratt = ruter_over(helning(terreng), grader(krav.brattest), rutene)
        annet.append((f"brattere enn 1:{kort(krav.brattest)}", bratt))
    if terreng is not None and np.isfinite(krav.hoyest_moh):
        hoyt = ruter_over(terreng, krav.hoyest_moh, rutene)
        annet.append((f"høyere enn {tall(krav.hoyest_moh)} moh.", hoyt))
    ramme = GeoDataFrame(geometry=rutene, crs=grunnlag.kommune.epsg)
    annet.append(("bebygd", bygd_grunn(ramme, grunnlag[BYGNINGER], grunnlag[TEIGER], valg.maal)))
    ut += [_Grunn(ord_, g, Hensyn(g, 0.0)) for ord_, g in annet if g is not None]
    return ut


def om_utredning(grunnlag: Grunnlag, steder: GeoDataFrame, regler: Sequence[Regel]) -> Statuser:
    """Ask the rules that ask for a study, reindeer's apart."""
    advarer = [r for r in regler if r.type == "advarer" and KATALOG[r.lag].tema != "reindrift"]
    return statuser(grunnlag, steder, advarer)


def med_maal(grunnlag: Grunnlag, steder: GeoDataFrame, svar: Statuser) -> GeoDataFrame:
    """Put in size, shape, terrain, and what the rules answer."""
    terreng: Rutenett | None = grunnlag[TERRENG].raster
    fra, til = utredningsandel(svar)
    return steder.assign(
        areal_daa=steder.area / M2_PER_DAA,
        kompakthet=kompakthet(steder.geometry.to_numpy()),
        helning=median(helning(terreng), steder),
        moh=median(terreng, steder),
        utredes=utredes(svar),
    ).assign(**{"utredes" + FRA: fra, "utredes" + TIL: til})


def _kanten(steder: GeoDataFrame, grunnen: Sequence[_Grunn]) -> list[str]:
    """Per site, the exclusions that touch its edge, in words."""
    former = steder.geometry.to_numpy()
    inntil: list[list[str]] = [[] for _ in former]
    for grunn in grunnen:
        opptatt = grunn.per_rute[~shapely.is_empty(grunn.per_rute)]
        if len(opptatt) and len(former):
            i_sted, _ = STRtree(opptatt).query(former, predicate="dwithin", distance=KANT_M)
            for i in np.unique(i_sted):
                inntil[i].append(grunn.ord)
    return [oppramsing(ett) for ett in inntil]
