"""The municipality's file checked against everything that it may name."""

from pathlib import Path

from analyser import ANALYSER
from analyser.felles.lokale import EKSEMPELKOMMUNE
from analyser.felles.regler import gjeldende
from gis.feil import ParameterFeil
from gis.kommune import Kommune, tolk_kommune, velg
from lag.katalog import KATALOG


def kontrollert_kommune(tekst: str, fil: str, mappe: Path) -> Kommune:
    """Read kommune.toml and check it, unknown layers, analyses, parameters and rules included.

    Parameters
    ----------
    tekst    the file's content
    fil      its name, for messages
    mappe    its folder, where relative paths start

    Raises
    ------
    ParameterFeil    for anything that does not exist or does not fit
    """
    kommune = tolk_kommune(tekst, fil, mappe)
    velg(list(kommune.lag), KATALOG, f"{fil}: laget")
    for navn, parametre in kommune.analyse.items():
        velg((navn,), ANALYSER, f"{fil}: analysen")[0].med(parametre)
    gjeldende(kommune, "bolig")
    if kommune.eksempel and kommune.nummer != EKSEMPELKOMMUNE:
        raise ParameterFeil(
            f"{fil}: de innebygde eksempeldataene gjelder bare kommune {EKSEMPELKOMMUNE} (Røros), "
            f'ikke {kommune.nummer}. Sett datakilde = "tjenester".'
        )
    return kommune
