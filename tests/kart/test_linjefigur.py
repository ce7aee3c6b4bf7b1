"""The line figure: scaled right, readable without colour, hostile text inert."""

import re

import pytest
from lxml import etree
from pandas import DataFrame

from analyser.felles.modell import Kolonneinfo, Linjefigur, Tabell
from kart.linjefigur import BREDDE, HOYDE, HOYRE, OVER, UNDER, VENSTRE, linjefigur


def tabell(x, y, tittel="Kurve", figur=True):
    kolonner = (Kolonneinfo(navn="x", tittel="For", enhet="kr"),
                Kolonneinfo(navn="y", tittel=tittel))  # fmt: skip
    return Tabell(
        navn="kurve", tittel=tittel, kolonner=kolonner, data=DataFrame({"x": x, "y": y}),
        figur=Linjefigur(x="x", y=("y",)) if figur else None,
    )  # fmt: skip


def test_punktene_staar_der_tallene_sier():
    svg = linjefigur(tabell([0.0, 5e6, 1e7], [0, 250, 500]))
    prikker = [(float(a), float(b)) for a, b in re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', svg)]
    assert prikker[0] == (VENSTRE, HOYDE - UNDER)
    assert prikker[2] == (BREDDE - HOYRE, OVER)
    assert prikker[1] == pytest.approx(((VENSTRE + BREDDE - HOYRE) / 2, (HOYDE - UNDER + OVER) / 2))
    assert "millioner kr" in svg and ">10</text>" in svg and ">500</text>" in svg


def test_uten_figur_eller_rader_er_det_ingenting():
    assert linjefigur(tabell([1.0], [1], figur=False)) == ""
    assert linjefigur(tabell([], [])) == ""


def test_bare_nuller_og_manglende_tall_tegnes():
    etree.fromstring(linjefigur(tabell([0.0], [0])))
    svg = linjefigur(tabell([1.0, 2.0, 3.0], [1.0, float("nan"), 3.0]))
    assert svg.count("<circle") == 2 and "nan" not in svg


def test_fiendtlig_tekst_er_bare_tekst():
    svg = linjefigur(tabell([1.0], [1], tittel='<script>"x"</script>'))
    assert "<script" not in svg
    etree.fromstring(svg)


def test_tre_linjer_med_samme_enhet_faar_plass():
    """The legend of the fibre curve stays within the figure; the unit is written once."""
    navn = ("Beste plan når", "Etappene når", "Høyst mulig")
    kolonner = tuple(Kolonneinfo(navn=n, tittel=n, enhet="adresser") for n in navn)
    data = DataFrame({"x": [1.0], **{n: [1] for n in navn}})
    alt = (Kolonneinfo(navn="x", tittel="For", enhet="kr"), *kolonner)
    svg = linjefigur(
        Tabell(navn="k", tittel="K", kolonner=alt, data=data, figur=Linjefigur(x="x", y=navn))
    )
    steder = re.findall(r'<text x="(\d+)" y="20">([^<]*)</text>', svg)
    assert [t for _, t in steder] == ["Beste plan når (adresser)", *navn[1:]]
    assert int(steder[-1][0]) + 7.5 * len(steder[-1][1]) <= BREDDE
