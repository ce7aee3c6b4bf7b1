"""Eksempelkommune Røros: made-up data of real size about a true frame, the same each time.

Places, mines, airport, railway station and the Circumference lie where public sources say; all
else – parcels, plans, rights, pastures, terrain – is invented, and districts, holders and plan ids
are named so that nobody can take them for real. Geometries lie in EPSG:25832, metres.
"""

from pathlib import Path

import shapely
from shapely import Polygon

from gis.kilder.skriving import skriv_geotiff, skriv_gpkg, skriv_tekst
from lag.eksempel.bosetting import Utlagt, legg_ut_alle
from lag.eksempel.egne import lag_egne, lag_stoysoner, lag_tilbud
from lag.eksempel.fare import lag_fare
from lag.eksempel.felles import Lagene, terning
from lag.eksempel.fiber import lag_fiber
from lag.eksempel.fibernett import lag_fibernett
from lag.eksempel.grunnlag import lag_energi, lag_grunnlag
from lag.eksempel.innspill import Sak, fasit, flett, lag_innspill, plasser, rydd, ryddet
from lag.eksempel.kultur import lag_kultur
from lag.eksempel.landbruk import lag_landbruk
from lag.eksempel.matrikkel import lag_matrikkel
from lag.eksempel.mineral import lag_mineral
from lag.eksempel.natur import lag_natur
from lag.eksempel.planer import lag_planer
from lag.eksempel.ramme import Ramme, lag_circumferens, lag_elver, lag_innsjoer, omriss
from lag.eksempel.reindrift import lag_reindrift
from lag.eksempel.saker import SAKER
from lag.eksempel.skavanker import skjem
from lag.eksempel.skriv import til_kilden
from lag.eksempel.terreng import lag_terreng
from lag.eksempel.vann import lag_vann
from lag.eksempel.veger import lag_veger
from lag.kildevalg import EKSEMPELFIL, EKSEMPELTERRENG

GPKG = EKSEMPELFIL
"""All vector layers, one per catalogue id, EPSG:25833, the sources' column names."""
TERRENG = EKSEMPELTERRENG
"""Heights, EPSG:25832."""
FASIT = "fasit.json"
"""What was planted; read by tests only."""


def lag_eksempel(mappe: Path, tidspunkt: str) -> Path:
    """Write the example municipality into `mappe`; same bytes for the same `tidspunkt`.

    Parameters
    ----------
    mappe        folder, made if it is missing
    tidspunkt    time that the GeoPackage bears, ISO 8601

    Returns
    -------
    sti    the GeoPackage; the terrain and the truth file lie beside it

    Raises
    ------
    SkriveFeil    if a file cannot be written
    """
    utlagt = legg_ut_alle()
    kommune = omriss()
    saker = plasser(SAKER, kommune)
    ramme = lag_ramme(kommune, utlagt, saker)
    lagene = til_kilden(lag_alle(ramme, utlagt, saker))
    skriv_gpkg(mappe / GPKG, lagene, tidspunkt)
    skriv_geotiff(mappe / TERRENG, ramme.terreng)
    skriv_tekst(mappe / FASIT, fasit(saker))
    return mappe / GPKG


def lag_ramme(kommune: Polygon, utlagt: tuple[Utlagt, ...], saker: tuple[Sak, ...]) -> Ramme:
    """Build what all themes share."""
    innsjoer, elver = lag_innsjoer(), lag_elver()
    vann = shapely.union_all(list(innsjoer.values()))
    bebygd = shapely.union_all([u.flate for u in utlagt])
    fritt = ryddet(saker)
    sperret = shapely.union_all([vann, bebygd, fritt])
    shapely.prepare(sperret)
    return Ramme(
        kommune=kommune,
        innsjoer=innsjoer,
        elver=elver,
        circumferens=lag_circumferens(),
        terreng=lag_terreng(innsjoer, elver),
        bebygd=bebygd,
        fritt_omraade=fritt,
        vann=vann,
        sperret=sperret,
    )


def lag_alle(ramme: Ramme, utlagt: tuple[Utlagt, ...], saker: tuple[Sak, ...]) -> Lagene:
    """Every vector layer with our names, EPSG:25832: themes, clearing, planting."""
    ut: Lagene = {}
    ut |= lag_matrikkel(ramme, terning("matrikkel"), utlagt)
    ut |= lag_veger(ramme, terning("veger"), utlagt)
    ut |= lag_vann(ramme, terning("vann"), ut)
    ut |= lag_fare(ramme, terning("fare"))
    ut |= lag_reindrift(ramme, terning("reindrift"))
    ut |= lag_mineral(terning("mineral"))
    ut |= lag_landbruk(ramme, terning("landbruk"), ut["veger"])
    ut |= lag_energi(terning("energi"))
    ut |= lag_grunnlag(ramme, terning("grunnlag"), ut["bygninger"])
    ut |= lag_planer(ramme, terning("planer"), utlagt, ut)
    ut |= lag_kultur(ramme, terning("kultur"), ut["bygninger"])
    ut |= lag_natur(ramme, terning("natur"))
    ut |= lag_fiber(terning("fiber"), utlagt, ut)
    ut |= lag_fibernett(ramme, utlagt, ut)
    ut |= lag_egne(terning("egne"))
    ut |= lag_tilbud(terning("tilbud"))
    ut |= lag_stoysoner(terning("stoysoner"), ut["veger"])
    ferdige = skjem(flett(rydd(ut, ramme.fritt_omraade), saker))
    return ferdige | {"arealinnspill": lag_innspill(saker)}
