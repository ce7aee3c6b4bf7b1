"""WFS: fetch by page or by quarter, and check that everything came."""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import shapely
from geopandas import GeoDataFrame, GeoSeries

from gis.feil import CrsFeil, KildeFeil
from gis.kilder.grenser import MAKS_SIDER
from gis.kilder.httpsvar import Svar
from gis.kilder.kanal import Kanal
from gis.kilder.svar import Uthenting, krev_rimelig
from gis.kilder.wfsdel import Del, slaa_sammen
from gis.kilder.wfskall import (
    Tjeneste,
    antall,
    hent_del,
    hent_side,
    hva,
    les_del,
    les_evner,
    nord_forst,
    parametre,
    tilpasset,
)
from gis.utsnitt import Utsnitt

__all__ = ["Tjeneste", "hent_wfs"]

STORST = 20_000
"""Features that are asked for in one answer, a page or a quarter; our own choice, so that memory is
bounded by the answer (some 40 MB of parcels) and not by the layer."""
MAKS_DELING = 8
"""Times that a box is quartered before a capped server is given up: 4^8 boxes."""
UTEN_ANTALL = {
    False: "Tjenesten oppgir ikke antall; det er hentet til den ikke hadde mer å gi.",
    True: "Tjenesten oppgir verken antall eller grense; om alt kom med, er ikke kontrollert.",
}
"""Remark on an answer that could not be counted; True where nothing vouches for it."""


def hent_wfs(kanal: Kanal, tjeneste: Tjeneste, utsnitt: Utsnitt) -> Uthenting:
    """Fetch every feature of the type that meets the box (and has the attribute value, if asked).

    The number is asked for first (resultType=hits). A server that says it pages is paged, which
    is believed only when the pages hold different features and add up; else the box is asked for
    in quarters. Features are told apart by lokalId and place, else by gml:id.

    Raises
    ------
    KildeFeil        if the service fails, or gives fewer features than it has
    ParameterFeil    if the type does not exist, naming the nearest
    CrsFeil          if the answer is in another CRS than asked for
    """
    evner = les_evner(kanal, tjeneste)
    tjeneste = tilpasset(tjeneste, evner)
    boks = utsnitt.i_epsg(tjeneste.epsg)
    tjeneste, merknader = _prov_filter(kanal, tjeneste, boks)
    ventet = antall(kanal, tjeneste, boks, evner.tak)
    krev_rimelig(ventet or 0, hva(tjeneste))
    mange = ventet is not None and ventet > STORST
    if evner.sider and (ventet is None or mange):
        delen: Del | None = _sidevis(kanal, tjeneste, boks, ventet)
    elif mange:
        delen = None
    else:
        delen = hent_del(kanal, tjeneste, boks, evner.tak)
        if evner.sider and _kort(delen, ventet):
            delen = _sidevis(kanal, tjeneste, boks, ventet)
    if delen is None or _kort(delen, ventet):
        tak = evner.tak or (delen.mottatt if delen is not None and ventet is None else 0)
        delen = _firedelt(kanal, tjeneste, boks, tak, 0)
    if ventet is None:
        uviss = not evner.sider and not evner.tak
        merknader = (*merknader, UTEN_ANTALL[uviss])
    delen = replace(delen, merknader=(*delen.merknader, *merknader))
    return _ferdig(tjeneste, boks, delen, ventet)


def _kort(delen: Del, ventet: int | None) -> bool:
    """Tell whether the service held something back, as far as can be known."""
    return not delen.hel if ventet is None else delen.mottatt < ventet


def _prov_filter(
    kanal: Kanal, tjeneste: Tjeneste, boks: Utsnitt
) -> tuple[Tjeneste, tuple[str, ...]]:
    """Keep the attribute filter only where the server takes it and finds something by it."""
    if tjeneste.likhet is None:
        return tjeneste, ()
    felt, verdi = tjeneste.likhet
    try:
        if antall(kanal, tjeneste, boks, 0) != 0:
            return tjeneste, ()
        grunn = "fant ingenting med filteret"
    except KildeFeil as err:
        grunn = f"tok ikke imot filteret ({err})"
    uten = replace(tjeneste, likhet=None)
    return uten, (f"Tjenesten {grunn} {felt} = {verdi}; alt i rammen er hentet i stedet.",)


def _ferdig(tjeneste: Tjeneste, boks: Utsnitt, delen: Del, ventet: int | None) -> Uthenting:
    """Check number, CRS and axes, and wrap up."""
    merknader = list(delen.merknader)
    if _kort(delen, ventet):
        har = f"har {ventet} objekter" if ventet is not None else "holder objekter tilbake"
        raise KildeFeil(
            f"{hva(tjeneste)}: tjenesten {har}, men ga bare {delen.mottatt}. Svaret er ikke "
            "fullstendig og brukes ikke. Prøv igjen senere, eller last ned filen og pek på den "
            "under [lag.<id>] i kommune.toml."
        )
    if ventet is not None and delen.mottatt > ventet:
        merknader.append(f"Tjenesten oppga {ventet} objekter, men ga {delen.mottatt}.")
    crs = delen.data.crs
    if crs is not None and crs.to_epsg() != tjeneste.epsg:
        raise CrsFeil(
            f"{hva(tjeneste)}: ba om EPSG:{tjeneste.epsg}, men fikk {crs.to_string()}. Sett epsg "
            "under [lag.<id>] i kommune.toml til det tjenesten gir."
        )
    data = delen.data
    if nord_forst(tjeneste) and _er_byttet(data, boks):
        former = np.asarray(data.geometry.array, dtype=object)
        snudde = shapely.transform(former, lambda xy: xy[:, ::-1])
        data = data.set_geometry(GeoSeries(snudde, index=data.index, crs=tjeneste.epsg))
        merknader.append(
            "Tjenesten skrev bredde før lengde uten å si det; aksene er byttet, for bare da "
            "ligger objektene der det ble spurt."
        )
    return Uthenting(
        data=data, raafiler=delen.raafiler, bytes=delen.storrelse, url=tjeneste.url,
        parametre=parametre(tjeneste, boks), hoder=delen.hoder, ventet=ventet,
        mottatt=delen.mottatt, merknader=tuple(merknader),
    )  # fmt: skip


def _er_byttet(data: GeoDataFrame, boks: Utsnitt) -> bool:
    """Tell whether no feature meets the box as it stands, but all do with the axes swapped."""
    grenser = data.bounds.dropna()
    if grenser.empty:
        return False
    x0, y0, x1, y1 = boks.grenser

    def moter(vest: str, sor: str, aust: str, nord: str) -> "list[bool]":
        treff = (
            (grenser[vest] <= x1) & (grenser[aust] >= x0)
            & (grenser[sor] <= y1) & (grenser[nord] >= y0)
        )  # fmt: skip
        return [bool(ett) for ett in treff]

    som_skrevet = moter("minx", "miny", "maxx", "maxy")
    return not any(som_skrevet) and all(moter("miny", "minx", "maxy", "maxx"))


def _sidevis(kanal: Kanal, tjeneste: Tjeneste, boks: Utsnitt, ventet: int | None) -> Del:
    """Fetch page by page until all have come, or a page brings nothing new.

    The next page is asked for while this one is read, on the assumption that this one is full; a
    page that turns out to begin elsewhere is thrown away and asked for anew.
    """
    deler: list[Del] = []
    mottatt = 0
    with ThreadPoolExecutor(1) as arbeider:

        def be_om(start: int) -> "tuple[int, Future[Svar]]":
            return start, arbeider.submit(hent_side, kanal, tjeneste, boks, start, STORST)

        paa_vei = be_om(0)
        while len(deler) < MAKS_SIDER:
            start, svaret = paa_vei if paa_vei[0] == mottatt else be_om(mottatt)
            svar = svaret.result()
            if ventet is not None and start + STORST < ventet:
                paa_vei = be_om(start + STORST)
            ny = les_del(kanal, tjeneste, svar, 0)
            nytt = _noe_nytt(ny, deler)
            deler.append(ny)
            mottatt += ny.mottatt
            krev_rimelig(mottatt, hva(tjeneste))
            alt = ventet is not None and mottatt >= ventet
            if alt or not nytt:
                return replace(slaa_sammen(deler), hel=alt or ny.mottatt == 0)
    raise KildeFeil(f"{hva(tjeneste)}: tjenesten gir stadig nye sider; gav opp ved {MAKS_SIDER}.")


def _noe_nytt(ny: Del, deler: list[Del]) -> bool:
    """Tell whether a page has a feature that none of those before it has."""
    igjen = ny.nokler
    for delen in deler:
        igjen = igjen[~np.isin(igjen, delen.nokler)]
        if not len(igjen):
            break
    return bool(len(igjen))


def _firedelt(kanal: Kanal, tjeneste: Tjeneste, boks: Utsnitt, tak: int, dybde: int) -> Del:
    """Fetch the quarters of a box whose answer was capped, or is too large to be one answer."""
    if dybde >= MAKS_DELING:
        raise KildeFeil(
            f"{hva(tjeneste)}: tjenesten gir færre objekter enn den har, selv for et lite område. "
            "Last ned filen og pek på den under [lag.<id>] i kommune.toml."
        )
    deler: list[Del] = []
    for kvart in _kvarter(boks):
        ventet = antall(kanal, tjeneste, kvart, tak)
        delen = None
        if ventet is None or ventet <= STORST or dybde + 1 >= MAKS_DELING:
            delen = hent_del(kanal, tjeneste, kvart, tak)
        if delen is None or _kort(delen, ventet):
            delen = _firedelt(kanal, tjeneste, kvart, tak, dybde + 1)
        deler.append(delen)
    return replace(slaa_sammen(deler), hel=True)


def _kvarter(boks: Utsnitt) -> list[Utsnitt]:
    """Return the four quarters of a box; their edges are shared."""
    x0, y0, x1, y1 = boks.grenser
    xm, ym = (x0 + x1) / 2, (y0 + y1) / 2
    ruter = ((x0, y0, xm, ym), (xm, y0, x1, ym), (x0, ym, xm, y1), (xm, ym, x1, y1))
    return [Utsnitt(*rute, boks.epsg) for rute in ruter]
