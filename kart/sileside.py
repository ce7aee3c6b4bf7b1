"""The page where a reader draws an area and has it screened at once, in the browser.

Layers and rules are those of the full screening; shapes are simplified within `TOLERANSE_M`, and
the page says «mulig treff» where that could change the answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import shapely
from geopandas import GeoDataFrame, GeoSeries
from shapely.geometry.base import BaseGeometry

from analyser.felles.modell import Grunnlag, Kartlag, Kildebruk, Klasse, Kolonneinfo, Resultat
from analyser.felles.regler import Regel, bruk, gjeldende, utvalgte
from analyser.felles.spor import kildebruk, ukjent_tekster
from analyser.felles.tekst import REINDRIFT_VARSEL
from kart.kartdata import Silegrunnlag
from kart.tegnegeometri import forenkle, som_geojson, til_grader
from kart.tekster import dag, t
from lag.katalog.matrikkel import TEIGER
from lag.katalog.plankoder import INNSPILLSFORMAAL
from lag.katalog.reindrift import REINBEITE
from lag.modell import Lag, Lagdata, Stil

NAVN = "tegn"
"""Name of the page."""
FORSTAVELSE = "sil_"
"""Before the name of a screened layer on the page, where the background has names of its own."""
TOLERANSE_M = 5.0
"""How far a simplified border may lie from the true one; about two pixels at zoom 15."""
SVAKEST = 0.25
"""Opacity of the layers, so that several can be seen at once."""
NAVNEFELT = ("navn", "matrikkelnummer", "plannavn", "adressetekst")
FLEST_KOLONNER = 4
"""Columns of a layer that the card shows."""
TEIGSTIL = Stil(farge="#7f7f7f", kant="#6b6b6b", tykkelse_px=0.8, dekkevne=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sileemne:
    """What the page is made of."""

    lag: tuple[Lagdata, ...]
    """The layers that are screened, known or not."""
    regler: tuple[Regel, ...]
    """The rules that hold in the municipality."""
    kilder: tuple[Kildebruk, ...]
    """The trace of the layers."""
    ukjent: tuple[str, ...]
    """What the layers cannot tell."""
    teiger: GeoDataFrame
    """Parcels to choose from; may be empty."""


def sileemne(grunnlag: Grunnlag, poster: Sequence[Lag]) -> Sileemne:
    """Gather what the page is made of from the layers in `poster`, all of them in `grunnlag`."""
    return Sileemne(
        lag=tuple(grunnlag[post] for post in poster),
        regler=gjeldende(grunnlag.kommune),
        kilder=kildebruk(grunnlag, poster),
        ukjent=ukjent_tekster(grunnlag, poster),
        teiger=grunnlag.lag[TEIGER.navn].data,
    )


def _kartlag(data: Lagdata) -> Kartlag:
    """Layer of the page; only columns that may be published are in it, and the row as id."""
    post = data.post
    vises = [k for k in post.kolonner if k.publiseres and k.navn in data.data]
    navnefelt = next((n for n in NAVNEFELT if n in {k.navn for k in vises}), "id")
    vises = [k for k in vises if k.navn not in (navnefelt, post.idfelt)][:FLEST_KOLONNER]
    rader = {
        k.navn: [dict(k.koder).get(str(v), v) for v in data.data[k.navn]]
        for k in vises
    }  # fmt: skip
    if navnefelt != "id":
        rader[navnefelt] = list(data.data[navnefelt])
    ramme = GeoDataFrame(
        rader | {"id": [str(i) for i in range(len(data.data))]},
        geometry=data.data.geometry.to_numpy(),
        crs=data.data.crs,
    )
    stil = replace(post.stil, dekkevne=min(post.stil.dekkevne, SVAKEST))
    return Kartlag(
        navn=f"{FORSTAVELSE}{post.navn}",
        tittel=post.tittel,
        data=ramme,
        klasser=(Klasse(verdi="", tittel=post.tittel, stil=stil),),
        kolonner=tuple(Kolonneinfo(navn=k.navn, tittel=k.tittel) for k in vises),
        navnefelt=navnefelt,
        synlig=False,
        kildelag=(post.navn,),
        forenkling_m=_toleranse_m(data),
    )


def _toleranse_m(data: Lagdata) -> float:
    """Tolerance of a layer; points are kept as they are."""
    return 0.0 if data.post.geometri == "punkt" else TOLERANSE_M


def _teiglag(teiger: GeoDataFrame) -> tuple[Kartlag, ...]:
    """Parcels to pick, when there are any."""
    if teiger.empty or "matrikkelnummer" not in teiger:
        return ()
    ramme = teiger[["matrikkelnummer", teiger.geometry.name]].reset_index(drop=True)
    return (
        Kartlag(
            navn="eiendommer",
            tittel="Eiendommer (teiger)",
            data=ramme.assign(id=[str(i) for i in range(len(ramme))]),
            klasser=(Klasse(verdi="", tittel="teig", stil=TEIGSTIL),),
            navnefelt="matrikkelnummer",
            kildelag=(TEIGER.navn,),
            forenkling_m=1.0,
        ),
    )


def sileresultat(emne: Sileemne) -> Resultat:
    """Return the page's content in the form of a result: map layers, rules, sources, doubts."""
    kjente = [d for d in emne.lag if d.kjent and len(d.data)]
    rekke = sorted(kjente, key=lambda d: ("flate", "linje", "punkt").index(d.post.geometri))
    ukjente = [d.post.tittel for d in emne.lag if not d.kjent]
    mangler = f" {len(ukjente)} av dem er ikke kjent." if ukjente else ""
    return Resultat(
        analyse=NAVN,
        tittel="Sil ditt eget område",
        sporsmaal="Hva ligger på eiendommen, og hva er ikke kjent?",
        svar=(
            "Søk opp en eiendom eller tegn et område, og få svar med en gang: "
            f"{len(emne.lag)} kartlag og {len(emne.regler)} regler ligger i siden.{mangler}"
        ),
        punkter=(
            f"Formene er forenklet med inntil {TOLERANSE_M:g} m. Der det kan avgjøre svaret, står "
            "det «Mulig treff – kjør full siling».",
            "Området du tegner, blir værende i nettleseren din.",
            REINDRIFT_VARSEL,
        ),
        tabeller=(),
        kartlag=(*(_kartlag(d) for d in rekke), *_teiglag(emne.teiger)),
        regler=tuple(bruk(regel) for regel in emne.regler),
        kilder=emne.kilder,
        ukjent=emne.ukjent,
    )


def _regel(regel: Regel, data: Lagdata) -> Mapping[str, Any]:
    """One rule as the browser asks it; features by row number, None for all of them."""
    utvalg = utvalgte(regel, data).data.index
    rader = [data.data.index.get_loc(i) for i in utvalg]
    return {
        "lag": regel.lag,
        "tekst": t(regel.tekst),
        "type": regel.type,
        "formaal": list(regel.formaal),
        "avstand_m": regel.avstand_m,
        "utvalg": None if len(rader) == len(data.data) else rader,
        "hjemmel": t(regel.hjemmel),
        "merke": t(regel.merke),
        "vilkaar": regel.bare_i is not None or regel.unntatt_i is not None,
    }


def silegrunnlag(emne: Sileemne) -> Silegrunnlag:
    """Return what the browser needs beside the drawn layers."""
    dekninger: dict[bytes, int] = {}
    former: list[BaseGeometry] = []
    lagene = []
    for data in emne.lag:
        plass = -1
        if data.kjent and not data.dekning.is_empty:
            plass = dekninger.setdefault(shapely.to_wkb(data.dekning), len(former))
            if plass == len(former):
                former.append(data.dekning)
        hentet = f", {t('hentet {dag}', dag=dag(data.hentet))}" if data.hentet else ""
        lagene.append(
            {
                "navn": data.post.navn,
                "kartlag": f"{FORSTAVELSE}{data.post.navn}",
                "tittel": t(data.post.tittel),
                "kjent": data.kjent,
                "toleranse_m": _toleranse_m(data),
                "dekning": plass,
                "rein": data.post.tema == REINBEITE.tema,
                "opphav": f"{t(data.post.eier)}{hentet}.",
            }
        )
    etter = {data.post.navn: data for data in emne.lag}
    return Silegrunnlag(
        lag=tuple(lagene),
        regler=tuple(_regel(r, etter[r.lag]) for r in emne.regler if r.lag in etter),
        dekninger=_i_grader(former, emne),
        formaal=tuple((kode, t(ord_)) for kode, ord_ in INNSPILLSFORMAAL.items()),
        distrikt=REINBEITE.navn,
        reindrift=t(REINDRIFT_VARSEL),
    )


def _i_grader(former: Sequence[BaseGeometry], emne: Sileemne) -> tuple[Mapping[str, Any], ...]:
    """Coverages simplified as the layers are, GeoJSON in degrees."""
    if not former:
        return ()
    serie = GeoSeries(list(former), crs=emne.lag[0].data.crs)
    enkle = serie.map(lambda form: forenkle(GeoSeries([form], crs=serie.crs), TOLERANSE_M).iloc[0])
    return tuple(som_geojson(form) for form in til_grader(GeoSeries(enkle, crs=serie.crs)))
