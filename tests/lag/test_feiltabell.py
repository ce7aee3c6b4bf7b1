"""The table of faults: what real and hostile services do, and what must happen each time.

Every row is run twice: where a good copy lies in the store, and where there is none. After each:
what was good before is still there, no site that was hit has become «ikke treff», and the message
names the layer and the cause.

    taales     the answer is used, and gives the same features; what was odd is remarked
    svekkes    the answer is used without the features that cannot be; no hit is «ikke kartlagt»
    feiler     the answer is refused: the copy from before is used with its age, else «ikke kjent»
    stopper    the run stops, since the answer would give wrong answers; the copy is untouched
"""

import errno
import os
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

import geopandas as gpd
import pytest
from shapely import box

from analyser.felles.overlapp import vurder
from gis.feil import ArealsilFeil, CrsFeil, SkjemaFeil, SkriveFeil
from gis.kilder.http import Klient
from gis.kilder.lager import Lager
from gis.kilder.lagerstell import verifiser
from lag.lasting import Oppsett, hent, last
from lag.modell import ArcGis, Kilde, Lag, OgcApi, Wfs
from tests.hjelp.falsk import FalskTjener
from tests.hjelp.falskwfs import RUTER, tekstsvar
from tests.hjelp.feiltabell import (
    API,
    ARC,
    GOD,
    GODE,
    GRENSER,
    KOMMUNE,
    NAA,
    POST,
    SENERE,
    TABELL,
    UTAALMODIG,
    WFS,
    Feil,
    Svarer,
    arc,
    hver,
)


def _god(kilde: Kilde) -> Svarer:
    """The server before anything went wrong."""
    match kilde:
        case OgcApi():
            return hver(navn="Langmyra")
        case ArcGis():
            return arc({"features": GODE})
    return GOD


def _steder(lagdata):
    """Two sites: one on the first feature that the good server gives, one beside all of them."""
    x, y = lagdata.data.geometry.iloc[0].centroid.coords[0]
    flater = [box(x - 10, y - 10, x + 10, y + 10), box(x, y + 20_000, x + 10, y + 20_010)]
    return gpd.GeoDataFrame(geometry=flater, crs=lagdata.data.crs)


def _status(steder, lagdata) -> list[str]:
    return [str(status) for status in vurder(steder, lagdata)["status"]]


@contextmanager
def _oppsett(mappe, svar: Svarer, naa=NAA) -> Iterator[Oppsett]:
    tjener = FalskTjener(svar)
    klient = Klient("arealsil/prove", GRENSER, sov=lambda _: None, okt=tjener.okt)
    yield Oppsett(lager=Lager(mappe), klient=klient, naa=naa)
    tjener.okt.close()


@pytest.fixture(scope="module")
def gode(tmp_path_factory):
    """Good store per kind of source, made once: folder, layer as loaded, sites, answers."""
    ut = {}
    for kilde in (WFS, API, ARC):
        mappe = tmp_path_factory.mktemp("god")
        post = replace(POST, kilde=kilde)
        with _oppsett(mappe, _god(kilde)) as oppsett:
            assert hent(post, KOMMUNE, oppsett).status == "hentet"
        data = last(post, KOMMUNE, oppsett.lager)
        steder = _steder(data)
        assert len(data.data) == 3
        assert _status(steder, data) == ["treff", "ikke treff"]
        ut[type(kilde)] = (mappe, data, steder)
    return ut


def _bytes(mappe) -> dict[str, bytes]:
    return {
        str(fil.relative_to(mappe)): fil.read_bytes()
        for navn in ("kopi", "lag", "raa", "historie")
        for fil in (mappe / navn).rglob("*")
        if fil.is_file()
    }


def _kopi_av(mappe, tmp_path):
    for navn, innhold in _bytes(mappe).items():
        (tmp_path / navn).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / navn).write_bytes(innhold)
    return tmp_path


def _hent(post, oppsett) -> tuple[str, type[ArealsilFeil] | None]:
    """Fetch; returns the message, and the error that stopped the run."""
    try:
        return hent(post, KOMMUNE, oppsett).tekst, None
    except (CrsFeil, SkjemaFeil) as err:
        return str(err), type(err)


def _krev(feil: Feil, tekst: str) -> None:
    """The message names the layer and the cause."""
    flat = " ".join(tekst.split())
    assert "myr" in flat
    assert re.search(feil.sier, flat), flat


@pytest.mark.parametrize("feil", TABELL, ids=lambda feil: feil.navn)
def test_med_en_god_kopi(feil, gode, tmp_path):
    mappe, forut, steder = gode[type(feil.kilde)]
    post, lager = replace(POST, kilde=feil.kilde), Lager(_kopi_av(mappe, tmp_path))
    bytes_forut = _bytes(tmp_path)
    with _oppsett(tmp_path, feil.svar, SENERE) as oppsett:
        startet = time.monotonic()
        tekst, stoppet = _hent(post, oppsett)
        assert time.monotonic() - startet < 60
    etter = last(post, KOMMUNE, lager)
    status = _status(steder, etter)
    assert status[0] == "treff"  # whatever happened, what was hit is still known
    alt = " ".join((tekst, *etter.merknader, etter.feil))
    _krev(feil, alt)
    assert list(verifiser(lager, "myr")) == []
    if feil.utfall in {"feiler", "stopper"}:
        assert _bytes(tmp_path).items() >= bytes_forut.items()
        assert etter.data.equals(forut.data)
        assert status == ["treff", "ikke treff"]
        assert any("Siste henting" in m and "12 dager gammel" in m for m in etter.merknader)
        assert (stoppet is not None) == (feil.utfall == "stopper")
    else:
        assert stoppet is None and "henting feilet" not in tekst
        assert len(etter.data) == feil.igjen
        assert status[1] == ("ikke treff" if feil.utfall == "taales" else "ikke kartlagt")
    if feil.utfall == "feiler":
        assert "henting feilet" in tekst
        assert "12 dager gammel" in tekst


UTEN_FOER = {
    "kolonne er borte", "ny kolonne", "kolonne har skiftet type", "tomt lag",
    "falt til under halvparten",
}  # fmt: skip
"""Rows that are faults only because something else came before."""


@pytest.mark.parametrize(
    "feil", [f for f in TABELL if f.navn not in UTEN_FOER], ids=lambda feil: feil.navn
)
def test_uten_kopi(feil, gode, tmp_path):
    _, _, steder = gode[type(feil.kilde)]
    post = replace(POST, kilde=feil.kilde)
    with _oppsett(tmp_path, feil.svar) as oppsett:
        tekst, stoppet = _hent(post, oppsett)
    etter = last(post, KOMMUNE, Lager(tmp_path))
    status = _status(steder, etter)
    _krev(feil, " ".join((tekst, *etter.merknader, etter.feil)))
    if feil.utfall in {"feiler", "stopper"}:
        assert status == ["ikke kjent", "ikke kjent"]
        assert not etter.kjent
        assert (stoppet is not None) == (feil.utfall == "stopper")
    else:
        assert status[0] == "treff"
        assert status[1] == ("ikke treff" if feil.utfall == "taales" else "ikke kartlagt")


# -- on the wire: real sockets --------------------------------------------------------------------


@contextmanager
def _lytter(svar: Callable[[socket.socket], None] | None) -> Iterator[int]:
    """A socket on loopback whose callers are handed to `svar`; None: nobody answers the door."""
    with socket.create_server(("127.0.0.1", 0)) as dor:

        def ta_imot():
            with suppress(OSError):
                while svar is not None:
                    forbindelse, _ = dor.accept()
                    with forbindelse, suppress(OSError):
                        svar(forbindelse)

        traad = threading.Thread(target=ta_imot, daemon=True)
        traad.start()
        yield dor.getsockname()[1]
        with suppress(OSError):
            dor.shutdown(socket.SHUT_RDWR)
    traad.join(2)


def _drypp(hode: bytes) -> Callable[[socket.socket], None]:
    def svar(forbindelse):
        forbindelse.recv(4096)
        forbindelse.sendall(hode)
        for _ in range(200):
            forbindelse.sendall(b"a")
            time.sleep(0.01)

    return svar


def _stans(forbindelse: socket.socket) -> None:
    forbindelse.recv(4096)
    forbindelse.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<a>")
    time.sleep(0.3)


def _brudd(forbindelse: socket.socket) -> None:
    forbindelse.recv(4096)
    forbindelse.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<a>")


def _legg_paa(forbindelse: socket.socket) -> None:
    forbindelse.recv(4096)
    forbindelse.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _tull(forbindelse: socket.socket) -> None:
    forbindelse.recv(4096)
    forbindelse.sendall(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")


OK_HODE = b"HTTP/1.1 200 OK\r\n"
LINJE = {
    "ingen lytter": (None, "fikk ikke kontakt"),
    "vertsnavnet finnes ikke": (None, "vertsnavnet ble ikke funnet"),
    "TLS mot en som ikke kan TLS": (_tull, "sertifikatet|fikk ikke kontakt"),
    "stillhet før svaret": (None, "innen fristen"),
    "stillhet midt i svaret": (_stans, "innen fristen|brutt"),
    "en byte om gangen i hodet": (_drypp(OK_HODE + b"X: "), r"ikke ferdig etter 0\.6 s"),
    "en byte om gangen i kroppen": (_drypp(OK_HODE + b"\r\n"), r"ikke ferdig etter 0\.6 s"),
    "legger på før svaret": (_legg_paa, "fikk ikke kontakt|brutt"),
    "legger på midt i svaret": (_brudd, "brutt|avkortet"),
    "snakker ikke HTTP": (_tull, "fikk ikke kontakt|brutt"),
}
"""What happens on the wire → who answers the door, and what is said of it."""


@pytest.mark.parametrize("navn", LINJE)
def test_paa_linjen(navn, gode, tmp_path):
    svar, sier = LINJE[navn]
    _, forut, steder = gode[Wfs]
    with _lytter(svar) as port:
        url = f"http://127.0.0.1:{port}/wfs"
        if navn == "vertsnavnet finnes ikke":
            url = "http://finnes.invalid/wfs"
        if navn.startswith("TLS"):
            url = url.replace("http", "https")
        post = replace(POST, kilde=replace(WFS, url=url))
        with _oppsett(tmp_path, GOD) as oppsett:
            assert hent(post, KOMMUNE, oppsett).status == "hentet"
        if navn == "ingen lytter":
            post = _paa_ledig_port(post, tmp_path)
        klient = Klient("arealsil/prove", UTAALMODIG, sov=lambda _: None)
        klient.okt.trust_env = False  # past the closed proxy of the tests
        startet = time.monotonic()
        melding = hent(post, KOMMUNE, replace(oppsett, klient=klient, naa=SENERE))
        assert time.monotonic() - startet < 60
        klient.okt.close()
    assert melding.status == "hentet"
    assert re.search(f"myr: henting feilet: .*({sier}).*12 dager gammel", melding.tekst)
    etter = last(post, KOMMUNE, oppsett.lager)
    assert etter.data.equals(forut.data)
    assert _status(steder, etter) == ["treff", "ikke treff"]
    assert re.search(sier, " ".join(etter.merknader))


def _paa_ledig_port(post: Lag, mappe) -> Lag:
    """The layer at a port where nobody listens, its good copy fetched from there."""
    with socket.create_server(("127.0.0.1", 0)) as ledig:
        url = f"http://127.0.0.1:{ledig.getsockname()[1]}/wfs"
    flyttet = replace(post, kilde=replace(WFS, url=url))
    with _oppsett(mappe, GOD) as oppsett:
        assert hent(flyttet, KOMMUNE, oppsett).status == "hentet"
    return flyttet


# -- in the store ---------------------------------------------------------------------------------


def _full_disk(monkeypatch, steg: int) -> Callable[[], bool]:
    """Make the disk full at flush number `steg`; what is returned tells whether it came so far."""
    ekte, talt = os.fsync, 0

    def full(nummer):
        nonlocal talt
        talt += 1
        if talt >= steg:
            raise OSError(errno.ENOSPC, "No space left on device")
        ekte(nummer)

    monkeypatch.setattr("gis.kilder.skriving.os.fsync", full)
    return lambda: talt >= steg


def test_full_disk_ved_hvert_steg(gode, tmp_path, monkeypatch):
    """The disk is full at the first, second, … time that something is flushed to it."""
    god, _, steder = gode[Wfs]
    steg, ble_full = 0, True
    while ble_full:
        steg += 1
        mappe = _kopi_av(god, tmp_path / str(steg))
        naadd = _full_disk(monkeypatch, steg)
        with _oppsett(mappe, GOD.med(ider=("m1", "m2", "ny")), SENERE) as oppsett:
            try:
                hent(POST, KOMMUNE, oppsett)
            except SkriveFeil as err:
                assert "Disken er full" in str(err)
                assert str(mappe) in str(err)
        ble_full = naadd()
        monkeypatch.undo()
        etter = last(POST, KOMMUNE, oppsett.lager)
        assert set(etter.data["lokalid"]) in ({"m1", "m2", "m3"}, {"m1", "m2", "ny"})
        assert _status(steder, etter) == ["treff", "ikke treff"]
        assert list(verifiser(oppsett.lager, "myr")) == []
        assert {fil.parent.name for fil in mappe.rglob(".*")} <= {"laas"}
    assert steg > 5


@pytest.mark.parametrize("hva", ["lag", "kopi", "raa", "forsok", "historie"])
def test_skadet_lager_nektes_og_rettes(hva, gode, tmp_path):
    """A changed byte is found; what rests on it is «ikke kjent»; fetching again mends it."""
    _, _, steder = gode[Wfs]
    lager = Lager(tmp_path)
    with _oppsett(tmp_path, GOD) as oppsett:
        hent(POST, KOMMUNE, oppsett)
    for fil in (tmp_path / hva).rglob("*"):
        if fil.is_file():
            god = fil.read_bytes()
            fil.write_bytes(god[:-3] + bytes([god[-3] ^ 1]) + god[-2:])
    assert list(verifiser(lager, "myr"))
    skadet = last(POST, KOMMUNE, lager)
    if hva in {"lag", "kopi", "forsok"}:
        assert _status(steder, skadet) == ["ikke kjent", "ikke kjent"]
        assert "skadet" in skadet.feil
        assert "arealsil hent myr" in skadet.feil
    with _oppsett(tmp_path, GOD, SENERE) as oppsett:
        assert hent(POST, KOMMUNE, oppsett).status == "hentet"
    assert _status(steder, last(POST, KOMMUNE, lager)) == ["treff", "ikke treff"]
    assert [f for f in verifiser(lager, "myr") if not f.fil.startswith("historie")] == []


def test_frakoblet_ser_at_en_byte_er_endret(tmp_path):
    """The layer itself changed is «ikke kjent»; the answers behind it, or the record, are told."""
    with _oppsett(tmp_path, GOD) as oppsett:
        assert hent(POST, KOMMUNE, oppsett).status == "hentet"
    frakoblet = replace(oppsett, frakoblet=True)
    for mappe, status in (("raa", "hentet"), ("lag", "ikke_kjent"), ("kopi", "ikke_kjent")):
        fil = next(f for f in (tmp_path / mappe).iterdir() if f.is_file())
        god = fil.read_bytes()
        fil.write_bytes(god[:-9] + bytes([god[-9] ^ 1]) + god[-8:])
        melding = hent(POST, KOMMUNE, frakoblet)
        assert melding.status == status
        assert melding.tekst.startswith("myr: ")
        assert "skadet" in melding.tekst and "arealsil hent myr" in melding.tekst
        fil.write_bytes(god)
    assert "skadet" not in hent(POST, KOMMUNE, frakoblet).tekst


def test_uendret_svar_hentes_ikke_paa_nytt(tmp_path):
    """A server with ETags is asked conditionally; its 304 confirms the copy; damage is mended."""
    sendt: list[int] = []

    def svar(url, hoder):
        status, hode, kropp = GOD(url, hoder)
        if hoder.get("If-None-Match") == '"1"':
            return 304, {}, b""
        sendt.append(len(kropp))
        return status, {**hode, "ETag": '"1"'}, kropp

    for naa, ventet in ((NAA, 3), (SENERE, 2)):
        sendt.clear()
        with _oppsett(tmp_path, svar, naa) as oppsett:
            assert hent(POST, KOMMUNE, oppsett).status == "hentet"
        assert len(sendt) == ventet  # capabilities and hits are not kept, the features are
    data = last(POST, KOMMUNE, oppsett.lager)
    assert (data.hentet, data.bekreftet) == (NAA, SENERE)
    for fil in (tmp_path / "lag").iterdir():
        fil.write_bytes(b"x")
    for fil in (tmp_path / "raa").iterdir():
        fil.write_bytes(b"x")
    with _oppsett(tmp_path, svar, SENERE) as oppsett:
        assert hent(POST, KOMMUNE, oppsett).status == "hentet"
    assert last(POST, KOMMUNE, oppsett.lager).kjent
    assert list(verifiser(oppsett.lager, "myr")) == []


def test_et_fall_kan_godtas(gode, tmp_path):
    mappe, _, _ = gode[Wfs]
    _kopi_av(mappe, tmp_path)
    with _oppsett(tmp_path, GOD.med(ruter=RUTER[:1]), SENERE) as oppsett:
        assert "--godta-fall" in hent(POST, KOMMUNE, oppsett).tekst
        assert hent(POST, KOMMUNE, replace(oppsett, godta_fall=True)).antall == 1
    assert len(last(POST, KOMMUNE, oppsett.lager).data) == 1


def test_tabellen_er_lang_nok():
    """At least forty faults, each with its own name."""
    navn = [feil.navn for feil in TABELL]
    assert len(set(navn)) == len(navn)
    assert len(navn) + len(LINJE) >= 40
    assert {feil.utfall for feil in TABELL} == {"taales", "svekkes", "feiler", "stopper"}


@pytest.mark.parametrize(
    ("fil", "status", "sier"),
    [
        ("wfs_exceptionreport.xml", 400, "InvalidParameterValue"),
        ("wfs_exceptionreport.xml", 200, "InvalidParameterValue"),
        ("wms_serviceexceptionreport.xml", 200, "LayerNotDefined"),
        ("wfs_teig_bergen.xml", 200, "GetCapabilities kan ikke leses|finnes ikke"),
    ],
)
def test_svar_som_ekte_tjenester_har_gitt(fil, status, sier, gode, tmp_path, ekte):
    """Recorded answers, byte for byte, where something else was expected."""
    mappe, forut, steder = gode[Wfs]
    lager = Lager(_kopi_av(mappe, tmp_path))
    svar = tekstsvar(status, (ekte / "svar" / fil).read_bytes(), Content_Type="text/xml")
    with _oppsett(tmp_path, svar, SENERE) as oppsett:
        melding = hent(POST, KOMMUNE, oppsett)
    assert re.search(f"myr: henting feilet: .*({sier})", melding.tekst)
    etter = last(POST, KOMMUNE, lager)
    assert etter.data.equals(forut.data)
    assert _status(steder, etter) == ["treff", "ikke treff"]
