"""Two runs on one map: the sites as they came out last time and now, with a border to drag.

Made from the machine answers alone, so that an old run needs neither its data nor its program.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame

from analyser.felles.modell import Kartlag, Kildebruk, Kolonneinfo, Resultat, Tabell
from analyser.felles.sammenligning import Dokument, Sammenligning
from analyser.felles.tekst import REINDRIFT_VARSEL, antall, dato, oppramsing
from analyser.felles.utfall import UTFALL
from gis.feil import DataFeil
from gis.kommune import Kommune
from gis.utsnitt import Utsnitt
from kart.kartdata import TO_KJORINGER
from kart.kjoring import Kjoring
from kart.nettkart import bygg
from kart.publisering import tegn_side

NAVN = "sammenligning"
"""Name of the page."""
FORRIGE, NY = TO_KJORINGER
RAMME_M = 2_000.0
"""Ground about the sites that the map opens on."""
KOLONNER = (
    Kolonneinfo(navn="utfall", tittel="Utfall"),
    Kolonneinfo(navn="areal_daa", tittel="Areal", enhet="daa", desimaler=1),
    Kolonneinfo(navn="konsekvens_ord", tittel="Samlet konsekvens"),
)
ENDRINGSKOLONNER = (
    Kolonneinfo(navn="navn", tittel="Område"),
    Kolonneinfo(navn="hva", tittel="Hva er endret"),
    Kolonneinfo(navn="forut", tittel="Forrige kjøring"),
    Kolonneinfo(navn="naa", tittel="Ny kjøring"),
    Kolonneinfo(navn="aarsak", tittel="Årsak"),
)


def _steder(dokument: Dokument, epsg: int) -> GeoDataFrame:
    """Sites of a run; an outcome that the legend does not know keeps its words."""
    steder = dokument["steder"]
    felt = ("id", "navn", *(k.navn for k in KOLONNER))
    rader = {navn: [sted.get(navn) for sted in steder] for navn in felt}
    former = [shapely.geometry.shape(sted["geometri"]) for sted in steder]
    return GeoDataFrame(rader, geometry=former, crs=epsg)


def _lag(dokument: Dokument, navn: str, ord_: str, epsg: int) -> Kartlag:
    """One run as a layer of the map."""
    return Kartlag(
        navn=navn,
        tittel=f"{ord_} ({dato(dokument['dato'])}, {dokument['kjoring']})",
        data=_steder(dokument, epsg),
        klasser=UTFALL,
        klassefelt="utfall",
        kolonner=KOLONNER,
    )


def _kilder(dokument: Dokument) -> tuple[Kildebruk, ...]:
    """Return the sources of a run, as its answer tells them."""
    kjente = {felt.name for felt in fields(Kildebruk)}
    ut = []
    for kilde in dokument["kilder"]:
        felt: dict[str, Any] = {n: v for n, v in kilde.items() if n in kjente}
        ut.append(Kildebruk(**{**felt, "merknader": tuple(felt["merknader"])}))
    return tuple(ut)


def _endringstabell(svar: Sammenligning) -> Tabell:
    """Every change, with its cause."""
    rader = [
        {"id": e.sted, "navn": e.navn, "hva": e.hva, "forut": e.forut, "naa": e.naa,
         "aarsak": oppramsing(e.aarsaker)}
        for e in svar.endringer
    ]  # fmt: skip
    return Tabell(
        navn="endringer",
        tittel="Hva er nytt siden sist, og hvorfor",
        kolonner=ENDRINGSKOLONNER,
        data=DataFrame(rader, columns=["id", *(k.navn for k in ENDRINGSKOLONNER)]),
        kartlag=NY,
    )


def sammenligningsresultat(forrige: Dokument, ny: Dokument, svar: Sammenligning) -> Resultat:
    """Return two runs in the form of a result: a layer for each, and the table of changes.

    Raises
    ------
    DataFeil    when an answer lacks what the map needs, or the planes differ
    """
    try:
        if forrige["crs"] != ny["crs"]:
            raise DataFeil(f"Kjøringene er i ulike kartplan: {forrige['crs']} og {ny['crs']}.")
        epsg = int(ny["crs"].removeprefix("EPSG:"))
        lagene = (
            _lag(forrige, FORRIGE, "Forrige kjøring", epsg),
            _lag(ny, NY, "Ny kjøring", epsg),
        )
        kilder = _kilder(ny)
    except (KeyError, TypeError, ValueError, AttributeError, shapely.errors.ShapelyError) as err:
        raise DataFeil(f"Maskinsvaret mangler noe som kartet trenger ({err}).") from err
    endret = len({e.sted for e in svar.endringer})
    return Resultat(
        analyse=NAVN,
        tittel="Sammenligning av to kjøringer",
        sporsmaal="Hva er nytt siden sist?",
        svar=f"{antall(endret, 'område', 'områder')} endret, {svar.uendret} uendret.",
        punkter=(*svar.lag, *svar.regler, REINDRIFT_VARSEL),
        tabeller=(_endringstabell(svar),),
        kartlag=lagene,
        regler=(),
        kilder=kilder,
        ukjent=tuple(ny.get("ukjent", ())),
    )


def _kommune(ny: Mapping[str, Any], lagene: Sequence[Kartlag], eksempel: bool) -> Kommune:
    """Municipality as far as the answers know it; its border is not among what they hold."""
    epsg = int(ny["crs"].removeprefix("EPSG:"))
    bokser = [tuple(post.data.total_bounds) for post in lagene if len(post.data)]
    if not bokser:
        raise DataFeil("Ingen av kjøringene har områder å vise.")
    vest, sor, ost, nord = zip(*bokser, strict=True)
    boks = Utsnitt(min(vest), min(sor), max(ost), max(nord), epsg).utvidet(RAMME_M)
    try:
        kommune = Kommune(nummer=ny["kommune"]["nummer"], navn=ny["kommune"]["navn"], boks=boks)
    except (KeyError, TypeError) as err:
        raise DataFeil(f"Maskinsvaret sier ikke hvilken kommune det gjelder ({err}).") from err
    return replace(kommune, datakilde="eksempel") if eksempel else kommune


def sammenligningsside(forrige: Dokument, ny: Dokument, svar: Sammenligning) -> str:
    """Return the page of two compared runs, alone in one file.

    Raises
    ------
    DataFeil    when an answer lacks what the map needs
    """
    resultat = sammenligningsresultat(forrige, ny, svar)
    eksempel = any(kilde.get("eksempel") for kjort in (forrige, ny) for kilde in kjort["kilder"])
    kommune = _kommune(ny, resultat.kartlag, eksempel)
    kjoring = Kjoring(
        kjoring_id=f"{forrige['kjoring']} mot {ny['kjoring']}",
        dato=date.fromisoformat(ny["dato"]),
        tidspunkt=f"{ny['dato']}T00:00:00Z",
        eksempel=eksempel,
    )
    uten_grense = shapely.Polygon()
    kartet = bygg(resultat, kommune, uten_grense, kjoring)
    return tegn_side(resultat, kartet, kommune, uten_grense, kjoring)
