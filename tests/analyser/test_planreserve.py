"""Reserve in plans, densification and cabin plans, by hand."""

from dataclasses import replace

import numpy as np
import pytest

from analyser.bolig import ANALYSE as BOLIG
from analyser.felles.fortetting import Fortetting, fortettingstabell
from analyser.felles.hytteklasser import AKTUELT, AVKLARES, FRARAADES
from analyser.felles.hyttereserve import GJELDER, OVERSTYRT, UVISST, reservetabell
from analyser.felles.regler import REGLER
from analyser.felles.tomter import Bygdmaal
from analyser.hytte import ANALYSE as HYTTE
from analyser.naeringstomt import ANALYSE as NAERING
from gis.rutenett import Rutenett
from lag.katalog import KATALOG
from lag.katalog.fare import STOYSONER
from lag.katalog.fiber import FIBERDEKNING
from lag.katalog.grunnlag import STEDSNAVN, TERRENG
from lag.katalog.kultur import FREDEDE_BYGNINGER, SEFRAK, VERDENSARV
from lag.katalog.matrikkel import BYGNINGER, TEIGER
from lag.katalog.plan import (
    BOLIGTOMTER,
    HENSYNSSONER,
    HYTTEOMRAADER,
    KOMMUNEPLAN,
    NAERINGSTOMTER,
    REGULERINGSPLANER,
)
from lag.katalog.reindrift import FLYTTLEI, KALVINGSLAND, OPPSAMLINGSOMRAADE, REINBEITE
from lag.katalog.samferdsel import VEGER
from lag.katalog.vann import LEDNINGER


def _tabell(resultat, navn):
    return next(t for t in resultat.tabeller if t.navn == navn).data


def test_planreserve_og_fortetting_for_haand(grunnlag, lag_data, ukjent_data, rute, strek, prikk):
    # one quarter of 4 daa in four parcels, two houses; 2 homes a dekar: room for 6 more
    teiger = [rute(x, y, x + 50, y + 20) for x in (0, 50) for y in (0, 20)]
    gitt = grunnlag(
        BOLIG.krever,
        lag_data(BOLIGTOMTER, [rute(0, 0, 100, 40)], navn=["B1"], planid=["P1"],
                 arealformaal=["1111"]),
        lag_data(REGULERINGSPLANER, [rute(0, 0, 100, 40)], planid=["P1"], navn=["Lia"],
                 planstatus=["3"], ikrafttredelse=["2016-05-01"]),
        lag_data(TEIGER, teiger, matrikkelnummer=["1/1", "1/2", "1/3", "1/4"]),
        lag_data(BYGNINGER, [prikk(10, 10), prikk(60, 10)], bygningstype=["111", "111"],
                 bygningsnummer=["1", "2"]),
        lag_data(FIBERDEKNING, [prikk(10, 10)], har_fiber=["ja"]),
        lag_data(STEDSNAVN, [prikk(0, 0)], navn=["Bergstaden"], type=["tettsted"]),
        lag_data(VEGER, [strek((-20, 90), (120, 90))], vegkategori=["K"]),
        lag_data(LEDNINGER, [strek((0, 60), (0, 90))]),
    )  # fmt: skip
    svar = BOLIG.kjor(gitt)
    rad = _tabell(svar, "planreserve").iloc[0]
    assert (rad["plan"], rad["tomter"], rad["vedtatt"], rad["alder"]) == ("Lia", 2, "2016", 10)
    assert (rad["veg"], rad["vann"], rad["fiber"]) == ("2 av 2", "1 av 2", "2 av 2")
    kvartal = _tabell(svar, "fortetting").iloc[0]
    assert (kvartal["eiendommer"], kvartal["boliger"], kvartal["potensial"]) == (4, 2, 6)
    assert not [k for k in _tabell(svar, "fortetting") if "matrikkel" in k]
    # the heritage layers were not fetched: that is no answer, and never an empty one
    assert kvartal["kulturarv"].startswith("ikke kjent: Verdensarv, Kulturminner")
    uten = BOLIG.kjor(replace(gitt, lag={**gitt.lag, VEGER.navn: ukjent_data(VEGER)}))
    assert _tabell(uten, "planreserve").iloc[0]["veg"] == "–"


def test_kvartaler_slaatt_sammen_beholder_kulturarven(grunnlag, lag_data, rute, prikk):
    krever = {KATALOG[r.lag] for r in REGLER if "bolig" in r.formaal}
    tabell = fortettingstabell(
        grunnlag(
            (),
            *(lag_data(post) for post in krever),
            lag_data(SEFRAK, [prikk(10, 10)]),
            lag_data(FREDEDE_BYGNINGER, [prikk(210, 10)]),
            lag_data(BOLIGTOMTER, [rute(0, 0, 100, 40), rute(200, 0, 300, 40)]),
            lag_data(TEIGER, [rute(x, y, x + 100, y + 20) for x in (0, 200) for y in (0, 20)]),
            lag_data(BYGNINGER, [prikk(10, 10), prikk(210, 10)], bygningstype=["111"] * 2),
        ),
        lag_data(STEDSNAVN, [prikk(0, 0)]).data,
        Fortetting(innen_m=1000.0, per_daa=2.0),
    )
    assert tabell is not None
    (rad,) = tabell.data.to_dict("records")
    assert (rad["kvartal"], rad["eiendommer"]) == ("2\u00a0kvartaler med få eiendommer", 4)
    assert "SEFRAK" in rad["kulturarv"] and "fredet bygning" in rad["kulturarv"]
    assert "ikke kjent" not in rad["kulturarv"]


def test_naeringsregnskap_og_tomter(grunnlag, lag_data, rute, strek, prikk):
    svar = NAERING.kjor(grunnlag(
        NAERING.krever,
        lag_data(NAERINGSTOMTER, [rute(0, 0, 100, 100), rute(200, 0, 230, 30)], navn=["A", "B"],
                 planid=["P", "P"], arealformaal=["1340", "1810"]),
        lag_data(TEIGER, [rute(0, 0, 50, 100), rute(50, 0, 100, 100), rute(200, 0, 230, 30)],
                 matrikkelnummer=["1/1", "1/2", "1/3"]),
        lag_data(BYGNINGER, [prikk(25, 50)], bygningstype=["211"], bygningsnummer=["1"]),
        lag_data(HENSYNSSONER, [rute(190, 0, 240, 50)], kode=["H220_1"],
                 dekning=rute(0, 0, 10_000, 10_000)),
        lag_data(STOYSONER, [rute(5000, 0, 5100, 50)], sone=["gul"], stoykilde=["fly"],
                 dekning=rute(0, 0, 150, 10_000)),
        lag_data(STEDSNAVN, [prikk(0, 0)], navn=["Bergstaden"], type=["tettsted"]),
        lag_data(VEGER, [strek((0, 200), (300, 200))], vegkategori=["F"]),
    ))  # fmt: skip
    regnskap = _tabell(svar, "regnskap").set_index("formaal")
    kolonner = ["regulert_daa", "brukt_daa", "utelukket_daa", "reserve_daa"]
    assert regnskap.loc["industri", kolonner].tolist() == [10, 5, 0, 5]
    assert regnskap.loc["i alt", kolonner].tolist() == pytest.approx([10.9, 5, 0, 5.9])
    tomter = _tabell(svar, "tomter").set_index("matrikkelnummer")
    assert tomter["storrelse"].to_dict() == {"1/2": "stor", "1/3": "småverksted"}
    assert tomter.loc["1/3", "stoy"] == "gul støysone"
    assert tomter.loc["1/2", "stoy"] == "ikke treff"
    assert "håndverk" in tomter.loc["1/3", "bruk"] and "blandet bruk" in tomter.loc["1/3", "bruk"]
    assert tomter.loc["1/2", "vegklasse"] == "fylkesveg" and tomter.loc["1/2", "veg_m"] == 100
    assert np.isnan(tomter["kraft_m"]).all()


@pytest.fixture
def hytteplaner(lag_data, rute, prikk):
    """An old plan of 100 daa, a new one over half of it, one without date, and a repealed one."""
    return [
        lag_data(HYTTEOMRAADER, [rute(0, 0, 500, 200), rute(250, 0, 500, 200),
                                 rute(2000, 0, 2100, 100), rute(2050, 0, 2100, 100),
                                 rute(4000, 0, 4100, 100)],
                 navn=list("abcde"), planid=["GML", "NY", "UTEN", "OGSAA", "VEKK"],
                 arealformaal=["1120"] * 5),
        lag_data(REGULERINGSPLANER, [rute(0, 0, 500, 200), rute(250, 0, 500, 200),
                                     rute(2000, 0, 2100, 100), rute(2050, 0, 2100, 100),
                                     rute(4000, 0, 4100, 100)],
                 planid=["GML", "NY", "UTEN", "OGSAA", "VEKK"],
                 navn=["Gammel", "Ny", "Uten", "Også", "Vekk"], planstatus=[*"33334"],
                 ikrafttredelse=["1990-01-01", "2020-01-01", None, "2010-01-01", "2021-01-01"]),
        lag_data(KOMMUNEPLAN, [rute(0, 0, 500, 200), rute(6000, 0, 6100, 100)],
                 navn=["Under", "LNFR"], arealformaal=["1120", "5220"],
                 arealbruksstatus=["1", "1"]),
        lag_data(BYGNINGER, [prikk(100, 100)], bygningstype=["161"], bygningsnummer=["1"]),
        lag_data(TEIGER, [rute(80, 80, 120, 120)]),
    ]  # fmt: skip


def test_hyttereserven_legger_nyeste_plan_overst(grunnlag, hytteplaner):
    rader = _tabell(HYTTE.kjor(grunnlag(HYTTE.krever, *hytteplaner)), "reserve").set_index("plan")
    assert set(rader.index) == {"Gammel", "Ny", "Uten", "Også", "Under", "LNFR"}
    assert rader.loc["Gammel", ["areal_daa", "reserve_daa"]].tolist() == pytest.approx([50, 48.4])
    assert rader.loc["Gammel", ["hytter", "lavt", "hoyt"]].tolist() == ["1", 33, 48]
    assert rader.loc["Ny", ["areal_daa", "status"]].tolist() == [50, GJELDER]
    assert rader.loc["Uten", "status"] == UVISST and rader.loc["Uten", "areal_daa"] == 10
    assert rader.loc["Under", "status"] == OVERSTYRT
    assert np.isnan(rader.loc["LNFR", "hoyt"]) and rader.loc["LNFR", "reserve_daa"] == 10


def test_hyttereserven_og_planene_uten_hytter(grunnlag, lag_data, ukjent_data, rute, prikk):
    """A plan for homes takes its ground from the kommuneplan; a proposal takes nothing."""
    g = grunnlag(
        HYTTE.krever,
        lag_data(KOMMUNEPLAN, [rute(0, 0, 100, 1000)], navn=["Lia"], arealformaal=["1120"]),
        lag_data(HYTTEOMRAADER, [rute(500, 0, 600, 100), rute(700, 0, 800, 100)],
                 planid=[None, "H"], navn=["Tunet", None]),
        lag_data(REGULERINGSPLANER, [rute(0, 0, 100, 300), rute(0, 300, 100, 500),
                                     rute(0, 500, 100, 900), rute(700, 0, 800, 100)],
                 planid=["B", "B", "F", "H"], planstatus=["3", "3", "2", "3"],
                 ikrafttredelse=["2020-01-01", "2020-01-01", None, "2021-01-01"]),
        lag_data(BYGNINGER, [prikk(9000, 9000)]), lag_data(TEIGER),
    )  # fmt: skip
    tabell, _ = reservetabell(g, Bygdmaal(), (0.7, 1.0))
    areal = tabell.data.set_index("plan")["areal_daa"].to_dict()
    assert areal == pytest.approx({"Lia": 50, "Tunet": 10, "H": 10})
    g = replace(g, lag={**g.lag, BYGNINGER.navn: ukjent_data(BYGNINGER)})
    assert "er ikke kjent" in reservetabell(g, Bygdmaal(), (0.7, 1.0))[1][0]


def test_klassene_har_regelen_bak(grunnlag, lag_data, rute):
    hoyder = np.full((100, 100), 700, dtype=np.float32)
    terreng = lag_data(TERRENG, raster=Rutenett(hoyder, 600_000.0, 6_910_000.0, 100.0, 25832))
    g = grunnlag(
        HYTTE.krever,
        lag_data(HYTTEOMRAADER, [rute(x, 0, x + 400, 400) for x in (0, 2000, 4000)],
                 navn=["Rein", "Flytt", "Fri"], planid=["P"] * 3, arealformaal=["1120"] * 3),
        lag_data(REINBEITE, [rute(0, 0, 3000, 3000)], navn=["Nord"]),
        lag_data(FLYTTLEI, [rute(2000, 0, 2100, 400)]), lag_data(OPPSAMLINGSOMRAADE),
        lag_data(KALVINGSLAND), lag_data(VERDENSARV), terreng, lag_data(BYGNINGER),
        lag_data(TEIGER),
    )  # fmt: skip
    alle = [lag_data(post) for post in HYTTE.krever if not g.lag[post.navn].kjent]
    g = grunnlag((), *g.lag.values(), *alle)
    rader = _tabell(HYTTE.kjor(g), "omraader").set_index("navn")
    assert rader["klasse"].to_dict() == {"Rein": AVKLARES, "Flytt": FRARAADES, "Fri": AKTUELT}
    assert "reinbeitedistriktet" in rader.loc["Rein", "grunn"]
    assert "flyttlei" in rader.loc["Flytt", "grunn"]
    assert rader["rein_baand"].to_dict() == {
        "Rein": "1–2 km", "Flytt": "treff", "Fri": "1–2 km",
    }  # fmt: skip
