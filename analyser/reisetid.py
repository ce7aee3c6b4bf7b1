"""Reisetid: how far it is by road to what people need, and who lives within reach."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame

from analyser.felles.adkomst import FART_KMT, tolk_fart, vegnett
from analyser.felles.lokale import lokal
from analyser.felles.maaling import Flyt
from analyser.felles.modell import Analyse, Grunnlag, Kartlag, Klasse, Kolonneinfo, Resultat, Tabell
from analyser.felles.sjekk import stabile_ider
from analyser.felles.spor import kildebruk, ukjent_tekster
from analyser.felles.svar import tallkolonne, tekstkolonne
from analyser.felles.tekst import IKKE_AVKLART, antall, meter, oppramsing, prosent, tall
from analyser.felles.tilbud import (
    BUTIKKTYPER,
    SKOLETYPER,
    TETTSTED,
    butikker,
    skoler,
    stasjoner,
    steder_ved_navn,
)
from gis.ruter import Ruter, flater_av, inne_i
from gis.utsnitt import Utsnitt
from gis.vegnett import GANGFART_KMT, Nodereise, Vegnett, fra_punkter, fra_ruter, reis_til
from lag.katalog.egne import BUTIKKER, SKOLER
from lag.katalog.grunnlag import STEDSNAVN
from lag.katalog.matrikkel import ADRESSER, BYGNINGER
from lag.katalog.plan import AREALINNSPILL
from lag.katalog.samferdsel import STASJONER, VEGER
from lag.modell import Stil

KREVER = (VEGER, STEDSNAVN, BYGNINGER, ADRESSER, AREALINNSPILL, SKOLER, BUTIKKER, STASJONER)
GRENSER_MIN = (10.0, 20.0, 45.0)
"""Minutes that reach is counted within."""
SONER = (
    Klasse(verdi="10", tittel="inntil 10 minutter", stil=Stil(farge="#1b7837", skravur="rutenett")),
    Klasse(verdi="20", tittel="10–20 minutter", stil=Stil(farge="#5aae61", skravur="45")),
    Klasse(verdi="45", tittel="20–45 minutter", stil=Stil(farge="#a6dba0", skravur="prikker")),
)
"""ColorBrewer Greens, darkest nearest; each with a pattern of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parametre:
    """Choices that the planner can change."""

    sentrum: tuple[str, ...] = lokal(("Bergstaden",), ())
    """Place names that are the centre. kommunens valg."""
    stasjon: tuple[str, ...] = lokal(("Røros stasjon",), ())
    """Place names of railway stations, where the layer `stasjoner` is not known (kilde sett)."""
    lufthavn: tuple[str, ...] = lokal(("Røros lufthavn",), ())
    """Place names of airports. Source: place names (kilde sett)."""
    skoletyper: tuple[str, ...] = SKOLETYPER
    """`bygningstype` of schools, where the layer `skoler` is not known (uverifisert)."""
    butikktyper: tuple[str, ...] = BUTIKKTYPER
    """`bygningstype` of shops, where the layer `butikker` is not known (uverifisert)."""
    fart_kmt: tuple[str, ...] = FART_KMT
    """Speed by `vegkategori`, km/h. arealsils forslag (uverifisert)."""
    gangfart_kmt: float = GANGFART_KMT
    """Speed off the road, km/h. arealsils forslag (uverifisert)."""
    rute_m: float = 200.0
    """Cells of the map, metres. arealsils forslag (uverifisert)."""
    lengst_utenfor_m: float = 1000.0
    """Ground farther than this from every road has no travel time, metres. arealsils forslag
    (uverifisert)."""


Maalene = Mapping[str, Nodereise]
"""Destination in words → the way to it; those that are not known are left out."""


def beregn(grunnlag: Grunnlag, p: Parametre) -> Resultat:
    """Measure the way from addresses, settlements and proposals to every destination."""
    nett = vegnett(grunnlag, tolk_fart("reisetid.fart_kmt", p.fart_kmt))
    maalene = {} if nett is None else _maalene(grunnlag, p, nett)
    reise, steder = _reisetabell(grunnlag, p, maalene), _stedstabell(grunnlag, p, maalene)
    return Resultat(
        analyse=ANALYSE.navn,
        tittel=ANALYSE.tittel,
        sporsmaal=ANALYSE.sporsmaal,
        svar=_svar(grunnlag, reise),
        punkter=(*_punkter(p, nett, maalene), IKKE_AVKLART),
        tabeller=(reise, steder),
        kartlag=_soner(grunnlag, p, maalene),
        regler=(),
        kilder=kildebruk(grunnlag, KREVER),
        ukjent=ukjent_tekster(grunnlag, KREVER),
        parametre=asdict(p),
    )


def _maalene(grunnlag: Grunnlag, p: Parametre, nett: Vegnett) -> Maalene:
    """Find the destinations and the way to each."""
    steder = {
        "sentrum": steder_ved_navn(p.sentrum),
        "skole": skoler(p.skoletyper),
        "butikk": butikker(p.butikktyper),
        "stasjon": stasjoner(p.stasjon),
        "lufthavn": steder_ved_navn(p.lufthavn),
    }
    funnet = ((navn, finn(grunnlag)) for navn, finn in steder.items())
    return {
        navn: reis_til(nett, dem.xy, p.gangfart_kmt)
        for navn, dem in funnet if dem is not None and len(dem.xy)
    }  # fmt: skip


def _reisetabell(grunnlag: Grunnlag, p: Parametre, maalene: Maalene) -> Tabell:
    """One row per destination: addresses within reach."""
    data = grunnlag[ADRESSER].data
    xy = shapely.get_coordinates(shapely.centroid(data.geometry.to_numpy()))
    rader = []
    for navn, til in maalene.items() if len(xy) else ():
        svar = fra_punkter(til, xy, p.gangfart_kmt)
        naadd = np.isfinite(svar.tid_min)
        rader.append({
            "maal": navn,
            "adresser": len(xy),
            **{f"innen_{m:.0f}": int((svar.tid_min <= m).sum()) for m in GRENSER_MIN},
            "median_min": float(np.median(svar.tid_min[naadd])) if naadd.any() else np.nan,
            "median_km": float(np.median(svar.vei_m[naadd])) / 1000 if naadd.any() else np.nan,
            "uten_veg": int((~naadd).sum()),
        })  # fmt: skip
    kolonner = (
        tekstkolonne("maal", "Reisemål"),
        tekstkolonne("adresser", "Adresser", "Alle adresser i laget."),
        *(tekstkolonne(f"innen_{m:.0f}", f"Innen {m:.0f} min") for m in GRENSER_MIN),
        tallkolonne("median_min", "Median", "min", 1, "Halvparten av adressene har kortere tid."),
        tallkolonne("median_km", "Median", "km", 1, "Korteste veg; den raskeste kan være lengre."),
        tekstkolonne("uten_veg", "Uten veg", "Adresser som vegnettet ikke fører fram fra."),
    )
    return Tabell(
        navn="reisemaal",
        tittel="Adresser og reisetid til nærmeste mål",
        kolonner=kolonner,
        data=DataFrame(rader, columns=[k.navn for k in kolonner]),
        forklaring="Raskeste veg langs vegnettet, med gange i rett linje til nærmeste veg.",
    )


def _stedstabell(grunnlag: Grunnlag, p: Parametre, maalene: Maalene) -> Tabell:
    """One row per settlement and proposal: minutes and kilometres to each destination."""
    navn, xy = _stedene(grunnlag)
    data = DataFrame({"sted": navn})
    kolonner: list[Kolonneinfo] = [tekstkolonne("sted", "Sted")]
    for maal, til in maalene.items():
        svar = fra_punkter(til, xy, p.gangfart_kmt)
        naadd = np.isfinite(svar.tid_min)
        gange_min = svar.utenfor_m / p.gangfart_kmt * 60.0 / 1000.0
        data[f"{maal}_min"] = np.where(naadd, svar.tid_min - gange_min, np.nan)
        data[f"{maal}_km"] = np.where(naadd, (svar.vei_m - svar.utenfor_m) / 1000.0, np.nan)
        data["utenfor_m"] = svar.utenfor_m
        kolonner += [
            tallkolonne(f"{maal}_min", f"Til {maal}", "min", 1),
            tallkolonne(f"{maal}_km", f"Til {maal}", "km", 1, "Korteste veg."),
        ]
    if maalene:
        kolonner.append(tallkolonne("utenfor_m", "Utenfor veg", "m", 0, "Rett linje til veg."))
    return Tabell(
        navn="steder",
        tittel="Tettsteder, grender og innspill: veg til hvert mål",
        kolonner=tuple(kolonner),
        data=data,
        forklaring="Fra nærmeste veg; hvor langt det er dit fra stedet eller midten av innspillet, "
        "står i siste kolonne og er ikke med i tiden. «–» betyr at vegnettet ikke fører fram.",
    )


def _stedene(grunnlag: Grunnlag) -> tuple[list[str], Flyt]:
    """Settlements and proposals: names, and (k, 2) places."""
    navnene = grunnlag[STEDSNAVN].data
    navnene = navnene[navnene["type"].isin(TETTSTED)]
    innspill = grunnlag[AREALINNSPILL].data
    former = np.concatenate([navnene.geometry.to_numpy(), innspill.geometry.to_numpy()])
    xy: Flyt = shapely.get_coordinates(shapely.centroid(former))
    return [*map(str, navnene["navn"]), *stabile_ider(innspill)], xy


def _soner(grunnlag: Grunnlag, p: Parametre, maalene: Maalene) -> tuple[Kartlag, ...]:
    """Zones of travel time to the centre, in cells."""
    if "sentrum" not in maalene:
        return ()
    ruter = Ruter.over(Utsnitt(*grunnlag.grense.bounds, grunnlag.kommune.epsg), p.rute_m)
    svar = fra_ruter(maalene["sentrum"], ruter, p.gangfart_kmt)
    med = inne_i(grunnlag.grense, ruter) & (svar.utenfor_m <= p.lengst_utenfor_m)
    former, klasse, fra = [], [], -np.inf
    for sone, til in zip(SONER, GRENSER_MIN, strict=True):
        flater = flater_av(med & (svar.tid_min > fra) & (svar.tid_min <= til), ruter)
        if len(flater):
            former.append(shapely.union_all(flater))
            klasse.append(sone.verdi)
        fra = til
    if not former:
        return ()
    titler = {sone.verdi: sone.tittel for sone in SONER}
    data = GeoDataFrame(
        {"id": [f"sone-{k}" for k in klasse], "sone": klasse, "tid": [titler[k] for k in klasse]},
        geometry=former,
        crs=grunnlag.kommune.epsg,
    )
    return (
        Kartlag(
            navn="reisetid_sentrum",
            tittel="Reisetid til sentrum",
            data=data,
            klasser=SONER,
            klassefelt="sone",
            kolonner=(tekstkolonne("tid", "Reisetid"),),
            kildelag=(VEGER.navn, STEDSNAVN.navn),
        ),
    )


def _svar(grunnlag: Grunnlag, reise: Tabell) -> str:
    """Answer in one sentence."""
    if not grunnlag[VEGER].kjent:
        return "Reisetid er ikke kjent: vegene er ikke hentet."
    if not grunnlag[ADRESSER].kjent:
        return "Hvor mange som når fram, er ikke kjent: adressene er ikke hentet."
    if reise.data.empty or not int(reise.data["adresser"].iloc[0]):
        return "Reisetid er ikke regnet ut: reisemålene, adressene eller vegene mangler i lagene."
    andeler = reise.data["innen_20"].to_numpy(float) / reise.data["adresser"].to_numpy(float)
    deler = [f"{navn} {prosent(a)}" for navn, a in zip(reise.data["maal"], andeler, strict=True)]
    return f"Innen 20 minutter med bil når så mange av adressene fram: {oppramsing(deler)}."


def _punkter(p: Parametre, nett: Vegnett | None, maalene: Maalene) -> tuple[str, ...]:
    """Write what a reader must know."""
    if nett is None:
        return ()
    lost = float(nett.lengde_m[nett.delnett[nett.ender[:, 0]] > 0].sum())
    mangler = [m for m in ("sentrum", "skole", "butikk", "stasjon", "lufthavn") if m not in maalene]
    antall_lose = int(nett.delnett.max())
    sammen = (
        f"{meter(lost)} av det henger ikke sammen med resten "
        f"({antall(antall_lose, 'løst delnett', 'løse delnett')})"
        if antall_lose else "alt henger sammen"
    )  # fmt: skip
    ut = [
        f"Vegnettet er {meter(float(nett.lengde_m.sum()))}; {sammen}.",
        f"Farten er anslått etter vegkategori ({', '.join(p.fart_kmt)} km/t, uverifisert); "
        f"fartsgrenser, kø, føre og venting er ikke med. Utenfor veg: {tall(p.gangfart_kmt)} km/t.",
    ]
    if mangler:
        ut.append(
            f"Ikke kjent: {oppramsing(mangler)} finnes ikke i lagene med valgte navn og typer."
        )
    return tuple(ut)


ANALYSE = Analyse(
    navn="reisetid",
    tittel="Reisetid med veg, bane og fly",
    sporsmaal="Hvor lang tid tar det til sentrum, skole, butikk, stasjon og lufthavn?",
    krever=KREVER,
    parametre=Parametre(),
    beregn=beregn,
)
