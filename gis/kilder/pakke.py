"""A downloaded file, zipped or not → the layer in it.

Geometries come in the file's own CRS.
"""

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from geopandas import GeoDataFrame

from gis.feil import CrsFeil, KildeFeil, ParameterFeil
from gis.kilder.fil import les_vektor
from gis.kilder.httpsvar import aapnet
from gis.kilder.utpakking import BIT, ZIPMERKE, er_zip, pakk_ut
from gis.utsnitt import Utsnitt

ENDELSER = {
    "FGDB": (".gdb",),
    "GML": (".gml", ".xml"),
    "GPKG": (".gpkg",),
    "SHP": (".shp",),
    "GEOJSON": (".geojson", ".json"),
    "CSV": (".csv",),
    "SOSI": (".sos",),
}
"""Format as the catalogue names it → how its files end inside an archive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pakke:
    """What is wanted of a download."""

    url: str
    """Address of the file, feed or API."""
    format: str
    """One of ENDELSER."""
    fillag: str = ""
    """Layer inside the file; empty for the only one."""
    uuid: str = ""
    """Metadata uuid of the dataset, where the address is a feed of many."""


def les_pakker(kroppene: Sequence[bytes | Path], pakke: Pakke, naer: Utsnitt) -> GeoDataFrame:
    """Read the layer from one or several downloads, in memory or in files, and join them.

    Returns
    -------
    data    (n,) features; `attrs["merknader"]` as `les_vektor` gives

    Raises
    ------
    KildeFeil        if an archive is unsafe or holds no file of the format
    ParameterFeil    if no file has the layer
    CrsFeil          if the files are in different CRS
    """
    deler: list[GeoDataFrame] = []
    feil: ParameterFeil | None = None
    for kropp in kroppene:
        with tempfile.TemporaryDirectory() as mappe:
            for sti in _filene(kropp, pakke, Path(mappe)):
                try:
                    deler.append(les_vektor(sti, pakke.fillag, None, naer))
                except ParameterFeil as err:
                    feil = ParameterFeil(str(err).replace(f"{mappe}/", ""))
                except (KildeFeil, CrsFeil) as err:
                    raise type(err)(str(err).replace(f"{mappe}/", "")) from err
    if not deler:
        raise feil or KildeFeil(f"{pakke.url}: ingen filer ble hentet.")
    return _samlet(deler, pakke)


def _filene(kropp: bytes | Path, pakke: Pakke, mappe: Path) -> list[Path]:
    """Lay the content out in `mappe` and find the files of the format."""
    endelser = ENDELSER[pakke.format]
    with aapnet(kropp) as strom:
        zippet = er_zip(strom.read(ZIPMERKE))
    if not zippet:
        if pakke.format in ("FGDB", "SHP"):
            raise KildeFeil(
                f"{pakke.url}: ventet en zip-fil med {pakke.format}, men fikk noe annet."
            )
        sti = mappe / f"lastet{endelser[0]}"
        with aapnet(kropp) as inn, sti.open("wb") as ut:
            shutil.copyfileobj(inn, ut, BIT)
        return [sti]
    pakk_ut(kropp, mappe, pakke.url)
    alle = sorted(sti for sti in mappe.rglob("*") if sti.suffix.lower() in endelser)
    funnet = [sti for sti in alle if sti.is_dir() == (pakke.format == "FGDB")]
    if not funnet:
        navnene = sorted({sti.suffix or sti.name for sti in mappe.rglob("*") if sti.is_file()})
        raise KildeFeil(
            f"{pakke.url}: zip-filen har ingen {pakke.format}-fil, bare {', '.join(navnene[:8])}."
        )
    return funnet


def _samlet(deler: list[GeoDataFrame], pakke: Pakke) -> GeoDataFrame:
    """Join parts of one CRS, remarks and all."""
    merknader = list(dict.fromkeys(m for del_ in deler for m in del_.attrs["merknader"]))
    koder = {del_.crs.to_string() for del_ in deler if del_.crs is not None}
    if len(koder) > 1:
        raise CrsFeil(
            f"{pakke.url}: filene har ulike koordinatsystemer: {', '.join(sorted(koder))}."
        )
    rammer = [del_ for del_ in deler if len(del_)] or deler[:1]
    data = rammer[0] if len(rammer) == 1 else GeoDataFrame(pd.concat(rammer, ignore_index=True))
    data.attrs["merknader"] = merknader
    return data
