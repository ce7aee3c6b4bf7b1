"""Editions of the same run for different readers: less to read, the same numbers.

An edition leaves out; it never computes. `krev_samme_tall` holds every row against the run's own.
Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from geopandas import GeoDataFrame
from pandas import DataFrame, isna
from shapely.geometry.base import BaseGeometry

from analyser.felles.modell import Kartlag, Klasse, Resultat, Tabell
from gis.feil import DataFeil, ParameterFeil
from gis.kommune import naermeste
from kart.ordlyd import REINDRIFT
from kart.resultatside import har_reindrift
from kart.tegnegeometri import OMRISSLAG
from lag.modell import Stil

Valg = Callable[[Resultat], bool]


def _alt(_: Resultat) -> bool:
    return True


def _har_kandidater(resultat: Resultat) -> bool:
    """Tell whether there are areas that a reader can weigh."""
    return any(k.retning for tabell in resultat.tabeller for k in tabell.kolonner)


@dataclass(frozen=True, slots=True, kw_only=True)
class Utgave:
    """One edition."""

    navn: str
    """ASCII name, as it is ordered."""
    tittel: str
    """Who it is for."""
    med: Valg = _alt
    """Which results are in it."""
    om: str = ""
    """What it must be about: eiendom, distrikt, or nothing."""
    siler: bool = False
    """True: the page where an area is drawn and screened is in it."""


UTGAVER: Mapping[str, Utgave] = {
    utgave.navn: utgave
    for utgave in (
        Utgave(navn="saksbehandler", tittel="For saksbehandleren: alt", siler=True),
        Utgave(navn="grunneier", tittel="For grunneieren: én eiendom", om="eiendom"),
        Utgave(navn="utbygger", tittel="For utbyggeren: kandidatområdene", med=_har_kandidater),
        Utgave(navn="politiker", tittel="For politikeren: to sider"),
        Utgave(
            navn="reinbeitedistrikt",
            tittel="For reinbeitedistriktet: ett distrikt",
            med=har_reindrift,
            om="distrikt",
        ),
    )
}
OMRISSTIL = Stil(farge="#d1006c", kant="#d1006c", tykkelse_px=3.0, dekkevne=0.0)
"""Outline of what an edition is about."""
TO_SIDER = "politiker"
"""The edition that is two pages of paper."""


def flaten(data: GeoDataFrame, kolonner: Sequence[str], sokt: str, hva: str) -> BaseGeometry:
    """Return the ground of what is called `sokt` in one of the columns.

    Raises
    ------
    ParameterFeil    when nothing, or nothing with a shape, is called so; the message names what is
    """
    egne = navngitte(data, kolonner, sokt).geometry
    if egne.is_empty.all():
        navn = [k for k in kolonner if k in data]
        kjente = sorted({str(v) for k in navn for v in data[k] if not isna(v)})
        raise ParameterFeil(f"Fant ikke {hva} «{sokt}». {naermeste(sokt, kjente)}")
    return egne.union_all()


def navngitte(data: GeoDataFrame, kolonner: Sequence[str], sokt: str) -> GeoDataFrame:
    """Return the features that are called `sokt` in one of the columns, letter size apart."""
    navn = [k for k in kolonner if k in data]
    truffet = [
        any(not isna(v) and str(v).casefold() == sokt.casefold() for v in rad)
        for rad in data[navn].itertuples(index=False)
    ]
    return data[truffet]


def utvalget(
    resultater: Sequence[Resultat], utgave: Utgave, flate: BaseGeometry | None, hva: str = ""
) -> tuple[Resultat, ...]:
    """Return the results of an edition, cut to `flate` where there is one; empty ones are left out.

    Parameters
    ----------
    hva    what `flate` is, in words

    Raises
    ------
    DataFeil    if a number would differ from the run's own, or nothing touches `flate`
    """
    valgte = [r for r in resultater if utgave.med(r)]
    ut = tuple(valgte if flate is None else (_avgrenset(r, flate, hva) for r in valgte))
    for hel, del_ in zip(valgte, ut, strict=True):
        krev_samme_tall(hel, del_)
    if flate is None:
        return ut
    berort = tuple(
        r for r in ut if any(len(post.data) for post in r.kartlag if post.navn != OMRISSLAG)
    )
    if not berort:
        raise DataFeil(f"Ingen av kartlagene har noe som berører {hva}; utgaven ville vært tom.")
    return berort


def _avgrenset(resultat: Resultat, flate: BaseGeometry, hva: str) -> Resultat:
    """Return the result with what touches `flate`, without tables about the whole municipality.

    Layers that have nothing there are named in a sentence, not drawn as empty.
    """
    skaarne = [_skaaret(post, flate) for post in resultat.kartlag]
    kartlag = [post for post in skaarne if len(post.data)]
    tomme = list(dict.fromkeys(f"«{p.tittel}»" for p in skaarne if p.data.empty))
    ider = {post.navn: set(post.data["id"].astype(str)) for post in kartlag}
    tabeller = tuple(_rader(t, ider[t.kartlag]) for t in resultat.tabeller if t.kartlag in ider)
    berort = sum(len(post.data) for post in kartlag)
    alle_ider = set().union(*ider.values())
    return replace(
        resultat,
        punkter=(
            f"Svaret over gjelder hele kommunen. Under står bare det som berører {hva}: "
            f"{berort} {'objekt' if berort == 1 else 'objekter'} i {len(kartlag)} kartlag. At noe "
            "ikke står her, er ikke det samme som avklart.",
            *((f"Ikke registrert her: {', '.join(tomme)}.",) if tomme else ()),
            *(p for p in resultat.punkter if p == REINDRIFT),
        ),
        tabeller=tuple(t for t in tabeller if len(t.data)),
        kartlag=(*kartlag, _omrisset(flate, hva, resultat)),
        steder=tuple(s for s in resultat.steder if s.id in alle_ider),
        ark=(),  # a sheet names rows of the whole tables
        sak=None,  # a case for the council is about the whole municipality
    )


def _omrisset(flate: BaseGeometry, hva: str, resultat: Resultat) -> Kartlag:
    """Return what the edition is about as a layer, drawn above the others."""
    planet = next((post.data.crs for post in resultat.kartlag), None)
    tittel = f"{hva[:1].upper()}{hva[1:]}"
    data = GeoDataFrame({"id": ["1"], "navn": [tittel]}, geometry=[flate], crs=planet)
    klasse = Klasse(verdi="", tittel=tittel, stil=OMRISSTIL)
    return Kartlag(navn=OMRISSLAG, tittel=tittel, data=data, klasser=(klasse,))


def _skaaret(post: Kartlag, flate: BaseGeometry) -> Kartlag:
    """Return the layer with the features that touch `flate`, whole, and the classes they have."""
    data = post.data[post.data.intersects(flate)].reset_index(drop=True)
    brukt = set(data[post.klassefelt].astype("string").fillna("")) if post.klassefelt else None
    klasser = tuple(k for k in post.klasser if brukt is None or k.verdi in brukt)
    # a legend of one class does not name it
    alene = len(klasser) == 1 < len(post.klasser)
    tittel = f"{post.tittel}: {klasser[0].tittel}" if alene else post.tittel
    return replace(post, data=data, klasser=klasser, tittel=tittel)


def _rader(tabell: Tabell, ider: set[str]) -> Tabell:
    """Return the table with the rows of the features that are left."""
    beholdt = tabell.data["id"].astype(str).isin(ider)
    return replace(tabell, data=tabell.data[beholdt].reset_index(drop=True))


def krev_samme_tall(hel: Resultat, utgave: Resultat) -> None:
    """Stop unless every row of the edition is one of the run's own, and the answer is the same.

    Raises
    ------
    DataFeil    naming the table that differs
    """
    if (hel.svar, hel.analyse) != (utgave.svar, utgave.analyse):
        raise DataFeil(f"Utgaven av «{hel.tittel}» har et annet svar enn kjøringen.")
    egne = {t.navn: t.data for t in hel.tabeller}
    for tabell in utgave.tabeller:
        if not _rader_i(tabell.data, egne[tabell.navn]):
            raise DataFeil(f"Tabellen «{tabell.tittel}» har andre tall i utgaven enn i kjøringen.")


def _rader_i(noen: DataFrame, alle: DataFrame) -> bool:
    """Tell whether every row of `noen` stands in `alle`."""
    kjente = {repr(rad) for rad in alle.itertuples(index=False)}
    return all(repr(rad) in kjente for rad in noen.itertuples(index=False))
