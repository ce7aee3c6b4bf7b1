"""From answers and rules to an outcome per site, and the two tables of a screening.

Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Mapping, Sequence

import numpy as np
from geopandas import GeoDataFrame
from pandas import DataFrame

from analyser.felles.modell import Grunnlag, Klasse, Status
from analyser.felles.regler import Regel
from analyser.felles.reindrift import UTEN_SAERVERDI
from analyser.felles.sjekk import antall_svar
from analyser.felles.spor import kildebruk
from analyser.felles.tekst import M2_PER_DAA, dato, meter, verste
from lag.modell import Lag, Stil

MAKS_ID = 40
"""Ids of hits that a cell of the table names; the rest are counted."""
UTELUKKER = "utelukkende regel truffet"
ADVARER = "må utredes"
IKKE_AVKLARTE = "ikke avklart"
UTEN_REGEL = "ingen regel truffet"
UTFALL: tuple[Klasse, ...] = (
    Klasse(verdi=UTELUKKER, tittel=UTELUKKER, stil=Stil(farge="#b35806", skravur="rutenett")),
    Klasse(verdi=ADVARER, tittel=ADVARER, stil=Stil(farge="#f1a340", skravur="45")),
    Klasse(
        verdi=IKKE_AVKLARTE,
        tittel="ikke avklart: lag som ikke er kjent eller ikke er kartlagt",
        stil=Stil(farge="#bdbdbd", skravur="prikker"),
    ),
    Klasse(
        verdi=UTEN_REGEL,
        tittel="ingen regel truffet (ikke det samme som avklart)",
        stil=Stil(farge="#8073ac"),
    ),
)
"""Outcomes, worst first; hatch and words carry the meaning without colour."""


def truffet(regelsvar: DataFrame) -> DataFrame:
    """Rules that fired, one row per site and rule: id, lag, regel, type."""
    fyrte = regelsvar["status"] == Status.TREFF
    return regelsvar.loc[fyrte, ["id", "lag", "regel", "type"]]


def utfall(typer: Sequence[str], svar: Sequence[Status]) -> str:
    """Outcome of one site: from the kinds of rules that fired and the answers of the layers."""
    if "utelukker" in typer:
        return UTELUKKER
    if "advarer" in typer:
        return ADVARER
    uvisst = Status.IKKE_KJENT in svar or Status.IKKE_KARTLAGT in svar
    return IKKE_AVKLARTE if uvisst else UTEN_REGEL


def sammendrag(
    omraader: GeoDataFrame, lagsvar: DataFrame, fyrte: DataFrame, poster: Mapping[str, Lag]
) -> DataFrame:
    """One row per site, worst first.

    Parameters
    ----------
    omraader    sites with the columns id (also the index), navn, formaal, areal_daa, utenfor_daa
    lagsvar     from `sjekk.per_lag`
    fyrte       from `truffet`
    poster      layer id → entry

    Returns
    -------
    rader    the columns of `omraader` without geometry, utfall, utelukker and advarer (rules that
             fired), treff … ikke_kjent (layers per answer), innenfor (reindeer layers where the
             site lies in a district without registered value), verste, lag_truffet
    """
    ider = list(omraader.index)
    svar_per = {i: list(g) for i, g in lagsvar.groupby("id")["status"]}
    typer_per = {i: list(g) for i, g in fyrte.groupby("id")["type"]}
    bare_distrikt = lagsvar["merknad"].str.endswith(UTEN_SAERVERDI)
    ekte = lagsvar[(lagsvar["status"] == Status.TREFF) & ~bare_distrikt]
    innenfor = lagsvar[bare_distrikt].groupby("id").size().reindex(ider, fill_value=0)
    lag_per = {i: [poster[navn].tittel for navn in g] for i, g in ekte.groupby("id")["lag"]}
    utfallene = [utfall(typer_per.get(i, []), svar_per[i]) for i in ider]
    telt = antall_svar(lagsvar[~bare_distrikt], ider)
    telt = telt.rename(columns=lambda navn: navn.replace(" ", "_")).assign(innenfor=innenfor)
    rekke = {klasse.verdi: plass for plass, klasse in enumerate(UTFALL)}
    return (
        DataFrame(omraader.drop(columns="geometry"))
        .assign(
            utfall=utfallene,
            utelukker=[typer_per.get(i, []).count("utelukker") for i in ider],
            advarer=[typer_per.get(i, []).count("advarer") for i in ider],
        )
        .join(telt)
        .assign(
            verste=[str(verste(svar_per[i])) for i in ider],
            lag_truffet=["; ".join(lag_per.get(i, [])) for i in ider],
        )
        .sort_values("utfall", key=lambda verdi: verdi.map(rekke), kind="stable")
        .reset_index(drop=True)
    )


def med_avstand(lagsvar: DataFrame, fyrte: DataFrame, regler: Sequence[Regel]) -> DataFrame:
    """Return the answers where a rule that asks within a distance makes its layer a hit.

    A site 28 m from a lake is hit by «nearer than 100 m» though no water lies in it.
    """
    avstand_m = {regel.id: regel.avstand_m for regel in regler}
    naermest: dict[tuple[str, str], float] = {}
    for ident, lagnavn, regel in zip(fyrte["id"], fyrte["lag"], fyrte["regel"], strict=True):
        naermest[ident, lagnavn] = max(naermest.get((ident, lagnavn), 0.0), avstand_m[regel])
    par = list(zip(lagsvar["id"], lagsvar["lag"], strict=True))
    nye = [
        par_ in naermest and status != Status.TREFF
        for par_, status in zip(par, lagsvar["status"], strict=True)
    ]
    ut = lagsvar.copy()
    ut.loc[nye, "merknad"] = [
        f"innen {meter(naermest[par_])}" for par_, ny in zip(par, nye, strict=True) if ny
    ]
    ut.loc[nye, "status"] = [Status.TREFF] * sum(nye)
    return ut


def detaljer(
    grunnlag: Grunnlag, lagsvar: DataFrame, fyrte: DataFrame, regler: Sequence[Regel]
) -> DataFrame:
    """One row per site and layer, with the rules that fired and the trace of the data."""
    poster = [grunnlag.lag[navn].post for navn in lagsvar["lag"]]
    kilder = {k.lag: k for k in kildebruk(grunnlag, poster)}
    regel_for = {regel.id: regel for regel in regler}
    utloste: dict[tuple[str, str], list[Regel]] = {}
    for ident, lagnavn, regel in zip(fyrte["id"], fyrte["lag"], fyrte["regel"], strict=True):
        utloste.setdefault((ident, lagnavn), []).append(regel_for[regel])
    egne = [utloste.get(par, []) for par in zip(lagsvar["id"], lagsvar["lag"], strict=True)]
    kjent = lagsvar["status"].isin([Status.TREFF, Status.IKKE_TREFF])
    kjent &= ~lagsvar["merknad"].str.endswith(UTEN_SAERVERDI)
    flate = kjent & np.array([post.geometri == "flate" for post in poster], dtype=bool)
    hentet = [kilder[post.navn].hentet for post in poster]
    return DataFrame(
        {
            "id": lagsvar["id"],
            "lag": [post.tittel for post in poster],
            "status": lagsvar["status"].map(str),
            "merknad": lagsvar["merknad"],
            "areal_daa": (lagsvar["areal_m2"] / M2_PER_DAA).where(flate),
            "andel_prosent": (100 * lagsvar["andel"]).where(flate),
            "lengde_m": lagsvar["lengde_m"].where(kjent),
            "antall": lagsvar["antall"].where(kjent),
            "avstand_m": lagsvar["avstand_m"],
            "kartlagt_daa": lagsvar["kartlagt_m2"] / M2_PER_DAA,
            "ukartlagt_daa": lagsvar["ukartlagt_m2"] / M2_PER_DAA,
            "treff_ider": [_ider(ider) for ider in lagsvar["treff_ider"]],
            "regel": ["; ".join(f"{r.type}: {r.tekst}" for r in liste) for liste in egne],
            "hjemmel": ["; ".join(f"{r.hjemmel} ({r.merke})" for r in liste) for liste in egne],
            "eier": [post.eier for post in poster],
            "hentet": [dato(tid) if tid else "" for tid in hentet],
            "noyaktighet": [kilder[post.navn].noyaktighet for post in poster],
        }
    )


def _ider(ider: Sequence[str]) -> str:
    """Write the ids of the hits, cut short where they are many."""
    rest = len(ider) - MAKS_ID
    return ", ".join(ider[:MAKS_ID]) + (f" og {rest} til" if rest > 0 else "")
