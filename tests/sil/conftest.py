"""One screening of a few sites on the toy board, as the pages and files get it."""

from dataclasses import replace
from datetime import date

import pytest

from analyser.siling import ANALYSE, KREVER
from kart.kjoring import Kjoring
from kart.silpakke import Silpakke, skriv_sil
from lag.innspill import SILT, TIL_SIDE, Innspillsrad
from lag.katalog.natur import NATURVERN
from lag.katalog.plan import AREALINNSPILL
from tests.analyser.conftest import (  # noqa: F401 – fixtures
    grunnlag,
    hele_brettet,
    kommune,
    lag_data,
    prikk,
    rute,
    strek,
    ukjent_data,
)
from tests.kart.conftest import FIENDTLIG, chromium  # noqa: F401 – fixture

RADER = (
    Innspillsrad(fil="i.gpkg", rad=1, lokalid="a/b", navn="Alt", utfall=SILT, merknad=""),
    Innspillsrad(fil="i.gpkg", rad=2, lokalid="", navn="", utfall=TIL_SIDE, merknad="er et punkt"),
)


def _fiendtlig(lagdata):
    """Hostile text in every column of words that carries no code."""
    frie = [k.navn for k in lagdata.post.kolonner
            if not k.koder and k.type == "tekst" and k.navn not in ("lokalid", "kode")]  # fmt: skip
    return replace(lagdata, data=lagdata.data.assign(**dict.fromkeys(frie, FIENDTLIG)))


@pytest.fixture(scope="session")
def pakke(grunnlag, hele_brettet, lag_data, rute, ukjent_data):  # noqa: F811
    """Three sites: one that hits nearly everything, one that hits nothing, one over the border.

    Every text in the layers is hostile; one source failed.
    """
    poster = [post for post in KREVER if post.navn != AREALINNSPILL.navn]
    lagene = [_fiendtlig(data) for data in hele_brettet(poster)]
    lagene = [ukjent_data(NATURVERN) if d.post.navn == NATURVERN.navn else d for d in lagene]
    innspill = lag_data(
        AREALINNSPILL,
        [rute(900, 900, 6000, 7000), rute(8000, 200, 8100, 300), rute(9900, 0, 10_100, 100)],
        lokalid=["a/b", "a b", "Ærø"],
        navn=[f"Alt {FIENDTLIG}", "Intet", "=HYPERLINK(\"x\")"],
        formaal=["bolig", "fritid", "naering"],
    )  # fmt: skip
    gitt = grunnlag(KREVER, *lagene, innspill)
    gitt = replace(gitt, kommune=replace(gitt.kommune, datakilde="eksempel"))
    kjoring = Kjoring(
        kjoring_id="abc123", dato=date(2026, 11, 24), tidspunkt="2026-11-24T00:00:00Z",
        bakgrunn={navn: gitt.lag[navn].data for navn in ("innsjoer", "veger") if navn in gitt.lag},
        eksempel=True,
    )  # fmt: skip
    return Silpakke(gitt, ANALYSE.kjor(gitt), RADER, kjoring)


@pytest.fixture(scope="session")
def skrevet(pakke, tmp_path_factory):
    """Everything written once, without PDF."""
    mappe = tmp_path_factory.mktemp("sil")
    navn: list[str] = []
    filer = skriv_sil(pakke, mappe, "", navn.append)
    assert len(navn) == len(pakke.resultat.steder)
    return mappe, filer
