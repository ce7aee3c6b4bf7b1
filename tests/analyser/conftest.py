"""A municipality that can be computed by hand: squares on a 10 km × 10 km board.

`rute(0, 0, 100, 100)` is a square of 10 daa in the board's south-west corner.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest
from geopandas import GeoDataFrame
from shapely import LineString, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from analyser.felles.modell import Grunnlag, Resultat
from analyser.felles.stedssvar import Journalrad
from analyser.siling import ANALYSE as SILING
from analyser.siling import KREVER, SILES
from gis.kommune import Kommune
from gis.rutenett import Rutenett
from gis.utsnitt import Utsnitt
from lag.katalog.plan import AREALINNSPILL
from lag.modell import Dekning, Kolonne, Lag, Lagdata, Stil, Verdi, Wfs

X0, Y0 = 600_000.0, 6_900_000.0
SIDE_M = 10_000.0
EPSG = 25832
I_DAG = date(2026, 11, 24)
GRENSE = box(X0, Y0, X0 + SIDE_M, Y0 + SIDE_M)


@pytest.fixture(scope="session")
def rute() -> Callable[..., Polygon]:
    """Rectangle in metres from the board's south-west corner."""
    return lambda x0, y0, x1, y1: box(X0 + x0, Y0 + y0, X0 + x1, Y0 + y1)


@pytest.fixture(scope="session")
def strek() -> Callable[..., LineString]:
    """Line through points in metres from the corner."""
    return lambda *punkter: LineString([(X0 + x, Y0 + y) for x, y in punkter])


@pytest.fixture(scope="session")
def prikk() -> Callable[..., Point]:
    """Point in metres from the corner."""
    return lambda x, y: Point(X0 + x, Y0 + y)


@pytest.fixture(scope="session")
def omraader() -> Callable[..., GeoDataFrame]:
    """Sites with index a, b, c … from geometries."""

    def bygg(*former: BaseGeometry) -> GeoDataFrame:
        navn = [chr(ord("a") + i) for i in range(len(former))]
        return GeoDataFrame({"navn": navn}, geometry=list(former), index=navn, crs=EPSG)

    return bygg


@pytest.fixture(scope="session")
def lagpost() -> Callable[..., Lag]:
    """Catalogue entry for tests that need no true one."""

    def bygg(navn: str = "prove", geometri: str = "flate", verdi: Verdi = "") -> Lag:
        return Lag(
            navn=navn,
            tittel=f"Prøvelag {navn}",
            kilde=Wfs(url="https://eksempel.invalid/wfs", typenavn="app:Ting", geometrifelt="g"),
            geometri=geometri,  # type: ignore[arg-type]
            kolonner=(Kolonne(navn="lokalid", kilde="lokalId", tittel="ID"),),
            eier="Prøveeier",
            lisens="prøvelisens",
            navngivelse="© Prøveeier",
            metadata="",
            rolle="vern",
            tema="grunnlag",
            dekning=Dekning(type="hel", grunn="prøve"),
            stil=Stil(farge="#225588"),
            verdi=verdi,
        )

    return bygg


@pytest.fixture(scope="session")
def lag_data() -> Callable[..., Lagdata]:
    """Layer as fetched: `lag_data(post, geometrier, dekning=None, **kolonner)`.

    dekning    None: the board where the entry is mapped whole, nowhere where it is not
    kolonner   our column → list of values; missing columns are empty, lokalid is numbered
    """

    def bygg(
        post: Lag,
        geometrier: Sequence[BaseGeometry] = (),
        dekning: BaseGeometry | None = None,
        raster: Rutenett | None = None,
        **kolonner: Sequence[object],
    ) -> Lagdata:
        n = len(geometrier)
        ider = kolonner.pop("lokalid", [f"{post.navn}-{i + 1}" for i in range(n)])
        navn = [k.navn for k in post.kolonner if k.navn != "lokalid"]
        verdier = {k: list(kolonner.pop(k, [None] * n)) for k in navn}
        assert not kolonner, f"{post.navn} har ikke kolonnene {sorted(kolonner)}"
        data = GeoDataFrame({"lokalid": list(ider), **verdier}, geometry=list(geometrier), crs=EPSG)
        if dekning is None:
            dekning = Polygon() if post.dekning.type == "delvis" else GRENSE
        return Lagdata(
            post=post,
            status="hentet",
            data=data,
            dekning=dekning,
            raster=raster,
            hentet="2026-11-20T12:00:00+00:00",
            sha256="0" * 64,
            kilde="prøve.gpkg",
        )

    return bygg


@pytest.fixture(scope="session")
def ukjent_data() -> Callable[[Lag], Lagdata]:
    """Layer whose source failed."""

    def bygg(post: Lag) -> Lagdata:
        tomt = GeoDataFrame({k.navn: [] for k in post.kolonner}, geometry=[], crs=EPSG)
        return Lagdata(
            post=post,
            status="ikke_kjent",
            data=tomt,
            dekning=Polygon(),
            feil="tjenesten svarte ikke",
        )

    return bygg


@pytest.fixture(scope="session")
def kommune() -> Callable[..., Kommune]:
    """Toy municipality: `kommune(regel=…, analyse=…)`."""

    def bygg(regel: dict | None = None, analyse: dict | None = None) -> Kommune:
        return Kommune(
            nummer="5025",
            navn="Brettet",
            boks=Utsnitt(X0, Y0, X0 + SIDE_M, Y0 + SIDE_M, EPSG),
            regel=regel or {},
            analyse=analyse or {},
            mappe=Path(),
        )

    return bygg


@pytest.fixture(scope="session")
def grunnlag(kommune, ukjent_data) -> Callable[..., Grunnlag]:
    """Input of an analysis: `grunnlag(krever, *lagdata, kommune=None, dato=…)`.

    Layers in `krever` that are not given are «ikke kjent».
    """
    vanlig = kommune()

    def bygg(
        krever: Sequence[Lag] = (),
        *lagdata: Lagdata,
        kommune: Kommune | None = None,
        dato: date = I_DAG,
        journal: tuple[Journalrad, ...] = (),
        svar: Mapping[str, Resultat] = MappingProxyType({}),
    ) -> Grunnlag:
        alle = {post.navn: ukjent_data(post) for post in krever}
        alle |= {data.post.navn: data for data in lagdata}
        return Grunnlag(
            kommune=kommune or vanlig, grense=GRENSE, lag=alle, dato=dato, journal=journal,
            svar=svar,
        )  # fmt: skip

    return bygg


def _verdi(kolonne: Kolonne, post: Lag, nummer: int) -> object:
    """Plausible value of one column, in a fixed way."""
    koder = post.utvalg.get(kolonne.navn) or tuple(kolonne.koder)
    if koder:
        return koder[nummer % len(koder)]
    match kolonne.type:
        case "heltall":
            return nummer + 1
        case "tall":
            return float(nummer + 1)
        case "dato":
            return ("2030-06-01", "2024-06-01")[nummer % 2]
    return f"{kolonne.tittel} {nummer + 1}"


@pytest.fixture(scope="session")
def hele_brettet(lag_data, rute, strek, prikk) -> Callable[[Sequence[Lag]], list[Lagdata]]:
    """Every layer in `poster` with three features of its own geometry type, spread by its name.

    The toy is the same from run to run; polygons are 500 m squares, 250 m apart from layer to
    layer, so that most layers meet.
    """

    def former(post: Lag, plass: int) -> list[BaseGeometry]:
        x, y = 250.0 * (plass % 9) + 1000.0, 250.0 * (plass // 9) + 1000.0
        steg = [(x, y), (x + 2500.0, y), (x, y + 4000.0)]
        match post.geometri:
            case "flate":
                return [rute(a, b, a + 500.0, b + 500.0) for a, b in steg]
            case "linje":
                return [strek((a, b), (a + 900.0, b + 300.0)) for a, b in steg]
        return [prikk(a + 50.0, b + 50.0) for a, b in steg]

    def bygg(poster: Sequence[Lag]) -> list[Lagdata]:
        ut = []
        for plass, post in enumerate(sorted(poster, key=lambda p: p.navn)):
            if post.geometri == "raster":
                hoyder = np.add.outer(np.linspace(900, 600, 101), np.zeros(101)).astype(np.float32)
                terreng = Rutenett(hoyder, X0 - 50.0, Y0 + SIDE_M + 50.0, 100.0, EPSG)
                ut.append(lag_data(post, raster=terreng))
                continue
            geometrier = former(post, plass)
            kolonner = {
                k.navn: [_verdi(k, post, i) for i in range(len(geometrier))]
                for k in post.kolonner
                if k.navn != "lokalid"
            }
            ut.append(lag_data(post, geometrier, **kolonner))
        return ut

    return bygg


@pytest.fixture(scope="session")
def tomt_brett(grunnlag, lag_data, rute):
    """Run an analysis on a board where every layer is mapped whole and empty, but for `lagene`."""
    alt = rute(0, 0, 10_000, 10_000)

    def kjor(analyse, *lagene, parametre=None, **valg):
        alle = {post.navn: lag_data(post, dekning=alt) for post in analyse.krever}
        alle |= {data.post.navn: data for data in lagene}
        return analyse.kjor(grunnlag(analyse.krever, *alle.values(), **valg), parametre)

    return kjor


@pytest.fixture
def sil(grunnlag, lag_data, rute):
    """Screen `former` (shape, purpose); layers that are not given are empty and mapped."""
    alt = rute(0, 0, 10_000, 10_000)
    tomme = {post.navn: lag_data(post, dekning=alt) for post in SILES}

    def kjor(former, *lagene, parametre=None, **valg):
        innspill = lag_data(
            AREALINNSPILL, [f for f, _ in former], formaal=[hva for _, hva in former],
            navn=[f"Felt {i + 1}" for i in range(len(former))],
        )  # fmt: skip
        alle = tomme | {data.post.navn: data for data in lagene}
        return SILING.kjor(grunnlag(KREVER, *alle.values(), innspill, **valg), parametre)

    return kjor
