"""A proof as JSON, so that anyone can check it with tools of their own, and back again."""

import json
from typing import Any

import numpy as np

from gis.graf.lengdegrense import Lengdebevis, Lengdedual
from gis.graf.typer import Bevis, Dual, Dualsteg, Gren, Heltall

FORMAT = "arealsil-steinerbevis-1"
LENGDEFORMAT = "arealsil-lengdebevis-1"


def _dual(dual: Dual) -> dict[str, Any]:
    return {
        "rot": dual.rot,
        "potensialer": [
            {"terminal": int(t), "node": dual.node[a:b].tolist(), "verdi": dual.verdi[a:b].tolist()}
            for t, a, b in zip(dual.terminal, dual.start[:-1], dual.start[1:], strict=True)
            if b > a
        ],
    }


def _steg(steg: tuple[int, ...] | Dualsteg) -> list[int] | dict[str, Any]:
    if isinstance(steg, tuple):
        return list(steg)
    return {
        "dual": _dual(steg.dual), "grense": steg.grense,
        "stengt": steg.stengt.tolist(), "krevd": steg.krevd.tolist(),
    }  # fmt: skip


def som_json(bevis: Bevis) -> str:
    """Write a proof: scaled whole numbers throughout, steps in order, one dual per branch."""
    return json.dumps(
        {
            "format": FORMAT,
            "skala": bevis.skala,
            "heltallig": bevis.heltallig,
            "verdi": bevis.verdi,
            "grense": bevis.grense,
            "steg": [_steg(s) for s in bevis.steg],
            "grener": [
                {
                    "inne": g.inne.tolist(), "ute": g.ute.tolist(),
                    "dual": _dual(g.dual), "grense": g.grense,
                }
                for g in bevis.grener
            ],
        },
        separators=(",", ":"),
    )  # fmt: skip


def _tall(verdier: list[int]) -> Heltall:
    return np.array(verdier, np.int64)


def _les_dual(data: dict[str, Any]) -> Dual:
    deler = data["potensialer"]
    start = np.concatenate([[0], np.cumsum([len(d["node"]) for d in deler], dtype=np.int64)])
    return Dual(
        data["rot"],
        _tall([d["terminal"] for d in deler]),
        start.astype(np.int64),
        _tall([v for d in deler for v in d["node"]]),
        _tall([p for d in deler for p in d["verdi"]]),
    )


def _les_steg(data: list[int] | dict[str, Any]) -> tuple[int, ...] | Dualsteg:
    if isinstance(data, list):
        return tuple(data)
    stengt = _tall(data["stengt"]).reshape(2, -1)
    return Dualsteg(_les_dual(data["dual"]), data["grense"], stengt, _tall(data["krevd"]))


def fra_json(tekst: str) -> Bevis:
    """Read a proof that `som_json` wrote."""
    data = json.loads(tekst)
    return Bevis(
        skala=data["skala"],
        heltallig=data["heltallig"],
        verdi=data["verdi"],
        steg=tuple(_les_steg(s) for s in data["steg"]),
        grener=tuple(
            Gren(_tall(g["inne"]), _tall(g["ute"]), _les_dual(g["dual"]), g["grense"])
            for g in data["grener"]
        ),
        grense=data["grense"],
    )


def lengde_som_json(bevis: Lengdebevis) -> str:
    """Write the proof of a bound within a length limit: scaled whole numbers throughout."""
    return json.dumps(
        {
            "format": LENGDEFORMAT,
            "skala": bevis.skala,
            "lengst": bevis.lengst,
            "grense": bevis.grense,
            "dual": _dual(bevis.dual),
            "lengder": [
                {"maal": d.maal, "pris": d.pris, "node": d.node.tolist(), "verdi": d.verdi.tolist()}
                for d in bevis.lengder
            ],
        },
        separators=(",", ":"),
    )  # fmt: skip


def lengde_fra_json(tekst: str) -> Lengdebevis:
    """Read a proof that `lengde_som_json` wrote."""
    data = json.loads(tekst)
    lengder = tuple(
        Lengdedual(d["maal"], d["pris"], _tall(d["node"]), _tall(d["verdi"]))
        for d in data["lengder"]
    )
    return Lengdebevis(
        data["skala"], data["lengst"], _les_dual(data["dual"]), lengder, data["grense"]
    )
