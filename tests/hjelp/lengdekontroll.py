"""Independent check of a bound for trees within a length limit: plain Python, whole numbers."""

import math
from collections import defaultdict
from fractions import Fraction


def grensen(graf, lengde_m, rot, maal, lengst_m, bevis):
    """Recompute the bound from the exported potentials alone; stop where they load too much."""
    skaler = 2**bevis.skala
    assert bevis.lengst >= math.ceil(Fraction(float(lengst_m)) * 1000)
    maal = {int(t) for t in maal}
    potensialer, sum_ = [], 0
    for k, t in enumerate(bevis.dual.terminal.tolist()):
        sl = slice(int(bevis.dual.start[k]), int(bevis.dual.start[k + 1]))
        par = zip(bevis.dual.node[sl].tolist(), bevis.dual.verdi[sl].tolist(), strict=True)
        potensialer.append((t, 0, dict(par)))
    assert len({t for t, _, _ in potensialer}) == len(potensialer)
    for d in bevis.lengder:
        par = zip(d.node.tolist(), d.verdi.tolist(), strict=True)
        potensialer.append((int(d.maal), int(d.pris), dict(par)))
    ved = defaultdict(list)
    for e, (u, v) in enumerate(zip(graf.fra.tolist(), graf.til.tolist(), strict=True)):
        ved[v].append((e, u))
        ved[u].append((e, v))
    ledig = {}
    for e, c in enumerate(graf.kostnad.tolist()):
        ledig[e, int(graf.fra[e])] = ledig[e, int(graf.til[e])] = math.floor(Fraction(c) * skaler)
    lengde = [math.floor(Fraction(float(v)) * 1000) for v in lengde_m]
    for t, mu, p in potensialer:
        assert t in maal and mu >= 0 and p.get(rot, 0) == 0 and all(x > 0 for x in p.values())
        sum_ += p.get(t, 0) - mu * bevis.lengst
        for j, hoy in p.items():
            for e, i in ved[j]:
                ledig[e, i] -= max(0, hoy - p.get(i, 0) - mu * lengde[e])
    assert min(ledig.values()) >= 0, "en bue er overbelastet"
    assert sum_ == bevis.grense
    return sum_ / skaler
