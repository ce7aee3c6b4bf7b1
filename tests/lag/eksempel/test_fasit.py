"""The truth file against geometry read back from the GeoPackage, by plain shapely."""

import pytest
import shapely

from lag.katalog import KATALOG

ID = {navn: next(k.kilde for k in post.kolonner if k.navn == "lokalid")
      for navn, post in KATALOG.items() if post.geometri != "raster"}  # fmt: skip


@pytest.fixture(scope="module")
def omraader(les):
    data = les("arealinnspill", 25832).set_index("lokalid")
    return shapely.make_valid(data.geometry)


@pytest.fixture(scope="module")
def geometrier(les):
    return {navn: shapely.make_valid(les(navn, 25832).geometry.to_numpy()) for navn in ID}


def maal(objekter, omraade) -> tuple[float, int]:
    """Area (or length) of the part within the site, and how many objects take part."""
    snitt = shapely.intersection(objekter[shapely.intersects(objekter, omraade)], omraade)
    if not len(snitt):
        return 0.0, 0
    hoyest = max(shapely.get_dimensions(objekter))
    if hoyest == 0:
        return 0.0, len(snitt)
    mal = shapely.area if hoyest == 2 else shapely.length
    grense = 1e-2 if hoyest == 2 else 1e-3
    return float(mal(shapely.union_all(snitt))), int((mal(snitt) > grense).sum())


def test_saker_er_der(fasit, omraader):
    assert [sak["lokalid"] for sak in fasit["saker"]] == list(omraader.index)
    assert len(omraader) == 24


def test_areal_av_hvert_innspill(fasit, omraader):
    for sak in fasit["saker"]:
        areal = omraader[sak["lokalid"]].area
        assert areal == pytest.approx(sak["areal_m2"], rel=fasit["toleranse_andel"]), sak["lokalid"]


def test_treff_er_fullstendige(fasit, omraader, geometrier):
    """Every layer but those set aside: hit by exactly what the truth says, and by nothing else."""
    avvik = []
    for sak in fasit["saker"]:
        for navn, objekter in geometrier.items():
            if navn in fasit["utenom"]:
                continue
            ventet = sak["treff"].get(navn, {"maal": 0.0, "antall": 0})
            funnet, antall = maal(objekter, omraader[sak["lokalid"]])
            lik = funnet == pytest.approx(ventet["maal"], rel=1e-6, abs=1e-2)
            if not lik or antall != ventet["antall"]:
                avvik.append((sak["lokalid"], navn, ventet, funnet, antall))
    assert avvik == []


def test_avstand(fasit, omraader, geometrier):
    tilfeller = [(s, lag, a) for s in fasit["saker"] for lag, a in s["avstand_m"].items()]
    assert tilfeller
    for sak, lag, avstand in tilfeller:
        funnet = shapely.distance(geometrier[lag], omraader[sak["lokalid"]]).min()
        assert funnet == pytest.approx(avstand, abs=1e-3)


def test_halvkartlagte(fasit, omraader, geometrier):
    tilfeller = [(s, lag) for s in fasit["saker"] for lag in s["kartlagt_m2"]]
    assert any(s["kartlagt_m2"][lag] > 0 and s["ukartlagt_m2"][lag] > 0 for s, lag in tilfeller)
    for sak, lag in tilfeller:
        inne, _ = maal(geometrier[lag], omraader[sak["lokalid"]])
        assert inne == pytest.approx(sak["kartlagt_m2"][lag], abs=0.5), (sak["lokalid"], lag)
        ute = sak["areal_m2"] - inne
        assert ute == pytest.approx(sak["ukartlagt_m2"][lag], abs=0.5)


def test_delt_kant_er_ikke_areal(omraader, geometrier):
    omraade = omraader["innspill-06"]
    naboer = geometrier["naturvern"]
    berorer = naboer[shapely.intersects(naboer, omraade)]
    assert len(berorer) == 1
    assert shapely.area(shapely.intersection(berorer[0], omraade)) == 0.0


def test_slik_de_forekommer(les):
    """One ring is invalid, one site has a hole, one is in parts."""
    data = les("arealinnspill").set_index("lokalid").geometry
    assert list(data.index[~data.is_valid]) == ["innspill-05"]
    assert [len(d.interiors) for d in shapely.get_parts(data["innspill-03"])] == [1]
    assert len(shapely.get_parts(data["innspill-04"])) == 2
