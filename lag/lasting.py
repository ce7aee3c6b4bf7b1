"""Loading: store → Lagdata. The two ways into the layers, `hent` and `last`, are found here."""

from dataclasses import replace

from geopandas import GeoDataFrame

from gis.feil import CrsFeil, KildeFeil, SkjemaFeil
from gis.kilder.lager import Kopi, Lager
from gis.kommune import Kommune
from gis.rutenett import Rutenett
from gis.tekst import alder, noe_tapt
from lag.dekning import INGENSTEDS, Grunnlagskart, dekning_av
from lag.henting import Hentemelding, Oppsett, hent
from lag.kildevalg import (
    RASTERMARGIN_M,
    er_eksempel,
    kilde_for,
    kildetekst,
    med_valg,
    nokkel_for,
    stopptekst,
)
from lag.kontroll import VALGT_UT, kontroller
from lag.modell import IngenTjeneste, Kilde, Lag, Lagdata

__all__ = ["Hentemelding", "Oppsett", "er_eksempel", "grunnlagskart", "hent", "kilde_for", "last"]

INGEN_VALGT = (
    "Ingen av objektene har en av kodene som laget velges ut med. Er kodene rette? Til det er "
    "avklart, er svaret «ikke kartlagt»."
)
"""A wrong code must not read as «ikke treff» everywhere."""
IKKE_HELT = (
    "Objekter er satt til side, så laget er ikke helt: der det ikke har treff, er svaret "
    "«ikke kartlagt»."
)
"""What was set aside could lie anywhere."""


def grunnlagskart(kommune: Kommune, lager: Lager) -> Grunnlagskart:
    """Return what coverage rests on; hand it to `last` where many layers are loaded."""
    return Grunnlagskart(lambda post: _innhold(post, kommune, lager))


def last(post: Lag, kommune: Kommune, lager: Lager, kart: Grunnlagskart | None = None) -> Lagdata:
    """Load one layer from the store and check it.

    A layer that was never fetched, or whose copy is damaged or of another source, is ikke_kjent
    with the reason in `feil`.

    Raises
    ------
    CrsFeil, SkjemaFeil    wrong zone, swapped axes, missing column: the run must stop
    """
    with lager.i_bruk():
        return _last(post, kommune, lager, kart or grunnlagskart(kommune, lager))


def _last(post: Lag, kommune: Kommune, lager: Lager, kart: Grunnlagskart) -> Lagdata:
    """Load while nobody may tidy the store, and say where it is mapped."""
    data = _innhold(post, kommune, lager)
    if not data.kjent:
        return data
    dekning = dekning_av(post, kommune, kart)
    if INGEN_VALGT in data.merknader:
        return data
    if noe_tapt(data.merknader) and not dekning.is_empty:
        return replace(data, merknader=(*data.merknader, IKKE_HELT))
    return replace(data, dekning=dekning)


def _innhold(post: Lag, kommune: Kommune, lager: Lager) -> Lagdata:
    """Load what the store has of the layer; its coverage is left empty."""
    kilde = kilde_for(post, kommune)
    nokkel = nokkel_for(post, kommune, kilde)
    try:
        kopi = lager.kopi(post.navn)
        if kopi is None or kopi.opphav.nokkel != nokkel:
            return _ukjent(post, kommune, kilde, _grunn(post, lager, nokkel, kilde, kopi))
        if post.geometri == "raster":
            boks = kommune.boks.utvidet(RASTERMARGIN_M)
            raster: Rutenett | None = lager.les_rutenett(post.navn, kopi, boks)
            data, merknader = tom_ramme(post, kommune), kopi.opphav.merknader
        else:
            raa = lager.les(post.navn, kopi)
            raa.attrs["merknader"] = [*kopi.opphav.merknader]
            (data, merknader), raster = kontroller(post, raa, kommune), None
        feilet = _feilet_siden(lager, post, nokkel, kopi)
    except (CrsFeil, SkjemaFeil) as err:
        raise type(err)(stopptekst(post, kilde, err)) from err
    except KildeFeil as err:
        return _ukjent(post, kommune, kilde, str(err))
    if data.empty and any(VALGT_UT in merknad for merknad in merknader):
        merknader = (*merknader, INGEN_VALGT)
    return Lagdata(
        post=med_valg(post, kommune), status="hentet", data=data, raster=raster,
        dekning=INGENSTEDS, hentet=kopi.opphav.hentet,
        bekreftet=_bekreftet(lager, post, nokkel, kopi),
        sha256=kopi.opphav.sha256, kilde=kopi.opphav.kilde,
        merknader=(*merknader, *feilet), eksempel=er_eksempel(post, kommune),
    )  # fmt: skip


def tom_ramme(post: Lag, kommune: Kommune) -> GeoDataFrame:
    """Return the layer's columns without features, in the working CRS."""
    kolonner = list(dict.fromkeys([post.idfelt, *(kolonne.navn for kolonne in post.kolonner)]))
    return GeoDataFrame({navn: [] for navn in kolonner}, geometry=[], crs=kommune.epsg)


def _ukjent(post: Lag, kommune: Kommune, kilde: Kilde, feil: str) -> Lagdata:
    return Lagdata(
        post=med_valg(post, kommune), status="ikke_kjent", data=tom_ramme(post, kommune),
        dekning=INGENSTEDS, kilde=kildetekst(kilde), feil=feil,
        eksempel=er_eksempel(post, kommune),
    )  # fmt: skip


def _grunn(post: Lag, lager: Lager, nokkel: str, kilde: Kilde, kopi: Kopi | None) -> str:
    """Say why there is no copy to use."""
    if isinstance(kilde, IngenTjeneste):
        return kilde.grunn
    forsok = lager.forsok(post.navn)
    if forsok is not None and forsok.nokkel == nokkel and forsok.feil:
        return forsok.feil
    if kopi is not None:
        return (
            "Lageret har laget fra en annen kilde eller for et annet område. "
            f"Kjør: arealsil hent {post.navn}"
        )
    return f"Laget er ikke hentet. Kjør: arealsil hent {post.navn}"


def _feilet_siden(lager: Lager, post: Lag, nokkel: str, kopi: Kopi) -> tuple[str, ...]:
    """Remark that a later attempt failed, so that the copy is older than it should be."""
    forsok = lager.forsok(post.navn)
    if forsok is None or forsok.status != "feilet" or forsok.nokkel != nokkel:
        return ()
    return (
        f"Siste henting ({forsok.tid}) feilet: {forsok.feil} Kopien er fra {kopi.opphav.hentet}"
        f" og var da {alder(kopi.opphav.hentet, forsok.tid)}.",
    )


def _bekreftet(lager: Lager, post: Lag, nokkel: str, kopi: Kopi) -> str:
    """When the source was last found to hold the same data; empty for files, which have a time."""
    forsok = lager.forsok(post.navn)
    igjen = forsok is not None and forsok.status == "uendret" and forsok.nokkel == nokkel
    return forsok.tid if igjen and forsok is not None and kopi.opphav.raafiler else ""
