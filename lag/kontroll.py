"""Check and bring home: any frame → our columns, valid 2D geometry, the working CRS. Pure."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import shapely
from geopandas import GeoDataFrame, GeoSeries
from numpy.typing import NDArray
from pyproj import CRS

from gis.akser import STORSTE_BREDDE, STORSTE_LENGDE, forslag, skriv_grenser
from gis.feil import CrsFeil, SkjemaFeil
from gis.geometri import Geometrier, reparer
from gis.kilder.grenser import MAKS_JORD_M
from gis.kommune import Kommune, LagValg
from gis.tekst import SATT_TIL_SIDE, antall
from gis.utsnitt import Utsnitt
from lag.kolonner import bring_kolonner
from lag.modell import Lag

GT = shapely.GeometryType
TYPER: Mapping[str, tuple[int, ...]] = {
    "punkt": (GT.POINT, GT.MULTIPOINT),
    "linje": (GT.LINESTRING, GT.MULTILINESTRING, GT.LINEARRING),
    "flate": (GT.POLYGON, GT.MULTIPOLYGON),
}
"""Geometry types that belong to each of our words."""
SAMLERE: Mapping[str, Callable[[Any], Any]] = {
    "punkt": shapely.multipoints,
    "linje": shapely.multilinestrings,
    "flate": shapely.multipolygons,
}
"""What makes one geometry of the fitting parts of a mixed collection."""
MERKBART_M2 = 1.0
"""Change of area by mending that is worth telling, square metres; our own choice."""
VALGT_UT = "er valgt ut fra"
"""Stands in the remark on features that are left out for their codes."""
NULL_M, NULL_GRADER = 1_000.0, 0.01
"""How near nought a feature lies whose coordinates were never filled in; our own choice."""

Avtrykk = tuple[bytes, tuple[str, ...]]
"""Place and attributes of one feature."""


def kontroller(
    post: Lag, raa: GeoDataFrame, kommune: Kommune
) -> tuple[GeoDataFrame, tuple[str, ...]]:
    """Check a frame as read and bring it to our columns and the working CRS.

    Parameters
    ----------
    post       the catalogue's entry
    raa        (n,) features with the source's columns, any CRS
    kommune    gives working CRS, box, margin and local choices

    Returns
    -------
    data         (m,) features near the municipality, sorted by lokalid, columns as the entry
                 lists them (also those not to be published) and `geometry`
    merknader    bokmål sentences on what was mended, set aside or doubted

    Raises
    ------
    CrsFeil       if the CRS is missing, or the data cannot be where the municipality is
    SkjemaFeil    if a required column is missing, or no feature has the right geometry type
    """
    merknader = list(raa.attrs.get("merknader", ()))
    data = bring_kolonner(post, raa, kommune.lag.get(post.navn, LagValg()), merknader)
    data = _uten_tomme(data, merknader)
    data = _hjem(post, data, kommune, merknader)
    data = _utvalg(post, data, merknader)
    data = _rett_type(post, data, merknader)
    data = _med_lokalid(post, data, merknader)
    data.attrs = {}
    return data, tuple(merknader)


def _geometrier(data: GeoDataFrame) -> Geometrier:
    return np.asarray(data.geometry.array, dtype=object)


def _uten_tomme(data: GeoDataFrame, merknader: list[str]) -> GeoDataFrame:
    """Drop what has no place: null, empty, or numbers that are not finite. Heights go too."""
    geometrier = _geometrier(data).copy()  # what was read keeps its heights
    mangler, tom = shapely.is_missing(geometrier), shapely.is_empty(geometrier)
    brukbar = ~(mangler | tom)
    geometrier[brukbar] = shapely.force_2d(geometrier[brukbar])
    grenser = shapely.bounds(geometrier)
    uendelig = brukbar & ~np.isfinite(grenser).all(axis=1)
    utenfor = brukbar & ~uendelig & _utenfor_jorden(grenser, data.crs)
    if utenfor.any() and not (brukbar & ~uendelig & ~utenfor).any():
        utenfor[:] = False  # then the CRS is wrong, and that is told as such
    for maske, hva in (
        (mangler, "har ingen geometri"), (tom, "har tom geometri"),
        (uendelig, "har koordinater som ikke er tall"),
        (utenfor, "har koordinater utenfor jorden"),
    ):  # fmt: skip
        if maske.any():
            merknader.append(f"{antall(int(maske.sum()))} {hva} og er {SATT_TIL_SIDE}.")
    ut = data.assign(geometry=_serie(geometrier, data))
    return ut[brukbar & ~uendelig & ~utenfor].copy()


def _utenfor_jorden(grenser: NDArray[np.float64], crs: CRS | None) -> NDArray[np.bool_]:
    """Tell which boxes reach beyond what coordinates in `crs` (else metres) can be."""
    grader = crs is not None and crs.is_geographic
    storst = np.array([STORSTE_LENGDE, STORSTE_BREDDE] * 2) if grader else np.full(4, MAKS_JORD_M)
    for_stor = np.abs(np.nan_to_num(grenser)) > storst
    return np.asarray(np.any(for_stor, axis=1), dtype=np.bool_)


def _serie(geometrier: Geometrier, data: GeoDataFrame) -> GeoSeries:
    return GeoSeries(geometrier, index=data.index, crs=data.crs)


def _hjem(post: Lag, data: GeoDataFrame, kommune: Kommune, merknader: list[str]) -> GeoDataFrame:
    """Bring to the working CRS, and keep what lies near the municipality."""
    if data.empty:
        return data.set_crs(kommune.epsg, allow_override=True)
    naer = kommune.boks.utvidet(kommune.margin_m)
    x0, y0, x1, y1 = (float(tall) for tall in data.total_bounds)
    if data.crs is None:
        raise CrsFeil(
            f"Laget «{post.navn}»: koordinatsystem mangler. {forslag((x0, y0, x1, y1), naer)} "
            f"Oppgi epsg under [lag.{post.navn}] i kommune.toml."
        )
    hjemme = data.to_crs(kommune.epsg)
    grenser = shapely.bounds(_geometrier(hjemme))
    moter = (
        (grenser[:, 0] <= naer.xmax) & (grenser[:, 2] >= naer.xmin)
        & (grenser[:, 1] <= naer.ymax) & (grenser[:, 3] >= naer.ymin)
    )  # fmt: skip
    if not moter.any():
        _krev_omkring(post, data, hjemme, kommune)
    bortkomne = _bortkomne(data, data.crs, naer) & ~moter
    if bortkomne.any():
        merknader.append(
            f"{antall(int(bortkomne.sum()))} ligger i nullpunktet eller har byttede akser, og er "
            f"{SATT_TIL_SIDE}."
        )
    borte = ~moter & ~bortkomne
    if borte.any():
        merknader.append(
            f"{int(borte.sum())} av {antall(len(data))} ligger mer enn "
            f"{kommune.margin_m / 1000:g} km fra kommunens boks og er utelatt."
        )
    return hjemme[moter].copy()


def _bortkomne(data: GeoDataFrame, crs: CRS, naer: Utsnitt) -> NDArray[np.bool_]:
    """Tell which features lie at nought, or would lie near with their axes swapped.

    Where they belong is not known: it may be here.
    """
    grenser = shapely.bounds(_geometrier(data))
    x0, y0, x1, y1 = naer.i_epsg(crs.to_epsg() or naer.epsg).grenser
    snudd = (
        (grenser[:, 1] <= x1) & (grenser[:, 3] >= x0)
        & (grenser[:, 0] <= y1) & (grenser[:, 2] >= y0)
    )  # fmt: skip
    naere = NULL_GRADER if crs.is_geographic else NULL_M
    return np.asarray(snudd | (np.abs(grenser) <= naere).all(axis=1), dtype=np.bool_)


def _krev_omkring(post: Lag, data: GeoDataFrame, hjemme: GeoDataFrame, kommune: Kommune) -> None:
    """Stop unless the data at least lie all around the municipality (a nationwide layer)."""
    naer = kommune.boks.utvidet(kommune.margin_m)
    x0, y0, x1, y1 = (float(tall) for tall in data.total_bounds)
    h0, h1, h2, h3 = (float(tall) for tall in hjemme.total_bounds)
    endelig = bool(np.isfinite([h0, h1, h2, h3]).all())
    if endelig and naer.moter((h0, h1, h2, h3)):
        return
    raise CrsFeil(
        f"Laget «{post.navn}»: ingen av {antall(len(data))} ligger i nærheten av {kommune.navn}. "
        f"Dataene oppgir {data.crs.to_string() if data.crs else 'ikke noe koordinatsystem'} og "
        f"har utstrekning {skriv_grenser((x0, y0, x1, y1))}. {forslag((x0, y0, x1, y1), naer)} "
        f"Feil sone eller byttede akser: rett kilden, eller oppgi epsg under [lag.{post.navn}] i "
        "kommune.toml."
    )


def _utvalg(post: Lag, data: GeoDataFrame, merknader: list[str]) -> GeoDataFrame:
    """Keep the features whose codes the entry asks for; one without a code could be any."""
    for kolonne, koder in post.utvalg.items():
        uten = int(data[kolonne].isna().sum())
        if uten:
            merknader.append(f"{antall(uten)} mangler «{kolonne}» og er {SATT_TIL_SIDE}.")
        valgt = data[kolonne].isin(koder)
        if not valgt.all():
            merknader.append(f"{int(valgt.sum())} av {antall(len(data))} {VALGT_UT} «{kolonne}».")
        data = data[valgt].copy()
    return data


def _rett_type(post: Lag, data: GeoDataFrame, merknader: list[str]) -> GeoDataFrame:
    """Mend invalid geometries, and drop those that are not what the layer holds."""
    if data.empty:
        return data
    forut = _geometrier(data)
    ugyldige = ~shapely.is_valid(forut)
    geometrier = reparer(forut)
    if ugyldige.any():
        endring = shapely.area(geometrier[ugyldige]) - shapely.area(forut[ugyldige])
        store = int((np.abs(endring) > MERKBART_M2).sum())
        hale = f" ({store} fikk endret areal)" if store else ""
        merknader.append(
            f"{antall(int(ugyldige.sum()), 'ugyldig geometri', 'ugyldige geometrier')} er "
            f"reparert{hale}."
        )
    typer, enkle = TYPER[post.geometri], shapely.get_type_id(geometrier)
    blandet = enkle == GT.GEOMETRYCOLLECTION
    geometrier[blandet] = [_deler(samling, post.geometri) for samling in geometrier[blandet]]
    passer = np.isin(shapely.get_type_id(geometrier), typer) & ~shapely.is_empty(geometrier)
    if not passer.any():
        raise SkjemaFeil(
            f"Laget «{post.navn}» skal ha geometri av typen {post.geometri}, men ingen av "
            f"{antall(len(data))} har det. Pek på et annet fillag eller geometrifelt under "
            f"[lag.{post.navn}] i kommune.toml."
        )
    if not passer.all():
        merknader.append(
            f"{antall(int((~passer).sum()))} er ikke {post.geometri} og er {SATT_TIL_SIDE}."
        )
    ut = data.assign(geometry=_serie(geometrier, data))
    return ut[passer].copy()


def _deler(samling: shapely.Geometry, geometri: str) -> shapely.Geometry:
    """Return the parts of a collection that fit, as one multi-geometry."""
    deler = shapely.get_parts(shapely.get_parts(samling))
    riktige = deler[np.isin(shapely.get_type_id(deler), TYPER[geometri])]
    samlet: shapely.Geometry = SAMLERE[geometri](riktige)
    return samlet


def _med_lokalid(post: Lag, data: GeoDataFrame, merknader: list[str]) -> GeoDataFrame:
    """Give every feature one id of its own, and sort by it."""
    idfelt = post.idfelt
    ider = data[idfelt] if idfelt in data.columns else data.geometry.map(lambda _: None)
    ider = ider.astype(object)
    mangler = ider.isna()
    if mangler.any():
        merknader.append(f"{antall(int(mangler.sum()))} mangler id og har fått nummer.")
        ider[mangler] = [f"{post.navn}-{int(nummer) + 1}" for nummer in data.index[mangler]]
    data = data.assign(**{idfelt: ider})
    like = data[idfelt].duplicated(keep=False)
    if like.any():
        data = _uten_dobbelte(post, data, merknader)
    kolonner = [idfelt, *(k for k in data.columns if k not in (idfelt, "geometry")), "geometry"]
    return data[kolonner].sort_values(idfelt, kind="stable").reset_index(drop=True)


def _uten_dobbelte(post: Lag, data: GeoDataFrame, merknader: list[str]) -> GeoDataFrame:
    """Merge features that are the same in all; number those that share the id alone."""
    steder = _avtrykk(data)
    sett: dict[str, list[Avtrykk]] = {}
    opptatt = set(data[post.idfelt])
    nye: list[str] = []
    behold = np.ones(len(data), dtype=bool)
    for nummer, (lokalid, sted) in enumerate(zip(data[post.idfelt], steder, strict=True)):
        tidligere = sett.setdefault(lokalid, [])
        behold[nummer] = sted not in tidligere
        nye.append(lokalid)
        if behold[nummer] and tidligere:
            nye[nummer] = _ledig(lokalid, len(tidligere) + 1, opptatt)
            opptatt.add(nye[nummer])
        if behold[nummer]:
            tidligere.append(sted)
    endret = int((np.array(nye) != data[post.idfelt].to_numpy())[behold].sum())
    if not behold.all():
        merknader.append(
            f"{antall(int((~behold).sum()))} er helt likt et annet og er slått sammen med det."
        )
    if endret:
        merknader.append(f"{antall(endret)} delte id med et annet og har fått nummer bak.")
    return data.assign(**{post.idfelt: nye})[behold].copy()


def _avtrykk(data: GeoDataFrame) -> list[Avtrykk]:
    """Place and every attribute of each feature, for comparison."""
    steder = shapely.to_wkb(shapely.normalize(_geometrier(data)))
    rader = data.drop(columns="geometry").astype(str).itertuples(index=False, name=None)
    return list(zip(steder, rader, strict=True))


def _ledig(lokalid: str, nummer: int, opptatt: set[str]) -> str:
    """Return the id with the first number behind it that nobody has."""
    while f"{lokalid}-{nummer}" in opptatt:
        nummer += 1
    return f"{lokalid}-{nummer}"
