"""Which reader answers which kind of source."""

from gis.feil import KildeFeil
from gis.kilder.arcgis import Kartlag, hent_arcgis
from gis.kilder.http import Innlogging, Klient
from gis.kilder.ogcapi import Samling, hent_ogcapi
from gis.kilder.svar import Uthenting
from gis.kilder.wfs import Tjeneste, hent_wfs
from gis.utsnitt import Utsnitt
from lag.modell import ArcGis, Kilde, OgcApi, Wfs


def hent_fra_tjeneste(
    klient: Klient, kilde: Kilde, utsnitt: Utsnitt, innlogging: Innlogging | None = None
) -> Uthenting:
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
            return hent_wfs(klient, tjeneste, utsnitt)
        case OgcApi():
            if kilde.innlogging and innlogging is None:
                raise KildeFeil(
                    f"{kilde.url} krever innlogging, og brukernavn og passord er ikke oppgitt. "
                    "Last ned filen og pek på den under [lag.<id>] i kommune.toml."
                )
            samling = Samling(url=kilde.url, navn=kilde.samling)
            return hent_ogcapi(klient, samling, utsnitt, innlogging if kilde.innlogging else None)
        case ArcGis():
            laget = Kartlag(url=kilde.url, nummer=kilde.lagnummer, tittel=kilde.lagtittel)
            return hent_arcgis(klient, laget, utsnitt)
    raise KildeFeil(
        f"henting fra {type(kilde).__name__.upper()} er ikke bygget ennå; last ned filen og pek på "
        "den under [lag.<id>] i kommune.toml"
    )
