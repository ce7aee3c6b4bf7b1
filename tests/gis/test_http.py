"""The HTTP client: patient with servers that stumble, strict with answers that are not whole."""

import socket

import pytest

from gis.feil import KildeFeil
from gis.kilder.http import Grenser, Innlogging, Klient, krev_ok


def _etter_tur(*svarene):
    """Answer with one after the other, the last for ever."""
    igjen = list(svarene)
    return lambda *_: igjen.pop(0) if len(igjen) > 1 else igjen[0]


def test_svar_med_hoder_og_brukeragent(tjener, klient):
    tjener.svar = lambda *_: (200, {"Content-Type": "text/XML", "X-Annet": "1"}, b"<a/>")
    svar = klient.hent(f"{tjener.url}/x", {"navn": "område"})
    assert (svar.innhold, svar.type, svar.status) == (b"<a/>", "text/xml", 200)
    assert "X-Annet" not in svar.hoder
    assert tjener.sporringer == [{"navn": "område"}]
    assert tjener.hoder[0]["User-Agent"] == "arealsil/prove"


def test_500_saa_200(tjener, klient, venting):
    tjener.svar = _etter_tur((500, {}, b""), (503, {"Retry-After": "7"}, b""), (200, {}, b"ok"))
    assert klient.hent(tjener.url).innhold == b"ok"
    assert venting[1] == 7
    assert 1.0 <= venting[0] <= 1.5


def test_gir_opp_og_sier_fra(tjener, klient, venting):
    tjener.svar = lambda *_: (502, {}, b"")
    with pytest.raises(KildeFeil, match=r"127\.0\.0\.1.*502.*Prøvd 4 ganger"):
        klient.hent(tjener.url, {"nokkel": "hemmelig"})
    assert len(tjener.sporringer) == 4
    assert len(venting) == 3
    assert venting == sorted(venting)


def test_tjeneren_ber_om_for_lang_pause(tjener, klient, venting):
    tjener.svar = lambda *_: (429, {"Retry-After": "3600"}, b"")
    with pytest.raises(KildeFeil, match="Prøvd 1 ganger"):
        klient.hent(tjener.url)
    assert venting == []


def test_501_prover_ikke_igjen(tjener, klient):
    tjener.svar = lambda *_: (501, {}, b"")
    with pytest.raises(KildeFeil, match="501"):
        klient.hent(tjener.url)
    assert len(tjener.sporringer) == 1


def test_400_kommer_tilbake_til_den_som_spurte(tjener, klient):
    tjener.svar = lambda *_: (400, {}, b"feil   i\nsvaret")
    svar = klient.hent(tjener.url)
    with pytest.raises(KildeFeil, match=r"400\. feil i svaret"):
        krev_ok(svar)


def test_401_raader(tjener, klient):
    tjener.svar = lambda *_: (401, {}, b"")
    with pytest.raises(KildeFeil, match=r"ingen tilgang.*\[lag\.<id>\]"):
        krev_ok(klient.hent(tjener.url))


def test_avkortet_svar(tjener, klient):
    tjener.svar = lambda *_: (200, {"Content-Length": "10", "Connection": "close"}, b"kort")
    with pytest.raises(KildeFeil, match=r"avkortet|brutt"):
        klient.hent(tjener.url)
    assert len(tjener.sporringer) == 4


def test_for_stort_svar(tjener, klient):
    tjener.svar = lambda *_: (200, {}, b"x" * 1_200_000)
    with pytest.raises(KildeFeil, match="større enn"):
        klient.hent(tjener.url)


def test_treg_tjener(venting):
    with socket.create_server(("127.0.0.1", 0)) as stum:
        klient = Klient("x", Grenser(lesing_s=0.05, forsok=2), sov=venting.append)
        with pytest.raises(KildeFeil, match="svarte ikke innen fristen"):
            klient.hent(f"http://127.0.0.1:{stum.getsockname()[1]}/")
        klient.okt.close()


def test_ingen_hjemme(klient):
    with socket.create_server(("127.0.0.1", 0)) as ledig:
        port = ledig.getsockname()[1]
    with pytest.raises(KildeFeil, match="fikk ikke kontakt"):
        klient.hent(f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize("maal", ["http://annen.invalid/", "ftp://127.0.0.1/", "file:///etc"])
def test_omdirigering_til_annen_vert(tjener, klient, maal):
    tjener.svar = lambda *_: (302, {"Location": maal}, b"")
    with pytest.raises(KildeFeil, match="viser videre"):
        klient.hent(tjener.url)


def test_omdirigering_paa_samme_vert(tjener, klient):
    def svar(sti, _):
        return (200, {}, b"ok") if sti == "/ny" else (302, {"Location": "/ny"}, b"")

    tjener.svar = svar
    assert klient.hent(f"{tjener.url}/gammel").innhold == b"ok"
    tjener.svar = lambda *_: (302, {"Location": "/x"}, b"")
    with pytest.raises(KildeFeil, match="for mange"):
        klient.hent(tjener.url)


def test_innlogging_sendes_men_vises_ikke(tjener, klient):
    tjener.svar = lambda *_: (200, {}, b"")
    innlogging = Innlogging("kari", "hemmelig")
    klient.hent(tjener.url, innlogging=innlogging)
    assert tjener.hoder[0]["Authorization"].startswith("Basic ")
    assert "hemmelig" not in repr(innlogging) + str(innlogging)


def test_umulig_adresse(klient):
    with pytest.raises(KildeFeil, match="adressen kan ikke brukes"):
        klient.hent("gopher://127.0.0.1/")


def test_en_vert_uten_kontakt_ventes_det_ikke_paa_igjen(venting):
    with socket.socket() as ledig:
        ledig.bind(("127.0.0.1", 0))
        port = ledig.getsockname()[1]
    klient = Klient("x", Grenser(forsok=3), sov=venting.append)
    with klient.okt:
        with pytest.raises(KildeFeil, match="Prøvd 3 ganger"):
            klient.hent(f"http://127.0.0.1:{port}/a")
        with pytest.raises(KildeFeil, match="ikke spurt på nytt"):
            klient.hent(f"http://127.0.0.1:{port}/b")
    assert len(venting) == 2
