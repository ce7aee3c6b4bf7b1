"""Two runs compared: what changed, and whether data, rule or shape caused it."""

import json
from dataclasses import asdict, replace

import pytest
from shapely.geometry.base import BaseGeometry

from analyser.felles.sammenligning import DATA, FORM, JOURNAL, REGEL, sammenlign
from analyser.felles.stedssvar import Journalrad
from gis.feil import DataFeil
from lag.katalog.natur import NATURVERN
from lag.katalog.vann import INNSJOER


def dokument(resultat):
    """Records as a program reads them: through JSON and back."""

    def enkelt(verdi):
        return verdi.wkt if isinstance(verdi, BaseGeometry) else str(verdi)

    raa = {felt: [asdict(x) for x in getattr(resultat, felt)]
           for felt in ("steder", "regler", "kilder")}  # fmt: skip
    return json.loads(json.dumps(raa, default=enkelt))


@pytest.fixture
def to(sil, lag_data, rute):
    """A first run, and what is needed for the next one."""
    former = [(rute(0, 0, 100, 100), "bolig"), (rute(500, 0, 600, 100), "bolig")]
    vern = lag_data(NATURVERN, [rute(50, 0, 200, 100)])
    vann = lag_data(INNSJOER, [rute(660, 0, 900, 100)])
    return former, vern, vann, dokument(sil(former, vern, vann))


def test_likt_er_likt(to, sil):
    former, vern, vann, forut = to
    svar = sammenlign(forut, dokument(sil(former, vern, vann)))
    assert (svar.endringer, svar.lag, svar.regler, svar.uendret) == ((), (), (), 2)


def test_lag_som_kom_og_gikk_blir_nevnt(to, sil):
    """A catalogue with one layer less and one more: both are told, none is passed over."""
    former, vern, vann, forut = to
    naa = dokument(sil(former, vern, vann))
    borte, *resten = forut["kilder"]
    ny = {**borte, "lag": "helt_nytt", "tittel": "Helt nytt"}
    svar = sammenlign(forut, {**naa, "kilder": [*resten, ny]})
    assert svar.lag == ("Helt nytt: nytt lag", f"{borte['tittel']}: borte")


@pytest.mark.parametrize(
    ("forut", "naa", "ord_"),
    [
        (3, 5, "2 objekter flere"),
        (5, 4, "1 objekt færre"),
        (0, None, ": annet innhold"),  # a grid, told as 0 by an older run
    ],
)
def test_kilden_sier_om_den_har_flere_eller_faerre(to, forut, naa, ord_):
    gammel, ny = ({**to[3], "kilder": [{**to[3]["kilder"][0], "antall": n, "sha256": str(n)}]}
                  for n in (forut, naa))  # fmt: skip
    (sagt,) = sammenlign(gammel, ny).lag
    assert ord_ in sagt.replace("\u00a0", " ")


def test_data_er_aarsaken(to, sil, lag_data, rute):
    """The protected area shrinks away from the first site."""
    former, _, vann, forut = to
    nytt = replace(lag_data(NATURVERN, [rute(120, 0, 200, 100)]), sha256="1" * 64)
    svar = sammenlign(forut, dokument(sil(former, nytt, vann)))
    assert {e.sted for e in svar.endringer} == {"arealinnspill-1"}
    assert {e.aarsaker for e in svar.endringer} == {(DATA,)}
    forst = svar.endringer[0]
    assert (forst.hva, forst.naa) == ("utfall", "ingen regel truffet")
    areal = next(e for e in svar.endringer if "truffet areal" in e.hva)
    assert (areal.forut, areal.naa) == ("5,00\u00a0daa", "0,00\u00a0daa")
    assert svar.lag == (
        "Naturvernområder: samme antall objekter, annet innhold (hentet 2026-11-20, nå 2026-11-20)",
    )


def test_regel_er_aarsaken(to, sil, kommune):
    """The shore belt is cut from 100 m to 50 m: the second site, 60 m off, goes free."""
    former, vern, vann, forut = to
    egen = kommune(regel={"innsjoer": {"avstand_m": 50}})
    svar = sammenlign(forut, dokument(sil(former, vern, vann, kommune=egen)))
    assert {e.sted for e in svar.endringer} == {"arealinnspill-2"}
    assert {e.aarsaker for e in svar.endringer} == {(REGEL,)}
    assert len(svar.regler) == 1
    assert "100,0 m → 50,0 m" in svar.regler[0]


def test_slaget_av_en_regel_er_aarsaken(to, sil, kommune):
    """The rule fires as before, but excludes now; a larger smallest area stands in the way."""
    former, vern, vann, forut = to
    egen = kommune(regel={"innsjoer": {"type": "utelukker"}})
    svar = sammenlign(forut, dokument(sil(former, vern, vann, kommune=egen)))
    assert {e.sted for e in svar.endringer} == {"arealinnspill-2"}
    assert {e.aarsaker for e in svar.endringer} == {(REGEL,)}
    assert svar.endringer[0].hva == "utfall"
    assert svar.endringer[-1].naa.endswith("(utelukker)")


def test_en_terskel_er_aarsaken(to, sil, kommune, rute):
    """40 daa by itself, without any rule: too small once 50 daa are asked for."""
    _, vern, vann, _ = to
    alene = [(rute(5000, 5000, 5200, 5200), "bolig")]
    forut = dokument(sil(alene, vern, vann))
    egen = kommune(regel={"minste_flate_bolig": {"terskel": 50, "type": "advarer"}})
    svar = sammenlign(forut, dokument(sil(alene, vern, vann, kommune=egen)))
    assert [e.hva for e in svar.endringer] == ["utfall", "terskler truffet"]
    assert {e.aarsaker for e in svar.endringer} == {(REGEL,)}


def test_form_er_aarsaken(to, sil, rute):
    former, vern, vann, forut = to
    svar = sammenlign(forut, dokument(sil([(rute(0, 0, 40, 100), "bolig"), former[1]], vern, vann)))
    assert {e.sted for e in svar.endringer} == {"arealinnspill-1"}
    assert {e.aarsaker for e in svar.endringer} == {(FORM,)}
    assert svar.endringer[0].hva == "areal"


def test_nytt_og_borte(to, sil, rute):
    former, vern, vann, forut = to
    tre = dokument(sil([*former, (rute(0, 500, 10, 510), "bolig")], vern, vann))
    (kom,) = sammenlign(forut, tre).endringer
    (gikk,) = sammenlign(tre, forut).endringer
    assert kom.naa.startswith("nytt") and gikk.naa == "borte"


def test_journalen_er_aarsaken(to, sil):
    former, vern, vann, forut = to
    rad = Journalrad(
        nr=1, sted="arealinnspill-1", lag="naturvern", felt="treff", ny="nei", grunn="befart",
        navn="K", dato="2026-11-20", merke="", dialog="",
    )  # fmt: skip
    svar = sammenlign(forut, dokument(sil(former, vern, vann, journal=(rad,))))
    assert {e.aarsaker for e in svar.endringer} == {(JOURNAL,)}


def test_galt_dokument_sier_hva_som_mangler(to):
    with pytest.raises(DataFeil, match="forrige kjøringen mangler kilder"):
        sammenlign({"steder": [], "regler": []}, to[3])
