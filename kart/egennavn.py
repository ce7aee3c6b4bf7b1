"""The names that a run has: words that are the same in every language."""

from collections.abc import Iterable, Iterator, Sequence

from analyser.felles.modell import Resultat
from gis.kommune import Kommune
from kart.kjoring import Kjoring
from kart.tabell import NAVNEKOLONNER
from kart.tekster import BOKMAAL
from lag.katalog import KATALOG


def _navnene(resultat: Resultat) -> Iterator[Iterable[object]]:
    """Yield the columns of a result that hold names."""
    for tabell in resultat.tabeller:
        yield from (tabell.data[n] for n in NAVNEKOLONNER & set(tabell.data.columns))
    for post in resultat.kartlag:
        if post.navnefelt in post.data:
            yield post.data[post.navnefelt]


def egennavn(
    resultater: Sequence[Resultat], kommune: Kommune, kjoring: Kjoring
) -> frozenset[str] | None:
    """Return every name of sites, plans and places; None where the pages are in bokmål."""
    if kjoring.spraak == BOKMAAL:
        return None
    navn: set[object] = {kommune.navn, kommune.parallellnavn}
    steder = kjoring.bakgrunn.get("stedsnavn")
    if steder is not None and "navn" in steder:
        navn.update(steder["navn"])
    navn.update(KATALOG)  # ids are written in kommune.toml, in every language
    for resultat in resultater:
        navn.update(regel.id for regel in resultat.regler)
        navn.update(resultat.parametre)
        for kolonne in _navnene(resultat):
            navn.update(kolonne)
    return frozenset(n for n in navn if isinstance(n, str) and n)
