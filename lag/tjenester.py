"""Which reader answers which kind of source."""

from gis.feil import KildeFeil
from gis.kilder.arcgis import Kartlag, hent_arcgis
from gis.kilder.kanal import Kanal
from gis.kilder.ogcapi import Samling, hent_ogcapi
from gis.kilder.svar import Uthenting
from gis.kilder.wfs import Tjeneste, hent_wfs
from gis.utsnitt import Utsnitt
from lag.modell import ArcGis, Kilde, OgcApi, Wfs


def hent_fra_tjeneste(kanal: Kanal, kilde: Kilde, utsnitt: Utsnitt) -> Uthenting:
    """Fetch what a service has of the box.

    Raises
    ------
    KildeFeil    if the service fails, needs a login that is not given, or speaks a protocol that
                 has no reader
    """
    match kilde:
        case Wfs():
            tjeneste = Tjeneste(
                url=kilde.url, typenavn=kilde.typenavn, geometrifelt=kilde.geometrifelt,
                epsg=kilde.epsg, versjon=kilde.versjon,
            )  # fmt: skip
            return hent_wfs(kanal, tjeneste, utsnitt)
        case OgcApi():
            samling = Samling(url=kilde.url, navn=kilde.samling)
            return hent_ogcapi(kanal, samling, utsnitt)
        case ArcGis():
            laget = Kartlag(url=kilde.url, nummer=kilde.lagnummer, tittel=kilde.lagtittel)
            return hent_arcgis(kanal, laget, utsnitt)
    raise KildeFeil(
        f"henting fra {type(kilde).__name__.upper()} er ikke bygget ennå; last ned filen og pek på "
        "den under [lag.<id>] i kommune.toml"
    )
