"""The whole catalogue, fetched from real servers and compared feature by feature.

MapServer serves the example municipality as WFS (a service a layer, with the types and geometry
properties that Geonorge has) and its terrain as WCS; pygeoapi the OGC API collections; a small
server of our own the downloads and ArcGIS layers. What the store then holds is laid beside the file
that was served, read by GDAL.
"""

import json
import math
import subprocess
import sys
import threading
import zipfile
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import rasterio
import shapely

from gis.kilder.http import Grenser, Klient
from gis.kilder.lager import Lager
from gis.kommune import Kommune, LagValg
from gis.utsnitt import Utsnitt
from lag.eksempel import lag_eksempel
from lag.katalog import KATALOG
from lag.lasting import Oppsett, hent, last
from lag.modell import ArcGis, IngenTjeneste, Nedlasting, OgcApi, Wcs, Wfs, Wms

pytestmark = pytest.mark.mapserver
ROT = Path(__file__).resolve().parents[2]
PROGRAMMER = [Path("/usr/bin/mapserv"), Path("/usr/lib/cgi-bin/mapserv")]
NAA = "2026-11-24T14:00:00+00:00"
BOKS = Utsnitt(608785.0, 6912647.0, 668567.0, 6969673.0, 25832)
SIDE = 100
"""Features of an ArcGIS answer."""
DRIVERE = {"FGDB": ("gdb", "OpenFileGDB"), "GML": ("gml", "GML")}
KILDER = {navn: post.kilde for navn, post in KATALOG.items()}


def _av(slag):
    return [navn for navn, kilde in KILDER.items() if isinstance(kilde, slag)]


@dataclass
class Servert:
    """The file that is served, and where."""

    gpkg: Path
    terreng: Path
    wfs: str = ""
    ogcapi: str = ""
    annet: str = ""
    lest: dict[str, gpd.GeoDataFrame] = field(default_factory=dict)

    def les(self, navn):
        """The layer as GDAL reads it, features without a place left out."""
        if navn not in self.lest:
            data = pyogrio.read_dataframe(self.gpkg, layer=navn)
            ja = ~(data.geometry.isna() | data.geometry.is_empty)
            self.lest[navn] = data[ja].reset_index(drop=True)
        return self.lest[navn]


class Resten(BaseHTTPRequestHandler):
    """Downloads at /<lag>.zip and ArcGIS layers at /<lag>/MapServer/<nr>."""

    servert: Servert

    def do_GET(self):
        ledd = urlsplit(self.path)
        navn = ledd.path.strip("/").partition("/")[0].removesuffix(".zip")
        spor = {n: v[-1] for n, v in parse_qs(ledd.query).items()}
        kropp = self.pakke(navn) if ledd.path.endswith(".zip") else self.arcgis(navn, ledd, spor)
        self.send_response(200)
        self.send_header("Content-Length", str(len(kropp)))
        self.end_headers()
        self.wfile.write(kropp)

    def pakke(self, navn):
        """The layer as GDAL writes it in the format that the catalogue names, zipped."""
        kilde = KILDER[navn]
        mappe = self.servert.gpkg.parent / f"pakke_{navn}"
        endelse, driver = DRIVERE[kilde.format]
        sti = mappe / f"{navn}.{endelse}"
        if not sti.exists():
            mappe.mkdir(exist_ok=True)
            pyogrio.write_dataframe(
                self.servert.les(navn), sti, layer=kilde.fillag or navn, driver=driver,
                layer_options={"TARGET_ARCGIS_VERSION": "ARCGIS_PRO_3_2_OR_LATER"}
                if driver == "OpenFileGDB" else None,
                dataset_options={"FORMAT": "GML3.2"} if driver == "GML" else None,
            )  # fmt: skip
        ut = BytesIO()
        with zipfile.ZipFile(ut, "w") as arkiv:
            for fil in sorted(f for f in mappe.rglob("*") if f.is_file()):
                arkiv.write(fil, fil.relative_to(mappe))
        return ut.getvalue()

    def arcgis(self, navn, ledd, spor):
        """A layer's own description, its count, or a page of GeoJSON."""
        data = self.servert.les(navn)
        if not ledd.path.endswith("/query"):
            om = {"name": navn, "objectIdField": "OBJECTID", "maxRecordCount": SIDE}
            return json.dumps(om).encode()
        if spor.get("returnCountOnly") == "true":
            return json.dumps({"count": len(data)}).encode()
        start = int(spor["resultOffset"])
        side = json.loads(data.iloc[start : start + SIDE].to_json())
        side["exceededTransferLimit"] = start + SIDE < len(data)
        assert spor["outSR"] == "25833"
        for nr, objekt in enumerate(side["features"], start + 1):
            objekt["id"] = nr
        return json.dumps(side).encode()

    def log_message(self, *_):
        pass


def _start(program, *resten):
    kommando = [sys.executable, str(ROT / "tests/hjelp" / program), *map(str, resten)]
    prosess = subprocess.Popen(
        kommando, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert prosess.stdout is not None
    return prosess, prosess.stdout.readline().strip()


@pytest.fixture(scope="module")
def servert(tmp_path_factory):
    """The example on three servers."""
    if not any(program.exists() for program in PROGRAMMER):
        pytest.skip("MapServer er ikke installert (Debian: apt install cgi-mapserver)")
    mappe = tmp_path_factory.mktemp("servert")
    gpkg = lag_eksempel(mappe, "2026-01-01T00:00:00Z")
    alt = Servert(gpkg, mappe / "eksempel_terreng.tif")
    wfs = [
        f"{n}={KILDER[n].typenavn.rpartition(':')[2]}={KILDER[n].geometrifelt}" for n in _av(Wfs)
    ]
    (mappe / "api").mkdir()
    for navn in _av(OgcApi):
        grader = alt.les(navn).to_crs(4326)
        grader.assign(fid=range(len(grader))).to_file(mappe / "api" / f"{navn}.geojson")
    ms, alt.wfs = _start("mapserver.py", gpkg, 0, *wfs, "--hver", "--raster", alt.terreng)
    api, alt.ogcapi = _start("pygeoapi_tjener.py", mappe / "api")
    Resten.servert = alt
    resten = ThreadingHTTPServer(("127.0.0.1", 0), Resten)
    alt.annet = f"http://127.0.0.1:{resten.server_port}"
    traad = threading.Thread(target=resten.serve_forever, args=(0.02,), daemon=True)
    traad.start()
    yield alt
    resten.shutdown()
    resten.server_close()
    traad.join()
    for prosess in (ms, api):
        prosess.terminate()
        prosess.communicate()


def _valg(navn, alt):
    """Where [lag.<id>] points: the same kind of source as the catalogue's, on loopback."""
    kilde = KILDER[navn]
    match kilde:
        case Wfs():
            return LagValg(
                protokoll="wfs", url=f"{alt.wfs}/{navn}", typenavn=kilde.typenavn,
                geometrifelt=kilde.geometrifelt, epsg=kilde.epsg, versjon=kilde.versjon,
            )  # fmt: skip
        case OgcApi():
            return LagValg(protokoll="ogcapi", url=alt.ogcapi, typenavn=navn)
        case ArcGis():
            return LagValg(protokoll="arcgis", url=f"{alt.annet}/{navn}/MapServer", typenavn="0")
        case Nedlasting():
            return LagValg(
                protokoll="nedlasting", url=f"{alt.annet}/{navn}.zip", format=kilde.format,
                fillag=kilde.fillag,
            )  # fmt: skip
        case Wcs():
            return LagValg(
                protokoll="wcs", url=f"{alt.wfs}/terreng", typenavn="terreng", epsg=25832,
                rute_m=_rute_m(alt),
            )  # fmt: skip
        case IngenTjeneste() | Wms():
            return LagValg(protokoll="fil", sti=str(alt.gpkg), fillag=navn)
    raise AssertionError(kilde)


def _rute_m(alt):
    with rasterio.open(alt.terreng) as tif:
        return float(tif.transform.a)


@pytest.fixture(scope="module")
def hentet(servert, tmp_path_factory):
    """Everything fetched once: municipality, store, and what each layer's fetching said."""
    kommune = Kommune(
        nummer="5025", navn="Røros", boks=BOKS, lag={n: _valg(n, servert) for n in KATALOG}
    )
    klient = Klient("arealsil/prove", Grenser(lesing_s=120.0, forsok=1))
    lager = Lager(tmp_path_factory.mktemp("lager"))
    oppsett = Oppsett(lager=lager, klient=klient, naa=NAA)
    meldinger = {navn: hent(post, kommune, oppsett) for navn, post in KATALOG.items()}
    yield kommune, lager, meldinger
    klient.okt.close()


def _tekst(verdi):
    """A value as every route must agree on it."""
    if verdi is None or verdi != verdi or str(verdi) in ("", "nan", "NaT"):  # noqa: PLR0124 – NaN
        return ""
    try:
        tall = float(verdi)
    except (TypeError, ValueError):
        return str(verdi)
    return f"{tall:.6g}" if math.isfinite(tall) else str(verdi)


def _ordnet(data, kolonner):
    """Rows as texts, sorted, with their geometries in the same order."""
    rader = [tuple(_tekst(v) for v in rad) for rad in data[kolonner].itertuples(index=False)]
    steder = np.round(shapely.bounds(data.geometry.to_numpy()), 0)
    rekke = sorted(range(len(rader)), key=lambda nr: (rader[nr], tuple(steder[nr])))
    return [rader[nr] for nr in rekke], data.geometry.to_numpy()[rekke]


VEKTOR = [navn for navn, post in KATALOG.items() if post.geometri != "raster"]


@pytest.mark.parametrize("navn", VEKTOR)
def test_lageret_har_det_som_ble_servert(servert, hentet, navn):
    _, lager, meldinger = hentet
    assert meldinger[navn].status == "hentet", meldinger[navn].tekst
    fasit = servert.les(navn)
    data = lager.les(navn, lager.kopi(navn))
    data = data[~(data.geometry.isna() | data.geometry.is_empty)].to_crs(25833)
    assert len(data) == len(fasit)
    felles = [k for k in fasit.columns if k != "geometry" and k in data.columns]
    mangler = set(fasit.columns) - set(felles) - {"geometry"}
    assert not [k for k in mangler if fasit[k].notna().any()]
    rader, former = _ordnet(data, felles)
    riktige_rader, riktige = _ordnet(fasit, felles)
    assert rader == riktige_rader
    grader = getattr(KILDER[navn], "epsg", 25833) == 4258
    avstand = shapely.hausdorff_distance(former, riktige)
    assert avstand.max() < (0.15 if grader else 0.001)  # MapServer writes six decimals of a degree


def test_terrenget_er_likt_til_siste_rute(servert, hentet):
    kommune, lager, meldinger = hentet
    assert meldinger["terreng"].status == "hentet", meldinger["terreng"].tekst
    raster = last(KATALOG["terreng"], kommune, lager).raster
    with rasterio.open(servert.terreng) as tif:
        hele, plass = tif.read(1), tif.transform
        hele = np.where(hele == tif.nodata, np.nan, hele)
    rad0, kol0 = (round(t) for t in ((plass.f - raster.ymax) / raster.rute_m,
                                     (raster.xmin - plass.c) / raster.rute_m))  # fmt: skip
    rader, kolonner = raster.verdier.shape
    r0, k0 = max(-rad0, 0), max(-kol0, 0)
    utdrag = hele[max(rad0, 0) : rad0 + rader, max(kol0, 0) : kol0 + kolonner]
    np.testing.assert_array_equal(
        raster.verdier[r0 : r0 + utdrag.shape[0], k0 : k0 + utdrag.shape[1]], utdrag
    )
    assert np.isfinite(utdrag).mean() > 0.5


@pytest.mark.parametrize("navn", _av((Wfs, OgcApi, ArcGis)))
def test_antallet_er_bekreftet_av_tjenesten(hentet, navn):
    _, lager, _ = hentet
    opphav = lager.kopi(navn).opphav
    assert opphav.ventet == opphav.mottatt
    assert opphav.raafiler and all((lager.mappe / "raa" / s).is_file() for s in opphav.raafiler)
