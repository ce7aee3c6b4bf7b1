"""What the planner may change about reindeer husbandry, and what the literature says of distances.

Nothing here is a verdict on a distance: studies differ, so every number comes in bands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analyser.felles.tekst import oppramsing
from gis.feil import ParameterFeil
from gis.kommune import naermeste

BAAND_M = (500.0, 1000.0, 2000.0, 4000.0, 5000.0)
"""Outer edges of the bands, metres; the studies below lie between 0.9 and 5 km."""
MAANEDSNAVN = (
    "januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober",
    "november", "desember",
)  # fmt: skip
MAANEDER = (
    "kalvingsland=5-6", "reinbeite_vaar=4-6", "reinbeite_sommer=6-8", "reinbeite_host=8-10",
    "reinbeite_hostvinter=11-12", "reinbeite_vinter=1-4",
)  # fmt: skip
"""Layer → months in use. arealsils forslag etter hukommelsen (uverifisert): the district's own plan
decides, and layers that are not named have no stated time."""
UTEN_TID = "brukstid ikke oppgitt"
"""Said of what no months are stated for; counts in every month."""
SONEORD = "mulig påvirkningssone"
"""The only word for ground within a distance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Studie:
    """A study of how far reindeer keep away."""

    kilde: str
    """Who and when."""
    forstyrrelse: str
    """What disturbed."""
    funn: str
    """What was found."""


STUDIER: tuple[Studie, ...] = (
    Studie(
        kilde="Vistnes og Nellemann 2001 (gjengitt i Barents 2030)",
        forstyrrelse="hyttefelt, i kalvingstiden",
        funn="78 prosent lavere tetthet innen 4 km",
    ),
    Studie(
        kilde="Vistnes og Nellemann 2001 (gjengitt i Barents 2030)",
        forstyrrelse="kraftledning",
        funn="73 prosent lavere tetthet innen 4 km",
    ),
    Studie(
        kilde="SSB 2020/16",
        forstyrrelse="alle tekniske inngrep, bånd på 5 km",
        funn="89 prosent av det samiske reinbeiteområdet ligger innenfor",
    ),
    Studie(
        kilde="reinfakta.no",
        forstyrrelse="tekniske inngrep",
        funn="5 km gjelder ikke alltid; berørt er noe annet enn ute av bruk",
    ),
    Studie(
        kilde="Eftestøl mfl. 2019",
        forstyrrelse="gruve",
        funn="virkning til 1,5 km på arbeidsdager, 1,0 km i helger, 0,9 km i ferier; bruken 30–35 "
        "prosent lavere innen 1,3–1,4 km",
    ),
    Studie(
        kilde="Flydal 2018 (gjennomgang av 404 utfall)",
        forstyrrelse="alle slag",
        funn="53 prosent negative, 34 prosent ingen, 13 prosent positive",
    ),
    Studie(
        kilde="Norut 23/2018 (Troms)",
        forstyrrelse="inngrep av ulike slag",
        funn="avstandene i inngrepskartet kalles «skjønnsmessige»",
    ),
)
"""What the bands rest on; they disagree, and that is the point of having several."""


def brukstider(valg: Sequence[str], lagnavn: Sequence[str]) -> Mapping[str, tuple[int, ...]]:
    """Return layer → months (1–12) from texts «lag=fra-til»; «11-2» goes over the new year.

    Raises
    ------
    ParameterFeil    for a layer or a month that does not exist
    """
    ut: dict[str, tuple[int, ...]] = {}
    for ett in valg:
        navn, _, spenn = (del_.strip() for del_ in ett.partition("="))
        if navn not in lagnavn:
            raise ParameterFeil(
                f"reindrift.maaneder: laget «{navn}» finnes ikke. {naermeste(navn, list(lagnavn))}"
            )
        forste, skille, siste = spenn.partition("-")
        ender = (forste, siste if skille else forste)
        if not all(e.isdecimal() and 1 <= int(e) <= len(MAANEDSNAVN) for e in ender):
            raise ParameterFeil(
                f"reindrift.maaneder: «{ett}» må skrives «{navn}=4-6», med måneder fra 1 til 12."
            )
        fra, til = map(int, ender)
        antall = (til - fra) % len(MAANEDSNAVN) + 1
        ut[navn] = tuple((fra - 1 + i) % len(MAANEDSNAVN) + 1 for i in range(antall))
    return ut


def maanedstekst(maaneder: Sequence[int]) -> str:
    """Write months as people do: «april–juni» or «april, mai og august»; «» for none."""
    rekker: list[list[int]] = []
    for nr in sorted(set(maaneder)):
        if rekker and nr == rekker[-1][-1] + 1:
            rekker[-1].append(nr)
        else:
            rekker.append([nr])
    if len(rekker) > 1 and rekker[0][0] == 1 and rekker[-1][-1] == len(MAANEDSNAVN):
        rekker = [rekker[-1] + rekker[0], *rekker[1:-1]]
    return oppramsing([_rekke(rekke) for rekke in rekker])


def _rekke(rekke: Sequence[int]) -> str:
    if len(rekke) == len(MAANEDSNAVN):
        return "hele året"
    fra, til = MAANEDSNAVN[rekke[0] - 1], MAANEDSNAVN[rekke[-1] - 1]
    return fra if len(rekke) == 1 else f"{fra}–{til}"


def krev_baand(baand_m: Sequence[float]) -> tuple[float, ...]:
    """Return the bands' outer edges when they rise from above zero.

    Raises
    ------
    ParameterFeil    otherwise
    """
    kanter = tuple(baand_m)
    if not kanter or kanter[0] <= 0 or list(kanter) != sorted(set(kanter)):
        raise ParameterFeil(
            f"reindrift.baand_m må være stigende meter over 0, som 500,1000,2000; fikk {kanter}."
        )
    return kanter
