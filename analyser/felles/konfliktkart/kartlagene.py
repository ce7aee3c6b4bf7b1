"""The conflict map as layers: places in bivariate classes, value elsewhere, reindeer on top."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

import numpy as np
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame

from analyser.felles.konfliktkart.fibergrofter import TEGNET_AV
from analyser.felles.konfliktkart.flater import (
    AARSTID,
    HOYEST,
    IKKE_KARTLAGT,
    IKKE_KJENT,
    IKKE_TREFF,
    LAVEST_VERDI,
    REGISTRERT,
    SAERLIG,
    UTEN_DEL,
    Konfliktflater,
    Merker,
)
from analyser.felles.konfliktkart.interesser import (
    FORESLAATT,
    KREVER,
    MULIG,
    TRINNORD,
    VEDTATT,
    VERN,
    Heltall,
    Part,
    er_saerlig,
)
from analyser.felles.konfliktkart.steder import RUTEORD, Steder, rutenavn
from analyser.felles.modell import Grunnlag, Kartlag, Klasse
from analyser.felles.reindrift import REINDRIFTSLAG
from analyser.felles.svar import tallkolonne, tekstkolonne
from analyser.felles.tekst import M2_PER_DAA
from lag.modell import Stil

SKRAVUR: Mapping[int, Literal["rutenett", "45", "vannrett"]] = {
    VEDTATT: "rutenett", FORESLAATT: "45", MULIG: "vannrett",
}  # fmt: skip
"""Stage → hatch: the stage reads without colour, the letter tells the value."""
_TIER = LAVEST_VERDI, HOYEST - 3, HOYEST - 2
FARGER: dict[tuple[int, ...], tuple[tuple[str, str, str], float]] = {
    (HOYEST,): (("#be64ac", "#8c62aa", "#3b4994"), 2.5),
    (HOYEST - 1,): (("#dfb0d6", "#a5add3", "#5698b9"), 1.8),
    _TIER: (("#e8e8e8", "#ace4e4", "#5ac8c8"), 1.0),
    (SAERLIG, REGISTRERT, AARSTID): (("#fdd0a2", "#fdae6b", "#d94801"), 1.4),
    (IKKE_KARTLAGT, IKKE_KJENT): (("#d9d9d9", "#bdbdbd", "#969696"), 0.8),
    (IKKE_TREFF,): (("#ffffff", "#f7fcb9", "#addd8e"), 0.8),
}
"""Steps → colours of the stages «mulig», «foreslått», «vedtatt», and outline in pixels. The first
three are the bivariate scale (purple × blue, told apart by the colour-blind); what has no set value
has a scale of its own, so that it is never read as low."""
KNAPT_DAA = 0.005
"""Places smaller than this are counted, not drawn: less than 5 m²."""
FORENKLING_M = 2.0
"""Tolerance of what is drawn; the areas are made before."""
VERDI_FORENKLING_M = 25.0
"""Side of the triangles that are left out of the value shapes (Visvalingam, as a coverage): the
background of the map, made of every face of the municipality. The areas are made before."""


GRUPPEORD: Mapping[tuple[int, ...], tuple[str, str]] = {
    (HOYEST,): ("A", "svært stor verdi"),
    (HOYEST - 1,): ("B", "stor verdi"),
    _TIER: ("C–E", "middels, noe eller uten verdi"),
    (SAERLIG, REGISTRERT, AARSTID): ("R, V, S", "registrert, verdi ikke satt (reindrift og annet)"),
    (IKKE_KARTLAGT, IKKE_KJENT): ("K, X", "ikke kartlagt eller ikke kjent"),
    (IKKE_TREFF,): ("I", "ikke treff"),
}
"""Letters and words of a group of rows, as the legend and the table of cells have them."""


def _stil(steg: tuple[int, ...], trinn: int) -> Stil:
    """Style of a class: what is not known has dots beside the hatch of its stage."""
    farger, tykkelse = FARGER[steg]
    ukjent = IKKE_KARTLAGT in steg
    return Stil(
        farge=farger[trinn - MULIG], tykkelse_px=tykkelse, dekkevne=0.75,
        kant="#6a6a6a" if steg == (IKKE_TREFF,) else "#1b1b1b",
        skravur="prikker" if ukjent else SKRAVUR[trinn],
        strek={VEDTATT: "", FORESLAATT: "6 3", MULIG: "2 3"}[trinn],
    )  # fmt: skip


def _klasse(steg: tuple[int, ...], trinn: int) -> Klasse:
    """One bivariate class: its cell first, then what that means."""
    bokstav, ord_ = GRUPPEORD[steg]
    tittel = f"{bokstav} × {trinn}: {ord_}, {TRINNORD[trinn]}"
    return Klasse(verdi=f"{steg[0]}-{trinn}", tittel=tittel, stil=_stil(steg, trinn))


KLASSER: tuple[Klasse, ...] = tuple(
    _klasse(steg, trinn) for steg in FARGER for trinn in (VEDTATT, FORESLAATT, MULIG)
)
"""Every bivariate class, gravest first."""
_UTEN_PLAN: Mapping[tuple[int, ...], Stil] = {
    (HOYEST,): Stil(farge="#be64ac", dekkevne=0.45),
    (HOYEST - 1,): Stil(farge="#dfb0d6", dekkevne=0.45),
    _TIER: Stil(farge="#ace4e4", dekkevne=0.35),
    (SAERLIG, REGISTRERT, AARSTID): Stil(farge="#fdae6b", dekkevne=0.18, skravur="315"),
    (IKKE_KARTLAGT, IKKE_KJENT): Stil(farge="#8c8c8c", dekkevne=0.1, skravur="prikker"),
    (IKKE_TREFF,): Stil(farge="#ffffff", dekkevne=0.1),
}
VERDIKLASSER: tuple[Klasse, ...] = tuple(
    Klasse(verdi=f"{steg[0]}", tittel=": ".join(GRUPPEORD[steg]),
           stil=replace(stil, kant=stil.farge, tykkelse_px=0.3))
    for steg, stil in _UTEN_PLAN.items()
)  # fmt: skip
"""Value where nothing is planned; what nobody has mapped is hatched, never blank."""
REIN = Stil(farge="#7f3b08", kant="#7f3b08", skravur="315", tykkelse_px=2.0, dekkevne=0.05)


def _steg_av() -> dict[int, int]:
    """Step → first step of its group, which names the class."""
    return {s: steg[0] for steg in FARGER for s in steg}


def stedslag(grunnlag: Grunnlag, flater: Konfliktflater, steder: Steder) -> Kartlag:
    """Return the places, one shape each, in bivariate classes."""
    antall = len(steder.data)
    tegnes = steder.data["areal_daa"].to_numpy() >= KNAPT_DAA
    former = flater.dekke.samlet(steder.av_flate, antall)
    former[~tegnes] = shapely.Polygon()
    gruppe = _steg_av()
    trinn = [int(rute[-1]) for rute in steder.data["rute"]]
    data = steder.data.assign(
        klasse=[f"{gruppe[s]}-{t}" for s, t in zip(steder.data["_trinn"], trinn, strict=True)],
        navn=[f"{r} · {n}" for r, n in zip(steder.data["rute"], steder.data["navn"], strict=True)],
    )
    brukt = set(data["klasse"])
    return Kartlag(
        navn="steder",
        tittel="Utbyggingsinteresser etter verneverdi",
        data=GeoDataFrame(data.drop(columns="_trinn"), geometry=former, crs=grunnlag.kommune.epsg),
        klasser=tuple(k for k in KLASSER if k.verdi in brukt) or KLASSER[:1],
        klassefelt="klasse",
        kolonner=(
            tekstkolonne("verneord", "Verneverdi"),
            tekstkolonne("trinnord", "Utbygging"),
            tekstkolonne("utbygging", "Interesse"),
            tallkolonne("areal_daa", "Areal", "daa"),
            tallkolonne("ubebygd_daa", "Herav ubebygd", "daa"),
            tekstkolonne("vern", "Verneinteresser"),
            tallkolonne("saerlig_daa", "Særlig reindriftsområde", "daa"),
            tekstkolonne("ikke_kartlagt", "Ikke kartlagt eller ikke kjent"),
            tekstkolonne("regler", "Regler"),
            tekstkolonne("kilder", "Kildelag"),
        ),
        merkefelt="rute",
        kildelag=tuple(sorted({*(p.navn for p in KREVER), *TEGNET_AV})),
        forenkling_m=FORENKLING_M,
    )


def verdilag(grunnlag: Grunnlag, flater: Konfliktflater) -> Kartlag:
    """Return the value of the ground where nothing is planned."""
    trinn = np.where(flater.trinn == 0, flater.vernetrinn, UTEN_DEL)
    former = shapely.coverage_simplify(flater.dekke.samlet(trinn, HOYEST + 1), VERDI_FORENKLING_M)
    gruppe = _steg_av()
    rader: list[dict[str, object]] = [
        {
            "id": f"{bokstav}0", "navn": ord_, "bokstav": bokstav, "klasse": f"{gruppe[steg]}",
            "areal_daa": float(flater.areal_m2[trinn == steg].sum()) / M2_PER_DAA,
            "geometry": former[steg],
        }
        for steg, (bokstav, ord_) in RUTEORD.items() if (trinn == steg).any()
    ]  # fmt: skip
    kolonner = ["id", "navn", "bokstav", "klasse", "areal_daa", "geometry"]
    brukt = {rad["klasse"] for rad in rader}
    return Kartlag(
        navn="verdier",
        tittel="Verneverdi der intet er planlagt",
        data=GeoDataFrame(DataFrame(rader, columns=kolonner), crs=grunnlag.kommune.epsg),
        klasser=tuple(k for k in VERDIKLASSER if k.verdi in brukt) or VERDIKLASSER[:1],
        klassefelt="klasse",
        kolonner=(tallkolonne("areal_daa", "Areal i alt", "daa", 0),),
        merkefelt="bokstav",
        kildelag=tuple(sorted(p.navn for p in VERN)),
    )


def reinlag(grunnlag: Grunnlag, flater: Konfliktflater, steder: Steder) -> Kartlag:
    """Return special reindeer areas where something is planned: above all classes, unvalued."""
    rader: list[dict[str, object]] = []
    paa = steder.av_flate != UTEN_DEL
    for nr, part in enumerate(flater.vern):
        if part.tema != "reindrift" or not er_saerlig(part):
            continue
        inne = np.zeros(len(flater.trinn), dtype=np.bool_)
        inne[flater.i_vern[0][flater.i_vern[1] == nr]] = True
        inne &= paa
        if inne.any():
            rader.append(
                {
                    "id": part.navn, "navn": part.tittel,
                    "areal_daa": float(flater.areal_m2[inne].sum()) / M2_PER_DAA,
                    "geometry": flater.dekke.samlet(inne.astype(np.int64) - 1, 1)[0],
                }
            )  # fmt: skip
    kolonner = ["id", "navn", "areal_daa", "geometry"]
    return Kartlag(
        navn="reindrift",
        tittel="Særlige reindriftsområder på grunn med utbyggingsinteresse (verdi settes i dialog)",
        data=GeoDataFrame(DataFrame(rader, columns=kolonner), crs=grunnlag.kommune.epsg),
        klasser=(Klasse(verdi="", tittel="Særlig reindriftsområde", stil=REIN),),
        kolonner=(tallkolonne("areal_daa", "Felles grunn", "daa"),),
        kildelag=tuple(sorted({p.navn for p in REINDRIFTSLAG} | {"hensynssoner"})),
        forenkling_m=FORENKLING_M,
    )


def flatelag(
    grunnlag: Grunnlag, flater: Konfliktflater, steder: Steder, regler: dict[int, str]
) -> Kartlag:
    """Return every face with development on it, with every feature, rule and source: for files."""
    nr = np.flatnonzero(steder.av_flate != UTEN_DEL).tolist()
    vern = _ledd(flater.vern, flater.i_vern, flater.trinn > 0)
    utvikling = _ledd(flater.utvikling, flater.i_utvikling, flater.trinn > 0)
    trinn, andre = flater.vernetrinn, flater.trinn
    lagene = [sorted({navn for navn, _ in (*vern.get(i, ()), *utvikling[i])}) for i in nr]
    data = GeoDataFrame(
        {
            "id": [f"flate-{i + 1}" for i in range(len(nr))],
            "rute": [rutenavn(int(trinn[i]), int(andre[i])) for i in nr],
            "sted": steder.data["id"].to_numpy()[steder.av_flate[nr]],
            "areal_m2": flater.areal_m2[nr],
            "vern": ["; ".join(f"{a}: {b}" for a, b in vern.get(i, ())) for i in nr],
            "utvikling": ["; ".join(f"{a}: {b}" for a, b in utvikling[i]) for i in nr],
            "regler": [regler.get(i, "") for i in nr],
            "kilder": [", ".join(ledd) for ledd in lagene],
        },
        geometry=flater.dekke.former[nr], crs=grunnlag.kommune.epsg,
    )  # fmt: skip
    return Kartlag(
        navn="flater",
        tittel="Flatene i overlegget med hvert objekt, hver regel og hver kilde",
        data=data,
        klasser=(Klasse(verdi="", tittel="Flate", stil=Stil(farge="#a5add3", dekkevne=0.3)),),
        kolonner=(
            tekstkolonne("rute", "Rute"),
            tekstkolonne("sted", "Sted"),
            tallkolonne("areal_m2", "Areal", "m²"),
            tekstkolonne("vern", "Verneobjekter"),
            tekstkolonne("utvikling", "Utbyggingsobjekter"),
            tekstkolonne("regler", "Regler"),
            tekstkolonne("kilder", "Kildelag"),
        ),
        navnefelt="rute",
        kildelag=tuple(sorted({*(p.navn for p in KREVER), *TEGNET_AV})),
        bare_fil=True,
    )


def _ledd(
    parter: tuple[Part, ...], inne: tuple[Heltall, Heltall, Heltall], valgt: Merker
) -> dict[int, list[tuple[str, str]]]:
    """Face → layer and id of every feature on it; only the faces that are chosen."""
    ut: dict[int, list[tuple[str, str]]] = {}
    navn = [p.lagdata.post.navn for p in parter]
    ider = [p.ider for p in parter]
    med = valgt[inne[0]]
    for flate, del_, nr in zip(*(i[med].tolist() for i in inne), strict=True):
        ut.setdefault(flate, []).append((navn[del_], ider[del_][nr]))
    return ut
