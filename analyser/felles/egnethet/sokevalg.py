"""Choices that every analysis of new areas shares; each may state its own defaults."""

from dataclasses import dataclass

from analyser.felles.egnethet.lop import Funn, Valg, finn
from analyser.felles.egnethet.modell import Egnethetsmodell, Kriterium, Kurve, Tomtekrav
from analyser.felles.egnethet.reise import HVA, reise_til
from analyser.felles.egnethet.vekter import vekting
from analyser.felles.lokale import lokal
from analyser.felles.modell import Grunnlag
from analyser.felles.tilbud import steder_ved_navn
from analyser.felles.tomter import Bygdmaal
from gis.vegnett import Vegnett
from lag.katalog.grunnlag import STEDSNAVN
from lag.katalog.samferdsel import VEGER

SENTERKURVE = Kurve(
    hjorner=((1000.0, 1.0), (10_000.0, 0.0)),
    kilde="arealsils forslag: gangavstand teller fullt, ingen poeng fra 10 km",
    merke="uverifisert",
)
"""Distance to the centre, where the steps to the nearest settlement do not tell areas apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sokevalg:
    """Choices that the planner can change."""

    kp_status: tuple[str, ...] = ("2",)
    """`arealbruksstatus` of kommuneplan areas that are candidates: 2 is future. Source: the code
    list of the national plan service (kilde sett); leaving out 1, built, is kommunens valg."""
    byggradius_m: float = 25.0
    """Ground within this distance of a building point is built, metres.
    arealsils forslag (uverifisert)."""
    hel_tomt_daa: float = 2.0
    """A teig of at most this size with a building on it is built as a whole, dekar.
    arealsils forslag (uverifisert)."""
    vegkategorier: tuple[str, ...] = ("E", "R", "F", "K")
    """`vegkategori` of public roads. Source: code list of the national road database
    (kilde sett)."""
    sentersted: str = lokal("Bergstaden", "")
    """Place name of the municipality's centre. Source: measure 1.1a (kilde sett)."""
    sok_fra_veg_m: float = 500.0
    """New ground is looked for within this distance of a public road, metres. The middle step of
    regel.naerhet_veg (uverifisert)."""
    sok_fra_sted_m: float = 3000.0
    """And within this distance of a settlement's name, metres. arealsils forslag (uverifisert)."""
    storste_flate_daa: float = 120.0
    """A larger area is cut in two, dekar. arealsils forslag (uverifisert)."""
    minste_bredde_m: float = 30.0
    """Narrower ground is left out, metres. arealsils forslag (uverifisert)."""
    tomt_bredde_m: float = 25.0
    """Plot of the sketch along the road, metres. arealsils forslag (uverifisert)."""
    tomt_dybde_m: float = 32.0
    """Plot of the sketch away from the road, metres. arealsils forslag (uverifisert)."""
    veg_bredde_m: float = 8.0
    """Ground that the access road takes across, metres. arealsils forslag (uverifisert)."""
    vises: int = 40
    """New areas that are shown. arealsils forslag."""
    utsiktspunkter: tuple[str, ...] = lokal(("Bergstaden", "Smelthytta", "Storwartz"), ())
    """Place names to look from: the town, the slag heaps, the mines (kommunens valg)."""
    bygghoyde_m: float = 8.0
    """Height of a building above the ground, metres. arealsils forslag (uverifisert)."""
    vekter: tuple[str, ...] = ()
    """Weights, «kriterium=tall»; empty: equal weights. kommunens valg."""
    parvis: tuple[str, ...] = ()
    """Weights from pairwise comparison, «a/b=tall» from 1/9 to 9 for every pair."""
    sving: tuple[str, ...] = ()
    """Weights from swings, «kriterium=tall» from 0 to 100."""

    @property
    def senterord(self) -> str:
        """The centre in words."""
        return self.sentersted or "sentrum"

    @property
    def bygdmaal(self) -> Bygdmaal:
        """How much ground a building takes."""
        return Bygdmaal(byggradius_m=self.byggradius_m, hel_tomt_daa=self.hel_tomt_daa)

    @property
    def tomtekrav(self) -> Tomtekrav:
        """The plot of the sketch."""
        return Tomtekrav(
            bredde_m=self.tomt_bredde_m, dybde_m=self.tomt_dybde_m, vegbredde_m=self.veg_bredde_m
        )


def senterkriterium(p: Sokevalg, nett: Vegnett | None) -> Kriterium:
    """Nearness to the municipality's centre along roads."""
    finn = steder_ved_navn((p.sentersted,))
    return Kriterium(
        id="senter",
        tittel=f"Nær {p.senterord}",
        enhet="m",
        hva=f"til {p.senterord} {HVA}",
        kurve=SENTERKURVE,
        maal=reise_til(nett, finn),
        lag=(STEDSNAVN, VEGER),
        finn=finn,
    )


def sok(analyse: str, grunnlag: Grunnlag, modell: Egnethetsmodell, p: Sokevalg) -> Funn:
    """Look for new areas with the municipality's choices."""
    ider = [kriterium.id for kriterium in modell.kriterier]
    valg = Valg(
        maal=p.bygdmaal,
        vegkategorier=p.vegkategorier,
        vekting=vekting(analyse, ider, p.vekter, p.parvis, p.sving),
        vises=p.vises,
    )
    return finn(grunnlag, modell, valg)
