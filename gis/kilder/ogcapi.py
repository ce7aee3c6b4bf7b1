"""OGC API Features: follow `next` to the end, believe Content-Crs, check the number."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from gis.akser import STORSTE_LENGDE
from gis.feil import CrsFeil, KildeFeil, ParameterFeil
from gis.kilder.geojson import avtrykk, forste_tall, les_objekter
from gis.kilder.gmlgeometri import Akser, tolk_srs
from gis.kilder.grenser import MAKS_SIDER
from gis.kilder.http import krev_ok
from gis.kilder.httpledd import lenke_fra
from gis.kilder.httpsvar import Svar
from gis.kilder.kanal import Kanal
from gis.kilder.svar import Uthenting, deler, krev_json, krev_objekter, krev_rimelig
from gis.kommune import naermeste
from gis.tekst import uten_geometri
from gis.utsnitt import Utsnitt

SIDE = 1000
"""Features per page that are asked for; Riksantikvaren gives 10 unless asked."""
CRS84 = Akser(4326, False, 2)
"""What OGC API gives when nothing else is asked for: longitude, latitude."""
PLAN_CRS = (25833, 25832, 25835)
"""CRS that are asked for: the stored one, else the first of these that the service gives, since
some services (seen in QGIS Server) round degrees to a decimetre."""
IKKE_FUNNET = 404
UTEN_ANTALL = {
    True: "Tjenesten oppgir ikke antall; det er hentet til den ikke hadde mer å gi.",
    False: "Tjenesten oppgir ikke antall; om alt kom med, er ikke kontrollert.",
}
"""Remark on an answer that could not be counted; True where the service was asked for more."""
GEOJSON = "application/geo+json"
OVERSER_BBOX_CRS = "Tjenesten tar ikke imot rammen i meter; den er gitt i grader."
"""Remark on a service that lists a CRS but knows no box in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Samling:
    """One collection of one API."""

    url: str
    """Root of the API."""
    navn: str
    """Collection id."""


def hent_ogcapi(kanal: Kanal, samling: Samling, utsnitt: Utsnitt) -> Uthenting:
    """Fetch every feature of the collection that meets the box.

    Raises
    ------
    KildeFeil        if the service fails, or gives fewer features than it counts
    ParameterFeil    if the collection does not exist, naming the nearest
    CrsFeil          if the answer is in a CRS that is unknown, or changes between pages
    """
    rot = samling.url.rstrip("/")
    hva = f"OGC API {rot}, {samling.navn}"
    crs = _samlingens_crs(kanal, samling)
    merknader: tuple[str, ...] = ()
    parametre = parametre_for(crs, utsnitt)
    if crs and not _gir_noe(kanal, samling, parametre):
        i_grader = parametre_for(crs, utsnitt, i_grader=True)
        if _gir_noe(kanal, samling, i_grader):
            parametre, merknader = i_grader, (OVERSER_BBOX_CRS,)
    sider = _Sider(kanal, samling, parametre, hva)
    sider.hent()
    uthenting = _ferdig(hva, rot, parametre, sider)
    return replace(uthenting, merknader=(*uthenting.merknader, *merknader))


@dataclass(slots=True)
class _Sider:
    """The pages of a collection, as they come."""

    kanal: Kanal
    samling: Samling
    parametre: Mapping[str, str]
    hva: str
    svarene: list[Svar] = field(default_factory=list)
    objekter: list[dict[str, Any]] = field(default_factory=list)
    ventet: int | None = None
    """Features that the service counts; None when it does not."""
    tomt: bool = False
    """Whether the service was asked for more, and had nothing."""
    kjente: set[bytes] = field(default_factory=set)

    def hent(self) -> None:
        """Follow the links to the end; a service that neither links nor counts is asked for more.

        Raises
        ------
        KildeFeil    if the pages lead in a ring
        CrsFeil      if the CRS changes between pages
        """
        neste: str | None = forste_side(self.samling, self.parametre)
        sett: set[str] = set()
        while neste:
            if neste in sett or len(self.svarene) >= MAKS_SIDER:
                raise KildeFeil(f"{self.hva}: sidene går i ring; svaret er ikke fullstendig.")
            sett.add(neste)
            svar = self.kanal.side(neste, None, GEOJSON)
            side = krev_objekter(svar, self.hva)
            if not self._ta(svar, side) and side["features"]:
                raise KildeFeil(f"{self.hva}: siden gir ikke noe nytt; sidene går i ring.")
            lenke = _neste(side, svar, self.samling.url.rstrip("/")) if side["features"] else None
            neste = None if lenke is None else _hel_lenke(lenke, self.parametre)
        while self.ventet is None and self.objekter and not self.tomt and self._mer():
            pass

    def _ta(self, svar: Svar, side: dict[str, Any]) -> int:
        """Take a page; returns how many of its features are new."""
        if self.svarene and svar.hoder.get("Content-Crs") != self.svarene[0].hoder.get(
            "Content-Crs"
        ):
            raise CrsFeil(f"{self.hva}: koordinatsystemet skifter fra side til side.")
        forut = len(self.kjente)
        nye = _uten_dobbelte(side["features"], self.kjente)
        if len(self.kjente) > forut or not side["features"]:
            self.svarene.append(self.kanal.ta_vare(svar))
            self.objekter.extend(nye)
        krev_rimelig(len(self.objekter), self.hva)
        self.kanal.klient.tilsyn.objekter(len(side["features"]))
        self.ventet = _tall(side.get("numberMatched")) if self.ventet is None else self.ventet
        return len(self.kjente) - forut

    def _mer(self) -> bool:
        """Ask for what comes after the last feature (pg_featureserv gives no link to it)."""
        videre = {**self.parametre, "offset": str(len(self.objekter))}
        svar = self.kanal.side(forste_side(self.samling, videre), None, GEOJSON)
        try:
            side = krev_objekter(svar, self.hva)
        except KildeFeil:
            return False
        self.tomt = not side["features"]
        return not self.tomt and self._ta(svar, side) > 0 and len(self.svarene) < MAKS_SIDER


def _gir_noe(kanal: Kanal, samling: Samling, parametre: Mapping[str, str]) -> bool:
    """Tell whether the service takes the question, and has something to answer it with."""
    url = forste_side(samling, {**parametre, "limit": "1"})
    svar = kanal.klient.hent(url, None, kanal.innlogging, GEOJSON)
    try:
        return bool(krev_objekter(svar, samling.navn)["features"])
    except KildeFeil:
        return False


def _ferdig(hva: str, rot: str, parametre: dict[str, str], sider: _Sider) -> Uthenting:
    """Check the number and make the frame."""
    svarene, objekter, ventet = sider.svarene, sider.objekter, sider.ventet
    if ventet is not None and len(objekter) < ventet:
        raise KildeFeil(
            f"{hva}: tjenesten har {ventet} objekter, men ga bare {len(objekter)}. Svaret er ikke "
            "fullstendig og brukes ikke. Prøv igjen senere."
        )
    data, daarlige = les_objekter(objekter, _akser(svarene[0], parametre, objekter, hva))
    merknader = uten_geometri(daarlige)
    if ventet is None:
        merknader.append(UTEN_ANTALL[sider.tomt])
    return Uthenting(
        data=data, raafiler=tuple(svar.sum for svar in svarene), url=rot, parametre=parametre,
        bytes=sum(svar.storrelse for svar in svarene),
        hoder=svarene[0].hoder, ventet=ventet, mottatt=len(objekter), merknader=tuple(merknader),
    )  # fmt: skip


def _samlingens_crs(kanal: Kanal, samling: Samling) -> str:
    """Return the CRS to ask for; empty where the service gives none of ours."""
    rot = samling.url.rstrip("/")
    svar = kanal.klient.hent(
        f"{rot}/collections/{samling.navn}", {"f": "json"}, kanal.innlogging, "application/json"
    )
    if svar.status == IKKE_FUNNET:
        raise ParameterFeil(
            f"OGC API {rot}: samlingen «{samling.navn}» finnes ikke. "
            f"{_naermeste_samling(kanal, samling)}"
        )
    beskrivelse = krev_json(krev_ok(svar), f"OGC API {rot}, {samling.navn}")
    gir, lagret = beskrivelse.get("crs"), str(beskrivelse.get("storageCrs") or "")
    plane = {
        akser.epsg: navn
        for navn in (gir if isinstance(gir, list) else [])
        if isinstance(navn, str) and (akser := tolk_srs(navn)) and akser.epsg in PLAN_CRS
    }
    if lagret in plane.values():
        return lagret
    return next((plane[epsg] for epsg in PLAN_CRS if epsg in plane), "")


def _naermeste_samling(kanal: Kanal, samling: Samling) -> str:
    """Return a hint at collections that do exist; empty when the list cannot be had."""
    adresse = f"{samling.url.rstrip('/')}/collections"
    svar = kanal.klient.hent(adresse, {"f": "json"}, kanal.innlogging)
    om = krev_json(krev_ok(svar), f"OGC API {samling.url}")
    navnene = [str(en["id"]) for en in deler(om, "collections") if "id" in en]
    return naermeste(samling.navn, navnene) if navnene else ""


def parametre_for(crs: str, utsnitt: Utsnitt, *, i_grader: bool = False) -> dict[str, str]:
    """Build the query: the box in the CRS that is asked for, else as longitude, latitude.

    A server that turns a box of degrees into metres by two corners (seen in QGIS Server) loses what
    lies along its edges, kilometres of a municipality.
    """
    akser = None if i_grader or not crs else tolk_srs(crs)
    boks = utsnitt.i_epsg(akser.epsg if akser else CRS84.epsg)
    desimaler = 3 if akser else 7
    parametre = {
        "f": "json",
        "limit": str(SIDE),
        "bbox": ",".join(f"{tall:.{desimaler}f}" for tall in boks.grenser),
    }
    if crs:
        parametre["crs"] = crs
    return {**parametre, "bbox-crs": crs} if akser else parametre


def forste_side(samling: Samling, parametre: Mapping[str, str]) -> str:
    """Address of the first page, without «%»: QGIS Server loses them in its link to the next."""
    rot = f"{samling.url.rstrip('/')}/collections/{samling.navn}/items"
    return f"{rot}?{urlencode(parametre, safe=':/,')}"


def _tall(verdi: object) -> int | None:
    helt = isinstance(verdi, int) and not isinstance(verdi, bool)
    return verdi if helt and isinstance(verdi, int) and verdi >= 0 else None


def _neste(side: dict[str, Any], svar: Svar, rot: str) -> str | None:
    """Address of the next page; only on the same host, and never down from https."""
    lenker = [
        lenke for lenke in deler(side, "links") if lenke.get("rel") == "next" and lenke.get("href")
    ]
    if not lenker:
        return None
    lenker.sort(key=lambda lenke: "json" not in str(lenke.get("type") or "json"))  # not its HTML
    maal, egen = urlsplit(lenke_fra(svar.url, str(lenker[0]["href"]))), urlsplit(rot)
    if maal.hostname != egen.hostname:
        raise KildeFeil(f"OGC API {rot}: neste side ligger på en annen vert ({maal.hostname}).")
    return maal._replace(scheme=egen.scheme, netloc=egen.netloc).geturl()


def _hel_lenke(lenke: str, parametre: Mapping[str, str]) -> str:
    """Put back what a link to the next page has lost of the question (MapServer loses the box).

    A link that goes on from a number means that many features of the question; one with a mark of
    its own may hold the question in it, and is left alone.
    """
    har = {navn.lower() for navn in parse_qs(urlsplit(lenke).query)}
    mangler = {navn: verdi for navn, verdi in parametre.items() if navn not in har}
    if "bbox" in har or not har & {"offset", "startindex"}:
        return lenke
    return f"{lenke}&{urlencode(mangler, safe=':/,')}"


def _uten_dobbelte(objekter: list[Any], kjente: set[bytes]) -> list[Any]:
    """Drop features that came before, to the last value; those without id are all kept.

    An id alone does not tell them apart: some services begin anew on each page.
    """
    ut = []
    for objekt in objekter:
        nokkel = avtrykk(objekt)
        har_id = isinstance(objekt, dict) and objekt.get("id") is not None
        if nokkel not in kjente or not har_id:
            ut.append(objekt)
        kjente.add(nokkel)
    return ut


def _akser(
    svar: Svar, parametre: dict[str, str], objekter: list[dict[str, Any]], hva: str
) -> Akser:
    """CRS of the coordinates: Content-Crs if it stands there, else what was asked for or CRS84.

    A server that ignores `crs` and says nothing is found out by the size of the numbers.
    """
    oppgitt = svar.hoder.get("Content-Crs", "").strip().strip("<>")
    if oppgitt:
        akser = tolk_srs(oppgitt)
        if akser is None:
            raise CrsFeil(f"{hva}: koordinatsystemet «{oppgitt}» er ukjent.")
        return akser
    bedt_om = tolk_srs(parametre["crs"]) if "crs" in parametre else None
    if bedt_om is None:
        return CRS84
    tall = next((t for o in objekter for t in forste_tall(o)), None)
    return CRS84 if tall is not None and abs(tall) <= STORSTE_LENGDE else bedt_om
