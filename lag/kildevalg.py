"""Which source a layer has in one municipality, and the name and checksum of it."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, replace
from pathlib import Path

from gis.crs import NASJONAL, les_epsg
from gis.feil import ArealsilFeil, ParameterFeil
from gis.kilder.kartverketrest import TJENESTER
from gis.kilder.pakke import ENDELSER
from gis.kommune import Kommune, LagValg, naermeste
from gis.tekst import heltall
from gis.utsnitt import Utsnitt
from lag.modell import (
    ArcGis,
    Dekning,
    Fil,
    IngenTjeneste,
    Kilde,
    Lag,
    Nedlasting,
    OgcApi,
    Rest,
    Wcs,
    Wfs,
    Wms,
    Wmts,
)

EKSEMPELFIL = "eksempel.gpkg"
"""The embedded example's vector layers, named as the catalogue's ids."""
EKSEMPELTERRENG = "eksempel_terreng.tif"
"""The embedded example's terrain."""
RASTERMARGIN_M = 1000.0
"""How far beyond the box a raster is read: a terrain model is large, and slope needs little."""
DEKNINGSFELT = {
    "kommuner": "dekning_kommuner", "fil": "dekning_fil", "dekningskart": "dekning_lag",
}  # fmt: skip
"""Kind of coverage in kommune.toml → the key that it cannot do without."""
IKKE_OPPGITT = "ikke oppgitt (egen kilde i kommune.toml)"
"""Another source than the catalogue's may have another owner: it is not guessed."""


def er_eksempel(post: Lag, kommune: Kommune) -> bool:
    """Tell whether the layer comes from the embedded example."""
    return kommune.eksempel and not kommune.lag.get(post.navn, LagValg()).protokoll


def kilde_for(post: Lag, kommune: Kommune) -> Kilde:
    """Return the source: the municipality's own choice, the example, or the catalogue's.

    Raises
    ------
    ParameterFeil    if the choice in kommune.toml lacks what its protocol needs, or names no CRS
    """
    valg = kommune.lag.get(post.navn, LagValg())
    _krev_dekning(post, valg)
    if er_eksempel(post, kommune):
        if post.geometri == "raster":
            return Fil(sti=EKSEMPELTERRENG)
        return Fil(sti=EKSEMPELFIL, fillag=post.navn)
    return _valgt_kilde(post, valg) if valg.protokoll else post.kilde


def bildekilde(post: Lag, kommune: Kommune) -> Wms | Wmts | None:
    """Return the service that shows the layer, the municipality's own first; None without one.

    A file, or made-up data, stand in for what is reckoned with, never for a picture.
    """
    valg = kommune.lag.get(post.navn, LagValg()).protokoll
    if valg == "ingen":
        return None
    kilde = kilde_for(post, kommune) if valg in {"wms", "wmts"} else post.kilde
    return kilde if isinstance(kilde, Wms | Wmts) else None


def bildenavngivelse(post: Lag, kommune: Kommune) -> str:
    """Return the attribution of the picture: of who owns the service that shows it."""
    egen = bildekilde(post, kommune) is not post.kilde
    return (med_valg(post, kommune) if egen else post).navngivelse


def _krev_dekning(post: Lag, valg: LagValg) -> None:
    """Stop when a statement of coverage lacks what it rests on."""
    if not valg.dekning:
        return
    sted = f"[lag.{post.navn}]: dekning = «{valg.dekning}»"
    if not valg.dekning_grunn:
        raise ParameterFeil(f"{sted} må ha dekning_grunn, som sier hva påstanden bygger på.")
    felt = DEKNINGSFELT.get(valg.dekning, "dekning_grunn")
    if not getattr(valg, felt):
        raise ParameterFeil(f"{sted} krever «{felt}».")
    if valg.dekning_lag == post.navn:
        raise ParameterFeil(f"{sted}: et lag kan ikke være sitt eget dekningskart.")


def _valgt_kilde(post: Lag, valg: LagValg) -> Kilde:
    """Build the source that [lag.<id>] describes."""
    if valg.protokoll == "ingen":
        return IngenTjeneste(grunn=valg.grunn or "Kommunen har slått av kilden i kommune.toml.")
    _krev(post, valg, *KREVES[valg.protokoll])
    if valg.epsg is not None:
        les_epsg(valg.epsg, f"[lag.{post.navn}]")
    return BYGGERE[valg.protokoll](post, valg)


def _fil(_: Lag, valg: LagValg) -> Kilde:
    return Fil(sti=valg.sti, fillag=valg.fillag, epsg=valg.epsg)


def _wfs(_: Lag, valg: LagValg) -> Kilde:
    return Wfs(
        url=valg.url, typenavn=valg.typenavn, geometrifelt=valg.geometrifelt,
        epsg=valg.epsg or NASJONAL, versjon=valg.versjon,
    )  # fmt: skip


def _ogcapi(_: Lag, valg: LagValg) -> Kilde:
    return OgcApi(url=valg.url, samling=valg.typenavn, innlogging=valg.innlogging)


def _arcgis(post: Lag, valg: LagValg) -> Kilde:
    nummer = heltall(valg.typenavn)
    if nummer is None:
        raise ParameterFeil(
            f"[lag.{post.navn}]: typenavn må være lagnummeret i ArcGIS-tjenesten, "
            f"ikke «{valg.typenavn}»."
        )
    return ArcGis(url=valg.url, lagnummer=nummer)


def _wcs(_: Lag, valg: LagValg) -> Kilde:
    return Wcs(
        url=valg.url, dekning=valg.typenavn, rute_m=valg.rute_m, epsg=valg.epsg or NASJONAL
    )  # fmt: skip


def _wms(_: Lag, valg: LagValg) -> Kilde:
    return Wms(url=valg.url, lag=valg.typenavn)


def _wmts(_: Lag, valg: LagValg) -> Kilde:
    return Wmts(url=valg.url, lag=valg.typenavn, matrisesett=valg.matrisesett)


def _nedlasting(post: Lag, valg: LagValg) -> Kilde:
    _krev_blant(post, "format", valg.format, ENDELSER)
    return Nedlasting(
        url=valg.url, format=valg.format, fillag=valg.fillag, uuid=valg.uuid,
        innlogging=valg.innlogging,
    )  # fmt: skip


def _rest(post: Lag, valg: LagValg) -> Kilde:
    _krev_blant(post, "typenavn", valg.typenavn, TJENESTER)
    return Rest(url=valg.url, hva="adresser" if valg.typenavn == "adresser" else "stedsnavn")


BYGGERE: Mapping[str, Callable[[Lag, LagValg], Kilde]] = {
    "fil": _fil, "wfs": _wfs, "ogcapi": _ogcapi, "arcgis": _arcgis, "wcs": _wcs,
    "nedlasting": _nedlasting, "rest": _rest, "wms": _wms, "wmts": _wmts,
}  # fmt: skip
"""Protocol in kommune.toml → what makes the source of it."""
KREVES: Mapping[str, tuple[str, ...]] = {
    "fil": ("sti",), "nedlasting": ("url", "format"),
    **dict.fromkeys(("wfs", "ogcapi", "arcgis", "wcs", "rest", "wms", "wmts"), ("url", "typenavn")),
}  # fmt: skip
"""Protocol → keys that it cannot do without."""


def _krev(post: Lag, valg: LagValg, *feltene: str) -> None:
    """Stop unless the named fields are filled."""
    for felt in feltene:
        if not getattr(valg, felt):
            raise ParameterFeil(
                f"[lag.{post.navn}]: protokoll = «{valg.protokoll}» krever «{felt}»."
            )


def _krev_blant(post: Lag, felt: str, verdi: str, gyldige: Iterable[str]) -> None:
    """Stop unless the value is one of those that exist."""
    if verdi not in gyldige:
        raise ParameterFeil(
            f"[lag.{post.navn}]: {felt} = «{verdi}» finnes ikke. {naermeste(verdi, list(gyldige))}"
        )


def omraade_for(kommune: Kommune, kilde: Kilde) -> Utsnitt:
    """Return the box that a source is asked for, and that a «hel» coverage reaches.

    It is the municipality's box grown by the margin; layers kept per municipality (parcels,
    addresses) are too many for that, and are asked for within the box itself.
    """
    if isinstance(kilde, Wfs) and kilde.kommunefelt:
        return kommune.boks
    if isinstance(kilde, Wcs):
        return kommune.boks.utvidet(RASTERMARGIN_M)
    return kommune.boks.utvidet(kommune.margin_m)


def bare_egen_kommune(kilde: Kilde) -> bool:
    """Tell whether the source is asked for the municipality alone, and says nothing beyond it."""
    match kilde:
        case Wfs():
            return bool(kilde.kommunefelt)
        case Nedlasting():
            return not kilde.url.lower().endswith(".zip")
        case Rest():
            return True
    return False


def nokkel_for(post: Lag, kommune: Kommune, kilde: Kilde) -> str:
    """Checksum of what a copy is a copy of: source, box, working CRS, example or not."""
    hva = {
        "kilde": type(kilde).__name__,
        "felt": asdict(kilde),
        "boks": kommune.boks.grenser,
        "margin_m": kommune.margin_m,
        "epsg": kommune.epsg,
        "eksempel": er_eksempel(post, kommune),
        "geometri": post.geometri,
    }
    return hashlib.sha256(json.dumps(hva, sort_keys=True).encode()).hexdigest()


def filnavn(kilde: Fil) -> str:
    """Path as it stands in kommune.toml; only the name of a file that was given in full."""
    return Path(kilde.sti).name if Path(kilde.sti).is_absolute() else kilde.sti


def kildetekst(kilde: Kilde) -> str:
    """Source as a reader names it."""
    match kilde:
        case Fil():
            return f"{filnavn(kilde)}{f', lag {kilde.fillag}' if kilde.fillag else ''}"
        case IngenTjeneste():
            return "ingen tjeneste"
    return kilde.url


def stopptekst(post: Lag, kilde: Kilde, err: ArealsilFeil) -> str:
    """Full text of an error that stops the run: layer, source, and the way out."""
    tekst = str(err) if f"«{post.navn}»" in str(err) else f"Laget «{post.navn}»: {err}"
    return (
        f"{tekst} (Kilde: {kildetekst(kilde)}. For å kjøre uten laget: sett protokoll = "
        f'"ingen" under [lag.{post.navn}].)'
    )


def med_valg(post: Lag, kommune: Kommune) -> Lag:
    """Return the entry with what the municipality states about its own copy."""
    valg = kommune.lag.get(post.navn, LagValg())
    if valg.protokoll not in {"", "ingen"} and not isinstance(post.kilde, IngenTjeneste):
        post = replace(
            post, eier=valg.eier or IKKE_OPPGITT, lisens=valg.lisens or IKKE_OPPGITT,
            navngivelse=valg.navngivelse or valg.eier or IKKE_OPPGITT,
        )  # fmt: skip
    if valg.noyaktighet_m is not None:
        grunn = "oppgitt i kommune.toml"
        post = replace(post, noyaktighet_m=valg.noyaktighet_m, noyaktighet_grunn=grunn)
    if valg.gyldig_dager is not None:
        post = replace(post, gyldig_dager=valg.gyldig_dager)
    if valg.dekning:
        dekning = Dekning(
            type=valg.dekning, grunn=valg.dekning_grunn, lag=valg.dekning_lag,
            kommuner=valg.dekning_kommuner, fil=valg.dekning_fil,
        )  # fmt: skip
        post = replace(post, dekning=dekning)
    return post
