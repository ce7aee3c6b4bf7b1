"""SOSI files (.sos), through Debian's ogr2ogr: the wheels' GDAL has no SOSI driver.

Geometries come in the file's own CRS.
"""

import re
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pyogrio
from geopandas import GeoDataFrame, GeoSeries

from gis.feil import KildeFeil, ParameterFeil
from gis.kilder.rens import kan_ha_tekst
from gis.kommune import naermeste
from gis.tekst import SATT_TIL_SIDE, antall

PROGRAM = "ogr2ogr"
INSTALLER = (
    "SOSI leses med programmet ogr2ogr med SOSI-driver, som ikke er installert her. Installer det "
    "(Debian og Ubuntu: apt install gdal-bin), eller be leverandøren om GML eller GeoPackage."
)
STI = "/usr/local/bin:/usr/bin:/bin"
"""All that the program is told of the environment: the wheels' GDAL settings are not its."""
FRIST_S = 600
"""Seconds that a conversion may take."""
LAG = ("polygons", "lines", "points", "text")
"""The driver's layers, the most telling geometry first."""
OBJEKTTYPE = "objekttypenavn"
"""The driver's column for OBJTYPE."""
GRUPPER = {
    "polygons": ("FLATE",),
    "lines": ("KURVE", "BUEP", "LINJE"),
    "points": ("PUNKT", "SYMBOL"),
}
"""Driver's layer → SOSI groups that its features come from."""
OST_FORST = {3044: 25832, 3045: 25833, 3046: 25834, 3047: 25835}
"""The driver names the north-first twins of the plane, but writes east first (seen, GDAL 3.6)."""
TEGNSETT = re.compile(r"(\.\.TEGNSETT\s+)(\S+)")
UTENFOR = "xmlcharrefreplace"
"""How letters that latin-1 lacks (Sámi č, đ, ŋ, š, ŧ, ž) get through the driver: as «&#269;»."""
REFERANSE = re.compile(r"&#(\d{1,6});")


def sosilag(sti: Path) -> list[str]:
    """Return the object types in the file, in its order.

    Raises
    ------
    KildeFeil    if the file is unreadable
    """
    typer = re.findall(r"^\.\.OBJTYPE\s+\"?([^\s\"!]+)", _tekst(sti)[0], re.MULTILINE)
    return list(dict.fromkeys(typer))


def les_sosi(sti: Path, laget: str, merknader: list[str]) -> GeoDataFrame:
    """Read one object type, or one of the driver's layers (polygons, lines, points, text).

    An object type that has several kinds of geometry gives its areas, else lines, else points; the
    others of its features are set aside, with a remark.

    Raises
    ------
    KildeFeil        if ogr2ogr is missing or cannot read the file
    ParameterFeil    if the layer is not in the file, or must be chosen
    """
    _krev_driver()
    tekst, tegnsett = _tekst(sti)
    if tegnsett:
        merknader.append(f"{sti.name} oppgir tegnsettet {tegnsett}, men er skrevet i UTF-8.")
    with tempfile.TemporaryDirectory() as mappe:
        gpkg = _omformet(sti, tekst, Path(mappe), merknader)
        funnet = [navn for navn, _ in pyogrio.list_layers(gpkg)]
        rammer = {navn: _les(gpkg, navn) for navn in LAG if navn in funnet}
    if any(tegn > "\xff" for tegn in tekst):
        rammer = {navn: _med_egne_tegn(ramme) for navn, ramme in rammer.items()}
    _meld_tapte(sti, tekst, rammer, merknader)
    if laget in rammer:
        return rammer[laget]
    egne = [ramme[ramme[OBJEKTTYPE] == laget] for ramme in rammer.values() if OBJEKTTYPE in ramme]
    egne = [ramme for ramme in egne if len(ramme)]
    if egne:
        andre = sum(map(len, egne[1:]))
        if andre:
            merknader.append(
                f"{antall(andre)} «{laget}» i {sti.name} har et annet slag geometri enn de første "
                f"og er {SATT_TIL_SIDE}."
            )
        return egne[0].reset_index(drop=True)
    typer = list(dict.fromkeys(str(t) for r in rammer.values() for t in r.get(OBJEKTTYPE, [])))
    if not laget:
        raise ParameterFeil(f"{sti}: filen har flere lag ({', '.join(typer)}). Oppgi fillag.")
    raise ParameterFeil(f"{sti}: laget «{laget}» finnes ikke. {naermeste(laget, typer)}")


@cache
def _har_driver() -> bool:
    """Tell whether ogr2ogr is installed and reads SOSI."""
    program = shutil.which(PROGRAM)
    if program is None:
        return False
    svar = subprocess.run(
        [program, "--format", "SOSI"], capture_output=True, text=True, timeout=60, check=False,
        env={"PATH": STI},
    )  # fmt: skip
    return "Norwegian SOSI" in svar.stdout


def _krev_driver() -> None:
    if not _har_driver():
        raise KildeFeil(INSTALLER)


def _tekst(sti: Path) -> tuple[str, str]:
    """Return the file's text, and the character set that it claims falsely; empty when it is true.

    UTF-8 is told from the older sets by its bytes: æøå in latin-1 are no valid UTF-8.
    """
    try:
        innhold = sti.read_bytes()
    except OSError as err:
        raise KildeFeil(f"Filen {sti} kan ikke leses ({err.strerror}).") from err
    if (
        not innhold.lstrip(b"\xef\xbb\xbf \t\r\n!").startswith(b".HODE")
        and b".HODE" not in innhold[:4096]
    ):
        raise KildeFeil(f"Filen {sti} er ikke SOSI: den begynner ikke med .HODE.")
    oppgitt = re.search(rb"\.\.TEGNSETT\s+(\S+)", innhold[:4096])
    navn = oppgitt[1].decode("ascii", "replace") if oppgitt else "ISO8859-1"
    try:
        tekst = innhold.decode("utf-8-sig")
    except UnicodeDecodeError:
        return innhold.decode(_koding(navn), "replace"), ""
    falsk = not navn.upper().startswith("UTF") and not tekst.isascii()
    return tekst, navn if falsk else ""


def _koding(navn: str) -> str:
    """Python's name of the character set; the old seven-bit sets are read as latin-1."""
    return {"ISO8859-10": "iso8859-10", "DOSN8": "cp865", "ANSI": "cp1252"}.get(
        navn.upper(), "latin-1"
    )


def _omformet(sti: Path, tekst: str, mappe: Path, merknader: list[str]) -> Path:
    """Convert a copy in latin-1, which the driver reads whatever its age."""
    kopi, gpkg = mappe / "inn.sos", mappe / "ut.gpkg"
    linjer = "\r\n".join(TEGNSETT.sub(r"\g<1>ISO8859-1", tekst, count=1).splitlines()) + "\r\n"
    kopi.write_bytes(linjer.encode("latin-1", UTENFOR))
    kommando = [PROGRAM, "-f", "GPKG", str(gpkg), str(kopi)]
    try:
        svar = subprocess.run(
            kommando, capture_output=True, timeout=FRIST_S, check=False, cwd=mappe,
            env={"PATH": STI},
        )  # fmt: skip
    except subprocess.TimeoutExpired as err:
        raise KildeFeil(f"{sti}: SOSI-filen er ikke lest etter {FRIST_S} s.") from err
    klage = " ".join(svar.stderr.decode("utf-8", "replace").split())
    if not gpkg.is_file():
        raise KildeFeil(f"{sti}: SOSI-filen kan ikke leses. ogr2ogr sier: {klage[:300]}")
    if klage:
        merknader.append(f"ogr2ogr om {sti.name}: {klage[:300]}")
    return gpkg


def _les(gpkg: Path, navn: str) -> GeoDataFrame:
    """Read one of the driver's layers, the plane by its usual code."""
    data = pyogrio.read_dataframe(gpkg, layer=navn)
    if not isinstance(data, GeoDataFrame):
        return GeoDataFrame(data, geometry=GeoSeries(np.full(len(data), None), index=data.index))
    kode = data.crs.to_epsg() if data.crs is not None else None
    return data.set_crs(OST_FORST[kode], allow_override=True) if kode in OST_FORST else data


def _med_egne_tegn(ramme: GeoDataFrame) -> GeoDataFrame:
    """Put back in texts the letters that the driver's character set lacks."""

    def igjen(verdi: object) -> object:
        tekst = isinstance(verdi, str)
        return REFERANSE.sub(lambda m: chr(int(m[1])), str(verdi)) if tekst else verdi

    tekster = [navn for navn in ramme.columns.drop("geometry") if kan_ha_tekst(ramme[navn])]
    return ramme.assign(**{navn: ramme[navn].map(igjen) for navn in tekster})


def _meld_tapte(
    sti: Path, tekst: str, rammer: dict[str, GeoDataFrame], merknader: list[str]
) -> None:
    """Remark on groups that the driver gave no feature for."""
    grupper = pd.Series(re.findall(r"^\.([A-ZÆØÅ]+)", tekst, re.MULTILINE)).value_counts()
    for navn, egne in GRUPPER.items():
        ventet = int(sum(grupper.get(gruppe, 0) for gruppe in egne))
        fikk = len(rammer[navn]) if navn in rammer else 0
        if fikk < ventet:
            merknader.append(
                f"{antall(ventet - fikk)} i {sti.name} ({'/'.join(egne)}) er {SATT_TIL_SIDE}: "
                "ogr2ogr kunne ikke lese dem."
            )
