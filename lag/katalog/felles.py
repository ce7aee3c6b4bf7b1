"""What several theme modules share: licences, attributions, common columns and statements."""

from collections.abc import Mapping

from lag.modell import Dekning, Kolonne

GEONORGE_WFS = "https://wfs.geonorge.no/skwms1/wfs."
"""Root of Geonorge's WFS addresses; the service name follows."""
GEONORGE_FIL = "https://nedlasting.geonorge.no/api/capabilities/"
"""Root of Geonorge's download API; the metadata uuid follows."""
NAP = "https://nap.ft.dibk.no/services/rest/"
"""Root of the national plan copy (DiBK); HTTP Basic."""
MDIR = "https://kart.miljodirektoratet.no/arcgis/rest/services/"
"""Root of Miljødirektoratet's map services."""

CC_BY = "CC BY 4.0"
NLOD_1 = "NLOD 1.0"
NLOD_2 = "NLOD 2.0"
NLOD = "NLOD"
ND_BEGRENSET = "Norge digitalt begrenset"
LISENS_UKJENT = "ikke bekreftet; kontroller hos eieren før publisering"
"""For owners whose licence the project has not seen."""
LISENS_UVERIFISERT = "lisens"
"""Phrase for `uverifisert` that goes with LISENS_UKJENT."""
LOKALID_UVERIFISERT = "kolonnen lokalid"
"""Phrase for `uverifisert` where the id column has not been seen."""
EGNE_DATA = "kommunens egne data"
"""In the place of a licence, for what the municipality itself has made."""

KARTVERKET = "© Kartverket"
NVE = "Norges vassdrags- og energidirektorat (NVE)"


def nlod(eier: str) -> str:
    """Attribution as NLOD words it."""
    return (
        f"Inneholder data under norsk lisens for offentlige data (NLOD) tilgjengeliggjort av {eier}"
    )


def lokalid(kilde: str) -> Kolonne:
    """Build the column that identifies a feature; `kilde` is the source's name."""
    return Kolonne(navn="lokalid", kilde=kilde, tittel="ID")


def navn(kilde: str = "navn", tittel: str = "Navn") -> Kolonne:
    """Build the column with the feature's name."""
    return Kolonne(navn="navn", kilde=kilde, tittel=tittel)


def kode(
    navnet: str, kilde: str, tittel: str, koder: Mapping[str, str], paakrevd: bool = False
) -> Kolonne:
    """Build a column of codes with its list."""
    return Kolonne(navn=navnet, kilde=kilde, tittel=tittel, koder=koder, paakrevd=paakrevd)


def hel(grunn: str) -> Dekning:
    """State that the layer is mapped everywhere, because `grunn`."""
    return Dekning(type="hel", grunn=grunn)


def delvis(grunn: str) -> Dekning:
    """State that the layer is not mapped everywhere, because `grunn`."""
    return Dekning(type="delvis", grunn=grunn)
