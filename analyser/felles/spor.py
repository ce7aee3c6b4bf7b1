"""The trace of an answer: which sources it rests on, and what they cannot tell."""

from collections.abc import Iterable

from analyser.felles.modell import Grunnlag, Kildebruk
from analyser.felles.tekst import dato, oppramsing, prosent, tall
from gis.geometri import felles
from lag.modell import Lag, Lagdata

DEKNINGSORD = {
    "hel": "hele området",
    "delvis": "bare delvis kartlagt",
    "dekningskart": "kartlagt der dekningskartet sier det",
    "kommuner": "kartlagt i noen kommuner",
    "fil": "kartlagt der kommunens egen fil sier det",
}
"""How the kinds of coverage are said."""
HEL_DEKNING = 1.0 - 1e-6
"""Share of the municipality above which coverage counts as whole."""


def _sortert(poster: Iterable[Lag]) -> list[Lag]:
    """Entries without repetition: the user's named layers first, then by id."""
    unike = {post.navn: post for post in poster}
    return sorted(unike.values(), key=lambda post: (not post.navngitt, post.navn))


def kildebruk(grunnlag: Grunnlag, poster: Iterable[Lag]) -> tuple[Kildebruk, ...]:
    """Return the record of every layer in `poster`, failed ones included, in a fixed order."""
    return tuple(_bruk(grunnlag[post]) for post in _sortert(poster))


def _bruk(lagdata: Lagdata) -> Kildebruk:
    """Trace of one layer."""
    post = lagdata.post
    feil = (f"Ikke kjent: {lagdata.feil}",) if lagdata.feil else ()
    uverifisert = tuple(f"Uverifisert: {sak}." for sak in post.uverifisert)
    merknad = (post.merknad,) if post.merknad else ()
    return Kildebruk(
        lag=post.navn,
        tittel=post.tittel,
        eier=post.eier,
        lisens=post.lisens,
        navngivelse=post.navngivelse,
        status="hentet" if lagdata.kjent else "ikke kjent",
        antall=len(lagdata.data) if lagdata.kjent and lagdata.raster is None else None,
        hentet=lagdata.hentet,
        sha256=lagdata.sha256,
        dekning=f"{DEKNINGSORD[post.dekning.type]} ({post.dekning.grunn})",
        noyaktighet=_noyaktighet(post),
        merknader=(*feil, *lagdata.merknader, *uverifisert, *merknad),
        eksempel=lagdata.eksempel,
    )


def _noyaktighet(post: Lag) -> str:
    """Positional accuracy in words."""
    grunn = f" ({post.noyaktighet_grunn})" if post.noyaktighet_grunn else ""
    if post.noyaktighet_m is None:
        return f"ukjent{grunn}"
    return f"± {tall(post.noyaktighet_m, 1)} m{grunn}"


def ukjent_tekster(grunnlag: Grunnlag, poster: Iterable[Lag]) -> tuple[str, ...]:
    """Return what the layers in `poster` cannot tell, in sentences.

    A sentence for each layer that is not known or only mapped in a stated part, one for all that
    are mapped nowhere for certain, and one for all that are old.
    """
    lagene = [grunnlag[post] for post in _sortert(poster)]
    kjente = [lagdata for lagdata in lagene if lagdata.kjent]
    andeler = [(lagdata, _dekket_andel(grunnlag, lagdata)) for lagdata in kjente]
    delvis = [
        f"{_tittel(lagdata)} er kartlagt i {prosent(andel)} av kommunen; utenfor er svaret "
        "«ikke kartlagt» der laget ikke har treff."
        for lagdata, andel in andeler
        if 0 < andel < HEL_DEKNING
    ]
    return (
        *(f"{_tittel(d)} er ikke kjent: {_grunn(d)}." for d in lagene if not d.kjent),
        *delvis,
        *_samlet(
            [_tittel(lagdata) for lagdata, andel in andeler if andel <= 0],
            "Ikke fullstendig kartlagt, så svaret er «ikke kartlagt» der laget ikke har treff",
        ),
        *_samlet(
            [f"{_tittel(d)} ({dato(d.hentet)})" for d in kjente if d.gammel(grunnlag.dato)],
            "Hentet for lenge siden til å regnes som oppdatert",
        ),
    )


def _tittel(lagdata: Lagdata) -> str:
    """Name of the layer in quotes."""
    return f"«{lagdata.post.tittel}»"


def _grunn(lagdata: Lagdata) -> str:
    """Why a layer is not known, without full stop."""
    return lagdata.feil.strip().rstrip(".") or "kilden er ikke lest"


def _samlet(titler: list[str], hva: str) -> list[str]:
    """One sentence that names all of `titler`; none when there are none."""
    return [f"{hva}: {oppramsing(titler)}."] if titler else []


def _dekket_andel(grunnlag: Grunnlag, lagdata: Lagdata) -> float:
    """Share of the municipality in which the layer is mapped."""
    if lagdata.dekning.is_empty or grunnlag.grense.is_empty:
        return 0.0
    if lagdata.post.dekning.type == "hel" and lagdata.dekning.covers(grunnlag.grense):
        return 1.0
    return felles(lagdata.dekning, grunnlag.grense).area / grunnlag.grense.area
