"""The trenches of the fibre plan as a development interest: lines with a stated width.

The plan is another analysis' result and stands in no layer. It is taken in as open as the conflict
map is: trenches that only a few addresses use are left out whatever the edition of the plan.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely
from geopandas import GeoDataFrame
from shapely import MultiLineString

from analyser.felles.modell import Grunnlag, Kildebruk, Resultat
from analyser.felles.tekst import meter, oppramsing, tall
from lag.katalog.fiber import FIBERDEKNING, FIBERTRASEER, GRAVEPLANER
from lag.katalog.matrikkel import ADRESSER
from lag.katalog.samferdsel import VEGER
from lag.modell import Lagdata

FIBER = "fiber"
"""The analysis, and the name that its trenches bear as a source."""
GRUNN_I = tuple(post.navn for post in (ADRESSER, FIBERDEKNING, VEGER))
"""Layers without which there is no plan."""
TEGNET_AV = (FIBERTRASEER.navn, VEGER.navn)
"""Layers whose lines the trenches follow."""
GRAVES_IKKE = ("luftstrekk på stolper", "eksisterende rør")
"""Methods that open no ground."""
POST = replace(GRAVEPLANER, navn=FIBER, tittel="Fiberplanens grøfter", tema="fiber")


def fibergrofter(grunnlag: Grunnlag) -> Lagdata:
    """Return the trenches stage by stage, as lines; «ikke kjent» where there is no plan."""
    crs = grunnlag.kommune.epsg
    resultat = grunnlag.svar.get(FIBER)
    if resultat is None or not _har_grunn(resultat):
        tomt = GeoDataFrame({"lokalid": [], "navn": []}, geometry=[], crs=crs)
        return Lagdata(
            post=POST, status="ikke_kjent", data=tomt, dekning=shapely.Polygon(),
            feil="fiberplanen er ikke regnet, eller mangler adresser, veger eller fiberdekning",
        )  # fmt: skip
    data = next(k.data for k in resultat.kartlag if k.navn == "grofter")
    graves = ~data["metode"].isin(GRAVES_IKKE)
    valgte = data[graves]
    if "adresser" in valgte:  # the public edition has left out the smallest groups itself
        valgte = valgte[valgte["adresser"] >= int(resultat.parametre["minste_gruppe"])]
    former = np.asarray(valgte.geometry.to_numpy(), dtype=object)
    etapper = sorted(set(valgte["etappe"].tolist()))
    samlet = [MultiLineString(list(_linjer(former[valgte["etappe"] == e]))) for e in etapper]
    return Lagdata(
        post=POST,
        status="hentet",
        data=GeoDataFrame(
            {
                "lokalid": [f"etappe {e}" for e in etapper],
                "navn": [f"Fiberplanen, etappe {e}" for e in etapper],
            },
            geometry=samlet, crs=crs,
        ),
        dekning=grunnlag.grense,
        eksempel=any(kilde.eksempel for kilde in resultat.kilder),
    )  # fmt: skip


def _har_grunn(resultat: Resultat) -> bool:
    """Whether the layers that a plan rests on were known."""
    kjente = {kilde.lag for kilde in resultat.kilder if kilde.status == "hentet"}
    return kjente.issuperset(GRUNN_I)


def _linjer(former: np.ndarray) -> np.ndarray:
    """Return single lines."""
    return np.asarray(shapely.get_parts(shapely.force_2d(former)), dtype=object)


def fiberkilder(grunnlag: Grunnlag, egne: tuple[Kildebruk, ...]) -> tuple[Kildebruk, ...]:
    """Return the layers that the fibre plan rests on and the conflict map does not itself."""
    resultat = grunnlag.svar.get(FIBER)
    kjente = {kilde.lag for kilde in egne}
    return tuple(k for k in (resultat.kilder if resultat else ()) if k.lag not in kjente)


def om_fibergroftene(
    grunnlag: Grunnlag, groft_m: float, kilder: Sequence[Kildebruk]
) -> tuple[str, ...]:
    """Say what the trenches are, which are left out, and what the plan did not know."""
    grofter = fibergrofter(grunnlag)
    ukjente = [f"«{k.tittel}»" for k in kilder if k.status != "hentet"]
    mangler = (f"Fiberplanen kjenner ikke {oppramsing(ukjente)}.",) if ukjente else ()
    if not grofter.kjent:
        return (f"Fiberplanens grøfter er ikke kjent: {grofter.feil}.", *mangler)
    minst = int(grunnlag.svar[FIBER].parametre["minste_gruppe"])
    return (
        "Fiberplanens grøfter er beregnet, ikke vedtatt, og står som «mulig». De er linjer med "
        f"{meter(groft_m)} til hver side (uverifisert). Luftstrekk og eksisterende rør er ikke "
        f"med, og heller ikke grøfter som færre enn {tall(minst)} adresser bruker.",
        *mangler,
    )
