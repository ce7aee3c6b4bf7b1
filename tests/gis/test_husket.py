"""What services say of themselves outlives the run, for a day and no longer."""

import pytest

from gis.feil import ParameterFeil
from gis.kilder.http import Klient
from gis.kilder.husket import EVNER, Husket
from gis.kilder.kanal import Kanal
from gis.kilder.lager import Lager
from gis.kilder.lagerstell import rydd
from gis.kilder.wfs import Tjeneste, hent_wfs
from gis.utsnitt import Utsnitt
from tests.hjelp.falsk import FalskTjener
from tests.hjelp.falskwfs import FalskWfs

URL = "https://wfs.example/x"
BOKS = Utsnitt(250_000, 6_850_000, 400_000, 7_050_000, 25833)
NAA, SAMME_DAG, DAGEN_ETTER = (
    f"2026-03-0{dag}T{time}:00:00+00:00" for dag, time in ((1, "08"), (1, "20"), (2, "08"))
)


def _hent(tjener, lager, naa, typenavn="app:Myr"):
    """Fetch in a run of its own; returns how often the capabilities were asked for."""
    forut = len(tjener.sporringer)
    kanal = Kanal(Klient("arealsil/prove", okt=tjener.okt), husket=Husket(lager, naa))
    assert len(hent_wfs(kanal, Tjeneste(url=URL, typenavn=typenavn), BOKS).data) == 3
    return sum("GetCapabilities" in url for url in tjener.sporringer[forut:])


@pytest.fixture
def tjener():
    return FalskTjener(FalskWfs())


def test_neste_kjoring_spor_ikke_igjen_for_dagen_etter(tjener, tmp_path):
    lager = Lager(tmp_path)
    assert _hent(tjener, lager, NAA) == 1
    assert _hent(tjener, lager, SAMME_DAG) == 0
    assert _hent(tjener, lager, DAGEN_ETTER) == 1
    assert _hent(tjener, lager, DAGEN_ETTER) == 0
    assert _hent(tjener, lager, NAA) == 1  # a clock that was set back


def test_skadet_svar_eller_post_blir_spurt_om_igjen(tjener, tmp_path):
    lager = Lager(tmp_path)
    _hent(tjener, lager, NAA)
    (post,) = (tmp_path / EVNER).glob("*.json")
    (svaret,) = (tmp_path / "raa").iterdir()
    skader = ((svaret, b"x"), (post, b"{}"), (post, b"\xff"), (post, b"[1"), (svaret, b""))
    for fil, innhold in skader:
        fil.write_bytes(innhold)
        assert _hent(tjener, lager, NAA) == 1
        assert _hent(tjener, lager, NAA) == 0
    svaret.unlink()
    assert _hent(tjener, lager, NAA) == 1


def test_en_type_som_er_kommet_til_blir_funnet(tjener, tmp_path):
    lager = Lager(tmp_path)
    _hent(tjener, lager, NAA)
    tjener.svar = FalskWfs(type="app:Torvmyr")
    assert _hent(tjener, lager, NAA, "app:Torvmyr") == 1
    with pytest.raises(ParameterFeil, match="Mente du «app:Torvmyr»"):
        _hent(tjener, lager, NAA, "app:Torvmyra")


def test_rydding_lar_dem_staa_men_ikke_skadde(tjener, tmp_path):
    lager = Lager(tmp_path)
    _hent(tjener, lager, NAA)
    assert rydd(lager, 1).filer == ()
    assert _hent(tjener, lager, NAA) == 0
    (post,) = (tmp_path / EVNER).glob("*.json")
    post.write_bytes(b"{}")
    assert len(rydd(lager, 1).filer) == 2
