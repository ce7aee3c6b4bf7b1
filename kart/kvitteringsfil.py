"""The receipt file beside the results: what was asked, with which data, and every number.

A receipt is «analyse.tabell.rad.kolonne», rows from 1 as they stand in the table. There is no other
memory of a result, so a receipt is always a computation, never a look-up.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import shapely
from pandas import isna

from analyser import ANALYSER
from analyser.felles.modell import Grunnlag, Kolonneinfo, Resultat, Tabell
from gis.feil import DataFeil, ParameterFeil
from gis.kilder.fil import les_tekst
from gis.kilder.skriving import skriv_tekst
from gis.kommune import naermeste
from kart.forberedelse import oppskrift_av
from kart.kjoringslogg import LOGGFIL, kildeliste, kjoring_id
from kart.tabell import mangler
from lag.katalog.plan import AREALINNSPILL
from lag.modell import Lagdata

KVITTERINGSFIL = "kvitteringer.json"
"""Name of the file beside the results; a screening of proposals puts «innspill-» before it."""
LEDD = 3
"""Parts that a receipt must have: analysis, table, row. The column may follow."""


def skriv_kvitteringer(
    logg: Path,
    grunnlag: Grunnlag,
    resultater: Sequence[Resultat],
    versjoner: Mapping[str, str],
) -> Path:
    """Write the receipt file that goes with a run's record `logg`, beside it."""
    sti = logg.with_name(logg.name.replace(LOGGFIL, KVITTERINGSFIL))
    oppskriften = oppskrift_av(grunnlag, resultater, versjoner)
    skriv_tekst(sti, kvitteringer(oppskriften, grunnlag, resultater))
    return sti


def kvitteringer(
    oppskriften: Mapping[str, object], grunnlag: Grunnlag, resultater: Sequence[Resultat]
) -> str:
    """Text of the receipt file: recipe, sources, the proposals as they were read, every number."""
    dokument = {
        "kjoring": kjoring_id(oppskriften, grunnlag.lag),
        "oppskrift": oppskriften,
        "journal": [asdict(rad) for rad in grunnlag.journal],
        "kilder": kildeliste(grunnlag.lag),
        "innspill": _innspill(grunnlag.lag.get(AREALINNSPILL.navn)),
        "tall": {r.analyse: {t.navn: _tallene(t) for t in r.tabeller} for r in resultater},
    }
    return json.dumps(dokument, ensure_ascii=False, separators=(",", ":"), default=str) + "\n"


def _tallene(tabell: Tabell) -> dict[str, list[float | int | None]]:
    """Numbers of a table, column by column."""
    return {
        kolonne.navn: [tallet(v) for v in tabell.data[kolonne.navn]]
        for kolonne in tabell.kolonner
        if _er_tall(tabell, kolonne)
    }


def _er_tall(tabell: Tabell, kolonne: Kolonneinfo) -> bool:
    return tabell.data[kolonne.navn].dtype.kind in "if"


def tallet(verdi: object) -> float | int | None:
    """Return a number as JSON keeps it, to the last bit."""
    return None if mangler(verdi) else float(str(verdi))


def _innspill(laget: Lagdata | None) -> dict[str, Any] | None:
    """Proposals as they were read, shapes to the last bit."""
    if laget is None or not laget.kjent:
        return None
    egne = laget.data.drop(columns="geometry")
    return {
        "kolonner": {str(k): [None if isna(v) else v for v in egne[k]] for k in egne},
        "wkb": [shapely.to_wkb(form, hex=True) for form in laget.data.geometry],
        "sha256": laget.sha256,
        "hentet": laget.hentet,
        "kilde": laget.kilde,
        "merknader": list(laget.merknader),
        "eksempel": laget.eksempel,
    }


def delt(ident: str) -> tuple[str, list[str]]:
    """Run id («» where none is given) and the parts of a receipt.

    Raises
    ------
    ParameterFeil    if it is not written as a receipt is
    """
    ledd = ident.strip().split(".")
    kjoringen = ""
    if ledd[0] not in ANALYSER and len(ledd) > LEDD and ledd[1] in ANALYSER:
        kjoringen, *ledd = ledd
    if ledd[0] not in ANALYSER:
        raise ParameterFeil(
            f"Kvitteringen «{ident}» begynner ikke med en analyse. "
            f"{naermeste(ledd[0], list(ANALYSER))}"
        )
    if len(ledd) not in (LEDD, LEDD + 1) or not ledd[2].isdecimal():
        raise ParameterFeil(
            f"Kvitteringen «{ident}» må være analyse.tabell.rad eller analyse.tabell.rad.kolonne, "
            "for eksempel siling.detaljer.3.areal_daa."
        )
    return kjoringen, ledd


def les_maskinsvar(sti: Path) -> Mapping[str, Any]:
    """Read the machine answer of a screening, from the file or from the folder that holds it.

    Raises
    ------
    KildeFeil    if there is no such file
    DataFeil     if it is no machine answer
    """
    filer = [sti] if not sti.is_dir() else sorted(sti.glob("*.json"))
    for fil in filer:
        dokument = _json(fil)
        if "steder" in dokument:
            return dokument
    raise DataFeil(f"{sti} har ikke noe maskinsvar fra en siling (JSON med «steder»).")


def _json(fil: Path) -> dict[str, Any]:
    """Read a JSON object."""
    try:
        dokument = json.loads(les_tekst(fil))
    except json.JSONDecodeError as err:
        raise DataFeil(f"{fil} er ikke JSON ({err}). Kjør på nytt.") from err
    return dokument if isinstance(dokument, dict) else {}


def les_dokument(ut: Path, kjoringen: str, ledd: Sequence[str]) -> Mapping[str, Any]:
    """Read the receipt file that holds the row; says what is wrong with the receipt otherwise.

    Raises
    ------
    ParameterFeil    if no receipt file has the analysis, the table or the row, or several runs do
    """
    filer = [fil for fil in sorted(ut.glob(f"*{KVITTERINGSFIL}")) if fil.is_file()]
    dokumenter = [_lest(fil) for fil in filer]
    med = [d for d in dokumenter if ledd[0] in d["tall"]]
    med = [d for d in med if d["kjoring"].startswith(kjoringen)]
    if not med:
        funnet = ", ".join(d["kjoring"] for d in dokumenter) or "ingen"
        raise ParameterFeil(
            f"{ut} har ingen kvitteringer for «{ledd[0]}»"
            f"{f' fra kjøring {kjoringen}' if kjoringen else ''} (kjøringer der: {funnet})."
        )
    if len(flere := sorted({d["kjoring"] for d in med})) > 1:
        raise ParameterFeil(
            f"{ut} har kvitteringer for «{ledd[0]}» fra flere kjøringer. Skriv kjøringen foran: "
            f"{' eller '.join('.'.join([kjort, *ledd]) for kjort in flere)}."
        )
    tabeller = med[0]["tall"][ledd[0]]
    if ledd[1] not in tabeller:
        raise ParameterFeil(
            f"«{ledd[0]}» har ingen tabell «{ledd[1]}». {naermeste(ledd[1], list(tabeller))}"
        )
    kolonner = tabeller[ledd[1]]
    if not kolonner:
        raise ParameterFeil(f"Tabellen «{ledd[1]}» i «{ledd[0]}» har ingen tallkolonner.")
    antall = max(len(verdier) for verdier in kolonner.values())
    if not 1 <= int(ledd[2]) <= antall:
        raise ParameterFeil(f"Tabellen «{ledd[1]}» har radene 1–{antall}, ikke {ledd[2]}.")
    if len(ledd) > LEDD and ledd[3] not in kolonner:
        raise ParameterFeil(
            f"«{ledd[1]}» har ingen tallkolonne «{ledd[3]}». {naermeste(ledd[3], list(kolonner))}"
        )
    return med[0]


def _lest(fil: Path) -> Mapping[str, Any]:
    """Read one receipt file."""
    dokument = _json(fil)
    mangler = [k for k in ("kjoring", "oppskrift", "tall", "kilder") if k not in dokument]
    if mangler:
        raise DataFeil(f"{fil} mangler {', '.join(mangler)}. Kjør på nytt.")
    return dokument
