"""Rule layers of the world heritage, told apart: how much ground each has, what it means.

Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from pandas import DataFrame
from shapely.geometry.base import BaseGeometry

from analyser.felles.arv.delomraader import TILNAERMET, circumferens, kjernen
from analyser.felles.deling import Former
from analyser.felles.modell import Grunnlag, Status, Tabell
from analyser.felles.overlapp import rene_flater
from analyser.felles.svar import tallkolonne, tekstkolonne
from analyser.felles.tekst import M2_PER_DAA, daa
from gis.crs import arealmerknad
from gis.geometri import felles, union
from lag.katalog.kultur import (
    FREDEDE_BYGNINGER,
    KULTURMILJOER,
    KULTURMINNER,
    SEFRAK,
    VERDENSARV,
)
from lag.katalog.plan import HENSYNSSONER
from lag.modell import Lag, Lagdata

UVERIFISERT = "uverifisert"
IKKE_KJENT: dict[str, object] = {
    "svar": Status.IKKE_KJENT, "antall": np.nan, "areal_daa": np.nan, "andel": np.nan,
}  # fmt: skip
"""Answer of a layer that is not known: no number stands for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lagregel:
    """One rule layer: some features of a layer, and what they mean."""

    id: str
    tittel: str
    post: Lag
    kolonne: str = ""
    """Column that picks its features; empty for all."""
    koder: tuple[str, ...] = ()
    """Values of it."""
    regel: str
    """What it means, in our words."""
    hjemmel: str
    """Legal basis, as far as is known."""
    sikkerhet: str
    """How sure that is."""


LAGREGLER: tuple[Lagregel, ...] = (
    Lagregel(id="paragraf20", tittel="Fredete kulturmiljøer (§ 20)", post=KULTURMILJOER,
             kolonne="kategori", koder=("M-FRED", "M-FRE"),
             regel="Tiltak som kan motvirke formålet med fredningen, trenger dispensasjon",
             hjemmel="kulturminneloven § 20", sikkerhet=UVERIFISERT),
    Lagregel(id="nb", tittel="NB!-områder", post=KULTURMILJOER, kolonne="kategori",
             koder=("M-NB",), regel="Byområde av nasjonal interesse: Riksantikvaren skal høres",
             hjemmel="Riksantikvarens NB!-register",
             sikkerhet=f"{UVERIFISERT}; koden er ikke sett i kilden"),
    Lagregel(id="trehus", tittel="Tette trehusmiljøer", post=KULTURMILJOER, kolonne="kategori",
             koder=("M-TRE",), regel="Brannsmitteområde med verneverdig trehusbebyggelse",
             hjemmel="register.geonorge.no (kulturmiljøtema)", sikkerhet="kilde sett"),
    Lagregel(id="kula", tittel="Kulturhistoriske landskap (KULA)", post=KULTURMILJOER,
             kolonne="kategori", koder=("M-KULA",), regel="Hensyn i planleggingen",
             hjemmel="register.geonorge.no (kulturmiljøtema)", sikkerhet="kilde sett"),
    Lagregel(id="fredede", tittel="Fredete bygninger", post=FREDEDE_BYGNINGER,
             regel="Inngrep trenger dispensasjon", hjemmel="kulturminneloven",
             sikkerhet=UVERIFISERT),
    Lagregel(id="automatisk", tittel="Automatisk fredete kulturminner", post=KULTURMINNER,
             kolonne="vernetype", koder=("AUT",),
             regel="Fredet med sikringssone på minst 5 m", hjemmel="kulturminneloven",
             sikkerhet="kilde sett (register.geonorge.no)"),
    Lagregel(id="kulturminner", tittel="Alle registrerte kulturminner", post=KULTURMINNER,
             regel="Må utredes", hjemmel="kulturminneloven", sikkerhet="kilde sett"),
    Lagregel(id="sefrak", tittel="SEFRAK-bygninger", post=SEFRAK,
             regel="Meldeplikt før riving eller vesentlig endring av hus fra før 1850",
             hjemmel="kulturminneloven § 25", sikkerhet=UVERIFISERT),
    Lagregel(id="h570", tittel="Hensynssone kulturmiljø (H570)", post=HENSYNSSONER,
             kolonne="kode", koder=("H570", "570"), regel="Kommuneplanens retningslinjer gjelder",
             hjemmel="plan- og bygningsloven § 11-8 c", sikkerhet="kilde sett"),
    Lagregel(id="h730", tittel="Båndlagt etter kulturminneloven (H730)", post=HENSYNSSONER,
             kolonne="kode", koder=("H730", "730"), regel="Båndlagt", hjemmel="plan- og "
             "bygningsloven § 11-8 d", sikkerhet="kilde sett"),
)  # fmt: skip
"""The layers beside core and buffer. Words and paragraphs are to be checked."""


def objekter(grunnlag: Grunnlag, regel: Lagregel) -> Former:
    """(n,) features of a rule layer; none where the layer is not known."""
    lagdata = grunnlag[regel.post]
    return _former(lagdata)[_med(lagdata, regel)]


def _former(lagdata: Lagdata) -> Former:
    if lagdata.post.geometri == "flate":
        return rene_flater(lagdata.data)
    return np.asarray(shapely.force_2d(lagdata.data.geometry.to_numpy()), dtype=object)


def _med(lagdata: Lagdata, regel: Lagregel) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """(n,) which features belong to a rule layer."""
    if not regel.kolonne or regel.kolonne not in lagdata.data:
        return np.full(len(lagdata.data), not regel.kolonne, dtype=np.bool_)
    koder = [str(verdi).partition("_")[0] for verdi in lagdata.data[regel.kolonne]]
    return np.array([kode in regel.koder for kode in koder], dtype=np.bool_)


def truffet(grunnlag: Grunnlag, form: BaseGeometry) -> list[str]:
    """Titles of the rule layers with features on a piece of ground; shared borders do not count."""
    ut = []
    for regel in LAGREGLER:
        egne = objekter(grunnlag, regel)
        egne = egne[shapely.intersects(egne, form)] if len(egne) else egne
        flate = regel.post.geometri == "flate"
        if len(egne) and (not flate or union([felles(e, form) for e in egne]).area > 0):
            ut.append(regel.tittel)
    return ut


def lagtabell(grunnlag: Grunnlag, radius_m: float) -> Tabell:
    """Table of the rule layers: ground, share of the municipality, and what each means."""
    kjerner, _ = kjernen(grunnlag)
    buffer, buffergrunn = circumferens(grunnlag, radius_m)
    hel = grunnlag.grense.area
    tilnaermet = f" ({buffergrunn})" if buffergrunn == TILNAERMET else ""
    i_kjernen, i_sonen = _inne(kjerner, grunnlag), _inne([buffer], grunnlag)
    rader = [
        _rad("Kjerneområder", i_kjernen, union(kjerner), grunnlag, (
            "Verdensarvverdiene selv; konsekvenser for dem utredes for seg",
            "verdensarvkonvensjonen; plan- og bygningsloven", UVERIFISERT))
        | _svar(grunnlag, VERDENSARV, i_kjernen),
        _rad(f"Circumferensen, buffersonen{tilnaermet}", i_sonen, buffer,
             grunnlag, ("Skiller ikke to områder i kommunen fra hverandre; se delområder og "
                        "synlighet", "verdensarvlisten nr. 55, utvidet 2010", "kilde sett"))
        | ({"svar": Status.TREFF} if i_sonen else IKKE_KJENT),
    ]  # fmt: skip
    for regel in LAGREGLER:
        egne = objekter(grunnlag, regel)
        flate = union(egne) if regel.post.geometri == "flate" else shapely.Polygon()
        ord_ = (regel.regel, regel.hjemmel, regel.sikkerhet)
        inne = _inne(egne, grunnlag)
        rad = _rad(regel.tittel, inne, flate, grunnlag, ord_)
        rader.append(rad | _svar(grunnlag, regel.post, inne))
    kolonner = (
        tekstkolonne("lag", "Regellag"),
        tekstkolonne("svar", "Svar"),
        tallkolonne("antall", "Objekter i kommunen", "stk.", 0),
        tallkolonne("areal_daa", "I kommunen", "daa", 0),
        tallkolonne("andel", "Av kommunen", "%", 1),
        tekstkolonne("regel", "Hva det betyr"),
        tekstkolonne("hjemmel", "Hjemmel eller kilde"),
        tekstkolonne("sikkerhet", "Hvor sikkert"),
    )
    return Tabell(
        navn="regellag",
        tittel="Vern og hensyn i verdensarven, lag for lag",
        kolonner=kolonner,
        data=DataFrame(rader, columns=[k.navn for k in kolonner]),
        forklaring=f"Hver kvadratmeter regnet én gang i hvert lag; "
        f"{arealmerknad(grunnlag.kommune.epsg)} (kommunen er {daa(hel, 0)}). "
        "«Ikke treff» er ikke det samme som avklart.",
    )


def _rad(
    tittel: str, antall: int, flate: BaseGeometry, grunnlag: Grunnlag, ord_: Sequence[str]
) -> dict[str, object]:
    """One row; areas are the part within the municipality."""
    areal = felles(flate, grunnlag.grense).area if not flate.is_empty else 0.0
    regel, hjemmel, sikkerhet = ord_
    return {
        "lag": tittel,
        "antall": float(antall),
        "areal_daa": areal / M2_PER_DAA,
        "andel": 100 * areal / grunnlag.grense.area,
        "regel": regel,
        "hjemmel": hjemmel,
        "sikkerhet": sikkerhet,
    }


def _inne(former: Sequence[BaseGeometry] | Former, grunnlag: Grunnlag) -> int:
    """Count the shapes that meet the municipality."""
    return int(shapely.intersects(np.array(former, dtype=object), grunnlag.grense).sum())


def _svar(grunnlag: Grunnlag, post: Lag, antall: int) -> dict[str, object]:
    """Answer of a layer for the whole municipality; no number stands for what is not known."""
    lagdata = grunnlag[post]
    if not lagdata.kjent:
        return IKKE_KJENT
    uten_flate = {} if post.geometri == "flate" else {"areal_daa": np.nan, "andel": np.nan}
    hel = lagdata.dekning.covers(grunnlag.grense)
    ingen = Status.IKKE_TREFF if hel else Status.IKKE_KARTLAGT
    return {"svar": Status.TREFF if antall else ingen, **uten_flate}
