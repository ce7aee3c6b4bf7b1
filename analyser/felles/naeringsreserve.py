"""Business areas: the account of them, and their free plots with what matters to a business.

Geometries lie in the working CRS (a map plane, metres).
"""

from dataclasses import dataclass

import numpy as np
from geopandas import GeoDataFrame
from pandas import DataFrame

from analyser.felles.egnethet.sokerom import offentlige_veger, sentre
from analyser.felles.modell import Grunnlag, Klasse, Status, Tabell
from analyser.felles.overlapp import vurder
from analyser.felles.rangering import naermeste_av
from analyser.felles.regler import gjeldende, utvalgte
from analyser.felles.svar import ordnet, tallkolonne, tekstkolonne
from analyser.felles.tekst import M2_PER_DAA, tall, verste
from analyser.felles.tomter import REGULERT
from analyser.felles.utredning import UKJENT, Utredning, samlet_daa
from gis.crs import arealmerknad
from gis.geometri import areal_m2
from lag.katalog.energi import KRAFTLINJER
from lag.katalog.koder import VEGKATEGORIER
from lag.modell import Stil

LEDIG, DELVIS, BEBYGD = "ledig", "delvis bebygd", "bebygd"
TILSTANDER: tuple[Klasse, ...] = (
    Klasse(verdi=LEDIG, tittel="ledig: uten bygg", stil=Stil(farge="#1b7837", dekkevne=0.5)),
    Klasse(
        verdi=DELVIS,
        tittel="delvis bebygd",
        stil=Stil(farge="#a6dba0", skravur="45", dekkevne=0.5),
    ),
    Klasse(
        verdi=BEBYGD,
        tittel="bebygd",
        stil=Stil(farge="#762a83", skravur="rutenett", dekkevne=0.5),
    ),
    Klasse(
        verdi=UKJENT,
        tittel="ikke kjent: bygningene er ikke hentet",
        stil=Stil(farge="#7f7f7f", skravur="prikker", dekkevne=0.5),
    ),
)
SMAATT, VANLIG, STOR = "småverksted", "vanlig", "stor"
STOYREGLER = (
    "stoysoner_rod", "hensynssoner_rod_stoy", "stoysoner_gul", "hensynssoner_gul_stoy",
)  # fmt: skip
"""The heaviest first."""
BLANDET = ("/", "sentrumsformål", "kombinert")
"""What the words of a mixed purpose hold: «bolig/forretning», «kontor/lager»."""
TOMTEKOLONNER = (
    tekstkolonne("navn", "Område"),
    tekstkolonne("matrikkelnummer", "Gnr./bnr."),
    tallkolonne("areal_daa", "Areal", "daa", 2, "Den delen av teigen som ligger i området."),
    ordnet(tallkolonne("ledig_daa", "Ledig", "daa", 2, "Det ingen kjent regel utelukker."), "hoy"),
    tekstkolonne("storrelse", "Størrelse"),
    tekstkolonne("vegklasse", "Vegklasse", "Den nærmeste offentlige vegen."),
    ordnet(tallkolonne("veg_m", "Til offentlig veg", "m", 0, "Luftlinje."), "lav"),
    ordnet(tallkolonne("kraft_m", "Til kraftlinje", "m", 0,
                       "Luftlinje; spenning og kapasitet er ikke kjent."), "lav"),
    ordnet(tallkolonne("senter_m", "Til sentrum", "m", 0, "Luftlinje."), "lav"),
    tekstkolonne("stoy", "Støysone", "Beregnede soner, og kommuneplanens hensynssoner."),
    tekstkolonne("bruk", "Peker seg ut for", "Etter størrelse, avstand og planens formål."),
    tekstkolonne("rang", "Områdets rang"),
)  # fmt: skip
REGNSKAPSKOLONNER = (
    tekstkolonne("formaal", "Formål i planen"),
    tekstkolonne("antall", "Områder"),
    tallkolonne("regulert_daa", "Regulert", "daa", 1, "Overlapp regnet én gang."),
    tallkolonne("brukt_daa", "I bruk", "daa", 1, "Det som verken er ledig eller utelukket."),
    tallkolonne("utelukket_daa", "Utelukket", "daa", 1, "Av en kjent regel; overlapp én gang."),
    tallkolonne("reserve_daa", "Reserve", "daa", 1, "Ubebygd og ikke utelukket."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tomtevalg:
    """What sorts the plots."""

    minst_daa: float
    """Smallest plot that is listed."""
    smaatt_daa: float
    """Below: `SMAATT`."""
    stor_daa: float
    """From: `STOR`."""
    sentrumsnaer_m: float
    """Within this distance of the centre a plot is near it, metres."""
    sentersted: str
    """Name of the centre."""
    vegkategorier: tuple[str, ...]
    """Public roads."""


def tomterader(
    grunnlag: Grunnlag, tomter: GeoDataFrame | None, rader: GeoDataFrame, valg: Tomtevalg
) -> DataFrame:
    """Return the free plots with size, road class, power, noise and distance to the centre."""
    kolonner = ["id", *(k.navn for k in TOMTEKOLONNER)]
    if tomter is None or tomter.empty:
        return DataFrame(columns=kolonner)
    veg_m, koder = naermeste_av(
        tomter, offentlige_veger(grunnlag, valg.vegkategorier), "vegkategori"
    )
    kraft_m, _ = naermeste_av(tomter, grunnlag[KRAFTLINJER].data, "lokalid")
    senter_m, _ = naermeste_av(tomter, sentre(grunnlag, (valg.sentersted,)), "navn")
    storrelse = np.where(
        tomter["areal_daa"] < valg.smaatt_daa, SMAATT,
        np.where(tomter["areal_daa"] >= valg.stor_daa, STOR, VANLIG),
    )  # fmt: skip
    ut = DataFrame(tomter.drop(columns="geometry")).assign(
        storrelse=storrelse,
        vegklasse=[VEGKATEGORIER.get(kode, kode or UKJENT) for kode in koder],
        veg_m=veg_m,
        kraft_m=kraft_m,
        senter_m=senter_m,
        stoy=_stoy(grunnlag, tomter),
        bruk=_bruk(tomter, rader, storrelse, np.asarray(senter_m) <= valg.sentrumsnaer_m),
    )
    return ut[kolonner]


def _stoy(grunnlag: Grunnlag, tomter: GeoDataFrame) -> list[str]:
    """Per plot, the noise zone that it lies in, or which of the other answers holds."""
    sted = tomter.reset_index(drop=True)
    truffet: list[str] = [""] * len(sted)
    andre: list[list[Status]] = [[] for _ in truffet]
    for regel in gjeldende(grunnlag.kommune):
        if regel.id not in STOYREGLER:
            continue
        ord_ = regel.tekst.removesuffix(": må utredes")
        for i, svar in enumerate(vurder(sted, utvalgte(regel, grunnlag.lag[regel.lag]))["status"]):
            if svar == Status.TREFF:
                truffet[i] = truffet[i] or ord_
            else:
                andre[i].append(svar)
    return [t or str(verste(a)) for t, a in zip(truffet, andre, strict=True)]


def _bruk(
    tomter: GeoDataFrame, rader: GeoDataFrame, storrelse: np.ndarray, naer: np.ndarray
) -> list[str]:  # fmt: skip
    """Per plot, what it stands out for."""
    formaal = rader["formaal_tekst"].reindex(tomter["id"]).tolist()
    ut: list[str] = []
    for stort, er_naer, ord_ in zip(storrelse, naer, formaal, strict=True):
        ledd = ["sentrumsnær"] if er_naer else []
        if er_naer and any(b in ord_ for b in BLANDET):
            ledd.append("blandet bruk")
        if stort == SMAATT:
            ledd.append("håndverk og småverksted (6.3)")
        ut.append(", ".join(ledd))
    return ut


def tomtetabell(rader: DataFrame, valg: Tomtevalg) -> Tabell:
    """Return the free plots as a table."""
    return Tabell(
        navn="tomter",
        tittel="Ledige tomter i regulerte næringsområder",
        kolonner=TOMTEKOLONNER,
        data=rader.reset_index(drop=True),
        forklaring=(
            "En tomt er den delen av en teig som ligger i området. Den er ledig når ingen "
            f"bygningspunkt ligger i den, og minst {tall(valg.minst_daa, 1)} daa av den ikke er "
            f"utelukket av en kjent regel. Under {tall(valg.smaatt_daa, 1)} daa: småverksted; fra "
            f"{tall(valg.stor_daa, 1)} daa: stor. Sentrumsnær er innen "
            f"{tall(valg.sentrumsnaer_m)} m fra {valg.sentersted}. Om eieren vil selge eller "
            "bygge, er ikke kjent."
        ),
        kartlag="omraader",
    )


def regnskapstabell(rader: GeoDataFrame, funnet: Utredning, epsg: int) -> Tabell:
    """Return the account of the zoned business areas: zoned, used, reserve, by purpose."""
    regulerte = rader[rader["opphav"] == REGULERT]
    formaal = regulerte["formaal_tekst"]
    ut = [_post(o, regulerte[formaal == o], funnet) for o in sorted(formaal.unique())]
    if len(ut) > 1:
        ut.append(_post("i alt", regulerte, funnet))
    return Tabell(
        navn="regnskap",
        tittel="Næringsarealregnskap: regulert, i bruk og reserve",
        kolonner=REGNSKAPSKOLONNER,
        data=DataFrame(ut, columns=[k.navn for k in REGNSKAPSKOLONNER]),
        forklaring=(
            "Regulert areal er summen av det som er i bruk, det som er utelukket og reserven. "
            "Reserven er et øvre tall der et lag ikke er kjent; «–» der bygningene ikke er hentet. "
            f"Arealene er {arealmerknad(epsg)}."
        ),
    )


def _post(ord_: object, dem: GeoDataFrame, funnet: Utredning) -> dict[str, object]:
    """One line of the account."""
    regulert = areal_m2(dem.geometry) / M2_PER_DAA
    utelukket = samlet_daa(funnet.utelukket, dem["id"])
    reserve = samlet_daa(funnet.ledig, dem["id"])
    return {
        "formaal": ord_,
        "antall": len(dem),
        "regulert_daa": regulert,
        "brukt_daa": max(regulert - utelukket - reserve, 0.0) if np.isfinite(reserve) else np.nan,
        "utelukket_daa": utelukket,
        "reserve_daa": reserve,
    }


def tilstand(rader: GeoDataFrame, minste_flate_daa: float) -> list[str]:
    """Return the state per area: by the buildings in it, and by what they leave."""
    ut: list[str] = []
    for bygg, rest in zip(rader["bygg"], rader["areal_daa"] - rader["bebygd_daa"], strict=True):
        if np.isnan(bygg):
            ut.append(UKJENT)
        elif bygg == 0:
            ut.append(LEDIG)
        else:
            ut.append(DELVIS if rest >= minste_flate_daa else BEBYGD)
    return ut
