"""What a planner reads of receipts and comparisons."""

import tomllib
from dataclasses import asdict

from analyser import ANALYSER
from analyser.felles.modell import Kildebruk
from analyser.felles.sammenligning import Endring, Sammenligning
from kart.etterpaa import vis_kvittering, vis_nytt, vis_parametre
from kart.kvittering import Kvittering, Tall


def test_nytt_siden_sist_er_linjer_per_sted(capsys):
    endringer = tuple(
        Endring(sted=s, navn=f"Felt {s}", hva=h, forut="1,00 daa", naa="2,00 daa", aarsaker=a)
        for s, h, a in (("a", "areal", ("form",)), ("a", "utfall", ("data", "regel")),
                        ("b", "areal", ("form",)))
    )  # fmt: skip
    lag = ("Vern: 1 objekt flere",)
    vis_nytt(Sammenligning(endringer=endringer, lag=lag, regler=(), uendret=3))
    ut = capsys.readouterr().out
    assert ut.count("Felt a") == 1
    assert "utfall: 1,00 daa → 2,00 daa  (årsak: data og regel)" in ut
    assert "Endrede data" in ut and "Endrede regler" not in ut
    assert "2\u00a0områder endret, 3 uendret." in ut


def test_kvitteringen_viser_tall_formel_lag_og_sjekksum(capsys):
    kilde = Kildebruk(
        lag="naturvern", tittel="Naturvern", eier="Mdir", lisens="NLOD", navngivelse="Mdir",
        status="hentet", antall=1, hentet="2026-11-20", sha256="ab" * 32, dekning="hel",
        noyaktighet="ukjent", merknader=(), eksempel=False,
    )  # fmt: skip
    tall = Tall(ident="siling.detaljer.1.areal_daa", tittel="Truffet (daa)", formel="Én gang.",
                da=5.000000000001, naa=5.000000000001)  # fmt: skip
    vis_kvittering(
        Kvittering(
            tittel="Siling", rad="a · Felt", tall=(tall,), kilder=(kilde,) * 14, regler=(),
            kjoring="abc", dato="2026-11-24", versjoner=("shapely 2.0 → 2.1",),
        )
    )  # fmt: skip
    ut = capsys.readouterr().out
    assert "5.000000000001" in ut and "abc.siling.detaljer.1.areal_daa" in ut
    assert "Én gang." in ut and "ab" * 20 in ut.replace("\n", "")
    assert "og 2\u00a0lag til" in ut and "shapely 2.0 → 2.1" in ut


def test_parametrene_kan_limes_inn_i_kommune_toml(capsys):
    """What is printed is TOML, has the municipality's own values, and is taken again as it is."""
    vis_parametre(ANALYSER.values(), {"hytte": {"stort_daa": 80}})
    lest = tomllib.loads(capsys.readouterr().out)["analyse"]
    assert list(lest) == list(ANALYSER)
    assert lest["hytte"]["stort_daa"] == 80.0
    for navn, verdier in lest.items():
        vanlig = asdict(ANALYSER[navn].med({"stort_daa": 80} if navn == "hytte" else {}))
        assert asdict(ANALYSER[navn].med(verdier)) == vanlig
