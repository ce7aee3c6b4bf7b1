"""«Hva er nytt siden sist»: two screenings compared, and what caused each change.

Works on the machine answers of two runs (the JSON of the records), so that an old run needs
neither its data nor its program.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analyser.felles.tekst import M2_PER_DAA, UKJENT_TALL, antall, daa, meter, oppramsing, tall
from gis.feil import DataFeil
from lag.katalog.plan import AREALINNSPILL

Fyrte = set[tuple[str, str]]
"""Rules that fired: (id, kind)."""
Dokument = Mapping[str, Any]
"""Machine answer of one run: steder, regler, kilder, kjoring, dato."""
DATA, REGEL, FORM, FORMAAL, JOURNAL = "data", "regel", "form", "formål", "journal"
ANNET = "dekning eller program"
"""What is left when neither data, rule nor shape has changed."""
FAKTA = ("status", "areal_daa", "lengde_m", "antall", "avstand_m")
"""Answers of a layer that no rule decides, but for a rule's distance."""
REGELFELT = ("lag", "type", "operator", "terskel", "enhet", "formaal", "versjon", "merke")
"""What of a rule decides an answer; its wording does not."""
NOE_DAA, NOE_M = 1e-5, 1e-2
"""Differences that are rounding: dekar, metres."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endring:
    """One thing that is not as it was."""

    sted: str
    """Id of the site."""
    navn: str
    """Its name."""
    hva: str
    """What has changed: the outcome, or a layer's answer."""
    forut: str
    """What stood."""
    naa: str
    """What stands now."""
    aarsaker: tuple[str, ...]
    """data, regel, form, formål, journal; several where they cannot be told apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sammenligning:
    """Two runs side by side."""

    endringer: tuple[Endring, ...]
    """Site by site in the new run's order; a site that is new or gone is one change."""
    lag: tuple[str, ...]
    """Layers whose data have changed, in words."""
    regler: tuple[str, ...]
    """Rules that have changed, come or gone, in words."""
    uendret: int
    """Sites where nothing has changed."""


def sammenlign(forrige: Dokument, ny: Dokument) -> Sammenligning:
    """Compare two machine answers.

    Raises
    ------
    DataFeil    for a document without sites, rules or sources
    """
    for navn, dokument in (("den forrige", forrige), ("den nye", ny)):
        mangler = [k for k in ("steder", "regler", "kilder") if k not in dokument]
        if mangler:
            raise DataFeil(f"Filen fra {navn} kjøringen mangler {oppramsing(mangler)}.")
    nytt = _Nytt(forrige, ny)
    gamle = {sted["id"]: sted for sted in forrige["steder"]}
    endringer: list[Endring] = []
    uendret = 0
    for sted in ny["steder"]:
        gammelt = gamle.pop(sted["id"], None)
        egne = [_kom(sted)] if gammelt is None else list(_sted(gammelt, sted, nytt))
        uendret += not egne
        endringer += egne
    endringer += [_borte(sted) for sted in gamle.values()]
    return Sammenligning(
        endringer=tuple(endringer),
        lag=tuple(nytt.lagtekster),
        regler=tuple(nytt.regeltekster),
        uendret=uendret,
    )


class _Nytt:
    """Which layers and rules differ between the runs."""

    def __init__(self, forrige: Dokument, ny: Dokument) -> None:
        gamle, nye = ({k["lag"]: k for k in d["kilder"]} for d in (forrige, ny))
        felles = [lag for lag in nye if lag in gamle]
        self.data = {lag for lag in felles if _kilde(gamle[lag]) != _kilde(nye[lag])}
        self.data = (self.data | set(gamle) ^ set(nye)) - {AREALINNSPILL.navn}
        self.lagtekster = [_kildetekst(gamle[lag], nye[lag]) for lag in felles if lag in self.data]
        self.lagtekster += [f"{nye[lag]['tittel']}: nytt lag" for lag in nye if lag not in gamle]
        self.lagtekster += [f"{k['tittel']}: borte" for lag, k in gamle.items() if lag not in nye]
        forut, naa = ({r["id"]: r for r in d["regler"]} for d in (forrige, ny))
        endret = [i for i in naa if i not in forut or _regel(forut[i]) != _regel(naa[i])]
        self.regler = {*endret, *(set(forut) - set(naa))}
        self.tekst = {i: r["tekst"] for i, r in {**forut, **naa}.items()}
        self.lag_av = {i: r["lag"] for i, r in {**forut, **naa}.items()}
        self.regellag = {self.lag_av[i] for i in self.regler}
        self.regeltekster = [_regeltekst(i, forut, naa) for i in sorted(self.regler)]


def _kilde(kilde: Mapping[str, Any]) -> tuple[Any, ...]:
    return kilde["status"], kilde["sha256"], kilde["antall"] or 0  # a grid has no number


def _kildetekst(gammel: Mapping[str, Any], ny: Mapping[str, Any]) -> str:
    """Say how a source has changed."""
    if gammel["status"] != ny["status"]:
        return f"{ny['tittel']}: var {gammel['status']}, er {ny['status']}"
    flere = (ny["antall"] or 0) - (gammel["antall"] or 0)
    n = antall(abs(flere), "objekt", "objekter")
    samme = "annet innhold" if ny["antall"] is None else "samme antall objekter, annet innhold"
    hva = f"{n} {'flere' if flere > 0 else 'færre'}" if flere else samme
    return f"{ny['tittel']}: {hva} (hentet {gammel['hentet'][:10]}, nå {ny['hentet'][:10]})"


def _regel(regel: Mapping[str, Any]) -> list[Any]:
    return [regel.get(felt) for felt in REGELFELT]


def _regeltekst(ident: str, forut: Mapping[str, Any], naa: Mapping[str, Any]) -> str:
    """Say how a rule has changed."""
    if ident not in forut:
        return f"ny regel: {naa[ident]['tekst']}"
    if ident not in naa:
        return f"regelen er borte: {forut[ident]['tekst']}"
    gammel, ny = forut[ident], naa[ident]
    return (
        f"{ny['tekst']}: {gammel['type']} → {ny['type']}, terskel "
        f"{_terskel(gammel)} → {_terskel(ny)} ({gammel['versjon']} → {ny['versjon']})"
    )


def _terskel(regel: Mapping[str, Any]) -> str:
    verdi = regel.get("terskel")
    if verdi is None or _mangler(verdi):
        return UKJENT_TALL
    return f"{tall(float(verdi), 1)} {regel['enhet']}"


def _kom(sted: Mapping[str, Any]) -> Endring:
    return _endring(sted, "området", "–", f"nytt: {sted['utfall']}", [FORM])


def _borte(sted: Mapping[str, Any]) -> Endring:
    return _endring(sted, "området", str(sted["utfall"]), "borte", [FORM])


def _endring(
    sted: Mapping[str, Any], hva: str, forut: str, naa: str, aarsaker: Sequence[str]
) -> Endring:
    return Endring(
        sted=sted["id"], navn=sted["navn"], hva=hva, forut=forut, naa=naa, aarsaker=tuple(aarsaker)
    )


def _sted(forut: Mapping[str, Any], naa: Mapping[str, Any], nytt: _Nytt) -> list[Endring]:
    """Everything that has changed at one site, its outcome first."""
    innspillet = [FORM] if forut["geometri"] != naa["geometri"] else []
    innspillet += [FORMAAL] if forut["formaal"] != naa["formaal"] else []
    gamle = {svar["lag"]: svar for svar in forut["lag"]}
    endringer, alle = [], set(innspillet)
    for svar in naa["lag"]:
        gammelt = gamle.get(svar["lag"])
        if gammelt is None:
            continue
        for hva, f, n, aarsaker in _lag(gammelt, svar, innspillet, nytt):
            endringer.append(_endring(naa, f"{svar['tittel']}: {hva}", f, n, aarsaker))
    endringer += _terskler(forut, naa, innspillet, nytt)
    alle |= {aarsak for endring in endringer for aarsak in endring.aarsaker}
    if forut.get("journal") != naa.get("journal"):
        alle.add(JOURNAL)
    topp = []
    if _areal(forut) != _areal(naa):
        topp.append(_endring(naa, "areal", _daa(_areal(forut)), _daa(_areal(naa)), [FORM]))
    for felt, hva in (("utfall", "utfall"), ("konsekvens", "samlet konsekvens"),
                      ("vurdering", "vurdering")):  # fmt: skip
        if forut[felt] != naa[felt]:
            hvorfor = [JOURNAL] if felt == "vurdering" else sorted(alle) or [ANNET]
            topp.append(_endring(naa, hva, forut[felt] or "–", naa[felt] or "–", hvorfor))
    if not (topp or endringer) and innspillet:
        topp.append(_endring(naa, "området", "–", "tegnet eller merket på nytt", innspillet))
    return [*topp, *endringer]


def _areal(sted: Mapping[str, Any]) -> float:
    return round(float(sted["areal_daa"]), 4)


def _lag(
    forut: Mapping[str, Any], naa: Mapping[str, Any], innspillet: Sequence[str], nytt: _Nytt
) -> list[tuple[str, str, str, list[str]]]:
    """List what has changed in one layer's answer: (what, before, now, causes)."""
    data = [DATA] if naa["lag"] in nytt.data else []
    form = [a for a in innspillet if a == FORM]
    fakta = [f for f in FAKTA if not _like(f, forut.get(f), naa.get(f))]
    ut = []
    for felt in fakta:
        regel = [REGEL] if felt == "status" and naa["lag"] in nytt.regellag else []
        grunner = [*data, *form, *(regel if not (data or form) else [])]
        if felt == "avstand_m" and grunner == [FORM]:
            continue  # every distance moves with the shape; what it decides is told below
        ut.append((ORD[felt], _skrevet(felt, forut[felt]), _skrevet(felt, naa[felt]),
                   grunner or [ANNET]))  # fmt: skip
    gamle, nye = _fyrte(forut["regler"]), _fyrte(naa["regler"])
    if gamle != nye:
        ene = [REGEL] if _ider(gamle ^ nye) & nytt.regler else []
        ene += [FORMAAL] if FORMAAL in innspillet else []
        grunner = ene if ene and not fakta else [*ene, *data, *form]
        ut.append(("regler truffet", *_navnene(gamle, nye, nytt), grunner or [ANNET]))
    return ut


def _terskler(
    forut: Mapping[str, Any], naa: Mapping[str, Any], innspillet: Sequence[str], nytt: _Nytt
) -> list[Endring]:
    """Tell which thresholds of slope, height and size fire now, or no longer."""
    gamle, nye = (_fyrte(r for r in s["terskler"] if r["type"] != "poeng") for s in (forut, naa))
    if gamle == nye:
        return []
    endret = _ider(gamle ^ nye)
    grunner = [REGEL] if endret & nytt.regler else []
    grunner += [DATA] if {nytt.lag_av.get(r) for r in endret} & nytt.data else []
    grunner += innspillet
    return [_endring(naa, "terskler truffet", *_navnene(gamle, nye, nytt), grunner or [ANNET])]


ORD = {"status": "svar", "areal_daa": "truffet areal", "lengde_m": "lengde", "antall": "antall",
       "avstand_m": "avstand"}  # fmt: skip


def _like(felt: str, forut: object, naa: object) -> bool:
    """Whether two answers are the same, rounding apart."""
    if felt == "status" or _mangler(forut) or _mangler(naa):
        return forut == naa or (_mangler(forut) and _mangler(naa))
    noe = NOE_DAA if felt == "areal_daa" else NOE_M
    return abs(float(str(forut)) - float(str(naa))) <= noe


def _mangler(verdi: object) -> bool:
    return verdi is None or (isinstance(verdi, float) and math.isnan(verdi))


def _skrevet(felt: str, verdi: object) -> str:
    """Answer as people read it."""
    if _mangler(verdi):
        return UKJENT_TALL
    if felt == "areal_daa":
        return _daa(float(str(verdi)))
    if felt == "antall":
        return tall(float(str(verdi)))
    return str(verdi) if felt == "status" else meter(float(str(verdi)))


def _daa(verdi: float) -> str:
    return daa(verdi * M2_PER_DAA, 2)


def _fyrte(svar: Iterable[Mapping[str, Any]]) -> Fyrte:
    """Rules that fired, each with its kind."""
    return {(r["regel"], r["type"]) for r in svar if r["status"] == "treff"}


def _ider(regler: Fyrte) -> set[str]:
    return {ident for ident, _ in regler}


def _navnene(gamle: Fyrte, nye: Fyrte, nytt: _Nytt) -> tuple[str, str]:
    """Write the rules before and now; one that fires in both says of which kind it was and is."""
    byttet = _ider(gamle - nye) & _ider(nye - gamle)

    def navn(regler: Fyrte) -> str:
        ledd = [
            f"{nytt.tekst.get(r, r)} ({slag})" if r in byttet else nytt.tekst.get(r, r)
            for r, slag in sorted(regler)
        ]
        return oppramsing(ledd) or "ingen"

    return navn(gamle), navn(nye)
