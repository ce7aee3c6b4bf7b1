"""The run as an OGC API: its map layers as Features, the siling as a Process (pygeoapi)."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from threading import BoundedSemaphore, Event, Thread
from typing import Any

import numpy as np
import shapely
from geopandas import GeoDataFrame

from analyser.felles.modell import Analyse, Grunnlag, Kartlag, Resultat
from analyser.felles.tekst import dato, oppramsing
from gis.crs import LENGDE_BREDDE
from gis.feil import ArealsilFeil, DataFeil
from gis.geometri import bare_flater, reparer
from gis.kilder.ogcvakt import CRS84, EPSG_NAVN, vakt
from gis.kilder.tjener import LOKAL, Wsgi, krev_pygeoapi, ogc_tjener
from gis.kommune import Kommune
from kart.kjoring import Kjoring
from kart.maskinsvar import som_json
from kart.ordlyd import EKSEMPEL, FORBEHOLD, UTKAST
from kart.port import krev
from kart.tabell import overskrift
from lag.katalog.plan import AREALINNSPILL
from lag.katalog.plankoder import INNSPILLSFORMAAL
from lag.modell import Lagdata

Silfunksjon = Callable[[Mapping[str, Any], str], Mapping[str, Any]]
"""GeoJSON of areas in degrees, and a purpose → the answers as JSON."""
PROSESS = "sil"
KLASSE = "kart.silprosess.Silprosess"
"""Where pygeoapi finds the process."""
LEVERANDOR = "kart.lagleverandor.Lagleverandor"
"""Where pygeoapi finds the layers."""
SIDE = 1000
"""Features on a page of the API where the client asks for no number."""
FLEST = 10_000
"""Most features in one answer."""
FLEST_OMRAADER = 50
"""Most areas in one request."""
FLEST_HJORNER = 100_000
"""Most corners of all areas of a request together: a few seconds of work."""
STORST_M2 = 200e6
"""Largest area of all areas of a request together, m²; some ten seconds of work."""
SAMTIDIGE = 2
"""Requests that are screened at once; others wait their turn."""
FRIST_S = 120.0
"""Longest that a request may wait and be worked on, seconds."""
SAMME_STED = 1e-6
"""Degrees within which a place is itself, after the way to the map plane and back."""
SIDER = "/kart/"
"""Where the service shows the pages of the run."""
UTFORING = f"/processes/{PROSESS}/execution"
"""Where a page that the service shows asks for the full answer."""


def _viste(resultater: Sequence[Resultat]) -> Iterator[tuple[str, Resultat, Kartlag]]:
    """Yield the map layers that have anything to show, with the name of each as a collection."""
    for resultat in resultater:
        for post in resultat.kartlag:
            if not post.data.empty and not post.data.geometry.is_empty.all():
                yield f"{resultat.analyse}-{post.navn}", resultat, post


def _samling(navn: str, resultat: Resultat, post: Kartlag, merke: str, epsg: int) -> dict[str, Any]:
    """Describe one map layer as pygeoapi wants it."""
    vest, sor, ost, nord = (float(v) for v in post.data.to_crs(LENGDE_BREDDE).total_bounds)
    return {
        "type": "collection",
        "title": f"{resultat.tittel}: {post.tittel}",
        "description": f"{merke}{resultat.sporsmaal} {resultat.svar} {FORBEHOLD}",
        "keywords": ["arealplan", resultat.analyse],
        "links": [],
        "extents": {"spatial": {"bbox": [vest, sor, ost, nord], "crs": CRS84}},
        "providers": [
            {
                "type": "feature", "name": LEVERANDOR, "data": navn, "id_field": "id",
                "crs": list(kartplan(epsg)), "storage_crs": CRS84,
            }
        ],
    }  # fmt: skip


def kartplan(epsg: int) -> dict[str, int]:
    """Return what features are given in: URI → EPSG code; degrees, and the plane `epsg`."""
    return {CRS84: LENGDE_BREDDE} | {EPSG_NAVN.format(k): k for k in (LENGDE_BREDDE, epsg)}


def silfunksjon(grunnlag: Grunnlag, kjoring: Kjoring, siling: Analyse[Any]) -> Silfunksjon:
    """Return the function that screens areas against everything in `grunnlag`.

    It answers within `FRIST_S`, or says that it could not: a client is never left waiting.
    """
    plasser = BoundedSemaphore(SAMTIDIGE)

    def regn(innspill: Lagdata) -> Mapping[str, Any]:
        eget = replace(grunnlag, lag={**grunnlag.lag, AREALINNSPILL.navn: innspill})
        svar: Mapping[str, Any] = json.loads(som_json(siling.kjor(eget), grunnlag.kommune, kjoring))
        return svar

    def sil(omraade: Mapping[str, Any], formaal: str) -> Mapping[str, Any]:
        innspill = som_innspill(omraade, formaal, grunnlag)
        svarene: list[Mapping[str, Any] | ArealsilFeil] = []
        ferdig, forlatt = Event(), Event()

        def arbeid() -> None:
            try:
                with plasser:
                    if not forlatt.is_set():
                        svarene.append(regn(innspill))
            except ArealsilFeil as err:
                svarene.append(err)
            finally:
                ferdig.set()

        # a thread that does not hold the service back when it is stopped
        Thread(target=arbeid, name=PROSESS, daemon=True).start()
        if not ferdig.wait(FRIST_S):
            forlatt.set()
            raise DataFeil(
                f"Silingen ble ikke ferdig på {FRIST_S:g} sekunder. Send færre områder om gangen, "
                "eller bruk «arealsil sil»."
            )
        svar = svarene[0] if svarene else DataFeil("Silingen feilet. Områdene er ikke silt.")
        if isinstance(svar, ArealsilFeil):
            raise svar
        return svar

    return sil


def som_innspill(omraade: Mapping[str, Any], formaal: str, grunnlag: Grunnlag) -> Lagdata:
    """Areas of a request as the layer that the siling reads.

    Raises
    ------
    DataFeil    when one of them is no area, or there are too many
    """
    try:
        trekk = omraade.get("features") or [omraade]
        former = [shapely.from_geojson(json.dumps(t.get("geometry") or t)) for t in trekk]
    except (shapely.errors.GEOSException, AttributeError, TypeError) as err:
        raise DataFeil("Området er ikke lesbar GeoJSON i lengde og bredde (EPSG:4326).") from err
    if len(former) > FLEST_OMRAADER:
        raise DataFeil(f"Send høyst {FLEST_OMRAADER} flater.")
    hjorner = int(shapely.get_num_coordinates(former).sum())
    if hjorner > FLEST_HJORNER:
        raise DataFeil(
            f"Områdene har {hjorner} hjørner; tjenesten tar inntil {FLEST_HJORNER}. Bruk "
            "«arealsil sil» for store områder."
        )
    hele = shapely.force_2d(reparer(np.array(former, dtype=object)))
    flater = [bare_flater(form) for form in hele]
    uten = [str(nr) for nr, flate in enumerate(flater, 1) if flate.is_empty]
    if uten:
        raise DataFeil(f"Område {oppramsing(uten)} er ikke en flate. Ingen av områdene er silt.")
    ugyldige = [str(nr) for nr, form in enumerate(former, 1) if not form.is_valid]
    felter: dict[str, list[str | None]] = {
        k.navn: [None] * len(flater) for k in AREALINNSPILL.kolonner
    }
    felter["lokalid"] = [f"område {i + 1}" for i in range(len(flater))]
    felter["navn"] = [f"Område {i + 1}" for i in range(len(flater))]
    felter["formaal"] = [formaal] * len(flater)
    data = GeoDataFrame(felter, geometry=flater, crs=LENGDE_BREDDE)
    planet = data.to_crs(grunnlag.kommune.epsg)
    _krev_i_planet(data, planet, grunnlag.kommune.epsg)
    data = planet
    if (areal_m2 := float(data.area.sum())) > STORST_M2:
        raise DataFeil(
            f"Områdene er {areal_m2 / 1e6:.0f} km²; tjenesten tar inntil {STORST_M2 / 1e6:g}. Bruk "
            "«arealsil sil» for store områder."
        )
    dagen = f"{grunnlag.dato.isoformat()}T00:00:00Z"
    return Lagdata(
        post=AREALINNSPILL, status="hentet", data=data, dekning=grunnlag.grense, hentet=dagen,
        kilde="forespørsel",
        merknader=(f"Område {oppramsing(ugyldige)} krysset seg selv og er reparert.",)
        if ugyldige
        else (),
    )  # fmt: skip


def _krev_i_planet(grader: GeoDataFrame, planet: GeoDataFrame, epsg: int) -> None:
    """Stop where the map plane does not reach: there it gives back other degrees than it got.

    Raises
    ------
    DataFeil    with what the coordinates must be
    """
    fram = shapely.get_coordinates(grader.geometry.to_numpy())
    tilbake = shapely.get_coordinates(planet.to_crs(LENGDE_BREDDE).geometry.to_numpy())
    if not np.isfinite(tilbake).all() or np.abs(fram - tilbake).max() > SAMME_STED:
        raise DataFeil(
            "Koordinatene må være lengde og bredde (EPSG:4326), og ligge der kommunens kartplan "
            f"(EPSG:{epsg}) kan brukes."
        )


def _vist(post: Kartlag) -> GeoDataFrame:
    """Return a layer in degrees, full shapes, under its headings; only columns that are shown."""
    egne = [k.navn for k in post.kolonner if k.navn in post.data]
    felter = list(dict.fromkeys(["id", post.navnefelt, *egne]))
    data = post.data[[*(f for f in felter if f in post.data), post.data.geometry.name]]
    titler = {k.navn: overskrift(k) for k in post.kolonner}
    return data.rename(columns=titler).to_crs(LENGDE_BREDDE)


def oppsett(
    resultater: Sequence[Resultat], kommune: Kommune, kjoring: Kjoring, port: int
) -> dict[str, Any]:
    """Return pygeoapi's configuration over the layers.

    Raises
    ------
    DataFeil    if something must not be shown
    """
    krev(resultater, kjoring, eksternt=False)  # answers this machine alone
    merke = f"{EKSEMPEL}. {UTKAST}. " if kjoring.eksempel else f"{UTKAST}. "
    ressurser = {
        navn: _samling(navn, r, post, merke, kommune.epsg) for navn, r, post in _viste(resultater)
    }
    ressurser[PROSESS] = {"type": "process", "processor": {"name": KLASSE}}
    return {
        "server": {
            "bind": {"host": LOKAL, "port": port},
            "url": f"http://{LOKAL}:{port}",
            "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8",
            "languages": ["nb-NO"],
            "limits": {"default_items": SIDE, "max_items": FLEST, "on_exceed": "throttle"},
            "map": {"url": "", "attribution": ""},
            "gzip": False,
        },
        "logging": {"level": "ERROR"},
        "metadata": _omtale(kommune, kjoring, merke),
        "resources": ressurser,
    }


def _omtale(kommune: Kommune, kjoring: Kjoring, merke: str) -> dict[str, Any]:
    """Tell what the service is."""
    kjort = f"Kjøring {kjoring.kjoring_id}, {dato(kjoring.dato)}."
    return {
        "identification": {
            "title": f"arealsil – {kommune.navn}",
            "description": f"{merke}{kjort} {FORBEHOLD}",
            "keywords": ["arealplan"],
            "keywords_type": "theme",
            "terms_of_service": "",
            "url": "",
        },
        "license": {"name": "Se hver kilde", "url": ""},
        "provider": {"name": f"{kommune.navn} kommune", "url": ""},
        "contact": {"name": f"{kommune.navn} kommune"},
    }


def knyttet(side: bytes) -> bytes:
    """Return a page that may ask the service that shows it, and nobody else."""
    aapnet = side.replace(b"connect-src 'none'", b"connect-src 'self'", 1)
    merke = f'<meta name="arealsil-tjeneste" content="{UTFORING}">\n'.encode()
    return aapnet.replace(b"<title>", merke + b"<title>", 1)


def tjeneste(
    resultater: Sequence[Resultat],
    grunnlag: Grunnlag,
    kjoring: Kjoring,
    siling: Analyse[Any],
    mappe: Path,
    port: int,
) -> Wsgi:
    """Return the whole service as a WSGI application, with its files in `mappe`.

    Raises
    ------
    KildeFeil    when pygeoapi is not installed
    """
    krev_pygeoapi()
    prosessmodul = import_module(KLASSE.rpartition(".")[0])
    prosessmodul.Silprosess.sil = staticmethod(silfunksjon(grunnlag, kjoring, siling))
    leverandor = import_module(LEVERANDOR.rpartition(".")[0])
    leverandor.Lagleverandor.samlinger = {
        navn: leverandor.samling(_vist(post)) for navn, _, post in _viste(resultater)
    }
    app = ogc_tjener(oppsett(resultater, grunnlag.kommune, kjoring, port), mappe)
    felter = {navn: tuple(en.felter) for navn, en in leverandor.Lagleverandor.samlinger.items()}
    return vakt(app, felter, kartplan(grunnlag.kommune.epsg), tuple(INNSPILLSFORMAAL))
