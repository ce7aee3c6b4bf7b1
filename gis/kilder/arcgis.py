"""ArcGIS REST: errors hide behind status 200, and answers are cut at a transfer limit."""

from dataclasses import dataclass
from typing import Any

from gis.akser import STORSTE_LENGDE
from gis.crs import LENGDE_BREDDE, NASJONAL
from gis.feil import CrsFeil, KildeFeil
from gis.kilder.geojson import avtrykk, forste_tall, les_objekter
from gis.kilder.gmlgeometri import Akser, tolk_srs
from gis.kilder.grenser import MAKS_SIDER
from gis.kilder.http import krev_ok
from gis.kilder.httpsvar import Svar
from gis.kilder.kanal import Kanal
from gis.kilder.svar import Uthenting, deler, krev_json, krev_objekter, krev_rimelig, ordbok
from gis.tekst import uten_geometri
from gis.utsnitt import Utsnitt

SIDE = 1000
"""Features per page where the service names no limit: as Riksantikvaren and Miljødirektoratet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kartlag:
    """One layer of one MapServer or FeatureServer."""

    url: str
    """Address of the service."""
    nummer: int
    """Layer number; reported unstable."""
    tittel: str = ""
    """Name that the number must carry; empty to trust the number."""


def hent_arcgis(kanal: Kanal, laget: Kartlag, utsnitt: Utsnitt) -> Uthenting:
    """Fetch every feature of the layer that meets the box.

    Raises
    ------
    KildeFeil    if the service fails, the number carries another name, or features are missing
    CrsFeil      if the answer is in another CRS than asked for
    """
    adresse = f"{laget.url.rstrip('/')}/{laget.nummer}"
    hva = f"ArcGIS {adresse}"
    om = krev_json(krev_ok(kanal.klient.hent(adresse, {"f": "json"})), hva)
    _krev_riktig_lag(laget, om, hva)
    idfelt = _idfelt(om)
    sporring = sporring_for(utsnitt)
    telling = {**sporring, "returnCountOnly": "true", "f": "json"}
    svar = kanal.klient.hent(f"{adresse}/query", telling)
    talt = krev_json(krev_ok(svar), hva).get("count")
    ventet = talt if isinstance(talt, int) and not isinstance(talt, bool) else -1
    parametre = {
        **sporring, "f": "geojson", "outFields": "*", "outSR": str(NASJONAL),
        "returnGeometry": "true", "orderByFields": idfelt,
        "resultRecordCount": str(om.get("maxRecordCount") or SIDE),
    }  # fmt: skip
    svarene, objekter = _sider(kanal, f"{adresse}/query", parametre, hva, ventet)
    if len(objekter) < ventet:
        raise KildeFeil(
            f"{hva}: tjenesten har {ventet} objekter, men ga bare {len(objekter)}. Svaret er ikke "
            "fullstendig og brukes ikke. Prøv igjen senere."
        )
    data, daarlige = les_objekter(objekter, _akser(svarene, objekter, hva))
    merknader = uten_geometri(daarlige)
    if ventet < 0:
        merknader.append("Tjenesten oppgir ikke antall; om alt kom med, er ikke kontrollert.")
    return Uthenting(
        data=data, raafiler=tuple(svar.sum for svar in svarene), url=adresse,
        bytes=sum(svar.storrelse for svar in svarene), parametre=parametre,
        hoder=svarene[0].hoder, ventet=ventet if ventet >= 0 else None, mottatt=len(objekter),
        merknader=tuple(merknader),
    )  # fmt: skip


def _krev_riktig_lag(laget: Kartlag, om: dict[str, Any], hva: str) -> None:
    """Stop when the number carries another layer than before, or cannot give GeoJSON."""
    tittel = str(om.get("name", ""))
    if laget.tittel and tittel.casefold() != laget.tittel.casefold():
        raise KildeFeil(
            f"{hva}: lagnummeret har nå laget «{tittel}», ikke «{laget.tittel}». Finn riktig "
            "nummer i tjenesten og sett typenavn under [lag.<id>] i kommune.toml."
        )
    formater = str(om.get("supportedQueryFormats", "geoJSON")).casefold()
    if "geojson" not in formater:
        raise KildeFeil(
            f"{hva}: tjenesten gir ikke GeoJSON. Last ned filen og pek på den under [lag.<id>] i "
            "kommune.toml."
        )


def _idfelt(om: dict[str, Any]) -> str:
    """Name of the id field, which paging is ordered by."""
    if om.get("objectIdField"):
        return str(om["objectIdField"])
    for felt in deler(om, "fields"):
        if felt.get("type") == "esriFieldTypeOID" and felt.get("name"):
            return str(felt["name"])
    return "OBJECTID"


def sporring_for(utsnitt: Utsnitt) -> dict[str, str]:
    """Build the part of the query that says where."""
    boks = utsnitt.i_epsg(NASJONAL)
    return {
        "where": "1=1",
        "geometry": ",".join(f"{tall:.3f}" for tall in boks.grenser),
        "geometryType": "esriGeometryEnvelope",
        "inSR": str(NASJONAL),
        "spatialRel": "esriSpatialRelIntersects",
    }


def _sider(
    kanal: Kanal, adresse: str, parametre: dict[str, str], hva: str, ventet: int
) -> tuple[list[Svar], list[dict[str, Any]]]:
    """Ask until the service says that no more is held back, or brings nothing new."""
    svarene: list[Svar] = []
    objekter: dict[bytes | str, dict[str, Any]] = {}
    for _ in range(MAKS_SIDER):
        forut = len(objekter)
        svar = kanal.side(adresse, {**parametre, "resultOffset": str(forut)})
        side = krev_objekter(svar, hva)
        svarene.append(kanal.ta_vare(svar))
        kanal.klient.tilsyn.objekter(len(side["features"]))
        for nummer, objekt in enumerate(side["features"]):
            har_id = isinstance(objekt, dict) and objekt.get("id") is not None
            objekter.setdefault(avtrykk(objekt) if har_id else f"nr {forut + nummer}", objekt)
        krev_rimelig(len(objekter), hva)
        egne = ordbok(side.get("properties"))
        mer = side.get("exceededTransferLimit") or egne.get("exceededTransferLimit")
        if len(objekter) == forut or not (mer or len(objekter) < ventet):
            return svarene, list(objekter.values())
    raise KildeFeil(f"{hva}: tjenesten gir stadig nye sider; gav opp ved {MAKS_SIDER}.")


def _akser(svarene: list[Svar], objekter: list[dict[str, Any]], hva: str) -> Akser:
    """CRS of the coordinates: the old crs member if it stands there, else by the numbers."""
    side = krev_json(svarene[0], hva)
    navn = ordbok(ordbok(side.get("crs")).get("properties")).get("name")
    akser = tolk_srs(str(navn)) if navn else None
    if akser is not None and akser.epsg not in (NASJONAL, LENGDE_BREDDE):
        raise CrsFeil(f"{hva}: ba om EPSG:{NASJONAL}, men fikk {navn}.")
    tall = [t for objekt in objekter for t in forste_tall(objekt)]
    grader = bool(tall) and max(map(abs, tall)) <= STORSTE_LENGDE
    return Akser(LENGDE_BREDDE if grader else NASJONAL, False, 2)
