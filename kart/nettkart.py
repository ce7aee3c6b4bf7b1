"""The interactive map as a folium map, and that map read back as plain records.

folium is used as a Python object model only: what hangs on the map is what the page shows. The
HTML is written by `kart.planside`, because folium's own pages run attribute text as script and
call four foreign hosts.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import folium
from geopandas import GeoDataFrame, GeoSeries
from shapely.geometry.base import BaseGeometry

from analyser.felles.modell import Kartlag, Kildebruk, Kolonneinfo, Resultat
from gis.crs import krev_crs
from gis.feil import ParameterFeil
from gis.kommune import Kommune
from gis.utsnitt import Utsnitt
from kart.kartdata import Fliser, Kartbilde, Objekt, Sidekart, Sideklasse, Sidelag
from kart.kjoring import Kjoring
from kart.merkelapper import sidemerker
from kart.stil import (
    BAKGRUNN,
    FLERTALL,
    GRENSE,
    RADIUS_PX,
    Slag,
    bakgrunnsdeler,
    fra_leaflet,
    slag_av,
    slag_i,
    til_leaflet,
)
from kart.tabell import merket_celle, overskrift, tekst
from kart.tegnegeometri import (
    aapningsutsnitt,
    forenkle,
    homogene,
    i_klasser,
    rammen,
    som_geojson,
    til_grader,
)
from kart.tekster import avkortet, dag, paa_spraak, t
from lag.bakgrunn import FLISADRESSE, FLISER, NAVNGIVELSE
from lag.katalog import KATALOG
from lag.kildevalg import bildekilde, bildenavngivelse
from lag.modell import Stil, Wms

Kart = folium.Map
"""What `bygg` returns, for modules that must not know folium."""
STORSTE_ZOOM = 18
"""Deepest zoom of the tiles and of the page."""
BAKGRUNN_FORENKLING_M = 15.0
"""Tolerance of the background; about a pixel where the whole municipality is shown."""
RAMME_M = 5_000.0
"""How far outside the municipality the background is drawn."""


class Kartgruppe(folium.FeatureGroup):
    """A FeatureGroup that knows which layer it shows.

    Parameters
    ----------
    navn        ASCII id, unique on the map
    tittel      name in the legend
    kolonner    headings of the card
    kilde       where the features come from, one line
    bakgrunn    True for context below the results
    synlig      shown when the map opens
    """

    def __init__(
        self,
        navn: str,
        tittel: str,
        *,
        kolonner: tuple[str, ...] = (),
        kilde: str = "",
        bakgrunn: bool = False,
        synlig: bool = True,
    ) -> None:
        super().__init__(name=tittel, show=synlig)
        self.navn = navn
        self.kolonner = kolonner
        self.kilde = kilde
        self.bakgrunn = bakgrunn


# -- from results to a folium map -----------------------------------------------------------


def _verdier(rad: Mapping[Any, Any], kolonner: Sequence[Kolonneinfo]) -> list[str]:
    """Values of the card as printed; only columns with a Kolonneinfo reach the page."""
    return [merket_celle(rad.get(info.navn), info) for info in kolonner]


def _objekter(data: GeoDataFrame, post: Kartlag) -> list[dict[str, Any]]:
    """GeoJSON features of `data`, EPSG:4326; features without shape are left out."""
    synlige = data[~(data.geometry.isna() | data.geometry.is_empty)]
    former = til_grader(forenkle(synlige.geometry, post.forenkling_m))
    rader = synlige.drop(columns=synlige.geometry.name).to_dict("records")
    objekter: list[dict[str, Any]] = []
    merker = sidemerker(post, [rad.get(post.merkefelt) for rad in rader], synlige.geometry)
    for hel, rad, merke in zip(former, rader, merker, strict=True):
        egne = {
            "id": str(rad["id"]),
            "navn": avkortet(tekst(rad.get(post.navnefelt))),
            "verdier": _verdier(rad, post.kolonner),
            "merke": merke,
        }
        for form in homogene(hel):
            ident = f"{post.navn}-{len(objekter)}"  # folium wants them unique
            objekter.append(
                {"type": "Feature", "id": ident, "properties": egne, "geometry": som_geojson(form)}
            )
    return objekter


def _geojson(tittel: str, stil: Stil, slag: Slag, objekter: list[dict[str, Any]]) -> folium.GeoJson:
    """One class as a folium GeoJson with its style."""
    valg = til_leaflet(stil, slag)
    return folium.GeoJson(
        {"type": "FeatureCollection", "features": objekter},
        name=tittel,
        style_function=lambda _: valg,
        marker=folium.CircleMarker(radius=RADIUS_PX),
    )


def _kildelinje(post: Kartlag, kilder: Sequence[Kildebruk]) -> str:
    """Name the sources of a layer with fetch day and licence, for the card."""
    linjer = []
    for kilde in (k for k in kilder if k.lag in post.kildelag):
        hentet = kilde.hentet and t("hentet {dag}", dag=dag(kilde.hentet))
        ord_ = (t(kilde.eier), hentet or t(kilde.status), t(kilde.lisens))
        linjer.append(f"{t(kilde.tittel)} ({', '.join(ord_)})")
    return "; ".join(linjer)


def _temagruppe(post: Kartlag, resultat: Resultat, kommune: Kommune) -> Kartgruppe:
    """One layer of results."""
    krev_crs(post.data, kommune.epsg, post.tittel)
    titler = tuple(overskrift(info) for info in post.kolonner)
    linje = _kildelinje(post, resultat.kilder)
    gruppe = Kartgruppe(post.navn, post.tittel, kolonner=titler, kilde=linje, synlig=post.synlig)
    slag = slag_i(post.data)
    for klasse, data in i_klasser(post):
        gruppe.add_child(_geojson(klasse.tittel, klasse.stil, slag, _objekter(data, post)))
    return gruppe


def _bakgrunnsgruppe(navn: str, data: GeoDataFrame, ramme: Utsnitt) -> Kartgruppe:
    """One layer of the vector background, clipped to `ramme`; names keep name and type."""
    krev_crs(data, ramme.epsg, navn)
    gruppe = Kartgruppe(navn, BAKGRUNN[navn][0], bakgrunn=True)
    data = data.dropna(subset="navn") if navn == "stedsnavn" else data
    for tittel, stil, delen in bakgrunnsdeler(navn, data):
        naere = delen.iloc[sorted(delen.sindex.query(ramme.flate))]
        former = forenkle(naere.geometry, BAKGRUNN_FORENKLING_M).clip_by_rect(*ramme.grenser)
        former = til_grader(GeoSeries(former[~former.is_empty]))
        egne = naere.loc[former.index]
        navnene = egne["navn"] if navn == "stedsnavn" else [""] * len(egne)
        typer = egne["type"] if navn == "stedsnavn" and "type" in egne else [""] * len(egne)
        objekter = [
            {
                "type": "Feature",
                "id": f"{navn}-{tittel}-{nummer}",
                "properties": {"id": "", "navn": avkortet(str(navnet)), "verdier": [str(typen)]},
                "geometry": som_geojson(form),
            }
            for nummer, (form, navnet, typen) in enumerate(zip(former, navnene, typer, strict=True))
        ]
        gruppe.add_child(_geojson(tittel, stil, slag_i(data), objekter))
    return gruppe


def _grensegruppe(kommune: Kommune, grense: BaseGeometry) -> Kartgruppe:
    """Make the boundary of the municipality a layer."""
    rad = GeoDataFrame({"id": [kommune.nummer]}, geometry=[grense], crs=kommune.epsg)
    post = Kartlag(
        navn="kommunegrense",
        tittel="Kommunegrense",
        data=rad,
        klasser=(),
        forenkling_m=BAKGRUNN_FORENKLING_M,
    )
    gruppe = Kartgruppe(post.navn, post.tittel, bakgrunn=True)
    gruppe.add_child(_geojson(post.tittel, GRENSE, "flate", _objekter(rad, post)))
    return gruppe


def _kartbilder(kilder: Sequence[Kildebruk], kommune: Kommune) -> Iterator[folium.WmsTileLayer]:
    """Yield a picture for every source that a WMS shows."""
    for post in filter(None, (KATALOG.get(kilde.lag) for kilde in kilder)):
        bilde = bildekilde(post, kommune)
        if isinstance(bilde, Wms) and bilde.url.startswith("https://"):
            yield folium.WmsTileLayer(
                bilde.url, layers=bilde.lag, name=post.tittel,
                attr=bildenavngivelse(post, kommune),
                version="1.3.0", fmt="image/png", transparent=True, show=False,
            )  # fmt: skip


def bygg(
    resultat: Resultat, kommune: Kommune, grense: BaseGeometry, kjoring: Kjoring
) -> folium.Map:
    """Build the map of one result; whatever is added or removed afterwards shows on the page.

    Parameters
    ----------
    resultat    the answer
    kommune     the municipality, whose CRS everything must be in
    grense      its area, working CRS; empty where the border is not known
    kjoring     the run, whose background layers are drawn below
    """
    utsnitt = aapningsutsnitt(resultat, kommune, grense).i_epsg(4326)
    vest, sor, ost, nord = (round(v, 5) for v in utsnitt.grenser)
    kartet = folium.Map(location=((sor + nord) / 2, (vest + ost) / 2), tiles=None)
    for navn, tittel in FLISER:
        adresse = FLISADRESSE.format(navn=navn)
        folium.TileLayer(
            adresse, attr=NAVNGIVELSE, name=tittel, max_zoom=STORSTE_ZOOM, show=navn == FLISER[0][0]
        ).add_to(kartet)
    for bilde in _kartbilder(resultat.kilder, kommune):
        bilde.add_to(kartet)
    ramme = rammen(kommune, grense).utvidet(RAMME_M)
    for navn in BAKGRUNN:
        data = kjoring.bakgrunn.get(navn)
        if data is not None and len(data):
            _bakgrunnsgruppe(navn, data, ramme).add_to(kartet)
    if not grense.is_empty:
        _grensegruppe(kommune, grense).add_to(kartet)
    with paa_spraak(kjoring.spraak):
        for post in (p for p in resultat.kartlag if not p.bare_fil):
            _temagruppe(post, resultat, kommune).add_to(kartet)
    kartet.fit_bounds(((sor, vest), (nord, ost)))
    return kartet


# -- from a folium map to records -----------------------------------------------------------


def _klasser(element: folium.GeoJson) -> Iterator[Sideklasse]:
    """Yield the features of a GeoJson, one class per kind of shape and style in use."""
    stilen: Callable[[Any], dict[str, Any]] = getattr(element, "style_function", lambda _: {})
    objekter: Sequence[Objekt] = element.data.get("features", [])
    tittel = str(element.layer_name)
    if not objekter:
        valg = stilen({})
        stil, slag = fra_leaflet(valg), valg.get("slag", "flate")
        yield Sideklasse(tittel=tittel, stil=stil, slag=slag, objekter=())
    like: dict[tuple[Slag, Stil], list[Objekt]] = {}
    for objekt in objekter:
        slag = slag_av(objekt["geometry"]["type"])
        like.setdefault((slag, fra_leaflet(stilen(objekt))), []).append(objekt)
    for slag, stil in sorted(like, key=lambda nokkel: list(FLERTALL).index(nokkel[0])):
        mer = f" ({FLERTALL[slag]})" if len(like) > 1 else ""
        egne = tuple(like[slag, stil])
        yield Sideklasse(tittel=tittel + mer, stil=stil, slag=slag, objekter=egne)


def _sidelag(element: folium.FeatureGroup | folium.GeoJson) -> Sidelag:
    """Read one group, or a GeoJson that hangs directly on the map."""
    barn = [element] if isinstance(element, folium.GeoJson) else list(element._children.values())
    fremmede = [type(b).__name__ for b in barn if not isinstance(b, folium.GeoJson)]
    if fremmede:
        raise ParameterFeil(
            f"Kartlaget «{element.layer_name}» har noe siden ikke kan tegne: "
            f"{', '.join(fremmede)}. Bruk folium.GeoJson."
        )
    return Sidelag(
        navn=getattr(element, "navn", element.get_name()),
        tittel=str(element.layer_name),
        synlig=bool(element.show),
        klasser=tuple(k for b in barn if isinstance(b, folium.GeoJson) for k in _klasser(b)),
        kolonner=getattr(element, "kolonner", ()),
        kilde=getattr(element, "kilde", ""),
        bakgrunn=getattr(element, "bakgrunn", False),
    )


def _fliser(laget: folium.TileLayer) -> Fliser:
    """Read one tile background."""
    return Fliser(
        url=str(laget.tiles),
        navngivelse=str(laget.options["attribution"]),
        storste_zoom=int(str(laget.options["max_zoom"])),
        tittel=str(laget.layer_name),
    )


def _kartbilde(laget: folium.WmsTileLayer) -> Kartbilde:
    """Read one picture layer."""
    return Kartbilde(
        url=str(laget.url),
        lag=str(laget.options["layers"]),
        tittel=str(laget.layer_name),
        navngivelse=str(laget.options["attribution"]),
    )


def les_av(kartet: folium.Map) -> Sidekart:
    """Read `kartet` by walking its children; what is not on it will not be on the page.

    Raises
    ------
    ParameterFeil    for an element that the page cannot draw
    """
    fliser, bilder = [], []
    utsnitt: tuple[float, float, float, float] | None = None
    sidelag = []
    for barn in kartet._children.values():
        match barn:
            case folium.TileLayer():
                fliser.append(_fliser(barn))
            case folium.WmsTileLayer():
                bilder.append(_kartbilde(barn))
            case folium.FitBounds():
                (sor, vest), (nord, ost) = barn.bounds
                utsnitt = (vest, sor, ost, nord)
            case folium.FeatureGroup() | folium.GeoJson():
                sidelag.append(_sidelag(barn))
            case folium.LayerControl():
                continue  # the page has its own
            case _:
                raise ParameterFeil(
                    f"Kartet har noe siden ikke kan tegne: {type(barn).__name__}. "
                    "Bruk folium.GeoJson eller folium.FeatureGroup."
                )
    if utsnitt is None:
        raise ParameterFeil("Kartet har ikke noe utsnitt. Kall kartet.fit_bounds(…) først.")
    return Sidekart(
        utsnitt=utsnitt,
        fliser=tuple(fliser),
        kartbilder=tuple(bilder),
        sidelag=tuple(sidelag),
    )
