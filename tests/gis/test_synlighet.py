"""Lines of sight: by hand, by laws, and cell by cell as GDAL's viewshed."""

import shutil
import subprocess

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin
from scipy.ndimage import gaussian_filter

from gis.feil import DataFeil
from gis.rutenett import Rutenett
from gis.synlighet import JORDRADIUS_M, KRUMNING, Utsiktspunkt, silhuett, synlighet


def _terreng(z, rute_m=10.0):
    return Rutenett(np.asarray(z, dtype=np.float32), 0.0, len(z) * rute_m, rute_m, 25832)


def _aaser(fro=7, form=(120, 150)):
    rng = np.random.default_rng(fro)
    return _terreng(600 + 900 * gaussian_filter(rng.normal(size=form), 8))


def test_muren_for_haand():
    """Eye at 2 m, a wall of 12 m 100 m away: 200 m away all below 22 m is hidden (flat earth)."""
    z = np.zeros((1, 41))
    z[0, 10] = 12.0
    punkt = [Utsiktspunkt(5.0, 5.0, 2.0)]
    svar = synlighet(_terreng(z), punkt, krumning=0.0)
    assert svar.skjult_m[0, 20] == pytest.approx(22.0)
    assert svar.skjult_m[0, 10] == 0.0
    assert (svar.fra[0, :11] == 1).all() and (svar.fra[0, 11:] == 0).all()
    assert synlighet(_terreng(z), punkt, 22.1, krumning=0.0).fra[0, 20] == 1
    assert synlighet(_terreng(z), punkt, 21.9, krumning=0.0).fra[0, 20] == 0


def test_jorda_krummer():
    """Over a plain, ground is hidden beyond the horizon: d² = 2 R h / k."""
    horisont_m = np.sqrt(2 * JORDRADIUS_M * 2.0 / KRUMNING)
    z = np.zeros((1, 900))
    svar = synlighet(_terreng(z, 10.0), [Utsiktspunkt(5.0, 5.0, 2.0)])
    borte = np.flatnonzero(svar.fra[0] == 0)[0] * 10.0
    assert borte == pytest.approx(horisont_m, abs=15.0)
    flat = synlighet(_terreng(z, 10.0), [Utsiktspunkt(5.0, 5.0, 2.0)], krumning=0.0)
    assert (flat.fra == 1).all()


def test_lovene():
    terreng = _aaser()
    punkter = [Utsiktspunkt(305.0, 405.0, 3.0), Utsiktspunkt(905.0, 805.0, 3.0)]
    begge, hver = synlighet(terreng, punkter), [synlighet(terreng, [p]) for p in punkter]
    assert ((begge.fra & 1) == hver[0].fra).all() and (begge.fra >> 1 == hver[1].fra).all()
    assert (begge.skjult_m == np.minimum(hver[0].skjult_m, hver[1].skjult_m)).all()
    assert (begge.antall == hver[0].fra + hver[1].fra).all()
    hoyere = synlighet(terreng, punkter, 8.0)
    assert ((hoyere.fra & begge.fra) == begge.fra).all()  # higher things are seen from more places
    assert ((hoyere.skjult_m <= 8.0) == (hoyere.fra > 0)).all()
    naer = synlighet(terreng, punkter[:1], rekkevidde_m=200.0)
    rad, kol = np.nonzero(naer.fra)
    assert np.hypot(kol * 10 + 5 - 305, terreng.ymax - rad * 10 - 5 - 405).max() <= 200.0
    snudd = _terreng(terreng.verdier[:, ::-1])
    speil = synlighet(snudd, [Utsiktspunkt(1_500 - 305.0, 405.0, 3.0)])
    assert (speil.fra[:, ::-1] == hver[0].fra).all()


def test_ukjent_terreng_er_ikke_skjult():
    z = np.zeros((1, 9))
    z[0, 4] = np.nan
    svar = synlighet(_terreng(z), [Utsiktspunkt(5.0, 5.0, 2.0)])
    assert np.isnan(svar.skjult_m[0, 4:]).all() and (svar.skjult_m[0, :4] == 0.0).all()
    assert (svar.fra[0, 4:] == 0).all()


def test_punkt_utenfor_og_for_mange():
    terreng = _terreng(np.zeros((3, 3)))
    with pytest.raises(DataFeil, match="utenfor terrengmodellen"):
        synlighet(terreng, [Utsiktspunkt(-5.0, 5.0)])
    with pytest.raises(DataFeil, match="32 utsiktspunkter"):
        synlighet(terreng, [Utsiktspunkt(5.0, 5.0)] * 33)
    assert np.isinf(synlighet(terreng, []).skjult_m).all()


def test_silhuett_for_haand():
    """On a ridge a house of 5 m stands against the sky; before a higher hill it does not."""
    z = np.zeros((1, 30))
    z[0, 10] = 10.0
    punkt = Utsiktspunkt(5.0, 5.0, 2.0)
    svar = silhuett(_terreng(z), punkt, 5.0, krumning=0.0)
    assert svar[0, 10]
    z[0, 25] = 100.0
    svar = silhuett(_terreng(z), punkt, 5.0, krumning=0.0)
    assert not svar[0, 10] and svar[0, 25]


def test_silhuett_ved_siden_av_og_foran_ukjent_terreng():
    """Unknown ground beside the line of sight changes nothing; behind it nothing is known."""
    z = np.zeros((21, 21))
    punkt = Utsiktspunkt(105.0, 15.0, 2.0)
    rett_fram = silhuett(_terreng(z), punkt, 5.0, krumning=0.0)[:19, 10]
    assert rett_fram.all()
    z[:, [9, 11]] = np.nan
    assert (silhuett(_terreng(z), punkt, 5.0, krumning=0.0)[:19, 10] == rett_fram).all()
    z[:5] = np.nan
    assert silhuett(_terreng(z), punkt, 5.0, krumning=0.0)[5:19, 10].all()


@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")  # rasterio 1.4 and affine 3
@pytest.mark.skipif(shutil.which("gdal_viewshed") is None, reason="gdal_viewshed is not installed")
@pytest.mark.parametrize("hoyde_m", [0.0, 8.0])
def test_som_gdal(tmp_path, hoyde_m):
    """On a small flat: GDAL 3.6 hides neighbours lower than the observer's own ground."""
    terreng = _aaser(11)
    terreng.verdier[58:61, 44:47] = terreng.verdier[59, 45]
    inn, ut = tmp_path / "dtm.tif", tmp_path / "sett.tif"
    flytt = from_origin(terreng.xmin, terreng.ymax, 10.0, 10.0)
    rader, kolonner = terreng.verdier.shape
    with rasterio.open(
        inn, "w", driver="GTiff", height=rader, width=kolonner, count=1, dtype="float32",
        crs="EPSG:25832", transform=flytt,
    ) as fil:  # fmt: skip
        fil.write(terreng.verdier, 1)
    subprocess.run(
        ["gdal_viewshed", "-q", "-ox", "455", "-oy", "605", "-oz", "2", "-tz", str(hoyde_m),
         "-cc", str(KRUMNING), str(inn), str(ut)],
        check=True,
    )  # fmt: skip
    with rasterio.open(ut) as fil:
        deres = fil.read(1) > 0
    vaar = synlighet(terreng, [Utsiktspunkt(455.0, 605.0, 2.0)], hoyde_m).fra > 0
    assert 0.05 < deres.mean() < 0.95
    assert (vaar != deres).mean() < 1e-3
