"""Columns: the source's names and values → ours. Pure."""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from zoneinfo import ZoneInfo

from geopandas import GeoDataFrame
from pandas import Series

from gis.feil import KildeFeil, ParameterFeil, SkjemaFeil
from gis.kommune import LagValg, naermeste
from gis.tekst import antall, kortet, mangler
from lag.modell import Kolonne, Lag

TYPEORD = {"tekst": "tekst", "heltall": "heltall", "tall": "tall", "dato": "en rimelig dato"}
"""Kinds of values in a remark."""
MAKS_EKSEMPLER = 3
"""Values quoted in a remark."""
DATOFORMER = ("%Y-%m-%d", "%Y%m%d", "%d.%m.%Y", "%Y/%m/%d")
"""How dates are written in the sources; a time of day without zone is cut off."""
KLOKKESLETT = re.compile(r"\d[T ]\d{2}:\d{2}.*(?:Z|[+-]\d{2}(?::?\d{2})?)$")
"""A time of day with its zone."""
TIDSSONE = re.compile(r"(?:Z|[+-]\d{2}:\d{2})$")
"""Zone that XML lets a day bear; the day is the sender's own."""
NORSK_TID = ZoneInfo("Europe/Oslo")
FORSTE_AAR, SISTE_AAR, ALDRI_AAR = 1600, 2200, 9999
"""Years between which a date is believed, and the one that stands for «never»; our own choice."""
GML_ID = "gml_id"
"""Stands in for an id column that the source lacks: unique in a GML answer."""
INGEN_KOLONNER = "Kilden har ingen av kolonnene som laget beskrives med"
"""Begins the remark on a source that is perhaps another one than was meant."""
SENSITIVE = frozenset({"sensitiv", "sensitiv_art", "skjermet", "skjerming"})
"""Columns that say whether a find is withheld from the public."""
JA = frozenset({"ja", "j", "true", "1", "1.0", "sann", "skjermet", "sensitiv"})
ASCII = str.maketrans({"å": "a", "ø": "o", "æ": "a", "é": "e"})
"""As shapefiles and vector tiles spell æøå (seen in the plan services: arealformal, omradenavn)."""


def bring_kolonner(
    post: Lag, raa: GeoDataFrame, valg: LagValg, merknader: list[str]
) -> GeoDataFrame:
    """Rename, fill and type the columns; everything else is left out.

    Returns
    -------
    data    our columns in the catalogue's order and the geometry, same CRS as `raa`; text and
            dates are object columns with None where nothing is known

    Raises
    ------
    KildeFeil        if the source says that any of it is withheld from the public
    SkjemaFeil       if a required column is missing, naming the nearest that are there
    ParameterFeil    if kommune.toml names a column that the layer or the source lacks
    """
    _krev_kjente(post, valg)
    _krev_offentlig(post, raa)
    navnene = [str(navn) for navn in raa.columns if navn != raa.geometry.name]
    data: dict[str, Series] = {}
    kilder = {k.navn: _finn(post, k, valg, navnene) if len(raa) else None for k in post.kolonner}
    beskriver = [k for k in post.kolonner if k.navn != post.idfelt and k.navn not in valg.faste]
    if len(raa) and len(beskriver) > 1 and not any(kilder[k.navn] for k in beskriver):
        merknader.append(
            f"{INGEN_KOLONNER} ({', '.join(k.kilde for k in beskriver)}). Er det rett fil og lag? "
            f"Skriv kildens navn under [lag.{post.navn}.kolonner] i kommune.toml."
        )
    for kolonne in post.kolonner:
        kilde = kilder[kolonne.navn]
        if kilde is None and len(raa):
            _mangler(post, kolonne, valg, navnene, merknader)
        verdier = raa[kilde] if kilde is not None else Series([None] * len(raa), dtype=object)
        fast = valg.faste.get(kolonne.navn)
        data[kolonne.navn] = _typet(post, kolonne, list(verdier), fast, merknader)
    geometri = raa.geometry.reset_index(drop=True)
    return GeoDataFrame(data, geometry=geometri, crs=raa.crs)


def _krev_kjente(post: Lag, valg: LagValg) -> None:
    """Stop on a column in kommune.toml that the layer does not have."""
    gyldige = [kolonne.navn for kolonne in post.kolonner]
    for tabell, navnene in (("kolonner", valg.kolonner), ("faste", valg.faste)):
        for navn in navnene:
            if navn not in gyldige:
                raise ParameterFeil(
                    f"[lag.{post.navn}.{tabell}]: laget har ikke kolonnen «{navn}». "
                    f"{naermeste(navn, gyldige)}"
                )


def _krev_offentlig(post: Lag, raa: GeoDataFrame) -> None:
    """Stop on withheld features: left out they would become «ikke treff», which is false."""
    for navn in (n for n in raa.columns if _slapt(str(n)).rsplit(".", 1)[-1] in SENSITIVE):
        funnet = sum(str(verdi).strip().lower() in JA for verdi in raa[navn])
        if funnet:
            raise KildeFeil(
                f"Laget «{post.navn}»: {antall(funnet, 'objekt', 'objekter')} er skjermet "
                f"(kolonnen «{navn}») og skal ikke ut. Be eieren om en offentlig utgave av laget."
            )


def _finn(post: Lag, kolonne: Kolonne, valg: LagValg, navnene: Sequence[str]) -> str | None:
    """Return the source's column: as stated by the user, as the catalogue says, or as ours."""
    if kolonne.navn in valg.kolonner:
        oppgitt = valg.kolonner[kolonne.navn]
        if oppgitt not in navnene:
            raise ParameterFeil(
                f"[lag.{post.navn}.kolonner]: kilden har ikke kolonnen «{oppgitt}». "
                f"{naermeste(oppgitt, list(navnene))}"
            )
        return oppgitt
    for onsket in (kolonne.kilde, kolonne.navn):
        if onsket in navnene:
            return onsket
    for onsket in (kolonne.kilde, kolonne.navn):
        like = [navn for navn in navnene if _slapt(navn) == _slapt(onsket)]
        if len(like) == 1:
            return like[0]
    return GML_ID if kolonne.navn == post.idfelt and GML_ID in navnene else None


def _slapt(navn: str) -> str:
    """Name without case, æøå and object levels (`kvalitet.Posisjonskvalitet.x` → `kvalitet.x`)."""
    ledd = navn.replace("|", ".").replace("/", ".").split(".")
    egne = [del_ for del_ in ledd[:-1] if not del_[:1].isupper()] + ledd[-1:]
    return ".".join(egne).casefold().translate(ASCII)


def _mangler(
    post: Lag, kolonne: Kolonne, valg: LagValg, navnene: Sequence[str], merknader: list[str]
) -> None:
    """Stop for a required column, remark on another; a fixed value replaces both."""
    if kolonne.navn in valg.faste or kolonne.navn == post.idfelt:
        return
    if kolonne.paakrevd or kolonne.navn in post.utvalg:
        raise SkjemaFeil(
            f"Laget «{post.navn}»: kolonnen «{kolonne.kilde}» ({kolonne.navn}) mangler i kilden. "
            f"{naermeste(kolonne.kilde, list(navnene))} Skriv kildens navn under "
            f"[lag.{post.navn}.kolonner], eller en fast verdi under [lag.{post.navn}.faste], i "
            "kommune.toml."
        )
    merknader.append(f"Kolonnen «{kolonne.tittel}» ({kolonne.kilde}) mangler i kilden.")


def _typet(
    post: Lag, kolonne: Kolonne, verdier: list[object], fast: str | None, merknader: list[str]
) -> Series:
    """Make every value the column's type; what does not fit is left out and reported."""
    lesere = {"tekst": som_tekst, "heltall": som_heltall, "tall": som_tall, "dato": som_dato}
    leser = lesere[kolonne.type]
    ut: list[object] = []
    umulige: list[str] = []
    for verdi in verdier:
        if _tom(verdi):
            ut.append(None if fast is None else leser(fast))
            continue
        lest = leser(verdi)
        ut.append(lest)
        if lest is None:
            umulige.append(str(verdi))
    if umulige:
        merknader.append(
            f"{antall(len(umulige), 'verdi', 'verdier')} i «{kolonne.tittel}» er ikke "
            f"{TYPEORD[kolonne.type]} og er utelatt: " + _eksempler(umulige)
        )
    if kolonne.koder:
        ukjente = [str(verdi) for verdi in ut if verdi is not None and verdi not in kolonne.koder]
        if ukjente:
            merknader.append(
                f"{antall(len(ukjente))} har ukjent kode i «{kolonne.tittel}»: "
                + _eksempler(ukjente)
            )
    tomme = sum(verdi is None for verdi in ut)
    if kolonne.paakrevd and tomme and kolonne.navn != post.idfelt:
        merknader.append(f"{tomme} av {antall(len(ut))} mangler «{kolonne.tittel}».")
    dtype = {"heltall": "Int64", "tall": "float64"}.get(kolonne.type, "object")
    return Series(ut, dtype=dtype)


def _eksempler(verdier: Sequence[str]) -> str:
    """Quote the first different values, in order."""
    ulike = list(dict.fromkeys(verdier))
    hale = " …" if len(ulike) > MAKS_EKSEMPLER else ""
    return ", ".join(f"«{kortet(verdi)}»" for verdi in ulike[:MAKS_EKSEMPLER]) + hale


def _tom(verdi: object) -> bool:
    """Tell whether nothing is known: None, NaN, NaT, empty text."""
    if isinstance(verdi, str):
        return not verdi.strip()
    return mangler(verdi)


def som_tekst(verdi: object) -> str | None:
    """Text as it stands; a whole number that was read as 5025.0 becomes «5025»."""
    if isinstance(verdi, bool):
        return "ja" if verdi else "nei"
    if isinstance(verdi, float) and verdi.is_integer():
        return str(int(verdi))
    return str(verdi).strip()


def som_tall(verdi: object) -> float | None:
    """Return the number; decimal comma allowed; None when it is none."""
    try:
        tall = float(str(verdi).strip().replace(",", "."))
    except ValueError:
        return None
    return tall if abs(tall) < float("inf") else None


def som_heltall(verdi: object) -> int | None:
    """Return the whole number; None when it is none."""
    tall = som_tall(verdi)
    return int(tall) if tall is not None and tall.is_integer() else None


def som_dato(verdi: object) -> str | None:
    """Return the day as ISO text YYYY-MM-DD; None when it is no day, or one that cannot be."""
    dag = _dag(verdi)
    aar = int(dag[:4]) if dag else 0
    return dag if FORSTE_AAR <= aar <= SISTE_AAR or aar == ALDRI_AAR else None


def _i_norge(tid: datetime) -> datetime:
    """Return the time on Norwegian clocks, where its zone is known: midnight here is 23:00 UTC."""
    try:
        return tid.astimezone(NORSK_TID) if tid.tzinfo else tid
    except OverflowError:  # the end of 9999, which stands for «never»
        return tid


def _dag(verdi: object) -> str | None:
    """Return the day in Norway as ISO text; None when it is no day."""
    tekst = "" if isinstance(verdi, date) else som_tekst(verdi) or ""
    if KLOKKESLETT.search(tekst):
        with suppress(ValueError):
            verdi = datetime.fromisoformat(tekst)
    if isinstance(verdi, datetime):
        return _i_norge(verdi).date().isoformat()
    if isinstance(verdi, date):
        return verdi.isoformat()
    tekst = TIDSSONE.sub("", tekst.replace("T", " ").split(" ")[0])
    for form in DATOFORMER:
        try:
            return datetime.strptime(tekst, form).date().isoformat()  # noqa: DTZ007 – a day has no zone
        except ValueError:
            continue
    return None
