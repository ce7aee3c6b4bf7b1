"""Campsites (measure 4.2b): a purpose of its own, with exclusions and criteria of its own."""

import numpy as np

from analyser.felles.egnethet import kriterier
from analyser.felles.egnethet import tilbudskriterier as tk
from analyser.felles.egnethet.modell import (
    Egnethetsmodell,
    Flatekrav,
    Kriterium,
    Kurve,
    Sokerom,
    Tomtekrav,
)
from analyser.felles.egnethet.sokerom import offentlige_veger
from analyser.felles.egnethet.sokevalg import Sokevalg
from analyser.felles.regelmodell import MINNE, Regel, Utvalg
from analyser.felles.regler import REGLER
from gis.kommune import Kommune
from gis.vegnett import Vegnett
from lag.katalog import KATALOG
from lag.katalog.grunnlag import TERRENG
from lag.katalog.landbruk import DYRKA_JORD, DYRKBAR_JORD
from lag.katalog.samferdsel import VEGER
from lag.katalog.vann import ELVER, INNSJOER, STRANDBELTE_M
from lag.modell import Lag

FORMAAL = "camping"
TETTHET = (2.5, 4.0)
"""Pitches per dekar, low and high. arealsils forslag (uverifisert)."""
VANNKURVE = Kurve(
    hjorner=((200.0, 1.0), (1000.0, 0.0)),
    kilde="arealsils forslag: utsikt mot vann og kort veg til det",
    merke="uverifisert",
)


def _grunn(ident: str, post: Lag, tekst: str, avstand_m: float = 0.0, **utvalg: str) -> Regel:
    """Ground that is not looked at for campsites; a proposal there is only warned about."""
    koder: Utvalg = {kolonne: (kode,) for kolonne, kode in utvalg.items()}
    return Regel(
        id=f"camping_{ident}", lag=post.navn, tekst=tekst, type="utelukker", formaal=(FORMAAL,),
        hjemmel="arealsils forslag når det letes etter campingplasser", kilde=MINNE,
        merke="uverifisert", terskel=avstand_m, utvalg=koder,
    )  # fmt: skip


EGNE_REGLER = (
    _grunn("innsjo", INNSJOER, "nærmere innsjø enn 100 m (strandbelte)", STRANDBELTE_M),
    _grunn("elv", ELVER, "nærmere elv enn 100 m (strandbelte)", STRANDBELTE_M),
    _grunn("beite", DYRKA_JORD, "innmarksbeite", arealtype="23"),
    _grunn("dyrkbar", DYRKBAR_JORD, "dyrkbar jord"),
)
"""The belt along water and farmland are spared. arealsils forslag (uverifisert)."""
CAMPINGLAG = (
    *(KATALOG[regel.lag] for regel in REGLER if FORMAAL in regel.formaal),
    *(KATALOG[regel.lag] for regel in EGNE_REGLER),
)
"""Layers of the rules for campsites."""


def campingmodell(
    kommune: Kommune, p: Sokevalg, steder: tuple[str, ...], nett: Vegnett | None
) -> Egnethetsmodell:
    """Return the suitability model for campsites.

    Parameters
    ----------
    steder    names of the settlements that they are looked for at; empty for all
    """
    t = kriterier.terskler(kommune)
    til_veg = kriterier.avstand_til(VEGER, lambda g: offentlige_veger(g, p.vegkategorier))
    return Egnethetsmodell(
        formaal=FORMAAL,
        enhet=("oppstillingsplass", "oppstillingsplasser"),
        sokerom=Sokerom(fra_veg_m=p.sok_fra_veg_m, fra_sted_m=p.sok_fra_sted_m, steder=steder),
        krav=Flatekrav(
            minst_daa=t["minste_flate_camping"].terskel,
            storst_daa=p.storste_flate_daa,
            bredde_m=p.minste_bredde_m,
            brattest=t["helning_camping_bratt"].terskel,
            hoyest_moh=np.inf,
        ),
        tomt=Tomtekrav(bredde_m=14.0, dybde_m=15.0, vegbredde_m=6.0),
        tetthet=TETTHET,
        kriterier=(
            Kriterium(
                id="innsjo", tittel="Nær innsjø", enhet="m", hva="luftlinje til nærmeste innsjø",
                kurve=VANNKURVE, maal=kriterier.avstand_til(INNSJOER), lag=(INNSJOER,),
            ),
            kriterier.naerhet(t["naerhet_veg"], "Nær veg", til_veg, VEGER),
            tk.naer_ledning(t["naerhet_vann_avlop"], nett),
            kriterier.helning(t["helning_camping_best"], t["helning_camping_bratt"], TERRENG),
            tk.solforhold(),
            kriterier.utredning(),
        ),
        egne_regler=EGNE_REGLER,
    )  # fmt: skip
