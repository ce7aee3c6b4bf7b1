"""The rules behind the conflict map: those of value, and those of screening on each face."""

import numpy as np

from analyser.felles.konfliktkart.flater import Konfliktflater
from analyser.felles.konfliktkart.steder import regler_per_objekt
from analyser.felles.m1941 import VERDIREGLER
from analyser.felles.modell import Grunnlag, Regelbruk
from analyser.felles.regler import REGELVERSJON, bruk
from lag.katalog import KATALOG
from lag.modell import VERDIORD


def verdiregler(flater: Konfliktflater) -> tuple[Regelbruk, ...]:
    """Rules that gave the features their value, for the layers that are laid in."""
    lagene = {p.lagdata.post.navn for p in flater.vern}
    telt: dict[str, int] = {}
    ut: list[Regelbruk] = []
    for regel in VERDIREGLER:
        if regel.lag not in lagene:
            continue
        telt[regel.lag] = telt.get(regel.lag, 0) + 1
        hvilke = "; ".join(f"{k}: {', '.join(v)}" for k, v in regel.utvalg.items())
        ut.append(
            Regelbruk(
                id=f"verdi_{regel.lag}_{telt[regel.lag]}",
                tekst=f"{KATALOG[regel.lag].tittel}{f' ({hvilke})' if hvilke else ''}: "
                f"{VERDIORD[regel.verdi]}",
                lag=regel.lag,
                hjemmel=regel.grunn,
                merke=regel.merke,
                versjon=REGELVERSJON,
            )
        )
    return tuple(ut)


def regler_per_flate(
    grunnlag: Grunnlag, flater: Konfliktflater
) -> tuple[tuple[Regelbruk, ...], dict[int, str]]:
    """Screening rules of the features on each face with development.

    Returns
    -------
    regler       those that speak of any feature laid in
    per_flate    face → their ids, joined by commas
    """
    regler, hvem = regler_per_objekt(grunnlag, flater)
    flate, del_, nr = flater.i_vern
    ut: dict[int, list[str]] = {}
    for r, p, med in hvem:
        egne = np.flatnonzero((del_ == p) & (flater.trinn[flate] > 0))
        for f in np.unique(flate[egne][med[nr[egne]]]).tolist():
            ut.setdefault(f, []).append(regler[r].id)
    brukt = sorted({r for r, _, _ in hvem})
    return tuple(bruk(regler[r]) for r in brukt), {f: ", ".join(ledd) for f, ledd in ut.items()}
