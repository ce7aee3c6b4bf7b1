"""A machine answer in the form of Kartverket's DOK-analyse, so that its clients can read ours.

Form: `no.geonorge.dokanalyse.v1.output.schema.json` (kartverket/DOK.Arealanalyse.spesifikasjon,
commit ac2a350); one document per site, since the form holds one `inputGeometry`.

==========================  ==================================================================
theirs                      ours
==========================  ==================================================================
inputGeometry               the site, GeoJSON with a `crs` member that names the map plane, as in
                            their own sample areas
inputGeometryArea           area, m², rounded (the schema wants whole numbers)
resultList[]                one per layer, in the order of the run
 .resultStatus              HIT-RED: a rule that excludes fired; HIT-YELLOW: one that warns fired;
                            HIT: hit without rule; NO-HIT-GREEN: «ikke treff»; NO-HIT-YELLOW: «ikke
                            kartlagt», and a reindeer district without registered value; ERROR:
                            «ikke kjent»
 .hitArea                   m², rounded, at least 1 where any ground is hit; overlaps counted once.
                            The exact figure is `data.hitAreaExact`
 .distanceToObject          metres, rounded down; left out where no distance is known (never a
                            large number instead)
 .buffer                    largest distance of the layer's rules that fired, metres
 .theme, .themes            theme in words. The schema says `theme`, their program sends `themes`:
                            both are given
 .runOnDataset              layer; `updated` is our fetch time. Where nothing was fetched the schema
                            still wants a time: then it is the run's, and `qualityWarning` says so
 .qualitymeasurement        accuracy, coverage and certainty in words
 .guidanceText, .guidanceUri, .possibleActions, .description, .runAlgorithm, .data
                            as the fact sheet says it; every feature hit stands in `data.objekter`
factList[]                  what was asked of the site itself (thresholds)
report                      the fact sheet, beside the folder
municipalityNumber, -Name   the municipality
==========================  ==================================================================

NO-HIT-GREEN is their word for «mapped, and nothing found»; `description` always adds that this is
not the same as cleared. TIMEOUT and NOT-RELEVANT are never sent.
"""

import json
import math
from collections.abc import Mapping
from typing import Any, Final

from analyser.felles.modell import Kildebruk, Regelbruk, Resultat, Status
from analyser.felles.stedssvar import Lagsvar, Stedssvar
from analyser.felles.svar import TEMAORD
from analyser.felles.tekst import M2_PER_DAA
from gis.kommune import Kommune
from kart.kjoring import Kjoring
from kart.maskinsvar import enkelt, geojson
from kart.ordlyd import EKSEMPEL, SVARENE, UTKAST
from kart.stedsord import bare_distrikt, fyrte, hvor_mye, sikkerhet
from kart.veiledning import VEILEDNING
from lag.katalog import KATALOG

KATALOG_URL: Final = "https://kartkatalog.geonorge.no/metadata/"
"""Where a dataset with a Geonorge uuid is described."""
UTEN_TREFF: Final[Mapping[Status, str]] = {
    Status.IKKE_TREFF: "NO-HIT-GREEN",
    Status.IKKE_KARTLAGT: "NO-HIT-YELLOW",
    Status.IKKE_KJENT: "ERROR",
}


def status(svar: Lagsvar) -> str:
    """Return their word for an answer."""
    if bare_distrikt(svar):
        return UTEN_TREFF[Status.IKKE_KARTLAGT]
    if svar.status != Status.TREFF:
        return UTEN_TREFF[svar.status]
    typer = {regel.type for regel in fyrte(svar)}
    return "HIT-RED" if "utelukker" in typer else "HIT-YELLOW" if "advarer" in typer else "HIT"


def _heltall(verdi: float, minst: int = 0) -> int:
    """Whole number as the schema wants it."""
    return max(round(verdi), minst)


def _flate(sted: Stedssvar, kommune: Kommune) -> dict[str, Any]:
    """GeoJSON of the site with the name of its CRS."""
    navn = f"urn:ogc:def:crs:EPSG::{kommune.epsg}"
    return {**geojson(sted.geometri), "crs": {"type": "name", "properties": {"name": navn}}}


def _datasett(svar: Lagsvar, kilde: Kildebruk | None, kjoring: Kjoring) -> dict[str, Any]:
    """Describe the layer as a dataset."""
    post = KATALOG.get(svar.lag)
    uuid = post.metadata if post else ""
    ut = {
        "datasetid": uuid or svar.lag,
        "title": svar.tittel,
        "description": kilde.dekning if kilde else "",
        "owner": kilde.eier if kilde else "",
        "updated": (kilde.hentet if kilde else "") or kjoring.tidspunkt,
    }
    return {**ut, "datasetDescriptionUri": KATALOG_URL + uuid} if uuid else ut


def _kvalitet(svar: Lagsvar, kilde: Kildebruk | None) -> list[dict[str, str]]:
    """Say how good the data are."""
    par = [("sikkerhet", "Sikkerhet for treff", sikkerhet(svar))]
    if kilde:
        par.append(("stedfestingsnoyaktighet", "Stedfestingsnøyaktighet", kilde.noyaktighet))
        par.append(("dekning", "Dekning", kilde.dekning))
    return [
        {"qualityDimensionId": ident, "qualityDimensionName": navn, "value": verdi}
        for ident, navn, verdi in par
    ]


def _varsler(svar: Lagsvar, kilde: Kildebruk | None) -> list[str]:
    """Say what must be known to use the answer."""
    ut = list(kilde.merknader) if kilde else []
    if kilde is None or not kilde.hentet:
        ut.insert(0, "Kilden er ikke hentet; «updated» er tidspunktet for analysen.")
    if svar.ukartlagt_daa > 0:
        ut.append(f"Ikke kartlagt i {svar.ukartlagt_daa:.2f} daa av området.".replace(".", ",", 1))
    return ut


def _handlinger(svar: Lagsvar, regler: Mapping[str, Regelbruk]) -> list[str]:
    """Return what the rules that fired ask for, and who can be asked."""
    ut = []
    for brukt in fyrte(svar):
        regel = regler.get(brukt.regel)
        if regel is not None:
            hvem = f" Avklar med {regel.myndighet}." if regel.myndighet else ""
            ut.append(f"{regel.tekst}: {regel.hjemmel} ({regel.merke}).{hvem}")
    return ut


def _ett_svar(
    svar: Lagsvar, resultat: Resultat, kjoring: Kjoring, regler: Mapping[str, Regelbruk]
) -> dict[str, Any]:
    """One layer's answer."""
    kilde = next((k for k in resultat.kilder if k.lag == svar.lag), None)
    ord_ = str(svar.status)
    ut: dict[str, Any] = {
        "runAlgorithm": [
            f"arealsil siling: overlapp, overlapp regnet én gang; svar: {ord_}",
            f"kvittering: {svar.kvittering}",
            *(f"regel {r.regel}: {r.status}" for r in svar.regler),
        ],
        "runOnDataset": _datasett(svar, kilde, kjoring),
        "resultStatus": status(svar),
        "theme": TEMAORD.get(svar.tema, svar.tema),
        "themes": [TEMAORD.get(svar.tema, svar.tema)],
        "description": " ".join(
            filter(None, (f"{ord_.capitalize()}.", svar.merknad, SVARENE[svar.status]))
        ),
        "possibleActions": _handlinger(svar, regler),
        "guidanceText": VEILEDNING.get(svar.tema, "") if fyrte(svar) else "",  # type: ignore[call-overload]
        "qualitymeasurement": _kvalitet(svar, kilde),
        "qualityWarning": _varsler(svar, kilde),
        "data": {
            "status": ord_,
            "hvorMye": hvor_mye(svar),
            "merknad": svar.merknad,
            "objekter": enkelt(svar.objekter),
            "sha256": kilde.sha256 if kilde else "",
        },
    }
    post = KATALOG.get(svar.lag)
    if post is not None and post.metadata:
        ut["guidanceUri"] = [{"href": KATALOG_URL + post.metadata, "title": svar.tittel}]
    if svar.areal_daa >= 0:
        m2 = svar.areal_daa * M2_PER_DAA
        ut["hitArea"] = _heltall(m2, 1 if m2 > 0 else 0)
        ut["data"]["hitAreaExact"] = m2
    if math.isfinite(svar.avstand_m):
        ut["distanceToObject"] = math.floor(svar.avstand_m)
    avstander = [regler[r.regel].terskel for r in fyrte(svar) if r.regel in regler]
    avstander = [m for m in avstander if math.isfinite(m)]
    ut["buffer"] = _heltall(max(avstander, default=0.0))
    return ut


def dokanalyse(
    sted: Stedssvar, resultat: Resultat, kommune: Kommune, kjoring: Kjoring, ark: str
) -> str:
    """Return the answer for one site as JSON text; same input, same bytes.

    Parameters
    ----------
    ark    file name of the fact sheet, without suffix
    """
    regler = {regel.id: regel for regel in resultat.regler}
    flate, areal = _flate(sted, kommune), _heltall(sted.areal_daa * M2_PER_DAA)
    egen = {
        "datasetid": "arealinnspill", "title": "Arealinnspill", "owner": kommune.navn,
        "updated": kjoring.tidspunkt,
    }  # fmt: skip
    dokument = {
        "resultList": [
            {**_ett_svar(svar, resultat, kjoring, regler), "inputGeometryArea": areal}
            for svar in sted.lag
        ],
        "report": f"../faktaark/{ark}.html",
        "inputGeometry": flate,
        "inputGeometryArea": areal,
        "factList": [
            {
                "runAlgorithm": "arealsil siling: terskler på selve området",
                "runOnDataset": egen,
                "data": {
                    "id": sted.id, "navn": sted.navn, "formaal": sted.formaal_ord,
                    "utfall": sted.utfall, "grunn": sted.utfall_grunn,
                    "ukjent": list(sted.ukjent), "terskler": enkelt(sted.terskler),
                    "merking": [*([EKSEMPEL] if kjoring.eksempel else []), UTKAST],
                },
            }
        ],
        "municipalityNumber": kommune.nummer,
        "municipalityName": kommune.navn,
    }  # fmt: skip
    return json.dumps(dokument, ensure_ascii=False, allow_nan=False) + "\n"
