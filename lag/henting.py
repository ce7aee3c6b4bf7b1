"""Fetching: source → store. A failure is recorded, and the last good copy kept."""

import hashlib
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from geopandas import GeoDataFrame

from gis.feil import ArealsilFeil, CrsFeil, KildeFeil, ParameterFeil, SkjemaFeil
from gis.kilder.fil import filtid, les_raster, les_vektor, sha256_av, storrelse
from gis.kilder.http import Innlogging, Klient, Tilsyn
from gis.kilder.httpsvar import Svar
from gis.kilder.innlogging import finn_innlogging
from gis.kilder.kanal import Kanal
from gis.kilder.lager import Forsok, Kopi, Lager, Opphav, Utveksling
from gis.kilder.lagerstell import skader
from gis.kilder.mottak import mottak
from gis.kilder.rens import rens
from gis.kommune import Kommune
from gis.rutenett import Rutenett
from gis.tekst import alder, antall, mengde
from lag.forventning import drift, kolonneslag, krev_antall, krev_geometri
from lag.kildevalg import (
    RASTERMARGIN_M,
    er_eksempel,
    filnavn,
    kilde_for,
    nokkel_for,
    omraade_for,
    stopptekst,
)
from lag.kolonner import INGEN_KOLONNER
from lag.kontroll import kontroller
from lag.modell import Fil, Hentestatus, IngenTjeneste, Kilde, Lag, Nedlasting, OgcApi
from lag.tjenester import hent_fra_tjeneste

FEILET = "henting feilet"
"""Begins what is said of an attempt that brought nothing."""


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
    godta_fall: bool = False
    """True: believe an answer although it is far smaller than the copy from before."""
    fortsett: bool = False
    """True: pages that came before a run was broken off are not asked for again."""
    tilsyn: Tilsyn = field(default_factory=Tilsyn, repr=False)
    """Who follows the bytes and features as they come."""
    husket: MutableMapping[str, bytes] = field(default_factory=dict, repr=False)
    """What services say of themselves, by address; the door keeps it in the store."""


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
    feilet: bool = False
    """True when nothing new came: the copy from before is used, or there is none."""
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
    with oppsett.lager.i_bruk():
        return _hent(post, kommune, oppsett)


def _hent(post: Lag, kommune: Kommune, oppsett: Oppsett) -> Hentemelding:
    """Fetch while nobody may tidy the store."""
    kilde = kilde_for(post, kommune)
    nokkel = nokkel_for(post, kommune, kilde)
    gammel = _gyldig_kopi(post, oppsett.lager, nokkel)
    if oppsett.frakoblet:
        return _frakoblet(post, oppsett, nokkel)
    obs: list[str] = []
    try:
        data, opphav = _les_kilde(post, kommune, oppsett, kilde, gammel, nokkel)
        if isinstance(data, GeoDataFrame):
            data, opphav, obs = _klargjort(post, kommune, data, opphav, gammel)
        if not isinstance(kilde, Fil):
            forut = None if gammel is None or oppsett.godta_fall else gammel.opphav.brukt
            krev_antall(post, opphav.brukt, forut)
    except (CrsFeil, SkjemaFeil) as err:
        _noter_feil(post, oppsett, nokkel, err)
        raise type(err)(stopptekst(post, kilde, err)) from err
    except (KildeFeil, ParameterFeil) as err:
        _noter_feil(post, oppsett, nokkel, err)
        return _melding(post, oppsett, nokkel, f"{FEILET}: {err}")
    oppsett.lager.lagre(post.navn, replace(opphav, nokkel=nokkel), data, oppsett.naa)
    oppsett.lager.glem_deler(post.navn)
    melding = _melding(post, oppsett, nokkel, "")
    return replace(melding, tekst=" – OBS: ".join([melding.tekst, *obs]))


def _frakoblet(post: Lag, oppsett: Oppsett, nokkel: str) -> Hentemelding:
    """Say what the store has, every byte compared with its checksum."""
    lager, navn = oppsett.lager, post.navn
    try:
        kopi = lager.kopi(navn)
    except KildeFeil as err:
        return _ukjent(post, str(err))
    if kopi is None or kopi.opphav.nokkel != nokkel:
        return _melding(post, oppsett, nokkel, "frakoblet")
    funn = {ett.fil: ett for ett in skader(lager, navn, kopi)}
    hva = "; ".join(f"{fil} {ett.hva}" for fil, ett in funn.items())
    if f"lag/{kopi.fil}" in funn:
        return _ukjent(post, str(lager.skadet(navn, hva)))
    melding = _melding(post, oppsett, nokkel, "frakoblet")
    if not funn:
        return melding
    skade = f"{melding.tekst} – OBS: laget er helt, men ikke svarene det bygger på. "
    return replace(melding, tekst=skade + str(lager.skadet(navn, hva)))


def _klargjort(
    post: Lag, kommune: Kommune, data: GeoDataFrame, opphav: Opphav, gammel: Kopi | None
) -> tuple[GeoDataFrame, Opphav, list[str]]:
    """Make a frame fit to store, try it against the catalogue, and note how it has drifted.

    The remarks returned are those that the user should see at once.
    """
    data, merknader = rens(data)
    slag = kolonneslag(data)
    if gammel is not None and len(data):
        merknader += drift(gammel.opphav.kolonner, slag, gammel.opphav.hentet)
    krev_geometri(post, data, () if opphav.raafiler else opphav.merknader)
    brukt, funnet = kontroller(post, data, kommune)
    obs = [ett for ett in funnet if ett.startswith(INGEN_KOLONNER)]
    if data.crs is None:
        data = data.set_crs(kommune.epsg)
    merknader = [*opphav.merknader, *merknader]
    return data, replace(opphav, brukt=len(brukt), kolonner=slag, merknader=tuple(merknader)), obs


def _noter_feil(post: Lag, oppsett: Oppsett, nokkel: str, err: ArealsilFeil) -> None:
    oppsett.lager.glem_deler(post.navn)
    oppsett.lager.noter(
        post.navn, Forsok(tid=oppsett.naa, nokkel=nokkel, status="feilet", feil=str(err))
    )


def _les_kilde(
    post: Lag, kommune: Kommune, oppsett: Oppsett, kilde: Kilde, gammel: Kopi | None, nokkel: str
) -> tuple[GeoDataFrame | Rutenett, Opphav]:
    """Read the source itself; the key is filled in by the caller."""
    match kilde:
        case Fil():
            return _les_fil(post, kommune, oppsett, kilde)
        case IngenTjeneste():
            raise KildeFeil(kilde.grunn)
    omraade = omraade_for(kommune, kilde)
    sett: dict[str, Utveksling] = {}
    tilsyn = replace(
        oppsett.tilsyn, kjent=oppsett.lager.kjent(gammel), svar=lambda svar: _noter_svar(svar, sett)
    )
    tar_imot = mottak(oppsett.lager, post.navn, nokkel, oppsett.naa, fortsett=oppsett.fortsett)
    try:
        with tar_imot as inn:
            kanal = Kanal(
                klient=replace(oppsett.klient, tilsyn=tilsyn), behold=oppsett.lager.legg_i_raa,
                husket=oppsett.husket, innlogging=_innlogging(kilde, oppsett),
                notater=oppsett.lager.mappe / "bestilt", mottak=inn,
            )  # fmt: skip
            uthenting = hent_fra_tjeneste(kanal, kilde, omraade, kommune.nummer)
    except RecursionError as err:
        raise KildeFeil("svaret er nøstet for dypt og brukes ikke.") from err
    summer = uthenting.raafiler
    samlet = summer[0] if len(summer) == 1 else hashlib.sha256("\n".join(summer).encode())
    if isinstance(uthenting.data, GeoDataFrame):
        uthenting.data.attrs["merknader"] = list(uthenting.merknader)
    return uthenting.data, Opphav(
        nokkel="", kilde=uthenting.url, parametre=dict(uthenting.parametre), hentet=oppsett.naa,
        sha256=samlet if isinstance(samlet, str) else samlet.hexdigest(),
        bytes=uthenting.bytes, raafiler=summer, brukt=uthenting.mottatt,
        svarene=tuple(sett[summen] for summen in dict.fromkeys(summer) if summen in sett),
        hoder=dict(uthenting.hoder),
        ventet=uthenting.ventet, mottatt=uthenting.mottatt, merknader=uthenting.merknader,
    )  # fmt: skip


def _noter_svar(svar: Svar, sett: dict[str, Utveksling]) -> None:
    """Remember where an answer came from, by its checksum."""
    summen = svar.sha256
    sett[summen] = Utveksling(
        url=svar.url, sha256=summen, bytes=svar.storrelse, hoder=dict(svar.hoder)
    )


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


def _melding(post: Lag, oppsett: Oppsett, nokkel: str, hva: str) -> Hentemelding:
    """Say what the store now holds, and how old it is where nothing new came."""
    kopi = _gyldig_kopi(post, oppsett.lager, nokkel)
    if kopi is None:
        grunn = hva if hva and hva != "frakoblet" else "ligger ikke i lageret"
        return _ukjent(post, grunn.removeprefix(f"{FEILET}: "))
    opphav = kopi.opphav
    tekst = f"{post.navn}: {hvor_mange(post, opphav)}, {mengde(opphav.bytes)} fra {opphav.kilde}"
    if hva:
        hvor_gammel = alder(opphav.hentet, oppsett.naa)
        tekst = f"{post.navn}: {hva} – bruker kopien fra {opphav.hentet} ({hvor_gammel})"
    return Hentemelding(
        lag=post.navn, status="hentet", antall=opphav.mottatt, bytes=opphav.bytes,
        feilet=hva.startswith(FEILET), tekst=tekst,
    )  # fmt: skip


def hvor_mange(post: Lag, opphav: Opphav) -> str:
    """Features received, or cells of a raster, with their noun."""
    if post.geometri == "raster":
        return antall(opphav.mottatt, "rute", "ruter")
    return antall(opphav.mottatt)


def _ukjent(post: Lag, grunn: str) -> Hentemelding:
    tekst = f"{post.navn}: ikke kjent ({grunn})"
    return Hentemelding(lag=post.navn, status="ikke_kjent", feilet=True, tekst=tekst)


def _gyldig_kopi(post: Lag, lager: Lager, nokkel: str) -> Kopi | None:
    """Return the copy if it is of this very source and box."""
    kopi = lager.kopi(post.navn) if lager.har(post.navn) else None
    return kopi if kopi is not None and kopi.opphav.nokkel == nokkel else None
