"""A lower bound for trees whose ways from the root may not be longer than a limit.

The cost of every arc is shared: some targets beyond the limit in the cheapest tree take what they
can, dual ascent of the ordinary kind takes the rest. A target with potential p and price μ per unit
of length loads an arc i → j of length l with max(0, p[j] - p[i] - μ l); its own way within R loads
at least p[target] - μ R, so the tree does. Best μ as by Handler and Zang (1980).
"""

from dataclasses import dataclass

import numpy as np

from gis.graf.dual import stig, sum_dual
from gis.graf.haug import dytt, trekk
from gis.graf.typer import STOR, Dual, Graf, Heltall, Nett, Oppgave, Tall, lag_nett
from gis.kompilering import kompiler

RUNDER = 4
"""Rounds of sharing; more give next to nothing."""
STEG = 12
"""Prices that are tried for one target."""
FLEST = 400
"""Targets that may have a potential of their own, the furthest first."""
HOY_PRIS = 64
"""Cost per thousandth of a metre with which the search begins: above every price of a trench."""
BITER, MEST_BITER = 20, 56
"""Costs are scaled by 2^20, less where their sum would not fit."""


@dataclass(frozen=True, slots=True, eq=False)
class Lengdedual:
    """Potential of one target, zero where it is not listed and at the root."""

    maal: int
    pris: int
    """μ: scaled cost per thousandth of a metre."""
    node: Heltall
    verdi: Heltall


@dataclass(frozen=True, slots=True, eq=False)
class Lengdebevis:
    """Everything needed to recompute the bound: costs are floor(cost · 2^skala).

    Lengths are whole thousandths of a metre rounded down, the limit rounded up. The loads of
    `dual` (as in `Dual`) and of `lengder` on any arc sum to no more than its cost.
    """

    skala: int
    lengst: int
    """The limit, thousandths of a metre."""
    dual: Dual
    lengder: tuple[Lengdedual, ...]
    grense: int
    """Sum of the potentials at their targets, less the prices of the limit."""

    @property
    def kostnad(self) -> float:
        """No tree within the limit costs less."""
        return self.grense / 2.0**self.skala


@kompiler
def _mot(
    nett: Nett, kap: Heltall, lengde: Heltall, hvem: tuple[int, int, int]
) -> tuple[Heltall, Heltall]:
    """Least kap + μ · length from every node to the target, settled until the root is.

    Parameters
    ----------
    hvem    μ, target, root

    Returns
    -------
    avstand   (n,) STOR where it was not looked
    bue       (n,) first arc of the way
    """
    pris, maal, rot = hvem
    n = nett.start.size - 1
    avstand, bue = np.full(n, STOR, np.int64), np.full(n, -1, np.int64)
    nokkel = np.empty(nett.ut.size + 2, np.int64)
    post = np.empty_like(nokkel)
    avstand[maal] = 0
    antall = dytt(nokkel, post, 0, 0, maal)
    while antall > 0:
        antall = trekk(nokkel, post, antall)
        d, v = nokkel[antall], post[antall]
        if v == rot:
            break
        if d > avstand[v]:
            continue
        for j in range(nett.start[v], nett.start[v + 1]):
            inn, u = nett.ut[j] ^ 1, nett.hode[nett.ut[j]]
            ny = d + kap[inn] + pris * lengde[inn >> 1]
            if ny < avstand[u]:
                avstand[u], bue[u] = ny, inn
                antall = dytt(nokkel, post, antall, ny, u)
    return avstand, bue


@dataclass(slots=True, eq=False)
class _Deling:
    """How the costs are shared so far."""

    nett: Nett
    pris: Heltall
    """(2m,) scaled cost of the arcs."""
    lengde: Heltall
    rot: int
    skala: int
    lengst: int
    hoy_pris: int
    """A price at which length is all that counts."""
    duale: dict[int, Lengdedual]
    verdi: dict[int, int]

    def belastning(self, d: Lengdedual) -> Heltall:
        """(2m,) load of one target."""
        p = np.zeros(self.nett.start.size - 1, np.int64)
        p[d.node] = d.verdi
        hode = self.nett.hode
        hale = hode.reshape(-1, 2)[:, ::-1].ravel()
        ut: Heltall = np.maximum(0, p[hode] - p[hale] - d.pris * np.repeat(self.lengde, 2))
        return ut

    def vei(self, kap: Heltall, mu: int, maal: int) -> tuple[int, int, Heltall]:
        """Cost and length of the best way at a price, and the distances."""
        avstand, bue = _mot(self.nett, kap, self.lengde, (mu, maal, self.rot))
        v, kost, lengde = self.rot, 0, 0
        while v != maal:
            a = int(bue[v])
            kost, lengde = kost + int(kap[a]), lengde + int(self.lengde[a >> 1])
            v = int(self.nett.hode[a])
        return kost, lengde, avstand

    def beste(self, kap: Heltall, maal: int) -> tuple[int, Lengdedual] | None:
        """Potential and price that raise the target most on free capacity `kap`."""
        kost, lang, _ = self.vei(kap, 0, maal)
        if lang <= self.lengst:
            return None
        svar, mu, kort = None, self.hoy_pris, (0, 0)
        for _ in range(STEG):
            k, vei, avstand = self.vei(kap, mu, maal)
            verdi = k + mu * (vei - self.lengst)
            if svar is None or verdi > svar[0]:
                svar = (verdi, self._dual(maal, mu, avstand))
            if vei > self.lengst:
                kost, lang = k, vei
            else:
                kort = (k, vei)
            if lang <= kort[1]:
                break
            neste = (kort[0] - kost) // (lang - kort[1])
            if neste == mu or kort == (0, 0):
                break
            mu = neste
        return svar

    def _dual(self, maal: int, mu: int, avstand: Heltall) -> Lengdedual:
        """Turn distances into a potential."""
        hoyest = int(avstand[self.rot])
        node = np.flatnonzero(avstand < hoyest)
        return Lengdedual(maal, mu, node, hoyest - avstand[node])


def lengdegrense(
    graf: Graf, lengde_m: Tall, rot: int, maal: Heltall, lengst_m: float, brudd: Heltall
) -> Lengdebevis:
    """Bound the cost of trees that reach every target within `lengst_m`.

    Parameters
    ----------
    maal     targets; each has a way within the limit
    brudd    those that the cheapest tree reaches by a longer way, the furthest first
    """
    skala = max(0, min(BITER, MEST_BITER - int(graf.kostnad.sum()).bit_length()))
    nett = lag_nett(graf.noder, graf.fra, graf.til)
    deling = _Deling(
        nett,
        np.repeat(np.floor(graf.kostnad * 2.0**skala).astype(np.int64), 2),
        np.floor(lengde_m * 1000.0 - 1e-6).clip(0).astype(np.int64),
        rot,
        skala,
        int(np.ceil(lengst_m * 1000.0 + 1e-6)),
        HOY_PRIS << skala,
        {},
        {},
    )
    premie = np.zeros(graf.noder, np.int64)
    premie[maal] = STOR
    best, ledig = _grense(deling, premie)
    _del_ut(deling, ledig, brudd[:FLEST].tolist())
    for _ in range(RUNDER):
        ny, ledig = _grense(deling, premie)
        best = max(best, ny, key=lambda bevis: bevis.grense)
        _del_ut(deling, ledig, list(deling.duale))
    return best


def _grense(deling: _Deling, premie: Heltall) -> tuple[Lengdebevis, Heltall]:
    """Raise all targets on what the long ones leave; the bound, and what is free then."""
    brukt = np.zeros_like(deling.pris)
    for d in deling.duale.values():
        brukt += deling.belastning(d)
    dual, ledig = stig(Oppgave(deling.nett, deling.pris - brukt, premie, deling.rot))
    grense = sum_dual(dual) + sum(deling.verdi.values())
    lengder = tuple(deling.duale.values())
    return Lengdebevis(deling.skala, deling.lengst, dual, lengder, grense), ledig


def _del_ut(deling: _Deling, ledig: Heltall, hvem: list[int]) -> None:
    """Let each target take what raises it most of what is free and what it has."""
    for maal in hvem:
        egen = deling.duale.get(maal)
        kap = ledig if egen is None else ledig + deling.belastning(egen)
        svar = deling.beste(kap, maal)
        if svar is None or svar[0] <= deling.verdi.get(maal, 0):
            continue
        deling.verdi[maal], deling.duale[maal] = svar
        ledig = kap - deling.belastning(svar[1])
