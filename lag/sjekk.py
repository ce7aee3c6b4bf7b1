"""Probing the services of the catalogue: do they answer, is the type there, has it anything here.

The result is a table for the planner, and for the one who owns a service that fails: what was
asked, when, how long it took, and what the service said.
"""

import csv
import json
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from io import StringIO

from lxml import etree

from gis.feil import ArealsilFeil, KildeFeil, ParameterFeil
from gis.kilder.arcgis import sporring_for
from gis.kilder.http import Innlogging, krev_ok
from gis.kilder.innlogging import finn_innlogging
from gis.kilder.kanal import Kanal
from gis.kilder.kartverketrest import TJENESTER
from gis.kilder.ogcapi import parametre_for
from gis.kilder.svar import krev_json, krev_xml, ordbok
from gis.kilder.wfskall import antall, les_evner, tilpasset
from gis.kilder.wms import les_wms
from gis.kilder.wmts import les_wmts
from gis.kommune import Kommune, naermeste
from gis.tekst import uten_formel
from lag.bakgrunn import EIER, FLISADRESSE, FLISER, FLISTJENESTE, MATRISESETT
from lag.hentekjoring import SAMTIDIGE
from lag.henting import Oppsett
from lag.kildevalg import kilde_for, kildetekst
from lag.modell import (
    ArcGis,
    Fil,
    IngenTjeneste,
    Kilde,
    Lag,
    OgcApi,
    Rest,
    Wcs,
    Wfs,
    Wms,
)
from lag.oversikt import beskriv
from lag.tjenester import wfs_av

SIDENES_CRS = "EPSG:3857"
"""Map plane of the pages, in which a picture must be shown to lie on them."""
UTEN_HODE = frozenset({405, 501})
"""Answers of servers that do not know HEAD: they answer, and more is not asked."""
HODE = ("lag", "type", "svarer", "finnes", "treff", "sekunder")
"""Headings of the table; what went wrong stands below its row."""


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


def sjekk_tjenester(
    poster: Sequence[Lag], kommune: Kommune, oppsett: Oppsett, neste: Callable[[str], None]
) -> list[Prove]:
    """Probe the services side by side; layers without a service are left out."""
    spurte = [
        post for post in poster if not isinstance(kilde_for(post, kommune), Fil | IngenTjeneste)
    ]

    def en(post: Lag) -> Prove:
        neste(post.navn)
        return prov(post, kommune, oppsett)

    tropp = ThreadPoolExecutor(SAMTIDIGE, thread_name_prefix="sjekk")
    try:
        return list(tropp.map(en, spurte))
    except BaseException:
        oppsett.klient.vakter.avbryt()
        raise
    finally:
        tropp.shutdown(wait=True, cancel_futures=True)


def prov(post: Lag, kommune: Kommune, oppsett: Oppsett) -> Prove:
    """Probe the service of one layer; what goes wrong stands in the result."""
    kilde = kilde_for(post, kommune)
    protokoll, typen = beskriv(kilde)
    prove = Prove(
        lag=post.navn, tittel=post.tittel, eier=post.eier, protokoll=protokoll,
        adresse=kildetekst(kilde), type=typen, tid=oppsett.naa,
        kommune=f"{kommune.nummer} {kommune.navn}",
    )  # fmt: skip

    def spor(prove: Prove, kanal: Kanal) -> Prove:
        egen = replace(kanal, innlogging=_innlogging(kilde, oppsett))
        return _spor(prove, egen, kilde, kommune)

    return _provd(prove, Kanal(klient=oppsett.klient, husket=oppsett.husket), spor)


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
    return _talt(replace(prove, svarer=True, typen_finnes=True), treff)


def _ogcapi(prove: Prove, kanal: Kanal, kilde: OgcApi, kommune: Kommune) -> Prove:
    rot, hva = kilde.url.rstrip("/"), f"OGC API {kilde.url}"
    spor = {"f": "json"}
    om = krev_json(krev_ok(kanal.klient.hent(f"{rot}/collections", spor, kanal.innlogging)), hva)
    navnene = [str(samling.get("id")) for samling in om.get("collections") or []]
    _krev_blant(kilde.samling, navnene, hva)
    spor = {**parametre_for("", kommune.boks), "limit": "1"}
    svar = kanal.klient.hent(f"{rot}/collections/{kilde.samling}/items", spor, kanal.innlogging)
    treff = krev_json(krev_ok(svar), hva).get("numberMatched")
    return _talt(
        replace(prove, svarer=True, typen_finnes=True), treff if isinstance(treff, int) else None
    )


def _arcgis(prove: Prove, kanal: Kanal, kilde: ArcGis, kommune: Kommune) -> Prove:
    adresse, hva = f"{kilde.url.rstrip('/')}/{kilde.lagnummer}", f"ArcGIS {kilde.url}"
    om = krev_json(krev_ok(kanal.klient.hent(adresse, {"f": "json"})), hva)
    if kilde.lagtittel:
        _krev_blant(kilde.lagtittel, [str(om.get("name", ""))], hva)
    spor = {**sporring_for(kommune.boks), "returnCountOnly": "true", "f": "json"}
    treff = krev_json(krev_ok(kanal.klient.hent(f"{adresse}/query", spor)), hva).get("count")
    return _talt(
        replace(prove, svarer=True, typen_finnes=True), treff if isinstance(treff, int) else None
    )


def _rest(prove: Prove, kanal: Kanal, kilde: Rest, kommune: Kommune) -> Prove:
    tjeneste, hva = TJENESTER[kilde.hva], f"REST {kilde.url}"
    spor = {**tjeneste.ekstra, tjeneste.kommunefelt: kommune.nummer, "treffPerSide": "1"}
    om = krev_json(krev_ok(kanal.klient.hent(kilde.url, spor)), hva)
    treff = ordbok(om.get("metadata")).get("totaltAntallTreff")
    finnes = isinstance(om.get(tjeneste.liste), list)
    return _talt(
        replace(prove, svarer=True, typen_finnes=finnes), treff if isinstance(treff, int) else None
    )


def _wms(prove: Prove, kanal: Kanal, kilde: Wms) -> Prove:
    """Look for the layer, and whether the pages can show it."""
    visning = les_wms(kanal, kilde.url, kilde.lag)
    feil = (
        "" if not visning.crs or SIDENES_CRS in visning.crs
        else f"Laget vises ikke i {SIDENES_CRS} og kan ikke legges på kartsidene."
    )  # fmt: skip
    return replace(prove, svarer=True, typen_finnes=True, feil=feil)


def sjekk_bakgrunner(kommune: Kommune, oppsett: Oppsett) -> list[Prove]:
    """Probe the backgrounds of the pages: are they there, and are their tiles where we look."""
    return [
        _provd(
            Prove(
                lag=navn, tittel=tittel, eier=EIER, protokoll="WMTS", adresse=FLISTJENESTE,
                type=MATRISESETT, tid=oppsett.naa, kommune=f"{kommune.nummer} {kommune.navn}",
            ),
            Kanal(klient=oppsett.klient, husket=oppsett.husket),
            _bakgrunn,
        )
        for navn, tittel in FLISER
    ]  # fmt: skip


def _bakgrunn(prove: Prove, kanal: Kanal) -> Prove:
    bakgrunn = les_wmts(kanal, prove.adresse, prove.lag, MATRISESETT)
    flyttet = bakgrunn.mal != FLISADRESSE.format(navn=prove.lag)
    feil = f"Flisene ligger nå på {bakgrunn.mal}." if flyttet else ""
    return replace(prove, svarer=True, typen_finnes=True, feil=feil)


def _wcs(prove: Prove, kanal: Kanal, kilde: Wcs) -> Prove:
    """Look for the coverage in what the service says of itself."""
    spor = {"service": "WCS", "request": "GetCapabilities", "version": kilde.versjon}
    hva = f"WCS {prove.adresse}"
    innhold = krev_xml(krev_ok(kanal.klient.hent(prove.adresse, spor)), hva)
    tolk = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        rot = etree.fromstring(innhold, tolk)
    except etree.XMLSyntaxError as err:
        raise KildeFeil(f"{hva}: GetCapabilities kan ikke leses ({err.msg}).") from err
    navnene = [
        (ledd.text or "").strip() for ledd in rot.iterfind(".//{*}CoverageOfferingBrief/{*}name")
    ]
    _krev_blant(kilde.dekning, navnene, hva)
    return replace(prove, svarer=True, typen_finnes=True)


def _krev_blant(navn: str, navnene: Sequence[str], hva: str) -> None:
    """Stop when the service does not have the type, naming the nearest."""
    if navn not in navnene:
        raise ParameterFeil(f"{hva}: «{navn}» finnes ikke. {naermeste(navn, list(navnene))}")


def _talt(prove: Prove, treff: int | None) -> Prove:
    """Note the number of features within the municipality's box."""
    if treff is None:
        return replace(prove, feil="Tjenesten oppgir ikke antall.")
    return replace(prove, treff=treff)


# -- as tables ------------------------------------------------------------------------------


def linjer(provene: Sequence[Prove]) -> list[str]:
    """Lines of a table that can be sent on: service by service, one row per layer."""
    if not provene:
        return ["Ingen av lagene har en tjeneste å spørre."]
    bredder = [max(len(rad[kol]) for rad in map(_rad, provene)) for kol in range(len(HODE))]
    bredder = [max(bredde, len(ord_)) for bredde, ord_ in zip(bredder, HODE, strict=True)]
    ut = [f"Spurt {provene[0].tid} om det som ligger i {provene[0].kommune}"]
    tjenester: dict[tuple[str, str, str], list[Prove]] = {}
    for prove in provene:
        tjenester.setdefault((prove.protokoll, prove.adresse, prove.eier), []).append(prove)
    for (protokoll, adresse, eier), egne in tjenester.items():
        ut += ["", f"{protokoll} {adresse} ({eier})", _rett(HODE, bredder)]
        for prove in egne:
            ut.append(_rett(_rad(prove), bredder))
            ut += [f"    ! {prove.feil}"] if prove.feil else []
    return ut


def _rett(celler: Sequence[str], bredder: Sequence[int]) -> str:
    par = zip(celler, bredder, strict=True)
    return "  " + "  ".join(celle.ljust(bredde) for celle, bredde in par).rstrip()


def _rad(prove: Prove) -> tuple[str, ...]:
    """Cells as in HODE."""
    ord_ = {True: "ja", False: "nei", None: "–"}
    treff = "–" if prove.treff is None else str(prove.treff)
    tid = f"{prove.sekunder:.1f}".replace(".", ",")
    svar = (ord_[prove.svarer], ord_[prove.typen_finnes])
    return (prove.lag, prove.type or "–", *svar, treff, tid)


def som_json(provene: Sequence[Prove]) -> str:
    """Give the probes as JSON."""
    return json.dumps([asdict(prove) for prove in provene], ensure_ascii=False, indent=2)


def som_csv(provene: Sequence[Prove]) -> str:
    """Give the probes as CSV with semicolons, which Norwegian spreadsheets open as columns."""
    ut = StringIO()
    skriver = csv.DictWriter(
        ut, list(Prove.__dataclass_fields__), delimiter=";", lineterminator="\n"
    )
    skriver.writeheader()
    skriver.writerows({felt: _celle(verdi) for felt, verdi in asdict(p).items()} for p in provene)
    return ut.getvalue().rstrip("\n")


def _celle(verdi: object) -> object:
    """Return the value as a spreadsheet shows it, and never runs it as a formula."""
    if isinstance(verdi, bool):
        return "ja" if verdi else "nei"
    return uten_formel(verdi) if isinstance(verdi, str) else verdi
