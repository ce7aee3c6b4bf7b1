"""From the long tables of a screening to one record per site (`Stedssvar`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from pandas import DataFrame
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from analyser.felles.baand import Soker, baand, soker
from analyser.felles.journal import med_journal, poster_for, treffendringer
from analyser.felles.konsekvenser import lagets_konsekvens, samlet
from analyser.felles.m1941 import Vifte
from analyser.felles.modell import Grunnlag, Status
from analyser.felles.objekter import INGEN, Lagboks, funn, lagbokser, merke
from analyser.felles.overlapp import rene_flater
from analyser.felles.regler import Regel, gjeldende_terskler, utvalgte
from analyser.felles.silt import Silt, gjeldende_treff, utfallene, verst_mulige
from analyser.felles.stedssvar import Baandord, Journalpost, Lagsvar, Regelsvar, Stedssvar
from analyser.felles.tekst import M2_PER_DAA, antall, oppramsing
from analyser.felles.terskelsvar import som_regelsvar
from analyser.felles.utfall import ADVARER, IKKE_AVKLARTE, UTELUKKER
from analyser.felles.verdensarv import attributtrader
from lag.modell import Lag

Rad = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Verksted:
    """What the records of every site are made from."""

    grunnlag: Grunnlag
    regler: Mapping[str, Regel]
    bokser: Mapping[str, Lagboks]
    vifte: Vifte
    sokere: dict[str, Soker] = field(default_factory=dict)
    """Rule id → its features, for rules of layers with known accuracy."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Utfall:
    """Outcomes per site."""

    med: Mapping[str, str]
    uten: Mapping[str, str]
    verst: Mapping[str, str]
    fyrte: Mapping[str, list[dict[str, object]]]
    """Rules that count, the planner's journal taken in."""


UVISSE = (Status.IKKE_KJENT, Status.IKKE_KARTLAGT)
"""Answers that leave a site undecided."""


def stedene(
    grunnlag: Grunnlag, silt: Silt, regler: Sequence[Regel], vifte: Vifte
) -> tuple[Stedssvar, ...]:
    """Return one record per site, in the order of `silt.omraader`, without explanations."""
    lagene = list(dict.fromkeys(silt.lagsvar["lag"]))
    verksted = _Verksted(
        grunnlag=grunnlag,
        regler={r.id: r for r in (*regler, *gjeldende_terskler(grunnlag.kommune))},
        bokser=lagbokser(grunnlag, lagene),
        vifte=vifte,
    )
    per_lag, per_regel, per_terskel = (
        _gruppert(ramme) for ramme in (silt.lagsvar, silt.regelsvar, silt.terskler)
    )
    former = dict(zip(silt.omraader.index, rene_flater(silt.omraader), strict=True))
    rader = [
        {str(k): v for k, v in rad.items()}
        for rad in silt.omraader.drop(columns="geometry").to_dict("records")
    ]
    svar = {
        str(rad["id"]): _lagsvarene(
            verksted, former[rad["id"]], str(rad["formaal"]), per_lag[rad["id"]],
            per_regel.get(rad["id"], []),
        )
        for rad in rader
    }  # fmt: skip
    poster = {
        ident: poster_for([r for r in grunnlag.journal if r.sted == ident], egne)
        for ident, egne in svar.items()
    }
    alle = _utfall(silt, [post for egne in poster.values() for post in egne])
    steder = (
        _stedet(verksted, rad, svar[str(rad["id"])], poster[str(rad["id"])], alle) for rad in rader
    )
    return tuple(
        replace(
            sted,
            geometri=former[sted.id],
            terskler=som_regelsvar(per_terskel.get(sted.id, [])),
        )
        for sted in steder
    )


def _utfall(silt: Silt, poster: Sequence[Journalpost]) -> _Utfall:
    """Outcomes of every site, the planner's journal taken in and not."""
    endret = treffendringer(poster)
    fyrte = _gruppert(gjeldende_treff(silt, endret))
    return _Utfall(
        med=utfallene(silt, endret),
        uten=utfallene(silt),
        verst=verst_mulige(silt, endret),
        fyrte={str(ident): egne for ident, egne in fyrte.items()},
    )


def _gruppert(ramme: DataFrame) -> dict[object, list[dict[str, object]]]:
    """Rows per site."""
    ut: dict[object, list[dict[str, object]]] = {}
    for rad in ramme.to_dict("records"):
        ut.setdefault(rad["id"], []).append({str(k): v for k, v in rad.items()})
    return ut


def _lagsvarene(
    verksted: _Verksted, sted: BaseGeometry, formaal: str, lagrader: list[dict[str, object]],
    regelrader: list[dict[str, object]],
) -> tuple[Lagsvar, ...]:  # fmt: skip
    """Every layer of one site."""
    egne: dict[object, list[Rad]] = {}
    for rad in regelrader:
        egne.setdefault(rad["lag"], []).append(rad)
    return tuple(
        _lagsvar(verksted, sted, formaal, rad, egne.get(rad["lag"], [])) for rad in lagrader
    )


def _lagsvar(
    verksted: _Verksted, sted: BaseGeometry, formaal: str, rad: Rad, regelrader: list[Rad]
) -> Lagsvar:
    """One site against one layer."""
    lagdata = verksted.grunnlag.lag[str(rad["lag"])]
    post, boks = lagdata.post, verksted.bokser.get(str(rad["lag"]))
    spurte = [verksted.regler[str(r["regel"])] for r in regelrader]
    fyrte = [
        regel for regel, r in zip(spurte, regelrader, strict=True) if r["status"] == Status.TREFF
    ]
    status = Status(str(rad["status"]))
    funnet = funn(sted, boks, fyrte) if boks is not None and status == Status.TREFF else INGEN
    innen_m = 0.0 if _tall(rad, "antall") > 0 else max((r.avstand_m for r in fyrte), default=0.0)
    avstand_m = _tall(rad, "avstand_m")
    flate = post.geometri == "flate" and (status == Status.IKKE_TREFF or bool(funnet.objekter))
    return Lagsvar(
        lag=post.navn,
        tittel=post.tittel,
        tema=post.tema,
        status=status,
        merknad=str(rad["merknad"]),
        areal_daa=_tall(rad, "areal_m2") / M2_PER_DAA if flate else np.nan,
        andel=_tall(rad, "andel") if flate else np.nan,
        lengde_m=_tall(rad, "lengde_m"),
        antall=_tall(rad, "antall"),
        avstand_m=avstand_m,
        kartlagt_daa=_tall(rad, "kartlagt_m2") / M2_PER_DAA,
        ukartlagt_daa=_tall(rad, "ukartlagt_m2") / M2_PER_DAA,
        baand=baand(sted, boks.soker if boks else None, status, avstand_m, innen_m),
        objekter=funnet.objekter,
        regler=tuple(
            _regelsvar(verksted, sted, regel, r)
            for regel, r in zip(spurte, regelrader, strict=True)
        ),
        konsekvens=lagets_konsekvens(post, status, funnet, formaal, verksted.vifte),
        merke=merke(str(status), funnet, spurte),
        kvittering="",
    )


def _regelsvar(verksted: _Verksted, sted: BaseGeometry, regel: Regel, rad: Rad) -> Regelsvar:
    """One rule of one site."""
    lagdata = verksted.grunnlag.lag[regel.lag]
    ordet = Baandord.UKJENT
    status = Status(str(rad["status"]))
    if lagdata.kjent and lagdata.post.noyaktighet_m is not None:
        if regel.id not in verksted.sokere:
            verksted.sokere[regel.id] = soker(utvalgte(regel, lagdata))
        laget = verksted.sokere[regel.id]
        ordet = baand(sted, laget, status, _tall(rad, "avstand_m"), regel.avstand_m).ord
    med_areal = lagdata.post.geometri == "flate" or regel.avstand_m > 0
    return Regelsvar(
        regel=regel.id,
        type=rad["type"],  # type: ignore[arg-type]  # a Regeltype, lost in the frame
        status=status,
        areal_daa=_tall(rad, "areal_m2") / M2_PER_DAA if med_areal else np.nan,
        verdi=_tall(rad, "avstand_m"),
        baand=ordet,
        merknad=str(rad.get("merknad", "")),
    )


def _tall(rad: Rad, kolonne: str) -> float:
    """Read a number of a row, NaN where it is missing."""
    return float(str(rad[kolonne]))


def _stedet(
    verksted: _Verksted, rad: Rad, svar: tuple[Lagsvar, ...], poster: tuple[Journalpost, ...],
    alle: _Utfall,
) -> Stedssvar:  # fmt: skip
    """Gather one site: outcome and consequence with and without the planner's journal."""
    ident = str(rad["id"])
    endret = med_journal(svar, poster, verksted.vifte)
    tegn, ord_, grunn = samlet(endret)
    vurdering = next((p.rad.ny for p in poster if p.rad.felt == "vurdering"), "")
    return Stedssvar(
        id=ident,
        navn=str(rad["navn"]),
        formaal=str(rad["formaal"]),
        formaal_ord=str(rad["formaal_ord"]),
        areal_daa=_tall(rad, "areal_daa"),
        utenfor_daa=_tall(rad, "utenfor_daa"),
        geometri=Polygon(),
        utfall=alle.med[ident],
        utfall_uten_journal=alle.uten[ident],
        utfall_grunn=_grunn(verksted, svar, alle.med[ident], alle.fyrte.get(ident, [])),
        verst_mulig=alle.verst[ident],
        konsekvens=tegn,
        konsekvens_ord=ord_,
        konsekvens_grunn=grunn,
        konsekvens_uten_journal=samlet(svar)[0],
        lag=endret,
        terskler=(),
        verdensarv=attributtrader(svar, str(rad["formaal"])),
        ukjent=_ukjent(verksted.grunnlag, svar),
        vurdering=vurdering,  # type: ignore[arg-type]  # one of the three, as the journal checks
        journal=poster,
        forklaringer=(),
        skyld=(),
        kvittering="",
    )


def _grunn(
    verksted: _Verksted, svar: Sequence[Lagsvar], utfallet: str, fyrte: Sequence[Rad]
) -> str:
    """Say which rules decided the outcome."""
    type_ = {UTELUKKER: "utelukker", ADVARER: "advarer"}.get(utfallet)
    if type_:
        tekster = [verksted.regler[str(r["regel"])].tekst for r in fyrte if r["type"] == type_]
        avgjor = "avgjør" if len(tekster) == 1 else "avgjør sammen"
        return f"{antall(len(tekster), 'regel', 'regler')} {avgjor}: {oppramsing(tekster)}."
    if utfallet == IKKE_AVKLARTE:
        telt = [(s, sum(ett.status == s for ett in svar)) for s in UVISSE]
        ledd = [f"{antall(n, 'lag', 'lag')} er {s}" for s, n in telt if n]
        return f"Ingen regel er truffet, men {oppramsing(ledd)}."
    return "Ingen regel er truffet; det er ikke det samme som avklart."


def _ukjent(grunnlag: Grunnlag, svar: Sequence[Lagsvar]) -> tuple[str, ...]:
    """Say what is not known about the site."""
    ut = []
    for ett in svar:
        post: Lag = grunnlag.lag[ett.lag].post
        if ett.status == Status.IKKE_KJENT:
            grunn = ett.merknad or grunnlag.lag[ett.lag].feil.strip().rstrip(".")
            ut.append(f"{ett.tittel}: ikke kjent{f' ({grunn})' if grunn else ''}.")
        elif ett.status == Status.IKKE_KARTLAGT:
            ut.append(f"{ett.tittel}: ikke kartlagt her ({post.dekning.grunn.rstrip('.')}).")
    return tuple(ut)
