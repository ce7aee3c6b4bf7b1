"""Files: text, package data, vector files and rasters; every way in from the disk."""

import hashlib
import warnings
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from glob import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

import fiona
import numpy as np
import pyogrio
from fiona.errors import FionaError
from geopandas import GeoDataFrame, GeoSeries
from pandas import DataFrame
from shapely.errors import ShapelyError
from shapely.geometry import shape

from gis.feil import KildeFeil, ParameterFeil
from gis.kilder.filcrs import JSON_ENDELSER, med_crs
from gis.kilder.gdal import en_om_gangen
from gis.kilder.gml import gml_typer, les_gml
from gis.kilder.raster import les_raster
from gis.kilder.skriving import OGR_FEIL
from gis.kilder.sosi import les_sosi, sosilag
from gis.kilder.tabellfil import er_tabell, les_tabell, tabellark
from gis.kommune import naermeste
from gis.tekst import SATT_TIL_SIDE, antall, eksempler
from gis.utsnitt import Utsnitt

__all__ = [
    "fillag", "filtid", "les_bytes", "les_pakkebytes", "les_pakketekst", "les_raster",
    "les_tekst", "les_vektor", "sha256_av", "storrelse",
]  # fmt: skip

GML_ENDELSER = (".gml", ".xml")
"""Read by our own parser: no .gfs is left behind, and nothing is fetched from the network."""
SOSI_ENDELSER = (".sos", ".sosi")
SHAPE = (".shp", ".shx", ".dbf", ".prj", ".cpg")
"""Files that a shapefile is made of, in the order in which their checksum is taken."""
FLATT = {"FLATTEN_NESTED_ATTRIBUTES": "YES", "NESTED_ATTRIBUTE_SEPARATOR": "."}
"""GDAL's GeoJSON options: nested members become dotted columns."""
LESEFEIL = (*OGR_FEIL, ShapelyError, ValueError, RuntimeError, OSError)
"""What bulk reading raises when one feature is bad; the features are then read one by one."""

# -- text and bytes -------------------------------------------------------------------------


def les_bytes(sti: Path) -> bytes:
    """Read the whole file.

    Raises
    ------
    KildeFeil    if it is missing or may not be read
    """
    try:
        return sti.read_bytes()
    except FileNotFoundError as err:
        raise KildeFeil(f"Filen {sti} finnes ikke. Kontroller stien.") from err
    except OSError as err:
        raise KildeFeil(f"Filen {sti} kan ikke leses ({err.strerror}).") from err


def les_tekst(sti: Path) -> str:
    """Read a UTF-8 text file, with or without a byte-order mark.

    Raises
    ------
    KildeFeil    if it is missing, may not be read, or is not UTF-8
    """
    try:
        return les_bytes(sti).decode("utf-8-sig")
    except UnicodeDecodeError as err:
        raise KildeFeil(f"Filen {sti} er ikke UTF-8. Lagre den på nytt som UTF-8.") from err


def les_pakkebytes(pakke: str, navn: str) -> bytes:
    """Read a data file that is installed with the program."""
    return files(pakke).joinpath(navn).read_bytes()


def les_pakketekst(pakke: str, navn: str) -> str:
    """Read a UTF-8 text file that is installed with the program."""
    return les_pakkebytes(pakke, navn).decode("utf-8")


def urorte(mappe: Path, summer: Mapping[str, str]) -> list[Path]:
    """Names under `mappe` of the files whose bytes still have the checksum given.

    Parameters
    ----------
    summer    name under `mappe` → `sha256_av`; names that lead out of it are passed over
    """
    inni = {Path(navn): s for navn, s in summer.items() if ".." not in Path(navn).parts}
    return [
        navn
        for navn, ventet in inni.items()
        if not navn.is_absolute() and (mappe / navn).is_file() and sha256_av(mappe / navn) == ventet
    ]


def sha256_av(sti: Path) -> str:
    """SHA-256 of a file's bytes; of several parts (shapefile, FileGDB), of their checksums.

    Raises
    ------
    KildeFeil    if the file is missing or cannot be read
    """
    if not sti.exists():
        raise KildeFeil(f"Filen {sti} finnes ikke. Kontroller stien.")
    deler = sorted(f for f in sti.rglob("*") if f.is_file()) if sti.is_dir() else _delfiler(sti)
    summer = []
    for fil in deler:
        try:
            with fil.open("rb") as innhold:
                summer.append(f"{hashlib.file_digest(innhold, 'sha256').hexdigest()} {fil.name}")
        except OSError as err:
            raise KildeFeil(f"Filen {fil} kan ikke leses ({err.strerror}).") from err
    if deler == [sti]:
        return summer[0].split()[0]
    return hashlib.sha256("\n".join(summer).encode()).hexdigest()


def filtid(sti: Path) -> str:
    """Return when the file was changed, ISO 8601 in UTC, whole seconds.

    Raises
    ------
    KildeFeil    if the file cannot be read
    """
    try:
        sekunder = int(max(fil.stat().st_mtime for fil in [sti, *_delfiler(sti)]))
    except OSError as err:
        raise KildeFeil(f"Filen {sti} kan ikke leses ({err.strerror}).") from err
    return datetime.fromtimestamp(sekunder, UTC).isoformat().replace("+00:00", "Z")


def storrelse(sti: Path) -> int:
    """Return the size in bytes; of a folder, of all files in it."""
    deler = [f for f in sti.rglob("*") if f.is_file()] if sti.is_dir() else _delfiler(sti)
    return sum(fil.stat().st_size for fil in deler)


def _delfiler(sti: Path) -> list[Path]:
    """Return the files that make up one source: a shapefile has several, in any case of letters."""
    if sti.suffix.lower() != ".shp":
        return [sti]
    egne = [fil for fil in sti.parent.glob(f"{escape(sti.stem)}.*") if fil.suffix.lower() in SHAPE]
    return sorted(egne, key=lambda fil: (SHAPE.index(fil.suffix.lower()), fil.name))


# -- vector files ---------------------------------------------------------------------------


@en_om_gangen
def fillag(sti: Path) -> list[str]:
    """Return the names of the layers in a vector file, in the file's order.

    Raises
    ------
    KildeFeil    if the file is missing or unreadable
    """
    _krev_fil(sti)
    if sti.suffix.lower() in SOSI_ENDELSER:
        return sosilag(sti)
    if er_tabell(sti):
        return tabellark(sti)
    if sti.suffix.lower() in GML_ENDELSER:
        return gml_typer(sti, str(sti))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return [str(navn) for navn in pyogrio.list_layers(sti)[:, 0]]
    except LESEFEIL as err:
        raise _ulest(sti, err) from err


@en_om_gangen
def les_vektor(
    sti: Path, fillag: str = "", epsg: int | None = None, naer: Utsnitt | None = None
) -> GeoDataFrame:
    """Read one layer of a vector file.

    Parameters
    ----------
    sti       GeoPackage, GeoJSON (also a naked geometry, and with the old crs member),
              Shapefile, GML, SOSI, a FileGDB folder, or a CSV or Excel table with coordinates
    fillag    layer inside the file; empty for the only one
    epsg      the user's statement of the CRS; overrules the file, with a remark
    naer      box that the data should meet; only makes the advice in errors better

    Returns
    -------
    data      (n,) features with every column of the file; `attrs["merknader"]` lists in bokmål
              what was set aside or doubted; of a table, `attrs["rader"]` has the row numbers

    Raises
    ------
    KildeFeil        if the file is missing or corrupt
    ParameterFeil    if the layer is not in the file
    CrsFeil          if the CRS is missing or cannot be right for the numbers
    """
    _krev_fil(sti)
    merknader: list[str] = []
    endelse = sti.suffix.lower()
    if endelse in SOSI_ENDELSER:
        data = les_sosi(sti, fillag or _velg_lag(sti, ""), merknader)
    elif er_tabell(sti):
        data = les_tabell(sti, _velg_lag(sti, fillag), merknader)
    elif endelse in GML_ENDELSER:
        data = les_gml(sti, _velg_lag(sti, fillag), "", str(sti))
        merknader.extend(data.attrs["merknader"])
    else:
        data = _les_ogr(sti, fillag or _velg_lag(sti, ""), merknader)
    data = med_crs(data, sti, epsg, merknader, naer)
    data.attrs["merknader"] = merknader
    return data


def _krev_fil(sti: Path) -> None:
    if not sti.exists():
        raise KildeFeil(f"Filen {sti} finnes ikke. Kontroller stien.")


def _ulest(sti: Path, err: Exception) -> KildeFeil:
    return KildeFeil(
        f"Filen {sti} kan ikke leses som geodata ({_kort(err)}). Den er skadet eller har et annet "
        "format; hent den på nytt."
    )


def _velg_lag(sti: Path, onsket: str) -> str:
    """Return the layer to read; a file with several must be told which."""
    alle = fillag(sti)
    if onsket in alle:
        return onsket
    if onsket:
        raise ParameterFeil(f"{sti}: laget «{onsket}» finnes ikke. {naermeste(onsket, alle)}")
    if len(alle) == 1:
        return alle[0]
    if not alle:
        raise KildeFeil(f"Filen {sti} har ingen lag.")
    navn = ", ".join(alle)
    raise ParameterFeil(f"{sti}: filen har flere lag ({navn}). Oppgi fillag.")


def _les_ogr(sti: Path, laget: str, merknader: list[str]) -> GeoDataFrame:
    """Read in bulk; where that fails, one by one."""
    valg = FLATT if sti.suffix.lower() in JSON_ENDELSER else {}
    with warnings.catch_warnings(record=True) as varsler:
        warnings.simplefilter("always")
        try:
            data = pyogrio.read_dataframe(sti, layer=laget, **valg)
        except LESEFEIL:
            data = _les_enkeltvis(sti, _velg_lag(sti, laget), valg, merknader)
    tekster = sorted({str(varsel.message) for varsel in varsler})
    merknader.extend(f"GDAL om {sti.name}: {tekst}" for tekst in tekster)
    if not isinstance(data, GeoDataFrame):
        tomme = GeoSeries(np.full(len(data), None), index=data.index, crs=None)
        data = GeoDataFrame(data, geometry=tomme)
    return data


def _les_enkeltvis(
    sti: Path, laget: str, valg: Mapping[str, str], merknader: list[str]
) -> GeoDataFrame:
    """Stream the features, with GDAL's options; a bad one is set aside by its index."""
    rader: list[dict[str, Any]] = []
    geometrier: list[Any] = []
    daarlige: list[str] = []
    try:
        with fiona.open(sti, layer=laget, **valg) as kilde:
            crs = kilde.crs_wkt or None
            ventet = len(kilde)
            for nummer, objekt in enumerate(_tolerant(kilde, daarlige)):
                if objekt is None:
                    continue
                try:
                    geometri = None if objekt.geometry is None else shape(objekt.geometry)
                except (ShapelyError, ValueError, TypeError) as err:
                    daarlige.append(f"nr. {nummer} ({_kort(err)})")
                    continue
                geometrier.append(geometri)
                rader.append(dict(objekt.properties))
    except (FionaError, *LESEFEIL) as err:
        raise _ulest(sti, err) from err
    if len(rader) + len(daarlige) != ventet:
        raise KildeFeil(
            f"Filen {sti}: bare {len(rader) + len(daarlige)} av {ventet} objekter kunne leses. "
            "Filen er skadet; hent den på nytt."
        )
    if daarlige:
        merknader.append(
            f"{antall(len(daarlige))} i {sti.name} er {SATT_TIL_SIDE}, kan ikke leses: "
            + eksempler(daarlige, ", ")
        )
    return GeoDataFrame(DataFrame(rader), geometry=GeoSeries(geometrier, crs=crs))


def _tolerant(kilde: fiona.Collection, daarlige: list[str]) -> Iterator[Any]:
    """Yield the features in order; None in place of one that the driver refuses."""
    strom = iter(kilde)
    for nummer in range(len(kilde)):
        try:
            yield next(strom)
        except StopIteration:
            return
        except (FionaError, ValueError, RuntimeError) as err:
            daarlige.append(f"nr. {nummer} ({_kort(err)})")
            yield None


def _kort(err: Exception) -> str:
    """Return the driver's own words, without its advice to programmers."""
    ord_ = str(err).partition("; It might help")[0].splitlines()
    return ord_[0][:120] if ord_ else type(err).__name__
