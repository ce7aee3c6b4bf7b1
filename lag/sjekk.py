"""Probing one service of the catalogue: does it answer, is the type there, has it anything here."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from gis.feil import ArealsilFeil, KildeFeil, ParameterFeil
from gis.kilder.arcgis import sporring_for
from gis.kilder.http import UTEN_HODE, Innlogging, krev_ok
from gis.kilder.innlogging import finn_innlogging
from gis.kilder.kanal import Kanal
from gis.kilder.kartverketrest import TJENESTER
from gis.kilder.ogcapi import parametre_for
from gis.kilder.svar import deler, krev_json, krev_objekter, ordbok
from gis.kilder.wcs import krev_dekning
from gis.kilder.wfskall import antall, les_evner, tilpasset
from gis.kilder.wms import les_wms
from gis.kilder.wmts import les_settene, les_wmts
from gis.kommune import Kommune, naermeste
from lag.bakgrunn import EIER, FLISADRESSE, FLISER, FLISTJENESTE, MATRISESETT
from lag.henting import Oppsett
from lag.kildevalg import kilde_for, kildetekst, med_valg
from lag.modell import (
    ArcGis,
    Kilde,
    Lag,
    OgcApi,
    Rest,
    Wcs,
    Wfs,
    Wms,
    Wmts,
)
from lag.oversikt import beskriv
from lag.tjenester import wcs_av, wfs_av

SIDENES_CRS = "EPSG:3857"
"""Map plane of the pages, in which a picture must be shown to lie on them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prove:
    """What came of probing the service of one layer."""

    lag: str
    """Id of the layer."""
    tittel: str
    """Its name."""
    eier: str
    """Who owns it."""
    protokoll: str
    """What is spoken."""
    adresse: str
    """Address without query."""
    type: str
    """Feature type, collection, layer or coverage asked for."""
    kommune: str
    """Municipality whose box was asked about."""
    tid: str
    """When it was asked, ISO 8601."""
    svarer: bool | None = None
    """Whether it answered what it was asked about itself; None: not asked."""
    typen_finnes: bool | None = None
    """Whether it has the type; None: not known."""
    treff: int | None = None
    """Features within the municipality's box; None: not counted."""
    sekunder: float = 0.0
    """How long it took."""
    feil: str = ""
    """What went wrong, bokmål."""

    @property
    def god(self) -> bool:
        """Whether nothing is wrong."""
        return not self.feil


def begynt(post: Lag, kommune: Kommune, naa: str) -> Prove:
    """Begin a probe of the service of one layer: what will be asked, and of whom."""
    kilde = kilde_for(post, kommune)
    protokoll, typen = beskriv(kilde)
    return Prove(
        lag=post.navn, tittel=post.tittel, eier=med_valg(post, kommune).eier, protokoll=protokoll,
        adresse=kildetekst(kilde), type=typen, tid=naa,
        kommune=f"{kommune.nummer} {kommune.navn}",
    )  # fmt: skip


def prov(post: Lag, kommune: Kommune, oppsett: Oppsett) -> Prove:
    """Probe the service of one layer; what goes wrong stands in the result."""
    kilde = kilde_for(post, kommune)
    prove = begynt(post, kommune, oppsett.naa)
    try:
        inn = _innlogging(kilde, oppsett)
    except KildeFeil as err:
        return replace(prove, feil=str(err))  # nobody was asked
    kanal = Kanal(klient=oppsett.klient, husket=oppsett.husket, innlogging=inn)
    return _provd(prove, kanal, lambda prove, kanal: _spor(prove, kanal, kilde, kommune))


def _provd(prove: Prove, kanal: Kanal, spor: Callable[[Prove, Kanal], Prove]) -> Prove:
    """Ask, under the clock; what goes wrong stands in the result."""
    startet = time.monotonic()
    try:
        prove = spor(prove, kanal)
    except ParameterFeil as err:
        prove = replace(prove, svarer=True, typen_finnes=False, feil=str(err))
    except ArealsilFeil as err:
        prove = replace(prove, svarer=False, feil=str(err))
    return replace(prove, sekunder=round(time.monotonic() - startet, 1))


def _innlogging(kilde: Kilde, oppsett: Oppsett) -> Innlogging | None:
    """Find the login where the source asks for one."""
    krever = bool(getattr(kilde, "innlogging", False))
    return finn_innlogging(kildetekst(kilde), oppsett.miljo) if krever else None


def _spor(prove: Prove, kanal: Kanal, kilde: Kilde, kommune: Kommune) -> Prove:
    """Ask what there is to ask."""
    match kilde:
        case Wfs():
            ut = _wfs(prove, kanal, kilde, kommune)
        case OgcApi():
            ut = _ogcapi(prove, kanal, kilde, kommune)
        case ArcGis():
            ut = _arcgis(prove, kanal, kilde, kommune)
        case Rest():
            ut = _rest(prove, kanal, kilde, kommune)
        case Wms():
            ut = _wms(prove, kanal, kilde)
        case Wmts():
            les_settene(kanal, kilde.url, kilde.lag)
            ut = replace(prove, svarer=True, typen_finnes=True)
        case Wcs():
            ut = _wcs(prove, kanal, kilde)
        case _:
            ut = _finnes(prove, kanal)
    return ut


def _finnes(prove: Prove, kanal: Kanal) -> Prove:
    """Ask whether a file is there; it is not fetched for that."""
    svar = kanal.klient.finnes(prove.adresse, kanal.innlogging)
    if svar.status not in UTEN_HODE:
        krev_ok(svar)
    return replace(prove, svarer=True)


def _wfs(prove: Prove, kanal: Kanal, kilde: Wfs, kommune: Kommune) -> Prove:
    tjeneste = wfs_av(kilde, kommune.nummer)
    evner = les_evner(kanal, tjeneste)
    tjeneste = tilpasset(tjeneste, evner)
    treff = antall(kanal, tjeneste, kommune.boks.i_epsg(kilde.epsg), evner.tak)
    return _talt(prove, treff)


def _ogcapi(prove: Prove, kanal: Kanal, kilde: OgcApi, kommune: Kommune) -> Prove:
    rot, hva = kilde.url.rstrip("/"), f"OGC API {kilde.url}"
    spor = {"f": "json"}
    om = krev_json(krev_ok(kanal.klient.hent(f"{rot}/collections", spor, kanal.innlogging)), hva)
    navnene = [str(samling.get("id")) for samling in deler(om, "collections")]
    _krev_blant(kilde.samling, navnene, hva)
    spor = {**parametre_for("", kommune.boks), "limit": "1"}
    svar = kanal.klient.hent(f"{rot}/collections/{kilde.samling}/items", spor, kanal.innlogging)
    return _talt(prove, krev_objekter(svar, hva).get("numberMatched"))


def _arcgis(prove: Prove, kanal: Kanal, kilde: ArcGis, kommune: Kommune) -> Prove:
    adresse, hva = f"{kilde.url.rstrip('/')}/{kilde.lagnummer}", f"ArcGIS {kilde.url}"
    om = krev_json(krev_ok(kanal.klient.hent(adresse, {"f": "json"})), hva)
    if kilde.lagtittel:
        _krev_blant(kilde.lagtittel, [str(om.get("name", ""))], hva)
    spor = {**sporring_for(kommune.boks), "returnCountOnly": "true", "f": "json"}
    svar = kanal.klient.hent(f"{adresse}/query", spor)
    return _talt(prove, krev_json(krev_ok(svar), hva).get("count"))


def _rest(prove: Prove, kanal: Kanal, kilde: Rest, kommune: Kommune) -> Prove:
    tjeneste, hva = TJENESTER[kilde.hva], f"REST {kilde.url}"
    spor = {**tjeneste.ekstra, tjeneste.kommunefelt: kommune.nummer, "treffPerSide": "1"}
    om = krev_json(krev_ok(kanal.klient.hent(kilde.url, spor)), hva)
    if not isinstance(om.get(tjeneste.liste), list):
        raise ParameterFeil(f"{hva}: svaret er JSON, men har ingen «{tjeneste.liste}».")
    return _talt(prove, ordbok(om.get("metadata")).get("totaltAntallTreff"))


def _wms(prove: Prove, kanal: Kanal, kilde: Wms) -> Prove:
    """Look for the layer, and whether the pages can show it."""
    visning = les_wms(kanal, kilde.url, kilde.lag)
    feil = (
        "" if not visning.crs or SIDENES_CRS in visning.crs
        else f"Laget vises ikke i {SIDENES_CRS} og kan ikke legges på kartsidene."
    )  # fmt: skip
    return replace(prove, svarer=True, typen_finnes=True, feil=feil)


def bakgrunner(kommune: Kommune, naa: str) -> list[Prove]:
    """Begin a probe of each background of the pages."""
    return [
        Prove(
            lag=navn, tittel=tittel, eier=EIER, protokoll="WMTS", adresse=FLISTJENESTE,
            type=MATRISESETT, tid=naa, kommune=f"{kommune.nummer} {kommune.navn}",
        )
        for navn, tittel in FLISER
    ]  # fmt: skip


def prov_bakgrunn(prove: Prove, oppsett: Oppsett) -> Prove:
    """Probe a background: is it there, and are its tiles where the pages look."""
    return _provd(prove, Kanal(klient=oppsett.klient, husket=oppsett.husket), _bakgrunn)


def _bakgrunn(prove: Prove, kanal: Kanal) -> Prove:
    bakgrunn = les_wmts(kanal, prove.adresse, prove.lag, MATRISESETT)
    flyttet = bakgrunn.mal != FLISADRESSE.format(navn=prove.lag)
    feil = f"Flisene ligger nå på {bakgrunn.mal}." if flyttet else ""
    return replace(prove, svarer=True, typen_finnes=True, feil=feil)


def _wcs(prove: Prove, kanal: Kanal, kilde: Wcs) -> Prove:
    """Look for the coverage in what the service says of itself."""
    krev_dekning(kanal, wcs_av(kilde))
    return replace(prove, svarer=True, typen_finnes=True)


def _krev_blant(navn: str, navnene: Sequence[str], hva: str) -> None:
    """Stop when the service does not have the type, naming the nearest."""
    if navn not in navnene:
        raise ParameterFeil(f"{hva}: «{navn}» finnes ikke. {naermeste(navn, list(navnene))}")


def _talt(prove: Prove, treff: object) -> Prove:
    """Note that the type is there, and the number of features within the box where it is told."""
    antallet = treff if isinstance(treff, int) else None
    return replace(prove, svarer=True, typen_finnes=True, treff=antallet)
