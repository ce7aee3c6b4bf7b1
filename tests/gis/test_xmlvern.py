"""XML from outside that means harm is refused before anybody parses it."""

import pytest

from gis.feil import KildeFeil
from gis.kilder.gml import les_gml
from gis.kilder.httpsvar import Svar
from gis.kilder.svar import krev_json, krev_xml
from gis.kilder.xmlvern import rotnavn

LATTER = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l "ha">%s]><a>&l9;</a>""" % b"".join(
    b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10 if n else b"&l;" * 10) for n in range(10)
)
FIL = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
PARAMETER = b'<!DOCTYPE a [<!ENTITY % x SYSTEM "http://ond.invalid/x.dtd"> %x;]><a/>'


@pytest.mark.parametrize("bombe", [LATTER, FIL, PARAMETER, FIL.decode().encode("utf-16")])
def test_egne_entiteter(bombe):
    for les in (
        lambda: rotnavn(bombe, "WFS x"),
        lambda: krev_xml(Svar("u", 200, {}, bombe), "WFS x"),
        lambda: les_gml(bombe, "a", hva="WFS x"),
    ):
        with pytest.raises(KildeFeil, match="WFS x"):
            les()


def test_rotnavnet():
    assert rotnavn(b'<?xml version="1.0"?><!-- hei --><wfs:A xmlns:wfs="x"/>', "x") == "A"
    assert rotnavn("<område/>".encode(), "x") == "område"
    assert rotnavn('<?xml version="1.0" encoding="ISO-8859-1"?><å/>'.encode("latin-1"), "x") == "å"
    assert rotnavn(b'<!DOCTYPE A SYSTEM "http://schemas.invalid/a.dtd"><A/>', "x") == "A"
    assert rotnavn(b"", "x") == rotnavn(b"hei", "x") == rotnavn(b"<a", "x") == ""


def test_uendelig_forord():
    with pytest.raises(KildeFeil, match="rotelement"):
        rotnavn(b" " * 2_000_000 + b"<a/>", "x")


@pytest.mark.parametrize(
    "kropp", [b"[" * 100_000, b'{"a":' * 100_000, b'{"a": ' + b"9" * 5000 + b"}", b"\xff\xfe{"]
)
def test_json_som_ikke_kan_leses(kropp):
    with pytest.raises(KildeFeil, match="OGC x"):
        krev_json(Svar("u", 200, {}, kropp), "OGC x")


def test_json_med_for_mange_verdier(monkeypatch):
    """A short answer may become a large one in memory; and a number has an end."""
    kropp = b'{"a": [' + b"[],[]," * 50 + b"[]]}"
    assert krev_json(Svar("u", 200, {}, kropp), "OGC x")
    monkeypatch.setattr("gis.kilder.svar.MAKS_JSON_LEDD", 200)
    with pytest.raises(KildeFeil, match="OGC x: svaret har mer enn 200 verdier"):
        krev_json(Svar("u", 200, {}, kropp), "OGC x")
    with pytest.raises(KildeFeil, match="tall uten ende"):
        krev_json(Svar("u", 200, {}, b'{"a": ' + b"9" * 5000 + b"}"), "OGC x")
