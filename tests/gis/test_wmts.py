"""Tiles put together: where they lie, and what caches do instead of giving one."""

import numpy as np
import pytest
import rasterio
from rasterio.io import MemoryFile

from gis.feil import CrsFeil, KildeFeil
from gis.kilder.kanal import Kanal
from gis.kilder.wmts import les_settene, les_wmts
from gis.kilder.wmtsbilde import hent_flisbilde, velg_matrise
from gis.utsnitt import Utsnitt

X, Y = 600_000.0, 6_940_000.0
SETT = """<TileMatrixSet><ows:Identifier>{navn}</ows:Identifier><ows:SupportedCRS>{crs}
</ows:SupportedCRS>{nivaa}</TileMatrixSet>"""
NIVAA = """<TileMatrix><ows:Identifier>{navn}</ows:Identifier><ScaleDenominator>{nevner}
</ScaleDenominator><TopLeftCorner>{hjorne}</TopLeftCorner><TileWidth>{flis[0]}</TileWidth>
<TileHeight>{flis[1]}</TileHeight><MatrixWidth>{ruter[0]}</MatrixWidth>
<MatrixHeight>{ruter[1]}</MatrixHeight></TileMatrix>"""
EVNER = """<Capabilities xmlns="http://www.opengis.net/wmts/1.0" version="1.0.0"
 xmlns:ows="http://www.opengis.net/ows/1.1" xmlns:xlink="http://www.w3.org/1999/xlink">
<ows:ServiceIdentification><ows:Title>x</ows:Title></ows:ServiceIdentification>{maater}
<Contents><Layer><ows:Title>Kart</ows:Title><ows:Identifier>ku:kart</ows:Identifier>
<Style><ows:Identifier>lys grå</ows:Identifier></Style><Format>image/jpeg</Format>
<Format>image/png</Format>{dim}{lenker}{maler}</Layer>{settene}</Contents></Capabilities>"""
MAATER = """<ows:OperationsMetadata><ows:Operation name="GetTile"><ows:DCP><ows:HTTP>
<ows:Get xlink:href="http://feil.invalid/wmts?"/></ows:HTTP></ows:DCP></ows:Operation>
</ows:OperationsMetadata>"""
DIM = """<Dimension><ows:Identifier>Time</ows:Identifier><Default>2026</Default>
<Value>2026</Value></Dimension>"""
TAK = """<TileMatrixSetLimits><TileMatrixLimits><TileMatrix>fin:1</TileMatrix><MinTileRow>0
</MinTileRow><MaxTileRow>1</MaxTileRow><MinTileCol>1</MinTileCol><MaxTileCol>2</MaxTileCol>
</TileMatrixLimits></TileMatrixSetLimits>"""


def evner(maler=(), maater="", crs="urn:ogc:def:crs:EPSG::25832", hjorne=f"{X} {Y}", tak=TAK):
    """A service with a coarse level of 40 m and a fine one of 10 m in tiles of 20 × 10 pixels."""
    nivaa = "".join(
        NIVAA.format(navn=navn, nevner=side / 0.00028, hjorne=hjorne, flis=(20, 10), ruter=(4, 4))
        for navn, side in (("fin:1", 10), ("grov:0", 40))
    )
    urler = "".join(
        f'<ResourceURL format="image/png" resourceType="tile" template="{mal}"/>' for mal in maler
    )
    lenker = "".join(
        f"<TileMatrixSetLink><TileMatrixSet>{navn}</TileMatrixSet>{egne}</TileMatrixSetLink>"
        for navn, egne in (("utm", tak), ("rart", ""))
    )
    settene = SETT.format(navn="utm", crs=crs, nivaa=nivaa)
    settene += SETT.format(navn="rart", crs="lokalt", nivaa=nivaa)
    return EVNER.format(maater=maater, dim=DIM, lenker=lenker, maler=urler, settene=settene)


@pytest.fixture(scope="module")
def flis():
    """PNG of 20 × 10 pixels of one red that tells the tile's column and row."""

    def lag(kol, rad):
        farger = np.full((3, 10, 20), 10 * kol + rad, dtype=np.uint8)
        with MemoryFile() as minne:
            with minne.open(driver="PNG", width=20, height=10, count=3, dtype="uint8") as fil:
                fil.write(farger)
            return minne.read()

    with pytest.warns(rasterio.errors.NotGeoreferencedWarning):
        return {(kol, rad): lag(kol, rad) for kol in range(4) for rad in range(4)}


def _spurt(sti, spor):
    if spor:
        return int(spor["tilecol"]), int(spor["tilerow"])
    kol, rad = sti.removesuffix(".png").split("/")[-2:]
    return int(kol), int(rad)


@pytest.mark.parametrize("maate", ["mal", "spørsmål"])
def test_flisene_ligger_der_de_skal(tjener, klient, flis, maate):
    """Columns 1–2 and rows 0–1 exist; the box asks for more, and starts within a tile."""
    mal = "/t/{style}/{Time}/{TileMatrixSet}/{TileMatrix}/{TileCol}/{TileRow}.png"
    dokument = evner((tjener.url + mal,) if maate == "mal" else (), MAATER)
    spurt = []

    def svar(sti, spor):
        if spor.get("request") == "GetCapabilities":
            return 200, {}, dokument.encode()
        spurt.append((sti, spor))
        hvor = _spurt(sti, spor)
        return (200, {}, flis[hvor]) if hvor != (2, 1) else (404, {}, b"finnes ikke")

    tjener.svar = svar
    kanal = Kanal(klient)
    assert les_settene(kanal, tjener.url, "ku:kart") == {"utm": 25832}
    bakgrunn = les_wmts(kanal, tjener.url, "ku:kart", "utm")
    assert bakgrunn.format == "image/png"
    bilde = hent_flisbilde(kanal, bakgrunn, Utsnitt(X + 95, Y - 105, X + 500, Y + 50, 25832), 10)
    assert bilde.utsnitt.grenser == (X + 200, Y - 110, X + 500, Y)
    assert bilde.piksler.shape == (4, 11, 30)
    assert bilde.piksler[0, :10, :20].tolist() == [[10] * 20] * 10  # column 1, row 0
    assert bilde.piksler[0, :10, 20:].tolist() == [[20] * 10] * 10
    assert bilde.piksler[0, 10, :20].tolist() == [11] * 20
    assert not bilde.piksler[3, 10, 20:].any()  # the tile that is not there: transparent
    assert len(spurt) == 4
    sti, spor = spurt[0]
    if maate == "mal":
        assert sti == "/t/lys%20gr%C3%A5/2026/utm/fin:1/1/0.png"
    else:
        felt = ("layer", "style", "Time", "tilematrixset", "tilematrix", "format")
        ventet = ["ku:kart", "lys grå", "2026", "utm", "fin:1", "image/png"]
        assert [spor[navn] for navn in felt] == ventet
    assert velg_matrise(bakgrunn, 39.9, bilde.utsnitt).navn == "fin:1"
    assert velg_matrise(bakgrunn, 40, bilde.utsnitt).navn == "grov:0"
    assert velg_matrise(bakgrunn, 1, bilde.utsnitt).navn == "fin:1"  # the finest there is


@pytest.mark.parametrize(
    ("egne", "svar", "sier"),
    [
        ({}, (200, {}, b"<!doctype html><title>Logg inn</title>"), "ikke XML.*Logg inn"),
        ({}, (400, {}, b'<ExceptionReport><Exception exceptionCode="TileOutOfRange"/>'
                       b"</ExceptionReport>"), "TileOutOfRange"),
        ({}, (200, {}, b""), "kan ikke leses"),
        ({}, (204, {}, b""), "ingen fliser i området"),
        ({}, (403, {}, b"nei"), "ingen tilgang"),
        ({"maater": "", "maler": ("http://annen.invalid/{TileMatrix}/{TileRow}/{TileCol}",)},
         (404, {}, b""), "på annen.invalid, en annen vert"),
        ({"maater": ""}, (404, {}, b""), "oppgir ikke adressen"),
        ({"hjorne": f"{X + 1e6} {Y}"}, (404, {}, b""), "ingen fliser i området"),
        ({"hjorne": "øst nord"}, (404, {}, b""), "kan ikke leses"),
        ({"crs": "lokalt"}, (404, {}, b""), "oppgir ikke koordinatsystemet"),
        ({"crs": "EPSG:999999"}, (404, {}, b""), "er ikke kjent"),
    ],
)  # fmt: skip
def test_det_som_ikke_er_fliser(tjener, klient, egne, svar, sier):
    dokument = evner(**{"maater": MAATER, **egne}).encode()
    tjener.svar = lambda _, spor: (
        (200, {}, dokument) if spor.get("request") == "GetCapabilities" else svar
    )
    with pytest.raises((KildeFeil, CrsFeil), match=sier):
        bakgrunn = les_wmts(Kanal(klient), tjener.url, "ku:kart", "utm")
        hent_flisbilde(Kanal(klient), bakgrunn, Utsnitt(X, Y - 100, X + 300, Y, 25832), 10)


def test_nord_for_ost_og_grader(tjener, klient):
    """The corner's axes are those of the CRS, but for CRS84; a degree is the standard's."""
    for crs, hjorne in (
        ("urn:ogc:def:crs:EPSG::4326", "63 10"),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", "10 63"),
        ("http://www.opengis.net/def/crs/EPSG/0/4258", "63 10"),
    ):
        dokument = evner(maater=MAATER, crs=crs, hjorne=hjorne, tak="").encode()
        tjener.svar = lambda *_, svar=dokument: (200, {}, svar)
        matrise = les_wmts(Kanal(klient), tjener.url, "ku:kart", "utm").matriser[0]
        assert (matrise.vest, matrise.nord) == (10, 63)
        assert matrise.punkt == pytest.approx(40 / 111_319.4908)
