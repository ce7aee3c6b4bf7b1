"""Receipts computed again, from the stored bytes and nothing else; see `kvitteringsfil`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame

from analyser import ANALYSER
from analyser.felles.grunnlag import grunnlag_av
from analyser.felles.kjede import kjor_i_rekke, ledd_forut
from analyser.felles.modell import Kildebruk, Regelbruk, Resultat
from analyser.felles.stedssvar import Journalrad
from gis.feil import DataFeil, KildeFeil
from gis.kilder.fil import sha256_av
from gis.kilder.lager import Lager
from gis.kilder.lagerstell import verifiser
from gis.kommune import Kommune, LagValg
from gis.utsnitt import Utsnitt
from kart.kjoringslogg import kildeliste, kjoring_id
from kart.kvitteringsfil import LEDD, delt, les_dokument, tallet
from kart.tabell import overskrift
from lag.katalog import KATALOG
from lag.katalog.grunnlag import KOMMUNEGRENSE
from lag.katalog.plan import AREALINNSPILL
from lag.lasting import last
from lag.modell import Lagdata

EKSEMPELMAPPE = "eksempel"
"""Folder in the store that the made-up data are read from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tall:
    """One number, then and now."""

    ident: str
    """Its receipt."""
    tittel: str
    """Heading of its column, with unit."""
    formel: str
    """How it was made."""
    da: float | None
    """What stands in the file; None where there was no number."""
    naa: float | None
    """What was computed now."""

    @property
    def likt(self) -> bool:
        """Whether both are the same number to the last bit."""
        return self.da == self.naa


@dataclass(frozen=True, slots=True, kw_only=True)
class Kvittering:
    """A row computed again."""

    tittel: str
    """Analysis and table."""
    rad: str
    """What the row is about, in words."""
    tall: tuple[Tall, ...]
    """Its numbers, or the one that was asked for."""
    kilder: tuple[Kildebruk, ...]
    """Layers that the row names; all of the analysis where it names none."""
    regler: tuple[Regelbruk, ...]
    """Rules that the row names."""
    kjoring: str
    """Run id."""
    dato: str
    """The day that the run counted as today."""
    versjoner: tuple[str, ...]
    """Packages whose version differs from the run's."""


def etterregn(
    ident: str, ut: Path, lager: Lager, mappe: Path, versjoner: Mapping[str, str]
) -> Kvittering:
    """Compute a receipt again from the stored bytes alone.

    Parameters
    ----------
    ident        receipt, with or without column, and with or without the run's id first
    ut           folder of the results
    mappe        folder that relative file names of the configuration start at
    versjoner    package → version now

    Raises
    ------
    ParameterFeil    for a receipt that does not exist
    KildeFeil        if a stored byte is not as it was, or a layer has been fetched again
    DataFeil         if the number comes out otherwise
    """
    kjoringen, ledd = delt(ident)
    dokument = les_dokument(ut, kjoringen, ledd)
    oppskriften = dokument["oppskrift"]
    analyse = ANALYSER[ledd[0]]
    kommune = _kommune(oppskriften["kommune"], mappe)
    kjeden = (*ledd_forut(analyse, ANALYSER), analyse)
    _krev_hele(lager, [*(p.navn for ledd_ in kjeden for p in ledd_.krever), KOMMUNEGRENSE.navn])
    lagene = {navn: last(post, kommune, lager) for navn, post in KATALOG.items()}
    lagene[AREALINNSPILL.navn] = _med_innspill(lagene[AREALINNSPILL.navn], dokument["innspill"])
    _krev_samme(dokument, lagene)
    grunnlag = replace(
        grunnlag_av(kommune, lagene, date.fromisoformat(oppskriften["dato"])),
        journal=tuple(Journalrad(**rad) for rad in dokument["journal"]),
    )
    (resultat,) = kjor_i_rekke(
        grunnlag, (analyse,), ANALYSER, lambda navn: _parametre(oppskriften, navn)
    )
    return _kvittering(ledd, dokument, resultat, versjoner)


def _parametre(oppskriften: Mapping[str, Any], navn: str) -> dict[str, Any]:
    """Parameters of an analysis as they were in the run."""
    raa = oppskriften["parametre"][navn]
    return {k: tuple(v) if isinstance(v, list) else v for k, v in raa.items()}


def _kommune(raa: Mapping[str, Any], mappe: Path) -> Kommune:
    """Municipality as it was configured in the run."""
    xmin, ymin, xmax, ymax = raa["boks"]
    return Kommune(
        nummer=raa["nummer"], navn=raa["navn"], boks=Utsnitt(xmin, ymin, xmax, ymax, raa["epsg"]),
        margin_m=raa["margin_m"], datakilde=raa["datakilde"],
        lag={navn: LagValg(**valg) for navn, valg in raa["lag"].items()},
        analyse=raa["analyse"], regel=raa["regel"], mappe=mappe,
    )  # fmt: skip


def _krev_hele(lager: Lager, navnene: Iterable[str]) -> None:
    """Refuse when a byte that the layers rest on is not as it was stored."""
    dekning = {KATALOG[n].dekning.lag for n in navnene if KATALOG[n].dekning.lag}
    summer: dict[Path, str] = {}
    for navn in sorted({*navnene, *dekning}):
        for funn in verifiser(lager, navn):
            raise _endret(navn, f"{funn.fil} i lageret {funn.hva}")
        kopi = lager.kopi(navn)
        kilde = lager.mappe / EKSEMPELMAPPE / (kopi.opphav.kilde if kopi else "")
        if kopi is not None and kilde.is_file():
            summer.setdefault(kilde, sha256_av(kilde))
            if summer[kilde] != kopi.opphav.sha256:
                raise _endret(navn, f"{kilde} har en annen sjekksum enn da den ble lest")


def _endret(navn: str, hva: str) -> KildeFeil:
    return KildeFeil(
        f"Kvitteringen kan ikke etterregnes: {hva}. Hent laget på nytt (arealsil hent {navn}) og "
        "kjør på nytt."
    )


def _med_innspill(laget: Lagdata, raa: Mapping[str, Any] | None) -> Lagdata:
    """Proposals as the run read them, where they did not come from the store."""
    if raa is None or laget.sha256 == raa["sha256"]:
        return laget
    data = GeoDataFrame(
        DataFrame(raa["kolonner"]).astype(object), geometry=shapely.from_wkb(raa["wkb"]),
        crs=laget.data.crs,
    )  # fmt: skip
    return replace(
        laget, status="hentet", data=data, sha256=raa["sha256"], hentet=raa["hentet"],
        kilde=raa["kilde"], merknader=tuple(raa["merknader"]), eksempel=raa["eksempel"], feil="",
    )  # fmt: skip


def _krev_samme(dokument: Mapping[str, Any], lagene: Mapping[str, Lagdata]) -> None:
    """Refuse when the store holds other data than the run used."""
    if kjoring_id(dokument["oppskrift"], lagene) == dokument["kjoring"]:
        return
    da = {k["lag"]: k for k in dokument["kilder"]}
    for kilde in kildeliste(lagene):
        gammel = da.get(str(kilde["lag"]), {})
        if any(gammel.get(f) != kilde[f] for f in ("status", "sha256", "hentet")):
            raise KildeFeil(
                f"Kvitteringen gjelder kjøring {dokument['kjoring']}, men laget "
                f"«{kilde['lag']}» i lageret er ikke det samme som da (var {gammel.get('status')}, "
                f"hentet {gammel.get('hentet') or '–'}; er {kilde['status']}, hentet "
                f"{kilde['hentet'] or '–'}). Kjør på nytt for å få nye kvitteringer."
            )
    raise DataFeil(
        f"Oppskriften i kvitteringsfilen stemmer ikke med kjøring {dokument['kjoring']}; filen er "
        "endret. Kjør på nytt."
    )


def _kvittering(
    ledd: Sequence[str], dokument: Mapping[str, Any], resultat: Resultat,
    versjoner: Mapping[str, str],
) -> Kvittering:  # fmt: skip
    """Set the numbers of a row side by side; stop when they differ."""
    tabell = next((t for t in resultat.tabeller if t.navn == ledd[1]), None)
    plass = int(ledd[2]) - 1
    if tabell is None or plass >= len(tabell.data):
        raise DataFeil(f"Etterregningen gir ingen rad {ledd[2]} i «{ledd[1]}».")
    da = dokument["tall"][ledd[0]][ledd[1]]
    rad = tabell.data.iloc[plass]
    tallene = tuple(
        Tall(
            ident=".".join([*ledd[:LEDD], kolonne.navn]),
            tittel=overskrift(kolonne),
            formel=kolonne.forklaring or tabell.forklaring,
            da=da[kolonne.navn][plass],
            naa=tallet(rad[kolonne.navn]),
        )
        for kolonne in tabell.kolonner
        if kolonne.navn in da and ledd[LEDD:] in ([], [kolonne.navn])
    )
    for tall in tallene:
        if not tall.likt:
            raise DataFeil(
                f"{tall.ident}: etterregningen gir {tall.naa!r}, men i filen står {tall.da!r}. "
                "Tallet kan ikke bekreftes."
            )
    ord_ = [str(v) for k, v in rad.items() if isinstance(v, str) and v]
    ider = {ledd for o in ord_ for ledd in o.split(", ")}
    nevnt = tuple(k for k in resultat.kilder if k.tittel in ord_ or k.lag in ider)
    brukt = dokument["oppskrift"]["versjoner"]
    return Kvittering(
        tittel=f"{resultat.tittel}: {tabell.tittel}",
        rad=" · ".join(ord_[:4]),
        tall=tallene,
        kilder=resultat.kilder if tabell.alle_kilder else nevnt or resultat.kilder,
        regler=tuple(r for r in resultat.regler if r.id in ider or any(r.tekst in o for o in ord_)),
        kjoring=dokument["kjoring"],
        dato=dokument["oppskrift"]["dato"],
        versjoner=tuple(
            f"{navn} {brukt.get(navn)} → {nv}"
            for navn, nv in versjoner.items()
            if brukt.get(navn) != nv
        ),
    )
