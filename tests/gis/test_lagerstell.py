"""Keeping the store: every changed byte is found, only what nobody needs is removed."""

import errno
import resource
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace

import pytest

from gis.feil import KildeFeil
from gis.kilder.laas import laast
from gis.kilder.lager import Forsok, Lager
from gis.kilder.lagerstell import historien, lagene, rydd, verifiser
from tests.hjelp import lagerskriver
from tests.hjelp.lagerskriver import TIDER, lagre


def _filer(mappe):
    return sorted(fil for fil in mappe.rglob("*") if fil.is_file() and fil.parent.name != "laas")


def test_hver_byte_som_endres_blir_funnet(tmp_path):
    """One byte anywhere in any file that the good copies rest on."""
    lager = Lager(tmp_path)
    for nummer in range(2):
        lagre(lager, nummer)
    assert list(verifiser(lager, "teiger")) == []
    filer = _filer(tmp_path)
    assert len(filer) == 8  # two of raa, lag and historie; one of kopi and forsok
    for fil in filer:
        god = fil.read_bytes()
        for plass in (0, len(god) // 2, len(god) - 2):
            fil.write_bytes(god[:plass] + bytes([god[plass] ^ 1]) + god[plass + 1 :])
            funn = list(verifiser(lager, "teiger"))
            assert funn, (fil, plass)
            assert {f.lag for f in funn} == {"teiger"}
        fil.unlink()
        if fil.parent.name in {"raa", "lag"}:
            assert [f.hva for f in verifiser(lager, "teiger")] == ["mangler"]
        fil.write_bytes(god)
    assert list(verifiser(lager, "teiger")) == []


def test_historien_er_nyest_forst(tmp_path):
    lager = Lager(tmp_path)
    for nummer in (0, 1, 2):
        lagre(lager, nummer)
    assert [kopi.opphav.hentet for kopi in historien(lager, "teiger")] == TIDER[2::-1]
    assert lagene(lager) == ["teiger"]


def test_rydding(tmp_path):
    lager = Lager(tmp_path)
    for nummer in range(4):
        lagre(lager, nummer)
    lagre(lager, 9, "veger")
    for rest in ("raa/.x.12.gpkg", "lag/ny-12.gpkg", "lag/ny-12.gpkg-journal", "raa/foreldrelos"):
        (tmp_path / rest).write_bytes(b"x" * 10)
    forut = _filer(tmp_path)
    torr = rydd(lager, 2, torr=True)
    assert _filer(tmp_path) == forut
    ryddet = rydd(lager, 2)
    assert ryddet == torr
    assert len(ryddet.filer) == 4 + 2 * 3
    assert ryddet.bytes > 40
    assert [kopi.opphav.hentet for kopi in historien(lager, "teiger")] == [TIDER[3], TIDER[2]]
    for navn in ("teiger", "veger"):
        kopi = lager.kopi(navn)
        assert kopi is not None
        assert len(lager.les(navn, kopi)) == 1
        assert list(verifiser(lager, navn)) == []
    assert rydd(lager, 2).filer == ()


def test_rydding_tar_aldri_den_gode_kopien(tmp_path):
    """Also when the clock has gone back, so that the good copy is not the newest."""
    lager = Lager(tmp_path)
    for nummer in (5, 6, 0):
        lagre(lager, nummer)
    rydd(lager, 1)
    kopi = lager.kopi("teiger")
    assert kopi is not None
    assert kopi.opphav.hentet == TIDER[0]
    assert len(lager.les("teiger", kopi)) == 1
    assert [k.opphav.hentet for k in historien(lager, "teiger")] == [TIDER[6], TIDER[0]]


def test_rydding_gir_opp_og_rorer_ikke_et_skadet_lager(tmp_path):
    lager = Lager(tmp_path)
    lagre(lager, 0)
    with lager.i_bruk(), pytest.raises(KildeFeil, match=r"i bruk av en annen.*etter 0 s"):
        rydd(lager, 1, frist_s=0.2)
    (tmp_path / "kopi" / "teiger.json").write_text("{}")
    forut = _filer(tmp_path)
    with pytest.raises(KildeFeil, match="skadet"):
        rydd(lager, 1)
    assert _filer(tmp_path) == forut


def test_laasen_er_de_andres_ogsaa(tmp_path):
    """Shared with those who share, closed to those who want to be alone."""
    with laast(tmp_path / "l", delt=True):
        with laast(tmp_path / "l", delt=True, frist_s=0):
            pass
        with pytest.raises(KildeFeil, match="i bruk"), laast(tmp_path / "l", frist_s=0):
            pass
    with laast(tmp_path / "l", frist_s=0):
        pass


def test_kjente_svar(tmp_path):
    lager = Lager(tmp_path)
    kopi = lagre(lager, 3)
    kjent = lager.kjent(kopi)("http://x/?a=1")
    assert kjent is not None
    assert (kjent.innhold, kjent.hoder, kjent.uendret) == (b"svar 3", {"ETag": '"3"'}, True)
    assert lager.kjent(kopi)("http://x/?a=2") is None
    assert lager.kjent(None)("http://x/?a=1") is None
    (tmp_path / "raa" / kopi.opphav.sha256).write_bytes(b"svar 4")
    assert lager.kjent(kopi)("http://x/?a=1") is None  # damaged: the whole answer is asked for
    uten = replace(kopi.opphav.svarene[0], hoder={})
    assert (
        lager.kjent(replace(kopi, opphav=replace(kopi.opphav, svarene=(uten,))))("http://x/?a=1")
        is None
    )


def _start(mappe, nummer, runder):
    prosess = subprocess.Popen(
        [sys.executable, lagerskriver.__file__, str(mappe), str(nummer), str(runder)],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert prosess.stdout is not None
    assert prosess.stdout.readline() == "klar\n"
    return prosess


def test_to_prosesser_i_samme_lager(tmp_path):
    """Two processes that write the same layer, while a third tidies, and gets its turn."""
    lager = Lager(tmp_path)
    lagre(lager, 27)
    to = [_start(tmp_path, nummer, 8) for nummer in (0, 1)]
    ryddet = 0
    while any(prosess.poll() is None for prosess in to):
        ryddet += len(rydd(lager, 1, frist_s=60).filer)
        with lager.i_bruk():
            kopi = lager.kopi("teiger")
            assert kopi is not None
            assert lager.les("teiger", kopi)["navn"][0].startswith("nr ")
    for prosess in to:
        assert prosess.wait() == 0
        assert prosess.stdout is not None
        prosess.stdout.close()
    assert ryddet + len(rydd(lager, 1).filer) > 0
    assert list(verifiser(lager, "teiger")) == []


def test_den_som_vil_rydde_slipper_til(tmp_path):
    """Readers that come and go without a pause: who waits to be alone is let in before new ones."""
    lager, stopp = Lager(tmp_path), threading.Event()
    inne = [threading.Event(), threading.Event()]

    def bruk(nummer):
        while not stopp.is_set():
            with lager.i_bruk():
                inne[nummer].set()
                inne[1 - nummer].wait(0.05)  # one of the two is inside at all times
                inne[nummer].clear()

    traader = [threading.Thread(target=bruk, args=(nummer,)) for nummer in (0, 1)]
    for traad in traader:
        traad.start()
    try:
        with lager.alene(60):
            assert not any(hendelse.is_set() for hendelse in inne)
    finally:
        stopp.set()
        for traad in traader:
            traad.join()


def test_drept_om_og_om_igjen(tmp_path):
    """kill -9 at any moment: there is always a whole good copy, and tidying leaves nothing over."""
    lager = Lager(tmp_path)
    lagre(lager, 27)
    for runde in range(5):
        prosess = _start(tmp_path, runde, 1000)
        time.sleep(0.01 + 0.013 * runde)
        prosess.send_signal(signal.SIGKILL)
        prosess.wait()
        assert prosess.stdout is not None
        prosess.stdout.close()
        kopi = lager.kopi("teiger")
        assert kopi is not None
        assert len(lager.les("teiger", kopi)) == 1
        assert list(verifiser(lager, "teiger")) == []
    rydd(lager, 1)
    assert not [f for f in _filer(tmp_path) if f.name.startswith((".", "ny-"))]
    assert list(verifiser(lager, "teiger")) == []


def test_et_lager_som_bare_kan_leses(tmp_path, monkeypatch):
    """A store on a read-only medium can be read: nobody can tidy it either."""
    lager = Lager(tmp_path)
    lagre(lager, 0)

    def nekt(*_, **__):
        raise PermissionError(13, "nei")

    monkeypatch.setattr("gis.kilder.laas.os.open", nekt)
    with lager.i_bruk():
        assert lager.kopi("teiger") is not None
    with pytest.raises(Exception, match="skriverettighet"), lager.alene(0):
        pass


def test_forsoket_kan_vaere_det_eneste(tmp_path):
    lager = Lager(tmp_path)
    lager.noter("veger", Forsok(tid=TIDER[0], nokkel="n", status="feilet", feil="nede"))
    assert lagene(lager) == ["veger"]
    assert rydd(lager, 1).filer == ()
    assert list(verifiser(lager, "veger")) == []


def test_disk_som_virkelig_er_full(tmp_path):
    """The kernel refuses to let the layer file grow: the good copy stands, nothing is left over."""
    lager = Lager(tmp_path)
    kopi = lagre(lager, 27)

    def liten_disk():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    svar = subprocess.run(
        [sys.executable, lagerskriver.__file__, str(tmp_path), "0", "1"],
        capture_output=True, text=True, check=False, preexec_fn=liten_disk,
    )  # fmt: skip
    assert svar.returncode == 1
    assert "SkriveFeil: Kunne ikke skrive" in svar.stderr
    assert lager.kopi("teiger") == kopi
    assert list(verifiser(lager, "teiger")) == []
    assert not [fil for fil in _filer(tmp_path) if fil.name.startswith((".", "ny-"))]


def test_en_nettdisk_uten_laaser(tmp_path, monkeypatch):
    """Where nothing can be locked, fetching goes on, and tidying is refused."""

    def uten(*_):
        raise OSError(errno.ENOLCK, "No locks available")

    lager = Lager(tmp_path)
    monkeypatch.setattr("gis.kilder.laas.fcntl.flock", uten)
    with lager.i_bruk():
        assert lagre(lager, 0) == lager.kopi("teiger")
    with pytest.raises(KildeFeil, match="kan ikke låses"):
        rydd(lager, 1)
