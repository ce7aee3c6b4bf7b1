"""WFS: fetch by page or by quarter, and check that everything came."""

from dataclasses import replace

from gis.feil import CrsFeil, KildeFeil
from gis.kilder.http import Klient
from gis.kilder.svar import Uthenting
from gis.kilder.wfskall import (
    Del,
    Tjeneste,
    antall,
    hent_del,
    hva,
    les_evner,
    nokler,
    parametre,
    slaa_sammen,
    velg_type,
)
from gis.utsnitt import Utsnitt

__all__ = ["Tjeneste", "hent_wfs"]

SIDE = 1000
"""Features per page, where the server can page; our own choice."""
MAKS_DELING = 8
"""Times that a box is quartered before a capped server is given up: 4^8 boxes."""
MAKS_SIDER = 10_000
"""Pages after which a server that never ends is given up."""
UTEN_ANTALL = {
    False: "Tjenesten oppgir ikke antall; det er hentet til den ikke hadde mer å gi.",
    True: "Tjenesten oppgir verken antall eller grense; om alt kom med, er ikke kontrollert.",
}
"""Remark on an answer that could not be counted; True where nothing vouches for it."""


def hent_wfs(klient: Klient, tjeneste: Tjeneste, utsnitt: Utsnitt) -> Uthenting:
    """Fetch every feature of the type that meets the box.

    The number is asked for first (resultType=hits). Where the answer is short of it, a server
    that says it pages is paged; if that does not help either, the box is asked for in quarters.
    Features are told apart by lokalId and place, else by gml:id.

    Raises
    ------
    KildeFeil        if the service fails, or gives fewer features than it has
    ParameterFeil    if the type does not exist, naming the nearest
    CrsFeil          if the answer is in another CRS than asked for
    """
    evner = les_evner(klient, tjeneste)
    tjeneste = replace(tjeneste, typenavn=velg_type(tjeneste, evner))
    boks = utsnitt.i_epsg(tjeneste.epsg)
    ventet = antall(klient, tjeneste, boks, evner.tak)
    if evner.sider and (ventet is None or ventet > SIDE):
        delen = _sidevis(klient, tjeneste, boks, ventet)
    else:
        delen = hent_del(klient, tjeneste, boks, evner.tak, {})
        if evner.sider and _kort(delen, ventet):
            delen = _sidevis(klient, tjeneste, boks, ventet)
    if _kort(delen, ventet):
        tak = evner.tak or (delen.mottatt if ventet is None else 0)
        delen = _firedelt(klient, tjeneste, boks, tak, 0)
    if ventet is None:
        uviss = not evner.sider and not evner.tak
        delen = replace(delen, merknader=(*delen.merknader, UTEN_ANTALL[uviss]))
    return _ferdig(tjeneste, boks, delen, ventet)


def _kort(delen: Del, ventet: int | None) -> bool:
    """Tell whether the service held something back, as far as can be known."""
    return not delen.hel if ventet is None else delen.mottatt < ventet


def _ferdig(tjeneste: Tjeneste, boks: Utsnitt, delen: Del, ventet: int | None) -> Uthenting:
    """Check number and CRS, and wrap up."""
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
    return Uthenting(
        data=delen.data, raa=delen.raa, url=tjeneste.url,
        parametre=parametre(tjeneste, boks), hoder=delen.hoder, ventet=ventet,
        mottatt=delen.mottatt, merknader=tuple(merknader),
    )  # fmt: skip


def _sidevis(klient: Klient, tjeneste: Tjeneste, boks: Utsnitt, ventet: int | None) -> Del:
    """Fetch page by page until all have come, or a page brings nothing new."""
    antall_felt = "count" if tjeneste.versjon.startswith("2") else "maxFeatures"
    deler: list[Del] = []
    sett: set[str] = set()
    mottatt = 0
    while len(deler) < MAKS_SIDER:
        ekstra = {antall_felt: str(SIDE), "startIndex": str(mottatt)}
        ny = hent_del(klient, tjeneste, boks, 0, ekstra)
        nye = set(nokler(ny.data)) - sett
        deler.append(ny)
        sett |= nye
        mottatt += ny.mottatt
        alt = ventet is not None and mottatt >= ventet
        if alt or not nye:
            return replace(slaa_sammen(deler), hel=alt or ny.mottatt == 0)
    raise KildeFeil(f"{hva(tjeneste)}: tjenesten gir stadig nye sider; gav opp ved {MAKS_SIDER}.")


def _firedelt(klient: Klient, tjeneste: Tjeneste, boks: Utsnitt, tak: int, dybde: int) -> Del:
    """Fetch the quarters of a box whose answer was capped."""
    if dybde >= MAKS_DELING:
        raise KildeFeil(
            f"{hva(tjeneste)}: tjenesten gir færre objekter enn den har, selv for et lite område. "
            "Last ned filen og pek på den under [lag.<id>] i kommune.toml."
        )
    deler = []
    for kvart in _kvarter(boks):
        ventet = antall(klient, tjeneste, kvart, tak)
        delen = hent_del(klient, tjeneste, kvart, tak, {})
        if _kort(delen, ventet):
            delen = _firedelt(klient, tjeneste, kvart, tak, dybde + 1)
        deler.append(delen)
    return replace(slaa_sammen(deler), hel=True)


def _kvarter(boks: Utsnitt) -> list[Utsnitt]:
    """Return the four quarters of a box; their edges are shared."""
    x0, y0, x1, y1 = boks.grenser
    xm, ym = (x0 + x1) / 2, (y0 + y1) / 2
    ruter = ((x0, y0, xm, ym), (xm, y0, x1, ym), (x0, ym, xm, y1), (xm, ym, x1, y1))
    return [Utsnitt(*rute, boks.epsg) for rute in ruter]
