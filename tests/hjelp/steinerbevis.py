"""Independent check of a tree and its proof: plain Python on dicts, no code of the solver.

A problem is nodes, edges {id: (u, v, cost)}, prizes {node: prize} (None: must be reached) and a
root. Every reduction step is checked against a replayed graph before it is done; every dual
solution is checked against the arcs that are open; the bound is recomputed from them alone.
"""

import heapq
import math
from collections import defaultdict
from fractions import Fraction

import numpy as np

UENDELIG = 1 << 60


class Galt(AssertionError):
    """The proof does not hold."""


def krev(sant, *hva):
    if not sant:
        raise Galt(*hva)


class Avspilling:
    """The problem as it shrinks while the steps are replayed."""

    def __init__(self, graf, rotter, premier, skala):
        rot = min(int(r) for r in rotter)
        navn = {int(r): rot for r in rotter}
        self.rot, self.konstant, self.stengt = rot, 0, set()
        skaler = Fraction(2) ** skala
        self.kanter, self.ved = {}, defaultdict(set)
        for e, (u, v, c) in enumerate(zip(graf.fra, graf.til, graf.kostnad, strict=True)):
            a, b = navn.get(int(u), int(u)), navn.get(int(v), int(v))
            if a != b:
                self.ny(e, a, b, math.floor(Fraction(float(c)) * skaler))
        tak = Fraction(math.fsum(graf.kostnad))
        naadd, ko = {rot}, [rot]
        while ko:
            v = ko.pop()
            for e in self.ved[v]:
                w = self.andre(e, v)
                if w not in naadd:
                    naadd.add(w)
                    ko.append(w)
        self.premie = {}
        for v, p in enumerate(premier):
            if p > 0 and v not in navn:
                for_stor = math.isinf(p) or (Fraction(float(p)) > tak and v in naadd)
                self.premie[v] = None if for_stor else math.floor(Fraction(float(p)) * skaler)
        for e in [e for e, (u, _, _) in self.kanter.items() if u not in naadd]:
            self.bort(e)

    def ny(self, e, u, v, c):
        krev(e not in self.kanter)
        self.kanter[e] = (u, v, c)
        self.ved[u].add(e)
        self.ved[v].add(e)

    def bort(self, e):
        u, v, _ = self.kanter.pop(e)
        self.ved[u].discard(e)
        self.ved[v].discard(e)

    def andre(self, e, v):
        u, w, _ = self.kanter[e]
        return w if v == u else u

    def verdt(self, v):
        """Prize as a number; the root and what must be reached are worth everything."""
        p = self.premie.get(v, 0)
        return UENDELIG if p is None or v == self.rot else p

    def vei(self, fra, vei, tak, utenom=(), glem=False):
        """Follow the edges from `fra`; prize-constrained length never above `tak`; the end."""
        lengde, v, sett = 0, fra, {fra}
        for nr, e in enumerate(vei):
            krev(e in self.kanter and e not in utenom, "veien finnes ikke", e)
            grunn = lengde if glem or nr == 0 else max(0, lengde - self.verdt(v))
            lengde = grunn + self.kanter[e][2]
            krev(lengde <= tak, "omveien er for lang")
            v = self.andre(e, v)
            krev(v not in sett, "veien går i ring")
            sett.add(v)
        return v

    def sti(self, e, vei):
        u, v, c = self.kanter[e]
        if self.ved[u] and set(vei) & self.ved[u]:
            ende = self.vei(u, vei if vei[0] in self.ved[u] else vei[::-1], c, (e,))
            krev(ende == v, "omveien ender feil")
        else:
            krev(u == v, "omvei mangler")
        self.bort(e)

    def blad(self, v, e, _nabo, _betalt):
        krev(v != self.rot and len(self.ved[v]) <= 1, "ikke et blad")
        p = self.verdt(v)
        if e < 0:
            krev(not self.ved[v] and p < UENDELIG)
            self.konstant += self.premie.pop(v, 0)
            return
        krev(self.ved[v] == {e})
        c = self.kanter[e][2]
        if p > c:
            self.forene(e, self.andre(e, v), v)
        else:
            self.bort(e)
            self.konstant += self.premie.pop(v, 0)

    def grad2(self, v, e, f, ny):
        krev(v != self.rot and self.ved[v] == {e, f})
        p, a, b = self.verdt(v), self.andre(e, v), self.andre(f, v)
        krev(p <= min(self.kanter[e][2], self.kanter[f][2]), "noden kan være en ende")
        krev(a != b)
        c = self.kanter[e][2] + self.kanter[f][2] - p
        if self.stengte(e, a) or self.stengte(f, v):
            self.stengt.add((ny, a))
        if self.stengte(f, b) or self.stengte(e, v):
            self.stengt.add((ny, b))
        self.bort(e)
        self.bort(f)
        self.ny(ny, a, b, c)
        self.konstant += self.premie.pop(v, 0)

    def stengte(self, e, fra):
        return (e, fra) in self.stengt

    def forene(self, e, behold, bort):
        """Contract e; both ends are worth it."""
        c = self.kanter[e][2]
        p, q = self.verdt(behold), self.verdt(bort)
        self.bort(e)
        for f in sorted(self.ved[bort]):
            u, v, d = self.kanter[f]
            self.bort(f)
            til = v if u == bort else u
            if til == behold:
                continue
            self.ny(f, *((behold, v) if u == bort else (u, behold)), d)
            if (f, bort) in self.stengt:
                self.stengt.add((f, behold))
        self.konstant += c
        self.premie.pop(bort, None)
        if behold != self.rot:
            if UENDELIG in (p, q):
                self.premie[behold] = None
            elif p + q - c > 0:
                self.premie[behold] = p + q - c

    def nabo(self, e, behold, bort, t):
        c = self.kanter[e][2]
        krev({behold, bort} == set(self.kanter[e][:2]) and t in (behold, bort))
        krev(bort != self.rot and min(self.verdt(behold), self.verdt(bort)) >= c)
        krev(all(self.kanter[f][2] >= c for f in self.ved[t]), "ikke den billigste kanten")
        self.forene(e, behold, bort)

    def naer(self, e, behold, bort, t, *vei):
        c = self.kanter[e][2]
        krev({behold, bort} == set(self.kanter[e][:2]) and t in (behold, bort))
        krev(bort != self.rot and self.verdt(t) == UENDELIG)
        neste = min((self.kanter[f][2] for f in self.ved[t] if f != e), default=None)
        if neste is None:
            andre = [v for v, p in self.premie.items() if p is None and v != t]
            krev(andre or t != self.rot, "ingen andre skal nås")
        else:
            slutt = self.vei(self.andre(e, t), vei[::-1], neste - c, self.ved[t], glem=True)
            krev(slutt != t and self.verdt(slutt) == UENDELIG, "ingen node som skal nås")
        self.forene(e, behold, bort)

    def erstatt(self, v, *data):
        """Node of degree three: every pair and the triple have detours or new edges."""
        gamle, nye, resten = data[:3], data[3:6], list(data[6:])
        krev(v != self.rot and self.verdt(v) == 0 and self.ved[v] == set(gamle))
        ender = [self.andre(e, v) for e in gamle]
        krev(len(set(ender)) == 3)
        c = [self.kanter[e][2] for e in gamle]
        veier = []
        while resten:
            i, j, tak, k = resten[:4]
            veier.append((i, j, tak))
            ende = self.vei(ender[i], resten[4 : 4 + k], tak, self.ved[v])
            krev(ende == ender[j], "omveien ender feil")
            resten = resten[4 + k :]
        krev(
            any(
                {a[:2], b[:2]} <= {(0, 1), (0, 2), (1, 2)} and a[:2] != b[:2]
                and a[2] + b[2] <= sum(c)
                for a in veier for b in veier
            ),
            "tre ender kan være billigst gjennom noden",
        )  # fmt: skip
        for (i, j), ny in zip(((0, 1), (0, 2), (1, 2)), nye, strict=True):
            if ny < 0:
                krev(any(vei[:2] == (i, j) and vei[2] <= c[i] + c[j] for vei in veier))
        retning = {
            (i, j): self.stengte(gamle[i], ender[i]) or self.stengte(gamle[j], v)
            for i in range(3) for j in range(3)
        }  # fmt: skip
        for e in gamle:
            self.bort(e)
        for (i, j), ny in zip(((0, 1), (0, 2), (1, 2)), nye, strict=True):
            if ny >= 0:
                self.ny(ny, ender[i], ender[j], c[i] + c[j])
                for a, b in ((i, j), (j, i)):
                    if retning[a, b]:
                        self.stengt.add((ny, ender[a]))

    def buer(self, alle=False):
        """Open arcs (edge, from, to, cost); arcs are closed as seen from the root alone."""
        for e, (u, v, c) in self.kanter.items():
            for a, b in ((u, v), (v, u)):
                if alle or (e, a) not in self.stengt:
                    yield e, a, b, c

    def grense(self, dual, inne=(), ute=()):
        """Check a dual solution on the open arcs; bound, reduced costs and levels."""
        inne, ute = set(inne), set(ute)
        krev(self.verdt(dual.rot) == UENDELIG and not inne & ute and self.rot not in ute)
        annen_rot = dual.rot != self.rot
        krev(not annen_rot or (not inne and not ute), "en gren har en annen rot")
        ikke_ut = sum(self.verdt(v) for v in ute)
        if ikke_ut >= UENDELIG:
            return UENDELIG, {}, {}
        red = {
            (e, a): [a, b, c]
            for e, a, b, c in self.buer(annen_rot)
            if a not in ute and b not in ute
        }
        inn = defaultdict(list)
        for (e, a), (_, b, _) in red.items():
            inn[b].append((e, a))
        sum_, nivaa = self.konstant + ikke_ut, {}
        for k, t in enumerate(dual.terminal.tolist()):
            sl = slice(int(dual.start[k]), int(dual.start[k + 1]))
            pot = dict(zip(dual.node[sl].tolist(), dual.verdi[sl].tolist(), strict=True))
            krev(t not in nivaa and pot.get(dual.rot, 0) == 0, "roten har potensial")
            krev(t not in ute or not pot)
            krev(all(p > 0 for p in pot.values()), "negativt potensial")
            nivaa[t] = pot.get(t, 0)
            krev(nivaa[t] <= (UENDELIG if t in inne else self.verdt(t)), "mer enn premien")
            sum_ += nivaa[t]
            for b, p in pot.items():
                for bue in inn[b]:
                    red[bue][2] -= max(0, p - pot.get(bue[1], 0))
        krev(all(r >= 0 for _, _, r in red.values()), "en bue er overbelastet")
        return sum_, red, nivaa

    def dualsteg(self, steg, verdi, enhet):
        """Check what the step closes, with shortest ways of our own; then close it."""
        grense, red, nivaa = self.grense(steg.dual)
        krev(grense == steg.grense, "grensen stemmer ikke", grense, steg.grense)
        ut, inn = defaultdict(list), defaultdict(list)
        for (_, a), (_, b, r) in red.items():
            ut[a].append((b, r))
            inn[b].append((a, r))
        rot = steg.dual.rot
        fra = _avstand(ut, [rot])
        ender = {self.rot, *(v for v, p in self.premie.items() if p is None or p > 0)} - {rot}
        til = _avstand(inn, ender)
        mangler = verdi - enhet - grense
        nye = []
        par = {tuple(rad) for rad in steg.stengt.T.tolist()}
        if rot != self.rot:
            par |= {(e, self.andre(e, a)) for e, a in par}
        for e, a in par:
            i = fra.get(a, UENDELIG) + red[e, a][2] + til.get(self.andre(e, a), UENDELIG)
            krev(i > mangler, "buen kan være med i et bedre tre", e)
            nye.append((e, a))
        self.stengt.update(nye)
        for v in steg.krevd.tolist():
            krev(self.verdt(v) - nivaa.get(v, 0) > mangler, "premien kan utelates", v)
            self.premie[v] = None
        for e in {e for e, _ in self.stengt if e in self.kanter}:
            u, v, _ = self.kanter[e]
            if {(e, u), (e, v)} <= self.stengt:
                self.bort(e)


def _avstand(naboer, kilder):
    ut, ko = {}, [(0, v) for v in kilder]
    heapq.heapify(ko)
    while ko:
        d, v = heapq.heappop(ko)
        if v in ut:
            continue
        ut[v] = d
        for w, r in naboer[v]:
            if w not in ut:
                heapq.heappush(ko, (d + r, w))
    return ut


def _dekker(grener):
    """Tell whether the leaves (in, out) are every leaf of one binary tree."""
    if len(grener) == 1:
        return not grener[0][0] and not grener[0][1]
    felles = set.intersection(*(inne | ute for inne, ute in grener)) if grener else set()
    for v in felles:
        a = [(inne - {v}, ute) for inne, ute in grener if v in inne]
        b = [(inne, ute - {v}) for inne, ute in grener if v in ute]
        return bool(a and b) and _dekker(a) and _dekker(b)
    return False


def kontroller_tre(graf, rotter, premier, tre):
    """Check that the tree is connected, rooted and acyclic, and its cost; return its nodes."""
    rot = {int(r) for r in rotter}
    far = {}

    def topp(v):
        while far.get(v, v) != v:
            v = far[v]
        return v

    forste = min(rot)
    for r in rot:
        far[r] = forste
    med = set(rot)
    for e in tre.kanter.tolist():
        u, v = int(graf.fra[e]), int(graf.til[e])
        a, b = topp(u), topp(v)
        krev(a != b, "treet har en ring", e)
        far[a] = b
        med |= {u, v}
    krev(len({topp(v) for v in med}) == 1, "treet henger ikke sammen")
    ute = {v for v, p in enumerate(premier) if p > 0 and v not in med}
    krev(ute == set(tre.utelatt.tolist()), "utelatte noder stemmer ikke")
    krev(not any(math.isinf(premier[v]) for v in ute), "en node som skal nås, mangler")
    kant = math.fsum(graf.kostnad[e] for e in tre.kanter)
    kostnad = math.fsum([kant, *(premier[v] for v in ute)])
    krev(kant == tre.kantkostnad and kostnad == tre.kostnad, "kostnaden stemmer ikke")
    return med


def kontroller(graf, rotter, premier, tre):
    """Check tree and proof; return the lower bound, recomputed from the proof alone."""
    kontroller_tre(graf, rotter, premier, tre)
    bevis = tre.bevis
    skaler = Fraction(2) ** bevis.skala
    spill = Avspilling(graf, rotter, premier, bevis.skala)
    verdi = sum(math.floor(Fraction(float(graf.kostnad[e])) * skaler) for e in tre.kanter)
    verdi += sum(math.floor(Fraction(float(premier[v])) * skaler) for v in tre.utelatt)
    krev(verdi <= bevis.verdi, "treet koster mer enn beviset regner med", verdi, bevis.verdi)
    hele = all(float(x) % 1 == 0 for x in [*graf.kostnad, *premier] if not math.isinf(x))
    krev(hele or not bevis.heltallig)
    tak = math.fsum([*graf.kostnad, *(p for p in premier if not math.isinf(p))])
    enhet = 2**bevis.skala if bevis.heltallig else max(1, math.floor(tak * skaler / 2**36))
    handling = (None, spill.sti, spill.blad, spill.grad2, spill.nabo, spill.naer, spill.erstatt)
    for steg in bevis.steg:
        if isinstance(steg, tuple):
            if steg[0] == 1:
                spill.sti(steg[1], steg[2:])
            else:
                handling[steg[0]](*steg[1:])
        else:
            spill.dualsteg(steg, bevis.verdi, enhet)
    grener = bevis.grener
    krev(_dekker([(set(g.inne.tolist()), set(g.ute.tolist())) for g in grener]), "en gren mangler")
    grense = bevis.verdi
    for gren in grener:
        verdien, _, _ = spill.grense(gren.dual, gren.inne.tolist(), gren.ute.tolist())
        krev(verdien >= gren.grense, "grenen lover for mye")
        grense = min(grense, gren.grense)
    krev(grense == bevis.grense, "grensen stemmer ikke", grense, bevis.grense)
    optimal = grense > bevis.verdi - enhet
    krev(optimal or not tre.optimal, "ikke bevist optimal")
    grense_tall = Fraction(grense) / skaler
    if optimal and bevis.heltallig:
        grense_tall = Fraction(verdi) / skaler
    krev(Fraction(tre.nedre_grense) <= grense_tall, "den nedre grensen er for høy")
    return float(grense_tall)


def premier_av(noder, terminaler):
    """Prizes of a Steiner tree problem: infinite at the terminals."""
    ut = np.zeros(noder)
    ut[terminaler] = math.inf
    return ut
