"""A new municipality: border from the national register, its file, what must be got by hand.

The border comes from the catalogue's service or from a file; the map plane from the plan itself
where it is given, else from where the municipality lies.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import shapely
from geopandas import GeoDataFrame
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from gis.crs import LENGDE_BREDDE, LIKEVERDIGE, NASJONAL, les_epsg
from gis.feil import ArealsilFeil, KildeFeil, ParameterFeil
from gis.geometri import reparer, union
from gis.kilder.fil import fillag, les_vektor
from gis.kilder.kanal import Kanal
from gis.kilder.wfs import hent_wfs
from gis.tekst import celletekst
from gis.utsnitt import Utsnitt
from lag.katalog.grunnlag import KOMMUNEGRENSE
from lag.modell import IngenTjeneste, Lag, Wfs, Wms
from lag.sjekk import Prove
from lag.tjenester import wfs_av

NORGE = Utsnitt(-120_000, 6_400_000, 1_150_000, 7_960_000, NASJONAL)
"""Box of the mainland with some kilometres to spare; only a filter for the service."""
NUMMERKOLONNER = ("kommunenummer", "kommunenr", "komm_nr")
NAVNEKOLONNER = ("kommunenavn", "navn", "name")
"""Last part of the names that the register's files and services have used."""
SONER = {32: 25832, 33: 25833, 35: 25835}
"""UTM zones that the national services give → EPSG."""
SONE32_VIDDE = (3.0, 12.0, 56.0, 64.0)
"""West, east, south and north of the widened zone 32 (MGRS 32V): the UTM system's own exception."""
SONEBREDDE = 6.0
KANTDELER = 500
"""A straight edge bends in another plane: it is divided into at least so many parts of the box."""
GYLDIGE_PLAN = (*SONER.values(), 25834)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grense:
    """A municipality as the national register has it."""

    nummer: str
    """Number, four digits."""
    navn: str
    """Name as the register spells it; empty where it has none."""
    flate: BaseGeometry
    """Polygon in `epsg`, valid."""
    epsg: int
    """CRS of `flate`."""
    kilde: str
    """Where it was read."""
    fillag: str = ""
    """Layer of the file, where it has several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kartplan:
    """The map plane, and why it is that one."""

    epsg: int
    """EPSG code, metres."""
    grunn: str
    """What it rests on, bokmål."""


def hent_grense(kanal: Kanal, nummer: str, url: str = "") -> Grense:
    """Ask the national register for one municipality.

    Parameters
    ----------
    kanal     the client, and what it remembers
    nummer    number, four digits
    url       another WFS with the same type; empty for the catalogue's

    Raises
    ------
    KildeFeil        if the service fails
    ParameterFeil    if it has no such municipality
    """
    kilde = KOMMUNEGRENSE.kilde
    if not isinstance(kilde, Wfs):
        raise KildeFeil("Katalogen har ingen WFS for kommunegrensene. Bruk --grense FIL.")
    kilde = replace(kilde, url=url or kilde.url, kommunefelt="kommunenummer")
    svar = hent_wfs(kanal, wfs_av(kilde, nummer), NORGE)
    if not isinstance(svar.data, GeoDataFrame):
        raise KildeFeil(f"{kilde.url} ga ikke objekter.")
    return finn_grense(svar.data, nummer, kilde.url)


def finn_grense(data: GeoDataFrame, nummer: str, kilde: str) -> Grense:
    """Find one municipality among the features of a register.

    Parameters
    ----------
    data      (n,) polygons with a column for the number and mostly one for the name, any CRS
    nummer    number, four digits
    kilde     file or address, for messages

    Raises
    ------
    ParameterFeil    if there is no column for the number, no CRS, or no such municipality
    """
    kolonne = _kolonne(data, NUMMERKOLONNER)
    if not kolonne:
        raise ParameterFeil(
            f"{kilde}: fant ingen kolonne med kommunenummer ({', '.join(NUMMERKOLONNER)})."
        )
    numre = data[kolonne].astype(str).str.removesuffix(".0").str.zfill(4)
    egne = data[numre == nummer]
    if egne.empty:
        raise ParameterFeil(
            f"{kilde}: kommune {nummer} finnes ikke. {_nabonumre(nummer, list(numre))}"
        )
    epsg = data.crs.to_epsg() if data.crs is not None else None
    if epsg is None:
        raise ParameterFeil(f"{kilde}: koordinatsystemet er ikke oppgitt som EPSG-kode.")
    flate = union(reparer(np.asarray(egne.geometry.array, dtype=object)))
    if not flate.area > 0:
        raise ParameterFeil(f"{kilde}: kommune {nummer} har ingen flate.")
    navnekolonne = _kolonne(data, NAVNEKOLONNER)
    navn = celletekst(egne[navnekolonne].iloc[0]) if navnekolonne else ""
    return Grense(nummer=nummer, navn=navn, flate=flate, epsg=epsg, kilde=kilde)


def _kolonne(data: GeoDataFrame, navnene: Sequence[str]) -> str:
    """Return the first column whose last part is one of the names; empty for none."""
    for navn in navnene:
        for kolonne in data.columns:
            if str(kolonne).lower().rpartition(".")[2] == navn:
                return str(kolonne)
    return ""


def _nabonumre(nummer: str, numre: Sequence[str]) -> str:
    """Name the numbers of the same county."""
    like = sorted({ett for ett in numre if ett[:2] == nummer[:2]})
    return f"I samme fylke finnes: {', '.join(like)}." if like else "Er nummeret gyldig i dag?"


def kartplan(grense: Grense, oppgitt: int | None, planens: int | None) -> Kartplan:
    """Choose the map plane: what the user says, the plan's own, else by where the place lies.

    Raises
    ------
    ParameterFeil    if what the user says is no code, or the plan is in no zone used here
    """
    if oppgitt is not None:
        les_epsg(oppgitt, "--epsg")
        return Kartplan(epsg=oppgitt, grunn="oppgitt med --epsg")
    if planens is not None:
        epsg = LIKEVERDIGE.get(planens, planens)
        if epsg not in GYLDIGE_PLAN:
            raise ParameterFeil(
                f"Planfilen er i EPSG:{planens}, som ikke er et kartplan i meter. Oppgi kartplanet "
                "med --epsg 25832, 25833 eller 25835."
            )
        return Kartplan(epsg=epsg, grunn="lest av planfilen")
    midt = shapely.centroid(grense.flate)
    til = Transformer.from_crs(grense.epsg, LENGDE_BREDDE, always_xy=True)
    sone = utm_sone(*til.transform(midt.x, midt.y))
    return Kartplan(
        epsg=SONER[sone],
        grunn=f"uverifisert: regnet ut av hvor kommunen ligger (UTM sone {sone}); "
        "kontroller mot arealplanen",
    )


def planens_epsg(fil: Path) -> int:
    """Return the map plane that the plan's file is in: that of every layer that can be read.

    Of a compound system (map plane and heights, e.g. EPSG:5972) the map plane counts.

    Raises
    ------
    KildeFeil        if no layer of it can be read
    ParameterFeil    if its layers are in different systems, or in none that has an EPSG code
    """
    koder: dict[int, str] = {}
    feilet: list[str] = []
    for laget in fillag(fil):
        try:
            crs = les_vektor(fil, laget).crs
        except ArealsilFeil as err:
            feilet.append(f"{laget} ({err})")
            continue
        if crs is None:
            continue
        plan = crs.sub_crs_list[0] if crs.is_compound else crs
        koder.setdefault(plan.to_epsg() or 0, laget)
    if len(koder) > 1 or 0 in koder:
        funnet = ", ".join(f"EPSG:{kode} ({laget})" for kode, laget in koder.items())
        raise ParameterFeil(f"{fil} er ikke i ett kartplan: {funnet}. Oppgi det med --epsg.")
    if not koder:
        grunn = f" Ikke lest: {'; '.join(feilet)}." if feilet else ""
        raise KildeFeil(f"{fil} sier ikke hvilket kartplan den er i. Oppgi det med --epsg.{grunn}")
    return next(iter(koder))


def utm_sone(lengde: float, bredde: float) -> int:
    """Return the zone among 32, 33 and 35 for a place in Norway, degrees.

    The UTM zone itself where it is one of the three; else the one whose central meridian is
    nearest, since 31, 34 and 36 are not given by the national services.
    """
    vest, ost, sor, nord = SONE32_VIDDE
    if vest <= lengde < ost and sor <= bredde < nord:
        return 32
    sone = math.floor((lengde + 180.0) / SONEBREDDE) + 1
    if sone in SONER:
        return sone
    return min(SONER, key=lambda ett: abs(SONEBREDDE * ett - 183.0 - lengde))


def rammen(grense: Grense, epsg: int) -> tuple[float, float, float, float]:
    """Return the box around the municipality in `epsg`, rounded outwards to whole metres."""
    til = Transformer.from_crs(grense.epsg, epsg, always_xy=True)
    x0, y0, x1, y1 = grense.flate.bounds
    tett = shapely.segmentize(grense.flate, max(x1 - x0, y1 - y0) / KANTDELER)
    xmin, ymin, xmax, ymax = shapely.transform(
        tett, lambda xy: np.column_stack(til.transform(xy[:, 0], xy[:, 1]))
    ).bounds
    return (math.floor(xmin), math.floor(ymin), math.ceil(xmax), math.ceil(ymax))


def som_toml(
    grense: Grense,
    plan: Kartplan,
    dag: str,
    mangler: Mapping[str, str],
    grensefil: str = "",
    valg: Sequence[str] = (),
) -> str:
    """Return the text of the municipality's kommune.toml.

    Parameters
    ----------
    dag          ISO day on which the border was read
    mangler      layer id → why it must be got by hand; each becomes a block to fill in
    grensefil    file that the border is to be read from, as seen from kommune.toml; empty for the
                 national service
    valg         lines about what only the municipality can choose, put last
    """
    boks = ", ".join(f"{tall:.1f}" for tall in rammen(grense, plan.epsg))
    linjer = [
        f"# Adressen: kommune {grense.nummer}. Ukjente nøkler stopper kjøringen.",
        "",
        "[kommune]",
        f"nummer = {_toml(grense.nummer)}",
        f"navn = {_toml(grense.navn or f'Kommune {grense.nummer}')}",
        '# parallellnavn = ""          # navnet på et annet offisielt språk',
        f"# Kartplanet som alle arealer regnes i: {plan.grunn}.",
        f"epsg = {plan.epsg}",
        f"# Rammen rundt kommunen i dette kartplanet, fra {_kommentar(grense.kilde)}, lest {dag}.",
        f"boks = [{boks}]",
        "# Så langt utenfor rammen hentes data: minst som den største avstanden i reglene.",
        "margin_m = 50000.0",
        'datakilde = "tjenester"',
        'plan = ""                    # kommunens næringsplan («plan.toml»), når den er ført inn',
    ]
    if grensefil:
        linjer += ["", f"[lag.{KOMMUNEGRENSE.navn}]", 'protokoll = "fil"']
        linjer += [f"sti = {_toml(grensefil)}"]
        linjer += [f"fillag = {_toml(grense.fillag)}"] if grense.fillag else []
    if mangler:
        linjer += ["", "# Dette må skaffes for hånd. Fjern # foran linjene når filen er på plass."]
    for navn, grunn in mangler.items():
        linjer += ["", f"# {_kommentar(grunn)}", f"# [lag.{navn}]", '# protokoll = "fil"']
        linjer += [f'# sti = "{navn}.gpkg"']
    return "\n".join([*linjer, *valg]) + "\n"


def _toml(tekst: str) -> str:
    """Return a TOML string: JSON's escapes are TOML's."""
    return json.dumps(tekst, ensure_ascii=False).replace("\x7f", "\\u007f")


def _kommentar(tekst: str) -> str:
    """Return text that stays within one comment line, whatever a service wrote."""
    return " ".join("".join(t if t.isprintable() else " " for t in tekst).split())


def for_haand(poster: Sequence[Lag], provene: Sequence[Prove]) -> dict[str, str]:
    """Return layer id → why it must be got by hand, in the catalogue's order.

    Layers without a service, those that are pictures only, those that ask for a login that was not
    given, and those that the service does not have. A service that was silent may answer tomorrow.
    """
    svar = {prove.lag: prove for prove in provene}
    ut = {}
    for post in poster:
        prove = svar.get(post.navn)
        match post.kilde:
            case IngenTjeneste(grunn=grunn):
                ut[post.navn] = f"{post.tittel}: {grunn}"
            case Wms():
                ut[post.navn] = (
                    f"{post.tittel}: tjenesten gir bare et bilde, som ikke kan regnes på. Be "
                    f"{post.eier} om vektordata."
                )
            case _ if prove is not None and not prove.god and not _taus(prove, post):
                ut[post.navn] = f"{post.tittel}: {prove.feil}"
    return ut


def _taus(prove: Prove, post: Lag) -> bool:
    """Tell whether the service did not answer, so that nothing is known of what it has."""
    return prove.svarer is False and not getattr(post.kilde, "innlogging", False)


def sammendrag(provene: Sequence[Prove], mangler: Mapping[str, str]) -> list[str]:
    """Say in bokmål which services carry the municipality, and which layers must be got by hand."""
    baerer = [p for p in provene if p.god and p.treff]
    tomme = [p for p in provene if p.god and p.treff == 0]
    uviss = [p for p in provene if p.god and p.treff is None and p.lag not in mangler]
    linjer = [
        f"{len(baerer)} lag har objekter i kommunen."
        if provene
        else "Tjenestene er ikke spurt. Kjør «arealsil sjekk-tjenester»."
    ]
    if tomme:
        linjer.append(
            f"{len(tomme)} lag svarer, men har ingen objekter her: "
            f"{', '.join(p.lag for p in tomme)}. Om temaet er kartlagt, sier ikke tjenesten."
        )
    if uviss:
        linjer.append(
            f"{len(uviss)} lag finnes, men antallet er ikke kjent før de er hentet: "
            f"{', '.join(p.lag for p in uviss)}."
        )
    tause = [p for p in provene if not p.god and p.lag not in mangler]
    if tause:
        linjer.append(
            f"{len(tause)} lag er ikke kjent, for tjenesten svarte ikke: "
            f"{', '.join(p.lag for p in tause)}. Prøv igjen med «arealsil sjekk-tjenester»."
        )
    if mangler:
        linjer.append(f"{len(mangler)} lag må skaffes for hånd (skrevet inn i filen):")
        linjer += [f"  {navn}: {grunn}" for navn, grunn in mangler.items()]
    return linjer
