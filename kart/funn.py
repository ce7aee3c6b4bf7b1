"""What the tables say of each object, as the lines of its card: status, rule, basis, source."""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

from analyser.felles.modell import Regelbruk, Resultat, Status, Tabell
from kart.kartdata import Funn
from kart.tabell import mangler, tekst
from kart.tekster import merket, t
from lag.katalog import KATALOG
from lag.modell import Lag

ETTER_TITTEL: Mapping[str, Lag] = {post.tittel: post for post in KATALOG.values()}
STATUSER = frozenset(status.value for status in Status)
MED_RAAD = frozenset({"utelukker", "advarer"})
"""Types of rules that the card has a piece of advice of its own for, where they are hit."""


def _ord(verdi: object) -> str:
    """Cell as text; empty where it is missing."""
    return "" if mangler(verdi) else tekst(verdi)


def _linje(rad: Mapping[Hashable, Any], regler: Mapping[str, Regelbruk]) -> dict[str, str]:
    """One line of a card from one row of a table; what is empty is left out."""
    regel = regler.get(_ord(rad.get("regel")))
    laget = ETTER_TITTEL.get(_ord(rad.get("lag"))) or (KATALOG.get(regel.lag) if regel else None)
    kilde = filter(None, (_ord(rad.get("eier")), _ord(rad.get("noyaktighet"))))
    naar = _ord(rad.get("hentet"))
    hentet = t("hentet {dag}", dag=naar) if naar else ""
    status, type_ = _ord(rad.get("status", rad.get("svar"))), _ord(rad.get("type"))
    alt = {
        "status": status,
        "lag": t(laget.tittel if laget else _ord(rad.get("lag"))),
        "merknad": t(_ord(rad.get("merknad"))),
        "regel": merket(_ord(rad.get("regel"))),
        "hjemmel": merket(_ord(rad.get("hjemmel")) or (regel.hjemmel if regel else "")),
        "type": type_ if status == Status.TREFF and type_ in MED_RAAD else "",
        "eier": t(laget.eier if laget else _ord(rad.get("eier"))),
        "opphav": ", ".join(filter(None, (*map(t, kilde), hentet))),
        "rein": "ja" if laget and laget.tema == "reindrift" else "",
    }
    return {nokkel: verdi for nokkel, verdi in alt.items() if verdi}


def _rader(tabell: Tabell, regler: Mapping[str, Regelbruk]) -> Iterator[tuple[str, dict[str, str]]]:
    """Id and line of every row that answers for a layer or a rule."""
    kolonner = [k.navn for k in tabell.kolonner if k.navn in tabell.data]
    if not {"lag", "regel"} & set(kolonner) or not {"status", "svar"} & set(kolonner):
        return
    ider = tabell.data["id"].astype(str)
    for ident, rad in zip(ider, tabell.data[kolonner].to_dict("records"), strict=True):
        linje = _linje(rad, regler)
        if linje.get("status") in STATUSER and "lag" in linje:
            yield ident, linje


def funn_i(resultat: Resultat) -> Funn:
    """Return the lines of every object that a linked table speaks of; equal lines stand once."""
    regler = {regel.tekst: regel for regel in resultat.regler}
    linjer: dict[tuple[tuple[str, str], ...], int] = {}
    per_lag: dict[str, dict[str, list[int]]] = {}
    for tabell in resultat.tabeller:
        if not tabell.kartlag or "id" not in tabell.data:
            continue
        for ident, linje in _rader(tabell, regler):
            nummer = linjer.setdefault(tuple(linje.items()), len(linjer))
            per_lag.setdefault(tabell.kartlag, {}).setdefault(ident, []).append(nummer)
    return Funn(linjer=tuple(dict(linje) for linje in linjer), per_lag=per_lag)
