"""WMS 1.3.0: a picture with its place, what lies at a point, and the legend."""

import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from lxml import etree
from numpy.typing import NDArray
from rasterio.crs import CRS
from rasterio.errors import NotGeoreferencedWarning, RasterioError
from rasterio.io import MemoryFile
from rasterio.transform import Affine

from gis.feil import CrsFeil, KildeFeil, ParameterFeil
from gis.kilder.http import krev_ok
from gis.kilder.httpsvar import Svar
from gis.kilder.kanal import Kanal
from gis.kilder.skriving import atomisk
from gis.kilder.svar import deler, krev_objekter, krev_xml
from gis.kilder.wms import VERSJON, Visning
from gis.kilder.xmlvern import les_xml
from gis.utsnitt import Utsnitt

MAKS_BILDE = 12_000
"""Side of the whole picture: A0 at 250 dots an inch is 11 700. Our own choice."""
BREDDE_FORST = (4326, 4258)
"""CRS whose code means latitude first in WMS 1.3.0."""
TREFFORMATER = ("application/geo+json", "application/json", "application/vnd.ogc.gml", "text/plain")
"""Answers to GetFeatureInfo in order of preference; HTML is never asked for."""


@dataclass(frozen=True, slots=True, eq=False)
class Bilde:
    """A picture with its place on the ground."""

    piksler: NDArray[np.uint8]
    """(4, rows, columns) red, green, blue, opacity."""
    utsnitt: Utsnitt
    """The box that it shows."""


# -- pictures -------------------------------------------------------------------------------


def hent_bilde(kanal: Kanal, visning: Visning, utsnitt: Utsnitt, punkt_m: float) -> Bilde:
    """Fetch the layer as one transparent picture, in tiles where the service has a limit.

    Parameters
    ----------
    utsnitt    box in a CRS that the layer is shown in
    punkt_m    side of a pixel, in the unit of the CRS

    Raises
    ------
    CrsFeil      if the layer is not shown in that CRS
    KildeFeil    if the service fails, the picture is too large, or the scale is outside its limits
    """
    _krev_visning(visning, utsnitt, punkt_m)
    bredde = max(math.ceil((utsnitt.xmax - utsnitt.xmin) / punkt_m), 1)
    hoyde = max(math.ceil((utsnitt.ymax - utsnitt.ymin) / punkt_m), 1)
    if max(bredde, hoyde) > MAKS_BILDE:
        raise KildeFeil(f"WMS {visning.url}: bildet blir {bredde} × {hoyde} punkter, for stort.")
    x1, y0 = utsnitt.xmin + bredde * punkt_m, utsnitt.ymax - hoyde * punkt_m
    hele = Utsnitt(utsnitt.xmin, y0, x1, utsnitt.ymax, utsnitt.epsg)
    piksler = np.zeros((4, hoyde, bredde), dtype=np.uint8)
    hva = f"WMS {visning.url}, {visning.lag}"
    for rad, kol, hoy, bred in _fliser(hoyde, bredde, visning.maks_piksler):
        vest, nord = hele.xmin + kol * punkt_m, hele.ymax - rad * punkt_m
        del_ = Utsnitt(vest, nord - hoy * punkt_m, vest + bred * punkt_m, nord, hele.epsg)
        parametre = {**_kart(visning, del_, bred, hoy), "request": "GetMap"}
        svar = kanal.klient.hent(visning.url, parametre, godta="image/png")
        piksler[:, rad : rad + hoy, kol : kol + bred] = les_bilde(svar, hva, hoy, bred)
    return Bilde(piksler, hele)


def _krev_visning(visning: Visning, utsnitt: Utsnitt, punkt_m: float) -> None:
    """Stop where the picture would come back empty without a word."""
    if visning.crs and f"EPSG:{utsnitt.epsg}" not in visning.crs:
        raise CrsFeil(
            f"WMS {visning.url}, {visning.lag}: vises ikke i EPSG:{utsnitt.epsg}, bare i "
            f"{', '.join(visning.crs[:8])}."
        )
    if utsnitt.epsg in BREDDE_FORST:
        return
    nevner = punkt_m / 0.00028  # the standard's pixel of 0.28 mm
    under = visning.minste_nevner is not None and nevner < visning.minste_nevner
    if under or (visning.storste_nevner is not None and nevner > visning.storste_nevner):
        storst = "∞" if visning.storste_nevner is None else f"{visning.storste_nevner:.0f}"
        raise KildeFeil(
            f"WMS {visning.url}, {visning.lag}: vises ikke i målestokk 1:{nevner:.0f} (grensene er "
            f"{visning.minste_nevner or 0:.0f}–{storst})."
        )


def _fliser(hoyde: int, bredde: int, side: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield (row, column, height, width) of the pictures to ask for."""
    for rad in range(0, hoyde, side):
        for kol in range(0, bredde, side):
            yield rad, kol, min(side, hoyde - rad), min(side, bredde - kol)


def _kart(visning: Visning, utsnitt: Utsnitt, bredde: int, hoyde: int) -> dict[str, str]:
    """Build what GetMap and GetFeatureInfo share; axes as the CRS has them."""
    snudd = utsnitt.epsg in BREDDE_FORST
    x0, y0, x1, y1 = (f"{tall:.{9 if snudd else 3}f}" for tall in utsnitt.grenser)
    boks = (y0, x0, y1, x1) if snudd else (x0, y0, x1, y1)
    return {
        "service": "WMS", "version": VERSJON, "layers": visning.lag, "styles": "",
        "crs": f"EPSG:{utsnitt.epsg}", "bbox": ",".join(boks), "width": str(bredde),
        "height": str(hoyde), "format": "image/png", "transparent": "TRUE",
    }  # fmt: skip


def les_bilde(svar: Svar, hva: str, hoyde: int, bredde: int) -> NDArray[np.uint8]:
    """Return a picture as (4, rows, columns) red, green, blue, opacity.

    Raises
    ------
    KildeFeil    if it is none, or of another size; errors come as XML or HTML with status 200
    """
    if svar.innhold.lstrip()[:1] == b"<":
        krev_xml(svar, hva)
        raise KildeFeil(f"{hva}: svaret er XML, ikke et bilde.")
    krev_ok(svar)
    try:
        with _uten_plass(), MemoryFile(svar.innhold) as minne, minne.open() as fil:
            farger = fil.read()
            palett = (
                fil.colormap(1) if fil.count == 1 and fil.colorinterp[0].name == "palette" else None
            )
    except (RasterioError, ValueError) as err:
        raise KildeFeil(f"{hva}: bildet kan ikke leses ({err}). Prøv igjen senere.") from err
    if palett is not None:
        tabell = np.array([palett.get(i, (0, 0, 0, 0)) for i in range(256)], dtype=np.uint8)
        farger = tabell[farger[0]].transpose(2, 0, 1)
    if farger.shape[1:] != (hoyde, bredde):
        raise KildeFeil(
            f"{hva}: ba om {bredde} × {hoyde} punkter, men fikk "
            f"{farger.shape[2]} × {farger.shape[1]}."
        )
    return _rgba(farger)


@contextmanager
def _uten_plass() -> Iterator[None]:
    """Let rasterio read a picture that does not say where it lies: the request has the place."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        yield


def _rgba(farger: NDArray[Any]) -> NDArray[np.uint8]:
    """Grey, grey + opacity, RGB or RGBA → RGBA."""
    heldekkende = np.full((1, *farger.shape[1:]), 255, dtype=np.uint8)
    farger = farger.astype(np.uint8)
    match len(farger):
        case 1:
            return np.concatenate([farger, farger, farger, heldekkende])
        case 2:
            return np.concatenate([farger[:1], farger[:1], farger[:1], farger[1:]])
        case 3:
            return np.concatenate([farger, heldekkende])
    return farger[:4]


def skriv_bilde(sti: Path, bilde: Bilde) -> None:
    """Write the picture as a GeoTIFF that any map program puts in its place.

    Raises
    ------
    SkriveFeil    if it cannot be written
    """
    _, rader, kolonner = bilde.piksler.shape
    boks = bilde.utsnitt
    bred, hoy = (boks.xmax - boks.xmin) / kolonner, (boks.ymax - boks.ymin) / rader
    plass = Affine(bred, 0.0, boks.xmin, 0.0, -hoy, boks.ymax)
    with (
        atomisk(sti) as midlertidig,
        rasterio.open(
            midlertidig, "w", driver="GTiff", width=kolonner, height=rader, count=4,
            dtype="uint8", crs=CRS.from_epsg(bilde.utsnitt.epsg), transform=plass,
            photometric="RGB", alpha="YES", compress="deflate",
        ) as fil,
    ):  # fmt: skip
        fil.write(bilde.piksler)


# -- what lies at a point, and the legend ---------------------------------------------------


def hent_treff(
    kanal: Kanal, visning: Visning, utsnitt: Utsnitt, punkt: tuple[float, float]
) -> list[dict[str, Any]]:
    """Return what the layer has at a point (x, y in the box's CRS), as GeoJSON features.

    The scale counts: the box is shown as 101 × 101 pixels. A service that gives only text comes
    back as one feature without geometry whose property `tekst` holds it.

    Raises
    ------
    CrsFeil          if the layer is not shown in that CRS
    KildeFeil        if the layer cannot be asked, or the service fails
    ParameterFeil    if the point lies outside the box
    """
    if not visning.spores:
        raise KildeFeil(f"WMS {visning.url}, {visning.lag}: laget kan ikke spørres om punkter.")
    side = 101
    _krev_visning(visning, utsnitt, (utsnitt.xmax - utsnitt.xmin) / side)
    kol = int((punkt[0] - utsnitt.xmin) / (utsnitt.xmax - utsnitt.xmin) * side)
    rad = int((utsnitt.ymax - punkt[1]) / (utsnitt.ymax - utsnitt.ymin) * side)
    if not (0 <= kol < side and 0 <= rad < side):
        raise ParameterFeil(f"Punktet {punkt} ligger utenfor {utsnitt.grenser}.")
    tilbys = [f for f in TREFFORMATER if any(f in t.lower() for t in visning.trefformater)]
    parametre = {
        **_kart(visning, utsnitt, side, side), "request": "GetFeatureInfo",
        "query_layers": visning.lag, "i": str(kol), "j": str(rad), "feature_count": "50",
        "info_format": tilbys[0] if tilbys else "text/plain",
    }  # fmt: skip
    svar = kanal.klient.hent(visning.url, parametre)
    return _les_treff(svar, f"WMS {visning.url}, {visning.lag}")


def _les_treff(svar: Svar, hva: str) -> list[dict[str, Any]]:
    """Features of an answer, whatever its format."""
    start = svar.innhold.lstrip()[:1]
    if start == b"{":
        return deler(krev_objekter(svar, hva), "features")
    if start == b"<":
        rot = les_xml(krev_xml(svar, hva), hva)
        krev_ok(svar)
        return _gml_treff(rot)
    tekst = krev_ok(svar).innhold.decode("utf-8", "replace").strip()
    return [{"type": "Feature", "geometry": None, "properties": {"tekst": tekst}}] if tekst else []


def _gml_treff(rot: etree._Element) -> list[dict[str, Any]]:
    """Features of MapServer's msGMLOutput and of GML collections: elements that end in _feature."""
    ut = []
    for element in rot.iter("{*}*"):
        navn = etree.QName(element).localname
        far = element.getparent()
        medlem = far is not None and etree.QName(far).localname.lower().endswith("member")
        if not (navn.endswith("_feature") or medlem):
            continue
        egenskaper = {
            etree.QName(e).localname: (e.text or "").strip() for e in element
            if isinstance(e.tag, str) and not len(e) and (e.text or "").strip()
        }  # fmt: skip
        ut.append({"type": "Feature", "geometry": None, "properties": egenskaper})
    return ut


def hent_tegnforklaring(kanal: Kanal, visning: Visning) -> bytes:
    """Return the layer's legend as PNG bytes.

    Raises
    ------
    KildeFeil    if the service fails or gives no picture
    """
    parametre = {
        "service": "WMS", "version": VERSJON, "request": "GetLegendGraphic",
        "layer": visning.lag, "format": "image/png", "sld_version": "1.1.0",
    }  # fmt: skip
    svar = kanal.klient.hent(visning.url, parametre, godta="image/png")
    return krev_png(svar, f"WMS {visning.url}, {visning.lag}, tegnforklaring")


def krev_png(svar: Svar, hva: str) -> bytes:
    """Return the bytes of a PNG.

    Raises
    ------
    KildeFeil    if it is none, with what the service says
    """
    if not svar.innhold.startswith(b"\x89PNG"):
        krev_xml(svar, hva)
        raise KildeFeil(f"{hva}: svaret er ikke et bilde.")
    return svar.innhold
