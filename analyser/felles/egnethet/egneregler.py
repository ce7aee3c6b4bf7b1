"""What takes ground from a search besides the rule set: water, roads, what is zoned already."""

from analyser.felles.regelmodell import BYGG, MINNE, Regel
from lag.katalog.plan import BOLIGTOMTER, HYTTEOMRAADER, NAERINGSTOMTER
from lag.katalog.samferdsel import VEGER
from lag.katalog.vann import ELVER, INNSJOER
from lag.modell import Lag

ELV_M, VEG_M = 5.0, 5.0
"""Half width that a river and a road take, metres. arealsils forslag (uverifisert)."""


def _grunn(ident: str, post: Lag, tekst: str, avstand_m: float = 0.0) -> Regel:
    """Ground that is not looked at."""
    return Regel(
        id=f"sok_{ident}",
        lag=post.navn,
        tekst=tekst,
        type="utelukker",
        formaal=BYGG,
        hjemmel="grunnen er opptatt; ikke en rettslig regel",
        kilde=MINNE,
        merke="uverifisert",
        terskel=avstand_m,
    )


OPPTATT: tuple[Regel, ...] = (
    _grunn("innsjo", INNSJOER, "vann"),
    _grunn("elv", ELVER, f"elv eller bekk ({ELV_M:g} m til hver side)", ELV_M),
    _grunn("veg", VEGER, f"veg ({VEG_M:g} m til hver side)", VEG_M),
    _grunn("bolig", BOLIGTOMTER, "regulert til bolig; telles i planreserven"),
    _grunn("naering", NAERINGSTOMTER, "regulert til næring; telles i planreserven"),
    _grunn("fritid", HYTTEOMRAADER, "regulert til fritidsbebyggelse; telles i planreserven"),
)
"""Shared by every model. Roads and rivers also cut areas apart."""
