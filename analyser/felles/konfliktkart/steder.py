"""Places: the ground of one planned area in one cell of the matrix, and what lies on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

from analyser.felles.konfliktkart.flater import (
    AARSTID,
    HOYEST,
    IKKE_KARTLAGT,
    IKKE_KJENT,
    IKKE_TREFF,
    LAVEST_VERDI,
    MINSTE_M2,
    REGISTRERT,
    SAERLIG,
    UTEN_DEL,
    Konfliktflater,
    Merker,
)
from analyser.felles.konfliktkart.interesser import TRINNORD, Heltall, Part, er_saerlig
from analyser.felles.m1941 import TEMAER
from analyser.felles.modell import Grunnlag
from analyser.felles.regler import Regel, gjeldende, utvalgte
from analyser.felles.svar import TEMAORD
from analyser.felles.tekst import M2_PER_DAA, daa, oppramsing

DIALOG = "verdi settes etter dialog"
RUTEORD: Mapping[int, tuple[str, str]] = {
    HOYEST: ("A", "svært stor verdi"),
    HOYEST - 1: ("B", "stor verdi"),
    HOYEST - 2: ("C", "middels verdi"),
    HOYEST - 3: ("D", "noe verdi"),
    LAVEST_VERDI: ("E", "uten betydning"),
    SAERLIG: ("R", f"bare reindrift: særlig område ({DIALOG})"),
    REGISTRERT: ("V", "registrert, verdi ikke satt"),
    AARSTID: ("S", f"bare reindrift: årstidsbeite ({DIALOG})"),
    IKKE_KJENT: ("X", "ikke kjent"),
    IKKE_KARTLAGT: ("K", "ikke kartlagt"),
    IKKE_TREFF: ("I", "ikke treff"),
}
"""Step → letter and words of a row of the matrix, gravest first."""
FLEST_LEDD = 6
"""Layers named in the text of a place; the rest are counted."""
Flyt = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Planomraader:
    """The planned areas: zoning plans whole, other development feature by feature."""

    part: Heltall
    """(p,) development part."""
    gruppe: tuple[str, ...]
    """(p,) id."""
    navn: tuple[str, ...]
    """(p,) name."""
    slag: tuple[str, ...]
    """(p,) kinds in it."""
    per_oppforing: Heltall
    """(k,) planned area of each entry of `i_utvikling`."""
    ledende: Heltall
    """(f,) planned area that each face is counted with once: the one that has come furthest;
    `UTEN_DEL` where there is none."""


def planomraader(flater: Konfliktflater) -> Planomraader:
    """Return the planned areas, and one for every face, whatever the order of features."""
    nokler = sorted({(nr, g) for nr, part in enumerate(flater.utvikling) for g in part.grupper})
    nummer = {nokkel: i for i, nokkel in enumerate(nokler)}
    per_objekt = [
        np.array([nummer[nr, g] for g in part.grupper], dtype=np.int64)
        for nr, part in enumerate(flater.utvikling)
    ]
    navn: dict[int, str] = {}
    slag: dict[int, set[str]] = {}
    for part, numre in zip(flater.utvikling, per_objekt, strict=True):
        for i, navnet, slaget in zip(numre.tolist(), part.navnene, part.slag, strict=True):
            navn[i] = min(navn.get(i, navnet), navnet)
            slag.setdefault(i, set()).add(slaget)
    start = np.cumsum([0, *(len(p) for p in per_objekt)])
    alle = np.concatenate([np.zeros(0, dtype=np.int64), *per_objekt])
    flate, del_, nr = flater.i_utvikling
    per_oppforing = alle[start[del_] + nr]
    grader = np.concatenate([np.zeros(0, dtype=np.int64), *(p.grad for p in flater.utvikling)])
    lengst = grader[start[del_] + nr] == flater.trinn[flate]
    ledende = np.full(len(flater.trinn), len(nokler), dtype=np.int64)
    np.minimum.at(ledende, flate[lengst], per_oppforing[lengst])
    ledende[ledende == len(nokler)] = UTEN_DEL
    return Planomraader(
        part=np.array([nr for nr, _ in nokler], dtype=np.int64),
        gruppe=tuple(g for _, g in nokler),
        navn=tuple(navn[i] for i in range(len(nokler))),
        slag=tuple(oppramsing(sorted(slag[i])) for i in range(len(nokler))),
        per_oppforing=per_oppforing, ledende=ledende,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Steder:
    """The places, gravest first."""

    data: DataFrame
    """(s,) id, rute, rang (NaN where no value is set), navn, utbygging, slag, verneord, trinnord,
    areal_daa, ubebygd_daa, temaer, vern, saerlig_daa, ikke_kartlagt, regler, kilder."""
    av_flate: Heltall
    """(f,) row in `data`; `UTEN_DEL` outside all development."""


def rutenavn(trinn: int, utvikling: int) -> str:
    """Name of a cell of the matrix: letter of the row, stage of the column."""
    return f"{RUTEORD[trinn][0]}{utvikling}"


def finn_steder(
    grunnlag: Grunnlag, flater: Konfliktflater, omraader: Planomraader, bygd: Merker | None
) -> Steder:
    """Gather the faces into places and tell what lies on each.

    Parameters
    ----------
    bygd    (f,) built ground; None where buildings are not known
    """
    inne = np.flatnonzero(omraader.ledende != UTEN_DEL)
    nokkel = np.stack([omraader.ledende[inne], flater.vernetrinn[inne], flater.trinn[inne]], axis=1)
    unike, nr = np.unique(nokkel, axis=0, return_inverse=True)
    nr = nr.reshape(-1)
    av_flate = np.full(len(flater.trinn), UTEN_DEL, dtype=np.int64)
    av_flate[inne] = nr
    data = _rader(grunnlag, flater, omraader, (unike, av_flate), bygd)
    rekke = np.lexsort(
        (data["id"], -data["areal_daa"], -data["_temaer"], -data["_utvikling"], -data["_trinn"])
    )
    ny = np.empty(len(rekke), dtype=np.int64)
    ny[rekke] = np.arange(len(rekke))
    data = data.iloc[rekke].reset_index(drop=True)
    rangeres = data["_trinn"] >= LAVEST_VERDI
    data["rang"] = np.where(rangeres, np.cumsum(rangeres), np.nan)
    av_flate[inne] = ny[nr] if len(ny) else nr
    return Steder(data.drop(columns=["_temaer", "_utvikling"]), av_flate)


def _rader(
    grunnlag: Grunnlag, flater: Konfliktflater, omraader: Planomraader,
    steder: tuple[Heltall, Heltall], bygd: Merker | None,
) -> DataFrame:  # fmt: skip
    """Rows of the places, in the order of their keys."""
    unike, av_flate = steder
    antall = len(unike)
    areal_m2 = _sum_m2(flater, av_flate, antall)
    par_m2 = per_sted_og_part(flater, av_flate, antall)
    parter = [flater.utvikling[omraader.part[o]] for o in unike[:, 0]]
    regler = _regler(grunnlag, flater, av_flate, antall)
    treff = _per_tema(flater, av_flate, antall, flater.tema >= AARSTID)
    ukartlagt = _per_tema(
        flater, av_flate, antall, (flater.tema == IKKE_KARTLAGT) | (flater.tema == IKKE_KJENT)
    )
    saerlige = [nr for nr, p in enumerate(flater.vern) if p.tema == "reindrift" and er_saerlig(p)]
    i_saerlig = grunn_i(flater, saerlige)
    ubebygd = np.nan if bygd is None else _sum_m2(flater, av_flate, antall, ~bygd) / M2_PER_DAA
    return DataFrame(
        {
            "id": [
                f"{p.navn}: {omraader.gruppe[o]} · {rutenavn(v, u)}"
                for p, (o, v, u) in zip(parter, unike.tolist(), strict=True)
            ],
            "rute": [rutenavn(v, u) for _, v, u in unike.tolist()],
            "navn": [omraader.navn[o] for o in unike[:, 0]],
            "utbygging": [p.tittel for p in parter],
            "slag": [omraader.slag[o] for o in unike[:, 0]],
            "verneord": [RUTEORD[v][1] for v in unike[:, 1].tolist()],
            "trinnord": [TRINNORD[u] for u in unike[:, 2].tolist()],
            "areal_daa": areal_m2 / M2_PER_DAA,
            "ubebygd_daa": ubebygd,
            "temaer": [_temaer(rad) for rad in treff],
            "vern": [_vern(flater.vern, rad) for rad in par_m2],
            "saerlig_daa": _sum_m2(flater, av_flate, antall, i_saerlig) / M2_PER_DAA,
            "ikke_kartlagt": [_temaer(rad) for rad in ukartlagt],
            "regler": regler,
            "kilder": [_kilder(flater.vern, rad, p) for rad, p in zip(par_m2, parter, strict=True)],
            "_trinn": unike[:, 1],
            "_utvikling": unike[:, 2],
            "_temaer": treff.sum(axis=1),
        }
    )


def _sum_m2(
    flater: Konfliktflater, av_flate: Heltall, antall: int, med: Merker | None = None
) -> Flyt:
    """(s,) ground of each place, m²; only faces where `med` is true."""
    valgt = av_flate >= 0 if med is None else (av_flate >= 0) & med
    return _summer(av_flate[valgt], flater.areal_m2[valgt], antall)


def _summer(hvor: Heltall, hva: Flyt, antall: int) -> Flyt:
    """(antall,) sum of `hva` per place."""
    return np.bincount(hvor, weights=hva, minlength=antall).astype(np.float64)


def per_sted_og_part(flater: Konfliktflater, av_flate: Heltall, antall: int) -> Flyt:
    """(s, v) ground of each place in each protection part, m², counted once."""
    n = len(flater.vern)
    flate, del_ = flater.i_vern[0], flater.i_vern[1]
    par = np.unique(flate * max(n, 1) + del_)
    flate, del_ = par // max(n, 1), par % max(n, 1)
    inne = av_flate[flate] >= 0
    rute = av_flate[flate[inne]] * n + del_[inne]
    return _summer(rute, flater.areal_m2[flate[inne]], antall * n).reshape(antall, n)


def grunn_i(flater: Konfliktflater, parter: Sequence[int]) -> Merker:
    """(f,) whether the face lies in any of the protection parts numbered."""
    ut = np.zeros(len(flater.trinn), dtype=np.bool_)
    ut[flater.i_vern[0][np.isin(flater.i_vern[1], np.array(parter, dtype=np.int64))]] = True
    return ut


def _per_tema(flater: Konfliktflater, av_flate: Heltall, antall: int, hvor: Merker) -> Merker:
    """(s, t) whether `hvor` holds on any face of the place, per theme."""
    ut = np.zeros((antall, len(TEMAER)), dtype=np.bool_)
    flate, tema = np.nonzero(hvor & (av_flate >= 0)[:, None])
    ut[av_flate[flate], tema] = True
    return ut


def _temaer(rad: Merker) -> str:
    """Themes in words."""
    return ", ".join(TEMAORD[t] for t, med in zip(TEMAER, rad, strict=True) if med)


def _vern(parter: Sequence[Part], rad: Flyt) -> str:
    """Protection on a place with its ground, the largest first."""
    rekke = [nr for nr in np.argsort(-rad, kind="stable") if rad[nr] >= MINSTE_M2]
    ledd = [f"{parter[nr].tittel} {daa(rad[nr])}" for nr in rekke[:FLEST_LEDD]]
    flere = len(rekke) - len(ledd)
    return "; ".join([*ledd, f"og {flere} til"] if flere else ledd)


def _kilder(parter: Sequence[Part], rad: Flyt, utvikling: Part) -> str:
    """Ids of the layers that a place rests on."""
    navn = {p.lagdata.post.navn for p, m2 in zip(parter, rad, strict=True) if m2 >= MINSTE_M2}
    return ", ".join(sorted(navn | {utvikling.lagdata.post.navn}))


def regler_per_objekt(
    grunnlag: Grunnlag, flater: Konfliktflater
) -> tuple[list[Regel], list[tuple[int, int, Merker]]]:
    """Rules that speak of the protection parts.

    Returns
    -------
    regler    the rules, in their order
    hvem      (rule, part, (n,) which of the part's features) for every pair that has any
    """
    regler = [r for r in gjeldende(grunnlag.kommune) if r.type != "poeng"]
    hvem: list[tuple[int, int, Merker]] = []
    for r, regel in enumerate(regler):
        for p, part in enumerate(flater.vern):
            if part.lagdata.post.navn != regel.lag or part.navn.endswith("_sone"):
                continue
            valgt = part.lagdata.data.index.isin(utvalgte(regel, part.lagdata).data.index)
            med = np.asarray(valgt, dtype=np.bool_)[part.rader]
            if med.any():
                hvem.append((r, p, med))
    return regler, hvem


def _regler(
    grunnlag: Grunnlag, flater: Konfliktflater, av_flate: Heltall, antall: int
) -> list[str]:
    """Ids of the rules on the features of each place."""
    regler, hvem = regler_per_objekt(grunnlag, flater)
    ut: list[list[str]] = [[] for _ in range(antall)]
    flate, del_, nr = flater.i_vern
    for r, p, med in hvem:
        egne = del_ == p
        sted = av_flate[flate[egne][med[nr[egne]]]]
        for s in np.unique(sted[sted >= 0]):
            if regler[r].id not in ut[s]:
                ut[s].append(regler[r].id)
    return [", ".join(ledd) for ledd in ut]
