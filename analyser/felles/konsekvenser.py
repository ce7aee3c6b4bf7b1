"""The M-1941 proposal for each layer that a site hits, and for the site as a whole."""

from collections.abc import Mapping, Sequence

from analyser.felles.m1941 import (
    FORSLAG,
    KONSEKVENSORD,
    PAAVIRKNINGSORD,
    TAP_MIDDELS,
    TAP_STERKT,
    TEGN,
    TEMAER,
    VIFTENAVN,
    Vifte,
    konsekvens,
    tegn_i_ord,
    verdi_av,
    verste_tegn,
)
from analyser.felles.modell import Status
from analyser.felles.objekter import Funn
from analyser.felles.stedssvar import Konsekvens, Lagsvar, Objekttreff
from analyser.felles.tekst import antall, oppramsing, prosent
from lag.modell import VERDIORD, Lag

ETTER_DIALOG = "settes først etter dialog med reinbeitedistriktet"
UTEN_TALL = "kan ikke settes"
NAERE_FORMAAL = ("naering", "raastoff")
"""Purposes whose noise and dust reach beyond the site. arealsils forslag (uverifisert)."""
TRINN = ("ubetydelig", "noe_forringet", "forringet", "sterkt_forringet")
"""Impacts, least first."""


def paavirkning_av(objekt: Objekttreff, geometri: str, formaal: str) -> tuple[str, str]:
    """Propose the impact on one feature, and say why.

    From the share of the feature that is built on (`TAP_STERKT`, `TAP_MIDDELS`), from the distance
    where it is only near, and from the purpose: extraction removes the ground and counts one step
    worse. arealsils forslag (uverifisert).
    """
    if objekt.avstand_m > 0:
        trinn, hvorfor = int(formaal in NAERE_FORMAAL), "nær, men ikke i området"
    elif geometri == "punkt":
        trinn, hvorfor = TRINN.index("forringet"), "ligger i området"
    else:
        andel = objekt.andel_av_objekt
        trinn = 1 + int(andel > TAP_MIDDELS) + int(andel > TAP_STERKT)
        hvorfor = f"{prosent(andel)} av objektet ligger i området"
    if formaal == "raastoff" and objekt.avstand_m <= 0:
        trinn, hvorfor = min(trinn + 1, len(TRINN) - 1), f"{hvorfor}; uttak fjerner grunnen"
    return TRINN[trinn], hvorfor


def lagets_konsekvens(
    post: Lag, status: Status, funnet: Funn, formaal: str, vifte: Vifte
) -> Konsekvens | None:
    """Propose the consequence for one layer: that of the feature that comes out worst.

    None for layers of other themes, and where nothing is hit in mapped ground.
    """
    if post.tema not in TEMAER or status == Status.IKKE_TREFF:
        return None
    if post.tema == "reindrift":
        return _uten(ETTER_DIALOG, ETTER_DIALOG)
    if status != Status.TREFF:
        return _uten(f"{UTEN_TALL}: {status}", f"{UTEN_TALL}: {status}")
    forslagene = [
        _ett(post, objekt, koder, formaal, vifte)
        for objekt, koder in zip(funnet.objekter, funnet.koder, strict=True)
    ]
    return min(forslagene, key=_alvor, default=_uten(UTEN_TALL, UTEN_TALL))


def _ett(
    post: Lag, objekt: Objekttreff, koder: Mapping[str, str], formaal: str, vifte: Vifte
) -> Konsekvens:
    """Proposal for one feature."""
    regel = verdi_av(post.navn, koder)
    verdi = regel.verdi if regel else ""
    verdi_grunn = (
        f"{regel.grunn} ({regel.merke})" if regel else "ingen verdi er foreslått for laget"
    )
    paavirkning, hvorfor = paavirkning_av(objekt, post.geometri, formaal)
    return satt(
        vifte,
        (verdi, verdi_grunn),
        (paavirkning, f"{objekt.lokalid}: {hvorfor} ({FORSLAG})"),
        forslag=True,
    )


def satt(
    vifte: Vifte, verdi: tuple[str, str], paavirkning: tuple[str, str], *, forslag: bool
) -> Konsekvens:
    """Build the record from (value, ground) and (impact, ground)."""
    tegn, grense = konsekvens(vifte, verdi[0], paavirkning[0])
    return Konsekvens(
        verdi=verdi[0],
        verdi_grunn=verdi[1],
        paavirkning=paavirkning[0],
        paavirkning_grunn=paavirkning[1],
        tegn=tegn_i_ord(tegn),
        ord=_i_ord(tegn, grense, forslag),
        grensetilfelle=grense,
        forslag=forslag,
    )


def _i_ord(tegn: str, grense: bool, forslag: bool) -> str:
    """Consequence in words, with what must be said of it."""
    if not tegn:
        return KONSEKVENSORD[""]
    ledd = [FORSLAG] if forslag else []
    ledd += ["grensetilfelle"] if grense else []
    return f"{KONSEKVENSORD[tegn]} ({', '.join(ledd)})" if ledd else KONSEKVENSORD[tegn]


def _uten(verdi_grunn: str, paavirkning_grunn: str) -> Konsekvens:
    """Consequence that cannot be told."""
    return Konsekvens(
        verdi="", verdi_grunn=verdi_grunn, paavirkning="", paavirkning_grunn=paavirkning_grunn,
        tegn="", ord=KONSEKVENSORD[""], grensetilfelle=False, forslag=True,
    )  # fmt: skip


def tegnet(k: Konsekvens) -> str:
    """Sign of a consequence as the table writes it."""
    return k.tegn.replace(" ", "").replace("–", "-")


def _alvor(k: Konsekvens) -> tuple[int, int, int]:
    """Order of proposals, worst first; one without sign comes after those that have one."""
    tegn = tegnet(k)
    verdier = list(VERDIORD)
    return (
        TEGN.index(tegn) if tegn else len(TEGN),
        -verdier.index(k.verdi),
        -(TRINN.index(k.paavirkning) if k.paavirkning in TRINN else -1),
    )


def _ikke_satt(lagene: Sequence[Lagsvar]) -> str:
    """Say which layers have no grade, and why."""
    rein = any(s.tema == "reindrift" for s in lagene)
    andre = [s for s in lagene if s.tema != "reindrift"]
    traff = [s.tittel for s in andre if s.status == Status.TREFF]
    uvisse = len(andre) - len(traff)
    ledd = [f"{oppramsing(traff)} (uten verdi)"] if traff else []
    ledd += [f"reindrift ({ETTER_DIALOG})"] if rein else []
    ledd += [f"{antall(uvisse, 'lag', 'lag')} (ikke kartlagt eller ikke kjent)"] if uvisse else []
    return f" Ikke satt: {oppramsing(ledd)}." if ledd else ""


def samlet(lagene: Sequence[Lagsvar]) -> tuple[str, str, str]:
    """Return (sign as printed, in words, reason) for a site.

    The most negative grade decides; how many share it and what is not set is said beside it.
    """
    med = [s for s in lagene if s.konsekvens is not None]
    tegnene = [tegnet(s.konsekvens) for s in med if s.konsekvens is not None]
    verst = verste_tegn(tegnene)
    mangler = _ikke_satt([s for s, tegn in zip(med, tegnene, strict=True) if not tegn])
    if not verst:
        return "", KONSEKVENSORD[""], f"Ingen lag har både verdi og påvirkning.{mangler}"
    forst = [s for s, tegn in zip(med, tegnene, strict=True) if tegn == verst]
    grunner = [
        f"{s.tittel} ({VERDIORD[s.konsekvens.verdi]} × {PAAVIRKNINGSORD[s.konsekvens.paavirkning]})"
        for s in forst
        if s.konsekvens is not None
    ]
    forslag = any(s.konsekvens is not None and s.konsekvens.forslag for s in forst)
    grense = any(s.konsekvens is not None and s.konsekvens.grensetilfelle for s in forst)
    andre = sum(t not in ("", verst) for t in tegnene)
    milde = f"; {antall(andre, 'annet lag', 'andre lag')} har mildere grad" if andre else ""
    grunn = f"Den mest negative graden avgjør: {oppramsing(grunner)}{milde} ({VIFTENAVN}).{mangler}"
    return tegn_i_ord(verst), _i_ord(verst, grense, forslag), grunn
