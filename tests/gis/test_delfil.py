"""A large file that was broken off is gone on with, and never put together of two versions."""

import random
import re
from dataclasses import replace

import pytest

from gis.feil import KildeFeil
from gis.kilder.delfil import MINST, Delfil, delfil
from gis.kilder.lager import Lager
from gis.kilder.lagerstell import rydd

FIL, NYERE = (random.Random(nr).randbytes(3 * MINST) for nr in (1, 2))
BRUDD = MINST + 12_345
"""Where the server lets go the first time."""


class Filtjener:
    """Serves `fil` by range, and lets go of the first answers."""

    def __init__(self, tjener, brudd=1, **hoder):
        self.fil, self.brudd, self.etag, self.egne = FIL, brudd, '"a"', hoder
        self.tjener, self.omraader = tjener, []
        tjener.svar = self

    def __call__(self, *_):
        spor = self.tjener.hoder[-1]
        self.omraader.append(spor.get("Range", ""))
        start = 0
        if spor.get("If-Range") == self.etag and "Range" in spor:
            start = int(re.fullmatch(r"bytes=(\d+)-", spor["Range"])[1])
        kropp, stor = self.fil[start:], len(self.fil)
        hoder = {"ETag": self.etag, "Content-Length": str(len(kropp))}
        if start:
            hoder["Content-Range"] = f"bytes {start}-{stor - 1}/{stor}"
        if self.brudd:
            self.brudd -= 1
            kropp = kropp[:BRUDD]
        return (206 if start else 200), {**hoder, **self.egne}, kropp


@pytest.fixture
def en_gang(klient):
    """A client that tries once, as a run that is broken off."""
    return replace(klient, grenser=replace(klient.grenser, forsok=1))


def _hent(klient, mappe, tjener):
    with delfil(mappe, f"{tjener.url}/f.zip") as delen:
        return klient.hent_fil(f"{tjener.url}/f.zip", delen)


def _delene(mappe):
    return [fil.name for fil in mappe.iterdir() if ".del" in fil.name]


def test_det_neste_forsoket_ber_om_resten(tjener, klient, tmp_path):
    fil = Filtjener(tjener)
    svar = _hent(klient, tmp_path, tjener)
    assert (svar.innhold, svar.status) == (FIL, 200)
    assert fil.omraader[0] == ""
    kom = int(fil.omraader[1].removeprefix("bytes=").removesuffix("-"))
    assert MINST // 2 < kom <= BRUDD
    assert len(fil.omraader) == 2
    assert _delene(tmp_path) == []


def test_neste_kjoring_gaar_videre(tjener, klient, en_gang, tmp_path):
    fil = Filtjener(tjener, brudd=1)
    with pytest.raises(KildeFeil):
        _hent(en_gang, tmp_path, tjener)
    assert len(_delene(tmp_path)) == 2
    assert _hent(klient, tmp_path, tjener).innhold == FIL
    assert fil.omraader[-1].startswith("bytes=")
    assert _delene(tmp_path) == []


def test_ny_utgave_gir_hele_den_nye(tjener, klient, en_gang, tmp_path):
    fil = Filtjener(tjener, brudd=1)
    with pytest.raises(KildeFeil):
        _hent(en_gang, tmp_path, tjener)
    fil.fil, fil.etag = NYERE, '"b"'
    assert _hent(klient, tmp_path, tjener).innhold == NYERE


@pytest.mark.parametrize(
    "egne",
    [
        {"Content-Range": f"bytes 7-{len(FIL) - 1}/{len(FIL)}"},
        {"Content-Range": f"bytes {BRUDD}-{len(FIL)}/{len(FIL) + 1}"},
        {"Content-Range": "tull"},
        {"ETag": '"c"'},
    ],
)
def test_en_annen_del_enn_den_det_ble_bedt_om(tjener, klient, tmp_path, egne):
    """The server is believed in nothing: whatever does not fit, the whole is fetched anew."""
    fil = Filtjener(tjener)
    rett = fil.__call__

    def svar(*ledd):
        status, hoder, kropp = rett(*ledd)
        return status, (hoder | egne if status == 206 else hoder), kropp

    tjener.svar = svar
    assert _hent(klient, tmp_path, tjener).innhold == FIL
    assert [bool(omraade) for omraade in fil.omraader] == [False, True, False]


def test_uten_merke_eller_med_svakt_hentes_alt_paa_nytt(tjener, klient, tmp_path):
    fil = Filtjener(tjener, ETag='W/"a"')
    assert _hent(klient, tmp_path, tjener).innhold == FIL
    assert fil.omraader == ["", ""]


def test_skadet_del_uten_mappe_og_i_bruk_av_en_annen(tjener, klient, en_gang, tmp_path):
    fil = Filtjener(tjener, brudd=1)
    with pytest.raises(KildeFeil):
        _hent(en_gang, tmp_path, tjener)
    next(tmp_path.glob("*.json")).write_text("{")
    assert _hent(klient, tmp_path, tjener).innhold == FIL
    assert fil.omraader[-1] == ""
    with delfil(tmp_path, f"{tjener.url}/f.zip") as min_:
        assert isinstance(min_, Delfil)
        assert _hent(klient, tmp_path, tjener).innhold == FIL
        assert _delene(tmp_path) == []
    assert _hent(klient, None, tjener).innhold == FIL


def test_rydding_tar_det_som_ble_liggende(tjener, en_gang, tmp_path):
    Filtjener(tjener)
    with pytest.raises(KildeFeil):
        _hent(en_gang, tmp_path / "bestilt", tjener)
    assert len(rydd(Lager(tmp_path), 1).filer) == 2
    assert _delene(tmp_path / "bestilt") == []
