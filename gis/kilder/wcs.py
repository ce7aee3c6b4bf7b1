"""WCS 1.0.0: a coverage in tiles on one grid, joined without seams, NaN where nothing is known."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.errors import RasterioError
from rasterio.io import MemoryFile

from gis.crs import NASJONAL
from gis.feil import CrsFeil, KildeFeil, ParameterFeil
from gis.kilder.http import krev_ok
from gis.kilder.kanal import Kanal
from gis.kilder.raster import MAKS_RUTER
from gis.kilder.svar import Uthenting, krev_xml
from gis.kilder.xmlvern import les_xml
from gis.kommune import naermeste
from gis.rutenett import Rutenett
from gis.utsnitt import Utsnitt

MAKS_PIKSLER = 2000
"""Side of a tile; at Kartverket 2000 × 2000 takes 9 s and 3000 × 3000 times out."""
TALL_UTEN_MENING = 1e30
"""Values beyond this are a driver's own mark for nothing."""
NAER_NULL_M = 1.0
"""Where a coverage has a shore, it has values nearer nought than this too; our own choice."""
SKJEVT = 0.01
"""Share of a cell that a tile's place may differ from what was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flis:
    """One coverage of one WCS, as it is to be asked for."""

    url: str
    """Service address without query."""
    dekning: str
    """Coverage id."""
    versjon: str = "1.0.0"
    """WCS version."""
    rute_m: float = 10.0
    """Cell size to ask for, metres."""
    epsg: int = NASJONAL
    """CRS to ask for and to get."""


@dataclass(frozen=True, slots=True)
class _Beskrivelse:
    """What DescribeCoverage says that we need."""

    format: str
    nodata: float | None


def hent_wcs(kanal: Kanal, flis: Flis, utsnitt: Utsnitt) -> Uthenting:
    """Fetch what the coverage has of the box, cells aligned to multiples of the cell size.

    Raises
    ------
    KildeFeil        if the service fails, or has no value at all in the box
    ParameterFeil    if the coverage does not exist, naming the nearest
    CrsFeil          if a tile is in another CRS or place than asked for
    """
    beskrivelse = _beskriv(kanal, flis)
    boks = _paa_rutenett(utsnitt.i_epsg(flis.epsg), flis.rute_m)
    kolonner, rader = (
        round(s / flis.rute_m) for s in (boks.xmax - boks.xmin, boks.ymax - boks.ymin)
    )
    if kolonner * rader > MAKS_RUTER:
        raise KildeFeil(
            f"WCS {flis.url}: utsnittet har {kolonner * rader} ruter, mer enn {MAKS_RUTER}."
        )
    verdier = np.full((rader, kolonner), np.nan, dtype=np.float32)
    summer: list[str] = []
    storrelse, forste, oppgitt = 0, None, True
    for rad, kol, del_ in _fliser(boks, flis.rute_m):
        parametre = _parametre(flis, del_, beskrivelse.format)
        svar = kanal.klient.hent(flis.url, parametre)
        if not _er_tiff(svar.innhold):
            krev_xml(svar, f"WCS {flis.url}, {flis.dekning}")
            raise KildeFeil(f"WCS {flis.url}: svaret er ikke GeoTIFF ({krev_ok(svar).type}).")
        ruter, sier_tomt = _les_flis(svar.innhold, flis, del_, beskrivelse.nodata)
        oppgitt = oppgitt and sier_tomt
        verdier[rad : rad + ruter.shape[0], kol : kol + ruter.shape[1]] = ruter
        summer.append(kanal.behold(svar.innhold))
        storrelse += len(svar.innhold)
        forste = forste or (parametre, dict(svar.hoder))
    merknader = () if oppgitt else _nuller(verdier)
    if forste is None or np.isnan(verdier).all():
        raise KildeFeil(f"WCS {flis.url}, {flis.dekning}: tjenesten har ingen verdier i området.")
    data = Rutenett(verdier, boks.xmin, boks.ymax, flis.rute_m, flis.epsg)
    return Uthenting(
        data=data, raafiler=tuple(summer), bytes=storrelse, url=flis.url, parametre=forste[0],
        hoder=forste[1], mottatt=int(np.isfinite(verdier).sum()), merknader=merknader,
    )  # fmt: skip


def _er_tiff(innhold: bytes) -> bool:
    return innhold[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")


def _paa_rutenett(boks: Utsnitt, rute_m: float) -> Utsnitt:
    """Return the box grown to whole cells of a grid that starts at the CRS's origin."""
    x0, y0 = (np.floor(tall / rute_m) * rute_m for tall in (boks.xmin, boks.ymin))
    x1, y1 = (np.ceil(tall / rute_m) * rute_m for tall in (boks.xmax, boks.ymax))
    return Utsnitt(float(x0), float(y0), float(x1), float(y1), boks.epsg)


def _fliser(boks: Utsnitt, rute_m: float) -> Iterator[tuple[int, int, Utsnitt]]:
    """Yield (first row, first column, box) of tiles within the pixel limit; they share no cell."""
    side = MAKS_PIKSLER * rute_m
    rad, nord = 0, boks.ymax
    while nord > boks.ymin:
        sor = max(nord - side, boks.ymin)
        kol, vest = 0, boks.xmin
        while vest < boks.xmax:
            aust = min(vest + side, boks.xmax)
            yield rad, kol, Utsnitt(vest, sor, aust, nord, boks.epsg)
            kol, vest = kol + MAKS_PIKSLER, aust
        rad, nord = rad + MAKS_PIKSLER, sor


def _parametre(flis: Flis, boks: Utsnitt, format_: str) -> dict[str, str]:
    """Build GetCoverage; width and height are given, so that the cells are ours."""
    return {
        "service": "WCS", "version": flis.versjon, "request": "GetCoverage",
        "coverage": flis.dekning, "crs": f"EPSG:{flis.epsg}", "format": format_,
        "bbox": ",".join(f"{tall:.3f}" for tall in boks.grenser),
        "width": str(round((boks.xmax - boks.xmin) / flis.rute_m)),
        "height": str(round((boks.ymax - boks.ymin) / flis.rute_m)),
    }  # fmt: skip


def _les_flis(
    innhold: bytes, flis: Flis, boks: Utsnitt, nodata: float | None
) -> tuple[NDArray[np.float32], bool]:
    """Read one tile, after its place has been compared with what was asked for.

    Also tells whether anybody said which value stands for nothing.
    """
    hva = f"WCS {flis.url}, {flis.dekning}"
    try:
        with MemoryFile(innhold) as minne, minne.open(driver="GTiff") as fil:
            _krev_plass(fil, flis, boks, hva)
            verdier: NDArray[np.float32] = fil.read(1).astype(np.float32)
            tomme = [tall for tall in (nodata, fil.nodata) if tall is not None]
    except RasterioError as err:
        raise KildeFeil(f"{hva}: GeoTIFF-en kan ikke leses ({err}). Prøv igjen senere.") from err
    with np.errstate(over="ignore"):
        for tall in tomme:
            verdier[verdier == np.float32(tall)] = np.nan
    verdier[~(np.abs(verdier) < TALL_UTEN_MENING)] = np.nan
    return verdier, bool(tomme) or bool(np.isnan(verdier).any())


def _nuller(verdier: NDArray[np.float32]) -> tuple[str, ...]:
    """Make noughts that nothing leads down to unknown, in place, and say what was doubted.

    A service that has no value for «nothing» fills holes with nought (MapServer does).
    """
    nuller = verdier == 0
    if not nuller.any():
        return ()
    antall = int(nuller.sum())
    if (np.abs(verdier[~nuller]) < NAER_NULL_M).any():
        return (f"Tjenesten sier ikke hva som er ukjent; {antall} ruter er 0 og kan være hull.",)
    verdier[nuller] = np.nan
    return (f"Tjenesten sier ikke hva som er ukjent; {antall} ruter er 0 og regnes som ukjente.",)


def _krev_plass(fil: rasterio.DatasetReader, flis: Flis, boks: Utsnitt, hva: str) -> None:
    """Stop unless the tile lies where it was asked for: a shift would show as a seam."""
    if fil.crs is None or fil.crs.to_epsg() != flis.epsg:
        raise CrsFeil(f"{hva}: ba om EPSG:{flis.epsg}, men fikk {fil.crs or 'ingen CRS'}.")
    x0, y0, x1, y1 = boks.grenser
    ventet = (round((x1 - x0) / flis.rute_m), round((y1 - y0) / flis.rute_m))
    if (fil.width, fil.height) != ventet:
        raise KildeFeil(
            f"{hva}: ba om {ventet[0]} × {ventet[1]} ruter, men fikk {fil.width} × {fil.height}."
        )
    avvik = max(abs(a - b) for a, b in zip(fil.bounds, boks.grenser, strict=True))
    if avvik > SKJEVT * flis.rute_m:
        raise CrsFeil(
            f"{hva}: flisen ligger {avvik:.2f} m fra der det ble bedt om. Oppgi rute_m som går opp "
            "i rutene til tjenesten."
        )


# -- what the service says ------------------------------------------------------------------


def _beskriv(kanal: Kanal, flis: Flis) -> _Beskrivelse:
    """Ask for the coverage's formats and mark for nothing, once in a run."""
    nokkel, hva = f"WCS {flis.versjon} {flis.url} {flis.dekning}", f"WCS {flis.url}"
    innhold = kanal.husket.get(nokkel)
    if innhold is None:
        krev_dekning(kanal, flis)
        innhold = _spor(kanal, flis, "DescribeCoverage", {"coverage": flis.dekning})
        les_xml(innhold, hva)
        kanal.husket[nokkel] = innhold
    rot = les_xml(innhold, hva)
    formater = [
        ord_
        for e in rot.iterfind(".//{*}supportedFormats/{*}formats")
        for ord_ in (e.text or "").split()
    ]
    tiff = [ord_ for ord_ in formater if "tif" in ord_.lower()]
    tiff.sort(key=lambda ord_: not re.search("32|float", ord_.lower()))  # heights, not colours
    if formater and not tiff:
        raise KildeFeil(f"WCS {flis.url}: tjenesten gir ikke GeoTIFF, bare {', '.join(formater)}.")
    tomt = rot.findtext(".//{*}nullValues/{*}singleValue")
    try:
        nodata = float(tomt) if tomt else None
    except ValueError:
        nodata = None
    return _Beskrivelse(tiff[0] if tiff else "GeoTIFF", nodata)


def krev_dekning(kanal: Kanal, flis: Flis) -> None:
    """Stop when the coverage is not there (owslib stops where a mere title is missing).

    Raises
    ------
    KildeFeil        if the service fails
    ParameterFeil    if it does not have the coverage, naming the nearest
    """
    rot = les_xml(_spor(kanal, flis, "GetCapabilities", {}), f"WCS {flis.url}")
    navnene = [(e.text or "").strip() for e in rot.iterfind(".//{*}CoverageOfferingBrief/{*}name")]
    if flis.dekning not in navnene:
        hint = naermeste(flis.dekning, navnene) if navnene else ""
        raise ParameterFeil(f"WCS {flis.url}: dekningen «{flis.dekning}» finnes ikke. {hint}")


def _spor(kanal: Kanal, flis: Flis, hva: str, ekstra: dict[str, str]) -> bytes:
    parametre = {"service": "WCS", "version": flis.versjon, "request": hva, **ekstra}
    svar = kanal.klient.hent(flis.url, parametre, godta="application/xml, text/xml")
    innhold = krev_xml(svar, f"WCS {flis.url}, {hva}")
    krev_ok(svar)
    return innhold
