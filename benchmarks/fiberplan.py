"""The planner's product on a seeded municipality: network, full build, whole cost, curve.

python -m benchmarks.fiberplan [--json] [--liten] [--uten-kurve]

From road lines and address points to a priced plan within reach and optical loss. Beside ours: the
union of shortest ways from the nodes, which is what open planners build. Compile time is apart.
"""

import argparse
import json
import sys
from dataclasses import asdict, dataclass
from time import perf_counter, process_time

import numpy as np
import shapely

from analyser.felles.fiber.faseplan import faseplan
from analyser.felles.fiber.grofter import (
    HOVEDVEG,
    Grofter,
    Grofteregler,
    Omgivelser,
    forholdene,
    grofter,
    samlet,
)
from analyser.felles.fiber.kostnad import gjeldende, priser
from analyser.felles.fiber.kurve import byggerekke, kurve, merkostnad, trinnene
from analyser.felles.fiber.linjer import rens
from analyser.felles.fiber.nett import bygg_nett
from analyser.felles.fiber.plan import Behov, Planvalg, gjor_klar, kontrahert, lag_plan
from analyser.felles.fiber.tre import ROT, Kontrahert, korteste_veier
from benchmarks.felles import toppminne_mb
from benchmarks.kommunegraf import ADRESSER, VEGKANTER, lag_kommunegraf

LITEN = 10
"""Part of the full size that --liten works on."""
NODER, TETTSTEDER, TETTSTED_M = 40, 12, 800.0
SLAG, ANDEL = ("F", "K", "P"), (0.15, 0.35, 0.5)


@dataclass(frozen=True)
class Mengde:
    """Roads, addresses, nodes and built-up areas."""

    veger: list
    slag: list
    adresser: np.ndarray
    noder: np.ndarray
    tettsteder: np.ndarray


def lag_mengde(adresser: int = ADRESSER, vegkanter: int = VEGKANTER, fro: int = 5025) -> Mengde:
    """Make the workload; equal arguments give an equal one."""
    kommune = lag_kommunegraf(adresser, vegkanter, fro)
    g, xy = kommune.graf, kommune.punkt_m
    veg = ~(np.isin(g.fra, kommune.adresser) | np.isin(g.til, kommune.adresser))
    ender = np.sort(np.stack([g.fra[veg], g.til[veg]], axis=1), axis=1)
    par = np.unique(ender[ender[:, 0] != ender[:, 1]], axis=0)
    r = np.random.default_rng(fro)
    a, b = xy[par[:, 0]], xy[par[:, 1]]
    ved, hvor = r.integers(0, len(par), adresser), r.random(adresser)[:, None]
    langs = b[ved] - a[ved]
    ut = np.stack([-langs[:, 1], langs[:, 0]], axis=1) / np.hypot(*langs.T)[:, None]
    hus = a[ved] + hvor * langs + ut * (r.gamma(2.0, 6.0, adresser) + 5)[:, None]
    start = np.unique(np.concatenate([kommune.rotter, r.choice(par.ravel(), NODER)]))
    sentre = xy[r.choice(par.ravel(), TETTSTEDER)]
    return Mengde(
        list(shapely.linestrings(np.stack([a, b], axis=1))),
        list(r.choice(SLAG, len(par), p=ANDEL)),
        shapely.points(hus),
        shapely.points(xy[start]),
        shapely.buffer(shapely.points(sentre), TETTSTED_M),
    )


def bygg(mengde: Mengde) -> tuple[Grofter, Kontrahert, Behov, Planvalg]:
    """Network, prices and demand."""
    prisene = priser(gjeldende(()))
    linjer = rens(mengde.veger, mengde.slag)
    k = len(mengde.adresser)
    punkter = np.concatenate([mengde.adresser, mengde.noder])
    tomt = samlet([])
    rundt = Omgivelser(
        elver=tomt, bane=tomt, tettsteder=samlet(list(mengde.tettsteder)), vern=tomt, aapen=tomt,
        graving=tomt,
    )  # fmt: skip
    nett, feste = bygg_nett(linjer, punkter, 500.0, 1.0, rundt.prisflater)
    regler = Grofteregler(mikrogroft=True, vern_forbudt=False, samgraving=False, samgraving_m=10.0)
    g = grofter(forholdene(nett, linjer, rundt, regler), prisene)
    en = np.ones(k, dtype=np.int64)
    hoved = np.isin(linjer.slag[feste.linje[:k]], HOVEDVEG)
    behov = Behov(feste.node[:k], en, en, feste.avstand_m[:k], hoved, np.zeros(k)).priset(prisene)
    valg = Planvalg(priser=prisene, andel=0.725)
    return g, kontrahert(g, np.unique(feste.node[k:])), behov, valg


def maal(mengde: Mengde, med_kurve: bool = True) -> dict[str, object]:
    """Run everything once and tell how long it took and how good it is."""
    start = perf_counter()
    g, k, behov, valg = bygg(mengde)
    nett_s = perf_counter() - start
    start = perf_counter()
    plan = lag_plan(g, k, behov, valg)
    plan_s = perf_counter() - start
    maalnoder = np.unique(k.nr[plan.behov.node])
    naive = korteste_veier(k, maalnoder[maalnoder != ROT])
    grunn = float(k.kr[plan.tre.kant].sum())
    ut: dict[str, object] = {
        "vegkanter": len(mengde.veger),
        "kanter": len(g.nett.fra),
        "adresser_naadd": int(plan.behov.antall.sum()),
        "utenfor_rekkevidde": int(behov.antall[plan.for_langt].sum()),
        "nett_s": round(nett_s, 2),
        "plan_s": round(plan_s, 2),
        "groftene_bevist_billigst": plan.bevist,
        "gap_hele_kostnaden_prosent": round(100 * plan.gap, 2),
        "korteste_veier_dyrere_prosent": round(100 * (float(k.kr[naive].sum()) / grunn - 1), 1),
        "kostnad": asdict(plan.kostnader),
    }
    if med_kurve:
        start = perf_counter()
        cpu = process_time()
        faser = faseplan(g, plan, valg)
        if faser is None:
            raise ValueError("ingen adresser kan nås")
        rekke = byggerekke(faser.plan, valg)
        punkter = kurve(g, faser, rekke, valg)
        ut["kurve_og_faser_s"] = round(perf_counter() - start, 1)
        ut["kurve_og_faser_prosessor_s"] = round(process_time() - cpu, 1)
        ut["faser_dyrere_prosent"] = round(
            100 * merkostnad(faser, rekke, trinnene(faser, rekke)), 2
        )
        ut["full_i_faser_dyrere_prosent"] = round(
            100 * (faser.plan.kostnader.sum / plan.kostnader.sum - 1), 2
        )
        ut["kurve"] = [
            {"kr": round(p.kr), "adresser": p.adresser, "i_rekken": p.i_rekken, "tak": p.tak,
             "gap_prosent": round(100 * (p.tak / max(1, p.adresser) - 1), 2)}
            for p in punkter
        ]  # fmt: skip
    ut["topp_mb"] = round(toppminne_mb())
    return ut


def main() -> int:
    """Read the command line, measure, print."""
    leser = argparse.ArgumentParser(description=__doc__)
    leser.add_argument("--json", action="store_true")
    leser.add_argument("--liten", action="store_true")
    leser.add_argument("--uten-kurve", action="store_true")
    valg = leser.parse_args()
    del_ = LITEN if valg.liten else 1
    gjor_klar()
    maal(lag_mengde(60, 250), med_kurve=True)  # compiles what is left
    svar = maal(lag_mengde(ADRESSER // del_, VEGKANTER // del_), not valg.uten_kurve)
    if valg.json:
        print(json.dumps(svar, ensure_ascii=False, indent=2))
        return 0
    for navn, verdi in svar.items():
        for linje in verdi if isinstance(verdi, list) else [verdi]:
            print(f"{navn}: {linje}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
