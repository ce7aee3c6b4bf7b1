"""Probing all the services of the catalogue, host by host side by side, within a bounded time."""

import contextlib
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import replace
from functools import partial

from gis.kilder.http import Grenser
from gis.kilder.httpledd import verten
from gis.kilder.vakt import Vakter
from gis.kommune import Kommune
from lag.henting import Oppsett
from lag.kildevalg import kilde_for
from lag.modell import Fil, IngenTjeneste, Lag
from lag.sjekk import Prove, bakgrunner, begynt, prov, prov_bakgrunn

GRENSER = Grenser(
    lesing_s=20.0, totalt_s=45.0, forsok=2, lengste_venting_s=10.0, taus_etter=2
)  # fmt: skip
"""How patient a probe is: what it asks for is small, and that the answer is slow is worth knowing.
Our own choice."""
FRIST_S = 300.0
"""Seconds that all of it takes at most, whatever the services do. Our own choice."""
RAKK_IKKE = "Tjenesten ble ikke ferdig med svaret innen fristen på {frist:.0f} s for hele sjekken."


def sjekk_tjenester(
    poster: Sequence[Lag],
    kommune: Kommune,
    oppsett: Oppsett,
    ferdig: Callable[[str], None],
    *,
    bakgrunn: bool = False,
    frist_s: float = FRIST_S,
) -> list[Prove]:
    """Probe the services; the answers come in the order of `poster`, backgrounds last.

    Layers without a service are left out. Each host gets as many questions at a time as the client
    allows; a host without contact, or late twice, is not waited for again.

    Parameters
    ----------
    ferdig      told the id of every layer when it is probed
    bakgrunn    True: the backgrounds of the pages too
    """
    grenser = replace(GRENSER, forsok=min(GRENSER.forsok, oppsett.klient.grenser.forsok))
    klient = replace(oppsett.klient, grenser=grenser, vakter=Vakter())
    oppsett = replace(oppsett, klient=klient)
    jobber: list[tuple[Prove, Callable[[], Prove]]] = [
        (begynt(post, kommune, oppsett.naa), partial(prov, post, kommune, oppsett))
        for post in poster
        if not isinstance(kilde_for(post, kommune), Fil | IngenTjeneste)
    ]
    for prove in bakgrunner(kommune, oppsett.naa) if bakgrunn else ():
        jobber.append((prove, partial(prov_bakgrunn, prove, oppsett)))
    verter = [verten(prove.adresse) for prove, _ in jobber]
    with contextlib.ExitStack() as stabel:
        tropper = {
            vert: stabel.enter_context(ThreadPoolExecutor(grenser.per_vert, f"sjekk-{vert}"))
            for vert in dict.fromkeys(verter)
        }
        sendt = [tropper[vert].submit(gjor) for vert, (_, gjor) in zip(verter, jobber, strict=True)]
        try:
            navn = (prove.lag for prove, _ in jobber)
            _folg(dict(zip(sendt, navn, strict=True)), ferdig, frist_s)
        finally:
            for oppgave in sendt:
                oppgave.cancel()
            klient.vakter.avbryt()
    for_sent = RAKK_IKKE.format(frist=frist_s)
    return [
        replace(prove, svarer=False, feil=for_sent) if _avbrutt(oppgave) else oppgave.result()
        for oppgave, (prove, _) in zip(sendt, jobber, strict=True)
    ]


def _folg(
    oppgavene: dict[Future[Prove], str], ferdig: Callable[[str], None], frist_s: float
) -> None:
    """Tell of each probe as it is done, until all are, or the time is up."""
    with contextlib.suppress(TimeoutError):
        for oppgave in as_completed(oppgavene, timeout=frist_s):
            ferdig(oppgavene[oppgave])


def _avbrutt(oppgave: Future[Prove]) -> bool:
    """Tell whether the probe was stopped before it was done."""
    return oppgave.cancelled() or isinstance(oppgave.exception(), KeyboardInterrupt)
