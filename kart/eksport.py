"""Results as files for other programs: one GeoPackage, one workbook.

Only what is shown is exported: columns without a Kolonneinfo, a class or a name stay behind, and
a column that the catalogue withholds (personal data) stops the export.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

from geopandas import GeoDataFrame, GeoSeries
from pandas import DataFrame

from analyser.felles.modell import Kartlag, Kildebruk, Kolonneinfo, Regelbruk, Resultat, Status
from gis.crs import arealmerknad
from gis.feil import DataFeil
from gis.kilder.skriving import skriv_bytes, skriv_gpkg
from gis.kommune import Kommune
from kart.kjoring import Kjoring
from kart.ordlyd import EKSEMPEL, EKSEMPEL_FORKLART, FORBEHOLD, REINDRIFT, SVARENE, UTKAST
from kart.qgisstil import STILTABELL, stiltabell
from kart.regneark import Ark, arbeidsbok
from kart.stil import FLERTALL, slag_av
from kart.tabell import overskrift
from kart.tegnegeometri import homogene
from lag.katalog import KATALOG

KILDEKOLONNER = (
    Kolonneinfo(navn="lag", tittel="Lag"),
    Kolonneinfo(navn="tittel", tittel="Navn"),
    Kolonneinfo(navn="eier", tittel="Eier"),
    Kolonneinfo(navn="status", tittel="Status"),
    Kolonneinfo(navn="antall", tittel="Objekter", enhet="stk."),
    Kolonneinfo(navn="hentet", tittel="Hentet"),
    Kolonneinfo(navn="dekning", tittel="Dekning"),
    Kolonneinfo(navn="noyaktighet", tittel="Nøyaktighet"),
    Kolonneinfo(navn="lisens", tittel="Lisens"),
    Kolonneinfo(navn="navngivelse", tittel="Navngivelse"),
    Kolonneinfo(navn="merknader", tittel="Merknader"),
    Kolonneinfo(navn="sha256", tittel="Kontrollsum (SHA-256)"),
)
REGELKOLONNER = (
    Kolonneinfo(navn="id", tittel="Regel"),
    Kolonneinfo(navn="tekst", tittel="Hva den sier"),
    Kolonneinfo(navn="lag", tittel="Lag"),
    Kolonneinfo(navn="hjemmel", tittel="Hjemmel eller kilde"),
    Kolonneinfo(navn="merke", tittel="Hvor sikker terskelen er"),
    Kolonneinfo(navn="versjon", tittel="Versjon"),
    Kolonneinfo(navn="analyser", tittel="Brukt i"),
)
UKJENTKOLONNER = (
    Kolonneinfo(navn="analyse", tittel="Analyse"),
    Kolonneinfo(navn="setning", tittel="Hva vi ikke vet"),
)
KOLONNEKOLONNER = (
    Kolonneinfo(navn="tabell", tittel="Tabell"),
    Kolonneinfo(navn="kolonne", tittel="Kolonne"),
    Kolonneinfo(navn="forklaring", tittel="Slik er den laget"),
)
AREALENHETER = frozenset({"daa", "ha", "km²"})
"""Units that must tell the plane they were measured in."""
MERKNAD = "merknad"
"""Column of every exported map layer that says what the data are."""


def tilbakeholdte() -> frozenset[str]:
    """Columns that the catalogue never publishes, in any layer."""
    alle = [k for post in KATALOG.values() for k in post.kolonner]
    aapne = {k.navn for k in alle if k.publiseres}
    return frozenset(k.navn for k in alle if not k.publiseres) - aapne


def _krev_publiserbare(navn: Sequence[str], hvor: str) -> None:
    """Stop the export of a column that the catalogue withholds.

    Raises
    ------
    DataFeil    naming the column and where it would have stood
    """
    stoppet = sorted(tilbakeholdte().intersection(navn))
    if stoppet:
        raise DataFeil(
            f"{hvor}: kolonnen {', '.join(f'«{n}»' for n in stoppet)} er merket «publiseres ikke» "
            "i katalogen og kan ikke skrives til fil."
        )


def eksempel(resultater: Sequence[Resultat]) -> bool:
    """Tell whether any source of the results is made up."""
    return any(kilden.eksempel for r in resultater for kilden in r.kilder)


def kilder_av(resultater: Sequence[Resultat]) -> tuple[Kildebruk, ...]:
    """Every source used, once, ordered by layer id."""
    return tuple(k for _, k in sorted({k.lag: k for r in resultater for k in r.kilder}.items()))


def regler_av(resultater: Sequence[Resultat]) -> tuple[Regelbruk, ...]:
    """Every rule used, once, ordered by id."""
    return tuple(r for _, r in sorted({k.id: k for r in resultater for k in r.regler}.items()))


# -- GeoPackage -----------------------------------------------------------------------------


def _eksportlag(laget: Kartlag, merknad: str) -> GeoDataFrame:
    """Features with the columns that the map shows, and the remark."""
    egne = (k.navn for k in laget.kolonner)
    onsket = ["id", laget.navnefelt, laget.klassefelt, laget.merkefelt, *egne]
    navn = [n for n in dict.fromkeys(onsket) if n in laget.data.columns]
    _krev_publiserbare(navn, f"kartlaget «{laget.navn}»")
    ramme = laget.data[[*navn, laget.data.geometry.name]].copy()
    egen = (
        ramme[MERKNAD].fillna("").astype(str).radd(f"{merknad}. ") if MERKNAD in navn else merknad
    )
    ramme[MERKNAD] = egen
    return ramme


def _etter_slag(navn: str, laget: Kartlag) -> dict[str, Kartlag]:
    """Return the layer by table name; one with shapes of several kinds is a table for each.

    QGIS draws one kind of shape of a table, and leaves the others out in silence.
    """
    data = laget.data
    deler = [
        (rad, form, slag_av(form.geom_type))
        for rad, hel in enumerate(data.geometry)
        if hel is not None and not hel.is_empty
        for form in homogene(hel)
    ]
    slagene = {slag for _, _, slag in deler}
    if len(slagene) <= 1:
        return {navn: laget}
    ut = {}
    for slag, ord_ in FLERTALL.items():
        egne = [(rad, form) for rad, form, dette in deler if dette == slag]
        if egne:
            ramme = data.iloc[[rad for rad, _ in egne]].reset_index(drop=True)
            ramme = ramme.set_geometry(GeoSeries([form for _, form in egne], crs=data.crs))
            ut[f"{navn}_{ord_}"] = replace(laget, data=ramme, tittel=f"{laget.tittel} ({ord_})")
    return ut


def _forklaring(resultater: Sequence[Resultat]) -> list[tuple[str, str]]:
    """Rows that every export begins with."""
    rader = [("Merking", f"{EKSEMPEL}. {EKSEMPEL_FORKLART}")] if eksempel(resultater) else []
    rader += [("Status", UTKAST), ("Forbehold", FORBEHOLD)]
    rader += [(f"Svaret «{status}»", SVARENE[status]) for status in Status]
    rader.append(("Reindrift", REINDRIFT))
    return rader


def skriv_geopackage(
    sti: Path, resultater: Sequence[Resultat], tidspunkt: str, kjoring_id: str = ""
) -> None:
    """Write every map layer as `<analyse>_<kartlag>`, then «les_meg» and the styles for QGIS.

    A layer with areas, lines and points becomes a table for each.

    Parameters
    ----------
    sti           file to write, replaced whole
    resultater    the answers; all map layers in one CRS
    tidspunkt     ISO time that the file carries as its own
    kjoring_id    id of the run, named in «les_meg»

    Raises
    ------
    DataFeil      if a column must not be published
    SkriveFeil    if the file could not be written
    """
    merknad = EKSEMPEL if eksempel(resultater) else UTKAST
    kartlagene = {
        navn: delen
        for r in resultater
        for laget in r.kartlag
        for navn, delen in _etter_slag(f"{r.analyse}_{laget.navn}", laget).items()
    }
    lagene = {navn: _eksportlag(laget, merknad) for navn, laget in kartlagene.items()}
    planene = {data.crs.to_epsg() for data in lagene.values() if data.crs}
    linjer = [
        *([("Kjøring", kjoring_id)] if kjoring_id else []),
        *(
            ("Arealer", f"1 daa = 1000 m²; {arealmerknad(epsg)}")
            for epsg in sorted(filter(None, planene))
        ),
        *_forklaring(resultater),
        *((f"Lag «{navn}»", k.tittel) for navn, k in kartlagene.items()),
        *((f"Ukjent ({r.analyse})", setning) for r in resultater for setning in r.ukjent),
    ]
    les_meg = DataFrame(linjer, columns=["emne", "innhold"])
    stiler = {}
    if kartlagene:
        stiler[STILTABELL] = stiltabell(kartlagene, date.fromisoformat(tidspunkt[:10]))
    skriv_gpkg(sti, {**lagene, "les_meg": les_meg, **stiler}, tidspunkt)


# -- workbook -------------------------------------------------------------------------------


def _ramme(rader: Sequence[Mapping[str, object]], kolonner: Sequence[Kolonneinfo]) -> DataFrame:
    """Rows as a frame that has its columns even when empty."""
    return DataFrame(list(rader), columns=[k.navn for k in kolonner])


def _tabellark(resultater: Sequence[Resultat], kommune: Kommune) -> list[Ark]:
    """One sheet per table."""
    arkene = []
    for r in resultater:
        for tabell in r.tabeller:
            hvor = f"tabellen «{tabell.navn}» i «{r.analyse}»"
            _krev_publiserbare([k.navn for k in tabell.kolonner], hvor)
            areal = any(k.enhet in AREALENHETER for k in tabell.kolonner)
            plan = arealmerknad(kommune.epsg)
            sagt = plan.casefold() in tabell.forklaring.casefold()
            ledd = (tabell.forklaring, plan if areal and not sagt else "")
            ark = Ark(
                navn=f"{r.analyse} {tabell.navn}",
                tittel=f"{r.tittel}: {tabell.tittel}",
                kolonner=tabell.kolonner,
                data=tabell.data,
                merknad=" · ".join(filter(None, ledd)),
            )
            arkene.append(ark)
    return arkene


def _sporark(resultater: Sequence[Resultat]) -> list[Ark]:
    """Sheets that trace the numbers: columns, sources, rules, the unknown."""
    kolonner = [
        {
            "tabell": f"{r.tittel}: {tabell.tittel}",
            "kolonne": overskrift(k),
            "forklaring": k.forklaring,
        }
        for r in resultater
        for tabell in r.tabeller
        for k in tabell.kolonner
        if k.forklaring
    ]
    brukt = {k.id: [r.analyse for r in resultater if k.id in {x.id for x in r.regler}]
             for k in regler_av(resultater)}  # fmt: skip
    regler = [{**asdict(k), "analyser": ", ".join(brukt[k.id])} for k in regler_av(resultater)]
    kilder = [
        {**asdict(k), "merknader": " ".join(k.merknader), "hentet": k.hentet or None}
        for k in kilder_av(resultater)
    ]
    ukjent = [
        {"analyse": r.tittel, "setning": setning}
        for r in resultater
        for setning in r.ukjent
        if setning != REINDRIFT
    ]
    innhold = (
        ("Kolonner", "Hva kolonnene betyr", KOLONNEKOLONNER, kolonner),
        ("Kilder", "Kilder som ble brukt, også de som ikke svarte", KILDEKOLONNER, kilder),
        ("Regler", "Regler og terskler som ble brukt", REGELKOLONNER, regler),
        ("Ukjent", "Det vi ikke vet", UKJENTKOLONNER, ukjent),
    )
    return [
        Ark(navn=navn, tittel=tittel, kolonner=infoer, data=_ramme(rader, infoer))
        for navn, tittel, infoer, rader in innhold
    ]


def skriv_excel(
    sti: Path, resultater: Sequence[Resultat], kommune: Kommune, kjoring: Kjoring
) -> None:
    """Write every table as a sheet, with «Les meg» first and the trace last.

    Parameters
    ----------
    sti           file to write, replaced whole
    resultater    the answers
    kommune       the municipality
    kjoring       id and date of the run, and whether the data are made up

    Raises
    ------
    DataFeil      if a column must not be published
    SkriveFeil    if the file could not be written
    """
    innledning = [
        ("arealsil", f"{kommune.navn} kommune ({kommune.nummer})"),
        ("Dato", kjoring.dato.isoformat()),
        ("Kjøring", kjoring.kjoring_id),
        ("Arealer", f"1 daa = 1000 m²; {arealmerknad(kommune.epsg)}"),
        *_forklaring(resultater),
        *((r.tittel, f"{r.sporsmaal} {r.svar}") for r in resultater),
    ]
    arkene = [*_tabellark(resultater, kommune), *_sporark(resultater)]
    merking = EKSEMPEL if kjoring.eksempel else UTKAST
    skriv_bytes(sti, arbeidsbok(innledning, arkene, merking, kjoring.dato))
