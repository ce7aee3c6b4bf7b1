"""CRS constants and the one check that no floor may forget."""

from geopandas import GeoDataFrame, GeoSeries
from pyproj import CRS
from pyproj.exceptions import CRSError

from gis.feil import CrsFeil, ParameterFeil

LENGDE_BREDDE = 4326
"""WGS 84 longitude/latitude, for web maps only."""
NASJONAL = 25833
"""ETRS89 / UTM 33N: what most national services store."""

LIKEVERDIGE = {32632: 25832, 32633: 25833, 32635: 25835, 4258: 4326}
"""WGS 84 codes that equal the ETRS89 ones within 1 m (the plate moves 2.5 cm a year, since 1989);
accepted with a remark."""


def krev_crs(data: GeoDataFrame | GeoSeries, epsg: int, hva: str = "data") -> None:
    """Stop unless `data` is in `epsg`.

    Raises
    ------
    CrsFeil    if the CRS is missing or another one; the message names `hva`
    """
    if data.crs is None:
        raise CrsFeil(f"{hva}: koordinatsystem mangler, ventet EPSG:{epsg}.")
    if data.crs.to_epsg() != epsg:
        raise CrsFeil(f"{hva}: koordinatsystemet er {data.crs.to_string()}, ventet EPSG:{epsg}.")


def les_epsg(epsg: int, hva: str) -> CRS:
    """Return the CRS that a user or a file names by its EPSG code.

    Raises
    ------
    ParameterFeil    if there is no such code; the message names `hva`
    """
    try:
        return CRS.from_epsg(epsg)
    except CRSError as err:
        raise ParameterFeil(f"{hva}: EPSG:{epsg} finnes ikke, bruk 25832–25835.") from err


def crs_navn(epsg: int) -> str:
    """Name of the CRS as EPSG gives it, e.g. «ETRS89 / UTM zone 32N»."""
    return str(CRS.from_epsg(epsg).name)


def arealmerknad(epsg: int) -> str:
    """Sentence that must stand by every area: which plane it was measured in."""
    return f"areal i kartplanet, EPSG:{epsg}"


def arealsetning(epsg: int) -> str:
    """Return the same as the beginning of a sentence."""
    merknad = arealmerknad(epsg)
    return merknad[0].upper() + merknad[1:]
