"""The gate that everything published goes through: what must not get out, stops the run.

Personal data, sensitive species, made-up data posing as real, and sources that are not known and
are not said to be so, stop everything; data under the Norge digitalt agreement stop what is for
others than the municipality itself, and so does what an analysis calls internal.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pandas import Series

from analyser.felles.modell import Kartlag, Resultat, Status
from gis.feil import DataFeil
from kart.kjoring import Kjoring
from lag.katalog import KATALOG
from lag.kolonner import JA, SENSITIVE

PERSONKOLONNER = frozenset(
    {
        "fodselsnummer",
        "personnummer",
        "hjemmelshaver",
        "eiernavn",
        "telefon",
        "epost",
        "kontonummer",
    }
)
"""Columns that are about persons, whatever they hold."""
BEGRENSET = "Norge digitalt"
"""How the licence of data begins that only parties may have."""
EPOST = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[a-z]{2,}", re.IGNORECASE)
"""Begins where a word does: else a long word is tried from each of its letters."""
ELLEVE = re.compile(r"(?<!\d)\d{11}(?!\d)")
OPPDIKTET = re.compile(
    r"\bEKS-[A-Z]{2,}\b|\bEksempel(distrikt|rett|innspill|gruve|forekomst|prospekt|lokalitet|miljø|"
    r"minne|reservat|verneområde|krets| sijte)\b"
)
"""Names that the made-up example gives; elsewhere they are the example posing as real."""
VEKTER = ((3, 7, 6, 1, 8, 9, 4, 5, 2, 1), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1))
"""Weights of the two check digits of a Norwegian identity number (Skatteetaten)."""
KONTROLL = 11


def er_fodselsnummer(siffer: str) -> bool:
    """Tell whether eleven digits are an identity number: both check digits fit."""
    tall = [int(s) for s in siffer]
    return all(
        sum(v * t for v, t in zip(vekter, tall, strict=False)) % KONTROLL == 0 for vekter in VEKTER
    )


def _om_person(tekst: str) -> bool:
    """Tell whether a text holds an identity number or an e-mail address."""
    return bool(EPOST.search(tekst)) or any(er_fodselsnummer(n) for n in ELLEVE.findall(tekst))


def _vist(resultat: Resultat) -> Iterator[tuple[str, str, Series]]:
    """Yield where, which column and its values, for everything that is shown."""
    for tabell in resultat.tabeller:
        for kolonne in tabell.kolonner:
            yield f"tabellen «{tabell.tittel}»", kolonne.navn, tabell.data[kolonne.navn]
    for post in resultat.kartlag:
        for navn in {*(k.navn for k in post.kolonner), post.navnefelt} & set(post.data.columns):
            yield f"kartlaget «{post.tittel}»", navn, post.data[navn]


def _personer(resultat: Resultat) -> Iterator[str]:
    """Yield what would tell about persons."""
    for sted, navn, verdier in _vist(resultat):
        if navn in PERSONKOLONNER:
            yield f"{sted} har kolonnen «{navn}» (personopplysning)"
            continue
        tekster = verdier[[isinstance(v, str) for v in verdier]]
        if any(_om_person(tekst) for tekst in tekster.unique()):
            yield f"{sted}, kolonnen «{navn}», har fødselsnummer eller e-postadresse"


def _oppdiktet(resultat: Resultat) -> Iterator[str]:
    """Yield where names of the made-up example stand; for what says that it is real."""
    for sted, navn, verdier in _vist(resultat):
        tekster = verdier[[isinstance(v, str) for v in verdier]]
        funnet = next((t for t in tekster.unique() if OPPDIKTET.search(t)), None)
        if funnet is not None:
            yield f"{sted}, kolonnen «{navn}», har «{funnet[:60]}», som er fra eksempeldataene"


def _tilbakeholdt(resultat: Resultat) -> Iterator[str]:
    """Yield columns of map layers that the catalogue withholds, and finds that are sensitive."""
    for post in resultat.kartlag:
        skjult = {
            k.navn
            for navn in post.kildelag
            if navn in KATALOG
            for k in KATALOG[navn].kolonner
            if not k.publiseres
        }
        for navn in sorted(skjult & {k.navn for k in post.kolonner}):
            yield f"kartlaget «{post.tittel}» viser kolonnen «{navn}», som katalogen holder tilbake"
        for navn in sorted(SENSITIVE & set(post.data.columns)):
            antall = sum(str(v).strip().lower() in JA for v in post.data[navn])
            if antall:
                yield f"kartlaget «{post.tittel}» har {antall} skjermede (sensitive) objekter"


def _fortiet(resultat: Resultat) -> Iterator[str]:
    """Yield sources that are not known and that the doubts do not name."""
    setninger = " ".join(resultat.ukjent).casefold()
    for kilde in resultat.kilder:
        if kilde.status == Status.IKKE_KJENT and kilde.tittel.casefold() not in setninger:
            yield f"laget «{kilde.tittel}» er ikke kjent, og siden sier det ikke"


def _begrenset(resultat: Resultat, post: Kartlag) -> list[str]:
    """Titles of restricted sources that a map layer shows; none that is made up or never came."""
    return [
        k.tittel
        for k in resultat.kilder
        if k.lag in post.kildelag
        and k.lisens.startswith(BEGRENSET)
        and not k.eksempel
        and k.status != Status.IKKE_KJENT
    ]


def grunner(resultater: Sequence[Resultat], kjoring: Kjoring, *, eksternt: bool) -> list[str]:
    """Return every reason why the results must not be published as they are.

    Parameters
    ----------
    eksternt    True for what others than the municipality will have
    """
    ut = []
    for resultat in resultater:
        ut += [*_personer(resultat), *_tilbakeholdt(resultat), *_fortiet(resultat)]
        if not kjoring.eksempel and any(k.eksempel for k in resultat.kilder):
            ut.append(f"«{resultat.tittel}» bygger på eksempeldata uten å være merket")
        if not kjoring.eksempel:
            ut += _oppdiktet(resultat)
        if resultat.internt and (eksternt or kjoring.utgave):
            ut.append(f"«{resultat.tittel}» er til internt bruk: {resultat.internt}")
        if eksternt:
            ut += [
                f"kartlaget «{post.tittel}» viser {', '.join(titler)} (lisens: {BEGRENSET})"
                for post in resultat.kartlag
                if (titler := _begrenset(resultat, post))
            ]
    return list(dict.fromkeys(ut))


def krev(resultater: Sequence[Resultat], kjoring: Kjoring, *, eksternt: bool) -> None:
    """Stop unless the results may be published.

    Raises
    ------
    DataFeil    with every reason, and what to do
    """
    funnet = grunner(resultater, kjoring, eksternt=eksternt)
    if funnet:
        raad = (
            " Kartlag med begrenset lisens kan utelates med --uten-begrensede."
            if any(BEGRENSET in g for g in funnet)
            else ""
        )
        raise DataFeil(f"Ingenting er publisert: {'; '.join(funnet)}.{raad}")


def uten_begrensede(resultat: Resultat) -> Resultat:
    """Return the result without map layers that show restricted data, and with a word about it."""
    borte = [post for post in resultat.kartlag if _begrenset(resultat, post)]
    if not borte:
        return resultat
    navn = {post.navn for post in borte}
    setning = (
        f"Kartlagene {', '.join(f'«{p.tittel}»' for p in borte)} er utelatt fra kartet: de bygger "
        f"på data med begrenset lisens ({BEGRENSET}). Tallene står i tabellene."
    )
    return replace(
        resultat,
        kartlag=tuple(post for post in resultat.kartlag if post.navn not in navn),
        tabeller=tuple(
            replace(t, kartlag="") if t.kartlag in navn else t for t in resultat.tabeller
        ),
        ukjent=(*resultat.ukjent, setning),
    )
