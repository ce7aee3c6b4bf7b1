"""Which reader answers which kind of source."""

from gis.feil import KildeFeil
from gis.kilder.arcgis import Kartlag, hent_arcgis
from gis.kilder.kanal import Kanal
from gis.kilder.kartverketrest import hent_rest
from gis.kilder.nedlasting import Pakke, hent_nedlasting
from gis.kilder.ogcapi import Samling, hent_ogcapi
from gis.kilder.svar import Uthenting
from gis.kilder.wcs import Flis, hent_wcs
from gis.kilder.wfs import Tjeneste, hent_wfs
from gis.utsnitt import Utsnitt
from lag.modell import ArcGis, Kilde, Nedlasting, OgcApi, Rest, Wcs, Wfs, Wms, Wmts


def wfs_av(kilde: Wfs, nummer: str) -> Tjeneste:
    """Return the feature type to ask for; by municipality `nummer` where the server can."""
    felt = kilde.kommunefelt
    return Tjeneste(
        url=kilde.url, typenavn=kilde.typenavn, geometrifelt=kilde.geometrifelt,
        epsg=kilde.epsg, versjon=kilde.versjon, likhet=(felt, nummer) if felt else None,
    )  # fmt: skip


def wcs_av(kilde: Wcs) -> Flis:
    """Return the coverage to ask for."""
    return Flis(
        url=kilde.url, dekning=kilde.dekning, versjon=kilde.versjon, rute_m=kilde.rute_m,
        epsg=kilde.epsg,
    )  # fmt: skip


def hent_fra_tjeneste(kanal: Kanal, kilde: Kilde, utsnitt: Utsnitt, nummer: str) -> Uthenting:
    """Fetch what a service has of the box; `nummer` is the municipality's.

    Raises
    ------
    KildeFeil    if the service fails, or gives a picture only
    """
    match kilde:
        case Wfs():
            return hent_wfs(kanal, wfs_av(kilde, nummer), utsnitt)
        case OgcApi():
            return hent_ogcapi(kanal, Samling(url=kilde.url, navn=kilde.samling), utsnitt)
        case ArcGis():
            laget = Kartlag(url=kilde.url, nummer=kilde.lagnummer, tittel=kilde.lagtittel)
            return hent_arcgis(kanal, laget, utsnitt)
        case Wcs():
            return hent_wcs(kanal, wcs_av(kilde), utsnitt)
        case Nedlasting():
            pakke = Pakke(
                url=kilde.url, format=kilde.format, fillag=kilde.fillag, uuid=kilde.uuid
            )  # fmt: skip
            return hent_nedlasting(kanal, pakke, utsnitt, nummer)
        case Rest():
            return hent_rest(kanal, kilde.url, kilde.hva, nummer)
        case Wms() | Wmts():
            raise KildeFeil(
                f"{kilde.url} gir bare et kartbilde, som kan vises, men ikke regnes på. Be eieren "
                "om vektordata, og pek på filen under [lag.<id>] i kommune.toml. Bildet selv "
                "hentes med «arealsil bilde»."
            )
    raise KildeFeil(f"{type(kilde).__name__} er ingen tjeneste.")
