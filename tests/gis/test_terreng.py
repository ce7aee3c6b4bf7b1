"""Slope, aspect, sun and scores: planes whose answers are known."""

import numpy as np
import pytest

from gis.feil import DataFeil
from gis.rutenett import Rutenett
from gis.terreng import JEVNDOEGN, helning_og_retning, solandel, solstillinger


def _plan(ost, nord, n=9):
    """A plane that rises by so much per metre eastwards and northwards."""
    x, y = np.meshgrid(10.0 * np.arange(n), -10.0 * np.arange(n))
    return Rutenett((500 + ost * x + nord * y).astype(np.float32), 0.0, 0.0, 10.0, 25832)


@pytest.mark.parametrize(
    ("ost", "nord", "retning"),
    [(1.0, 0.0, 270.0), (-1.0, 0.0, 90.0), (0.0, 1.0, 180.0), (0.0, -1.0, 0.0)],
)
def test_skraaplanet(ost, nord, retning):
    grader, vei = helning_og_retning(_plan(ost, nord))
    assert grader.verdier[1:-1, 1:-1] == pytest.approx(45.0)
    assert vei.verdier[1:-1, 1:-1] == pytest.approx(retning, abs=1e-4)
    assert np.isnan(grader.verdier[0]).all() and np.isnan(grader.verdier[:, -1]).all()


def test_flatt_har_ingen_retning_og_ukjent_smitter():
    terreng = _plan(0.0, 0.0)
    terreng.verdier[4, 4] = np.nan
    grader, vei = helning_og_retning(terreng)
    assert np.isnan(grader.verdier[3:6, 3:6]).all() and grader.verdier[1, 1] == 0.0
    assert np.isnan(vei.verdier).all()
    with pytest.raises(DataFeil, match="3 × 3"):
        helning_og_retning(_plan(0.0, 0.0, 2))


def test_solas_gang():
    """At the equinox noon the sun stands at 90° − latitude in the south; it rises in the east."""
    middag = solstillinger(62.57, JEVNDOEGN, (12.0,))[0]
    assert np.degrees(middag.hoyde) == pytest.approx(90 - 62.57, abs=0.5)
    assert np.degrees(middag.asimut) == pytest.approx(180.0, abs=1e-6)
    morgen = solstillinger(62.57, JEVNDOEGN, (7.0,))[0]
    assert 90 < np.degrees(morgen.asimut) < 115
    assert solstillinger(75.0, 355) == ()


def test_solandel():
    sol = solstillinger(62.57, JEVNDOEGN)
    midt = (4, 4)
    assert solandel(_plan(0.0, 0.0), sol).verdier[midt] == pytest.approx(1.0, abs=1e-6)
    sor, nord = (solandel(_plan(0.0, n), sol).verdier[midt] for n in (0.3, -0.3))
    assert sor > 1.3
    assert nord < 0.7
    ost, vest = (solandel(_plan(o, 0.0), sol).verdier[midt] for o in (-0.2, 0.2))
    assert ost == pytest.approx(vest, rel=1e-5)
    with pytest.raises(DataFeil, match="Sola"):
        solandel(_plan(0.0, 0.0), ())


def test_skyggen_for_haand():
    """A wall of 30 m in the south, the sun 45° high at noon: 30 m north of it lie in shadow."""
    z = np.zeros((12, 5), dtype=np.float32)
    z[9] = 30.0
    sol = solstillinger(45.0, JEVNDOEGN + 1, (12.0,))
    hoyde = np.degrees(sol[0].hoyde)
    svar = solandel(Rutenett(z, 0.0, 0.0, 10.0, 25832), sol).verdier[:, 2]
    lengde = 30.0 / np.tan(np.radians(hoyde))
    lyst = [svar[9 - n] > 0 for n in range(2, 8)]
    assert lyst == [n * 10 > lengde for n in range(2, 8)]
