"""A finished run, read back from its folder: for notebooks, and for whoever goes on from it."""

from dataclasses import dataclass
from pathlib import Path

from geopandas import GeoDataFrame
from pandas import DataFrame

from gis.feil import KildeFeil, ParameterFeil
from gis.kilder.arbeidsbok import arknavn, les_ark
from gis.kilder.fil import fillag, les_vektor
from kart.planstatus import Siste, les_siste
from kart.publisering import FORSIDE
from kart.regneark import HODERAD

ARBEIDSBOK, GEOPAKKE = "resultater.xlsx", "resultater.gpkg"


@dataclass(frozen=True, slots=True)
class Ferdig:
    """What a run has written."""

    mappe: Path
    """Folder of the run (--ut)."""
    siste: Siste
    """Its record: id, day, answers, whether the data are made up."""

    def svar(self, analyse: str) -> str:
        """Return the answer of an analysis in one sentence.

        Raises
        ------
        ParameterFeil    if the run has no such analysis
        """
        if analyse not in self.siste.svar:
            raise ParameterFeil(
                f"Kjøringen har ikke «{analyse}». Den har: {', '.join(self.siste.svar)}."
            )
        return self.siste.svar[analyse]

    def ark(self, analyse: str) -> list[str]:
        """Return the names of the sheets with tables of an analysis, the chief one first."""
        alle = arknavn(self.mappe / ARBEIDSBOK)
        return [navn for navn in alle if navn.startswith(f"{analyse} ")]

    def tabell(self, ark: str) -> DataFrame:
        """Return the table on a sheet of the workbook, headings with units as printed."""
        return les_ark(self.mappe / ARBEIDSBOK, ark, HODERAD)

    def kartlag(self, analyse: str) -> list[str]:
        """Return the names of the map layers of an analysis in the GeoPackage."""
        return [
            navn for navn in fillag(self.mappe / GEOPAKKE) if navn.startswith(f"{analyse}_")
        ]  # fmt: skip

    def lag(self, navn: str) -> GeoDataFrame:
        """Return a map layer: (n,) features in the municipality's map plane."""
        return les_vektor(self.mappe / GEOPAKKE, navn)

    def side(self, analyse: str = "") -> str:
        """Return the page of an analysis, or the front page, as a path for a browser."""
        return (self.mappe / (f"{analyse}.html" if analyse else FORSIDE)).as_posix()


def les_ferdig(mappe: Path) -> Ferdig:
    """Read back the run in the folder.

    Raises
    ------
    KildeFeil    if no run has been finished there
    DataFeil     if its record is damaged
    """
    siste = les_siste(mappe)
    if siste is None:
        raise KildeFeil(f"{mappe} har ingen ferdig kjøring. Kjør «arealsil kjor» først.")
    return Ferdig(mappe, siste)
