"""Fetching: source → store. A failure is recorded, and the last good copy kept."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from geopandas import GeoDataFrame

from gis.feil import ArealsilFeil, CrsFeil, KildeFeil, ParameterFeil, SkjemaFeil
from gis.kilder.fil import filtid, les_raster, les_vektor, sha256_av, storrelse
from gis.kilder.http import Innlogging, Klient
from gis.kilder.innlogging import finn_innlogging
from gis.kilder.kanal import Kanal
from gis.kilder.lager import Forsok, Kopi, Lager, Opphav
from gis.kommune import Kommune
from gis.rutenett import Rutenett
from gis.tekst import antall
from lag.kildevalg import (
    RASTERMARGIN_M,
    er_eksempel,
    filnavn,
    kilde_for,
    nokkel_for,
    omraade_for,
    stopptekst,
)
from lag.kontroll import kontroller
from lag.modell import Fil, Hentestatus, IngenTjeneste, Kilde, Lag, Nedlasting, OgcApi
from lag.tjenester import hent_fra_tjeneste


@dataclass(frozen=True, slots=True, kw_only=True)
class Oppsett:
    """What fetching needs beside layer and municipality."""

    lager: Lager
    """Where to put what is fetched."""
    klient: Klient
    """The HTTP client."""
    naa: str
    """The time of the run, ISO 8601 with zone."""
    frakoblet: bool = False
    """True: fetch nothing, report what the store has."""
    eksempelmappe: Path = Path("eksempel")
    """Folder of the embedded example."""
    eksempeltid: str = ""
    """Time that the made-up data bear, ISO 8601: not the clock's, so that equal runs are equal."""
    miljo: Mapping[str, str] = field(default_factory=dict, repr=False)
    """The environment, where name and password for a service may stand."""
    husket: dict[str, bytes] = field(default_factory=dict, repr=False)
    """What services say of themselves, by address: asked for once in a run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hentemelding:
    """How fetching one layer went."""

    lag: str
    """Id of the layer."""
    status: Hentestatus
    """hentet when the store holds a good copy, new or old; else ikke_kjent."""
    antall: int = 0
    """Features received for the copy."""
    bytes: int = 0
    """Size of the copy as received."""
    tekst: str = ""
    """One bokmål line for the user."""


def hent(post: Lag, kommune: Kommune, oppsett: Oppsett) -> Hentemelding:
    """Fetch one layer into the store; a failure is recorded and the last good copy kept.

    Raises
    ------
    CrsFeil, SkjemaFeil    wrong zone, swapped axes, missing column: the run must stop
    ParameterFeil          when kommune.toml asks for the impossible
    SkriveFeil             when the store cannot be written
    """
    kilde = kilde_for(post, kommune)
    nokkel = nokkel_for(post, kommune, kilde)
    if oppsett.frakoblet:
        return _melding(post, oppsett.lager, nokkel, "frakoblet")
    try:
        data, opphav = _les_kilde(post, kommune, oppsett, kilde)
        if isinstance(data, GeoDataFrame):
            kontroller(post, data, kommune)
        if isinstance(data, GeoDataFrame) and data.crs is None:
            data = data.set_crs(kommune.epsg)
    except (CrsFeil, SkjemaFeil) as err:
        _noter_feil(post, oppsett, nokkel, err)
        raise type(err)(stopptekst(post, kilde, err)) from err
    except (KildeFeil, ParameterFeil) as err:
        _noter_feil(post, oppsett, nokkel, err)
        return _melding(post, oppsett.lager, nokkel, f"henting feilet: {err}")
    oppsett.lager.lagre(post.navn, replace(opphav, nokkel=nokkel), data, oppsett.naa)
    return _melding(post, oppsett.lager, nokkel, "")


def _noter_feil(post: Lag, oppsett: Oppsett, nokkel: str, err: ArealsilFeil) -> None:
    oppsett.lager.noter(
        post.navn, Forsok(tid=oppsett.naa, nokkel=nokkel, status="feilet", feil=str(err))
    )


def _les_kilde(
    post: Lag, kommune: Kommune, oppsett: Oppsett, kilde: Kilde
) -> tuple[GeoDataFrame | Rutenett, Opphav]:
    """Read the source itself; the key is filled in by the caller."""
    match kilde:
        case Fil():
            return _les_fil(post, kommune, oppsett, kilde)
        case IngenTjeneste():
            raise KildeFeil(kilde.grunn)
    omraade = omraade_for(kommune, kilde)
    kanal = Kanal(
        klient=oppsett.klient, behold=oppsett.lager.legg_i_raa, husket=oppsett.husket,
        innlogging=_innlogging(kilde, oppsett),
    )  # fmt: skip
    uthenting = hent_fra_tjeneste(kanal, kilde, omraade)
    summer = uthenting.raafiler
    samlet = summer[0] if len(summer) == 1 else hashlib.sha256("\n".join(summer).encode())
    uthenting.data.attrs["merknader"] = list(uthenting.merknader)
    return uthenting.data, Opphav(
        nokkel="", kilde=uthenting.url, parametre=dict(uthenting.parametre), hentet=oppsett.naa,
        sha256=samlet if isinstance(samlet, str) else samlet.hexdigest(),
        bytes=uthenting.bytes, raafiler=summer, hoder=dict(uthenting.hoder),
        ventet=uthenting.ventet, mottatt=uthenting.mottatt, merknader=uthenting.merknader,
    )  # fmt: skip


def _innlogging(kilde: Kilde, oppsett: Oppsett) -> Innlogging | None:
    """Find the login where the source asks for one; no other host is ever sent it."""
    if isinstance(kilde, OgcApi | Nedlasting) and kilde.innlogging:
        return finn_innlogging(kilde.url, oppsett.miljo)
    return None


def _les_fil(
    post: Lag, kommune: Kommune, oppsett: Oppsett, kilde: Fil
) -> tuple[GeoDataFrame | Rutenett, Opphav]:
    """Read a local file; its time is the time it was changed."""
    eksempel = er_eksempel(post, kommune)
    sti = (oppsett.eksempelmappe if eksempel else kommune.mappe) / kilde.sti
    data: GeoDataFrame | Rutenett
    if post.geometri == "raster":
        data = les_raster(sti, kommune.boks.utvidet(RASTERMARGIN_M), kommune.epsg)
        mottatt, merknader = data.verdier.size, ()
    else:
        naer = kommune.boks.utvidet(kommune.margin_m)
        data = les_vektor(sti, kilde.fillag, kilde.epsg, naer)
        mottatt, merknader = len(data), tuple(data.attrs["merknader"])
    return data, Opphav(
        nokkel="", kilde=filnavn(kilde), hentet=oppsett.eksempeltid if eksempel else filtid(sti),
        parametre={"fillag": kilde.fillag} if kilde.fillag else {}, sha256=sha256_av(sti),
        bytes=storrelse(sti), mottatt=mottatt, merknader=merknader,
    )  # fmt: skip


def _melding(post: Lag, lager: Lager, nokkel: str, hva: str) -> Hentemelding:
    """Say what the store now holds."""
    kopi = _gyldig_kopi(post, lager, nokkel)
    if kopi is None:
        grunn = hva if hva and hva != "frakoblet" else "ligger ikke i lageret"
        tekst = f"{post.navn}: ikke kjent ({grunn.removeprefix('henting feilet: ')})"
        return Hentemelding(lag=post.navn, status="ikke_kjent", tekst=tekst)
    opphav = kopi.opphav
    ord_ = ("rute", "ruter") if post.geometri == "raster" else ("objekt", "objekter")
    hvor_mye = antall(opphav.mottatt, *ord_)
    tekst = f"{post.navn}: {hvor_mye}, {_mengde(opphav.bytes)} fra {opphav.kilde}"
    if hva:
        tekst = f"{post.navn}: {hva} – bruker kopien fra {opphav.hentet}"
    return Hentemelding(
        lag=post.navn, status="hentet", antall=opphav.mottatt, bytes=opphav.bytes, tekst=tekst
    )


def _mengde(antall: int) -> str:
    """Size as a reader wants it."""
    return f"{antall / 1e6:.1f} MB".replace(".", ",") if antall >= 1e5 else f"{antall / 1e3:.0f} kB"  # noqa: PLR2004 – from here megabytes read better


def _gyldig_kopi(post: Lag, lager: Lager, nokkel: str) -> Kopi | None:
    """Return the copy if it is of this very source and box."""
    kopi = lager.kopi(post.navn) if lager.har(post.navn) else None
    return kopi if kopi is not None and kopi.opphav.nokkel == nokkel else None
