"""Contract over every entry of the catalogue: a new entry is its own test case."""

import re
from dataclasses import replace
from itertools import combinations
from types import MappingProxyType

import pytest

from lag.katalog import KATALOG, NAVNGITTE, TEMAER, koder, ordnet, plankoder, poster
from lag.katalog.kultur import KULTURMILJOER, VERDENSARV
from lag.katalog.mineral import GRUVEINTERESSER
from lag.modell import VERDIORD, IngenTjeneste, Lag, Nedlasting, OgcApi, Stil, Wcs, Wfs, Wms

NAVN = re.compile(r"[a-z][a-z0-9_]*")
FARGE = re.compile(r"#[0-9a-f]{6}")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
DE_AATTE = [
    "verdensarv", "circumferensen", "boligtomter", "naeringstomter", "hytteomraader",
    "gruveinteresser", "fiberdekning", "reinbeite",
]  # fmt: skip
KONTRAKT = {
    "kommunegrense": ("flate", "kommunenummer navn"),
    "verdensarv": ("flate", "navn kategori vernetype sone"),
    "circumferensen": ("flate", "navn kategori vernetype"),
    "kulturmiljoer": ("flate", "navn kategori vernetype"),
    "kulturminner": ("flate", "navn vernetype kategori"),
    "fredede_bygninger": ("punkt", "navn"),
    "sefrak": ("punkt", "navn status"),
    "boligtomter": ("flate", "navn planid arealformaal"),
    "naeringstomter": ("flate", "navn planid arealformaal"),
    "hytteomraader": ("flate", "navn planid arealformaal"),
    "kommuneplan": ("flate", "navn planid arealformaal arealbruksstatus"),
    "hensynssoner": ("flate", "navn kode beskrivelse"),
    "reguleringsplaner": ("flate", "planid navn plantype planstatus ikrafttredelse"),
    "planlegging_igangsatt": ("flate", "planid navn"),
    "arealinnspill": ("flate", "navn formaal"),
    "gruveinteresser": ("flate", "navn type rettighetshaver utstedt forfall mineral"),
    "gruver_gamle": ("flate", "navn sikringstype"),
    "mineralforekomster": ("flate", "navn type"),
    "mineralprospekter": ("flate", "navn type"),
    "fiberdekning": ("punkt", "bygningsnummer har_fiber maalt"),
    "fibernoder": ("punkt", "navn"),
    "fiberruter": ("flate", "rutesvar maalt"),
    "fibertraseer": ("linje", "navn"),
    "graveplaner": ("linje", "navn slag aar"),
    "ledige_lokaler": ("punkt", "navn slag areal_m2 ledig_fra"),
    "kulturstier": ("linje", "navn slag merket uu"),
    "grunnkretser": ("flate", "navn"),
    "reinbeite": ("flate", "navn navn_samisk distriktkode"),
    "reinbeite_vaar": ("flate", "distrikt sesongkode"),
    "reinbeite_sommer": ("flate", "distrikt sesongkode"),
    "reinbeite_host": ("flate", "distrikt sesongkode"),
    "reinbeite_hostvinter": ("flate", "distrikt sesongkode"),
    "reinbeite_vinter": ("flate", "distrikt sesongkode"),
    "kalvingsland": ("flate", "distrikt sesongkode"),
    "flyttlei": ("flate", "distrikt"),
    "oppsamlingsomraade": ("flate", "distrikt"),
    "trekklei": ("linje", "distrikt"),
    "reindriftsanlegg": ("punkt", "distrikt type"),
    "teiger": ("flate", "kommunenummer matrikkelnummer noyaktighetsklasse"),
    "adresser": ("punkt", "adressetekst gardsnummer bruksnummer"),
    "bygninger": ("punkt", "bygningsnummer bygningstype bygningsstatus"),
    "veger": ("linje", "vegkategori vegnummer"),
    "jernbane": ("linje", "navn"),
    "arealressurs": ("flate", "arealtype"),
    "dyrka_jord": ("flate", "arealtype"),
    "myr": ("flate", "arealtype"),
    "dyrkbar_jord": ("flate", ""),
    "terreng": ("raster", ""),
    "innsjoer": ("flate", "navn"),
    "elver": ("linje", "navn"),
    "ledninger": ("linje", "slag"),
    "va_soner": ("flate", "navn slag ledig_pe oppgitt"),
    "skoler": ("punkt", "navn slag ledige_plasser"),
    "butikker": ("punkt", "navn slag"),
    "stasjoner": ("punkt", "navn"),
    "stoysoner": ("flate", "sone stoykilde"),
    "flom_aktsomhet": ("flate", ""),
    "flomsoner": ("flate", "gjentaksintervall"),
    "flomsoner_dekning": ("flate", "navn"),
    "skred_jord_flom": ("flate", ""),
    "steinsprang": ("flate", ""),
    "snoskred": ("flate", ""),
    "naturvern": ("flate", "navn verneform"),
    "naturtyper": ("flate", "navn verdikategori"),
    "naturtyper_dekning": ("flate", "navn"),
    "kraftlinjer": ("linje", "spenning"),
    "forurenset_grunn": ("flate", "navn"),
    "befolkning": ("flate", "antall"),
    "tettsteder": ("flate", "navn"),
    "stedsnavn": ("punkt", "navn type"),
}
"""What the other floors rely on: geometry and columns besides lokalid, in order."""
PERSONOPPLYSNINGER = ("rettighetshaver", "eier", "hjemmelshaver")

alle = pytest.mark.parametrize("post", KATALOG.values(), ids=list(KATALOG))


def _kolonner(post: Lag) -> dict:
    return {kolonne.navn: kolonne for kolonne in post.kolonner}


def test_de_aatte_staar_forst_med_delene_sine():
    assert [post.navn for post in NAVNGITTE] == DE_AATTE
    assert [navn for navn, post in KATALOG.items() if post.navngitt] == DE_AATTE
    rekke = [post.del_av or post.navn for post in KATALOG.values()]
    hoder = list(dict.fromkeys(rekke))
    assert hoder[:8] == DE_AATTE
    assert rekke == sorted(rekke, key=hoder.index)


def test_katalogen_kan_ikke_endres():
    assert isinstance(KATALOG, MappingProxyType)


def test_katalogen_har_akkurat_lagene_i_kontrakten():
    assert set(KATALOG) == set(KONTRAKT)


@pytest.mark.parametrize("tema", TEMAER, ids=lambda t: t.__name__.rpartition(".")[2])
def test_hver_post_er_en_konstant_med_sitt_eget_navn(tema):
    konstanter = {n: v for n, v in vars(tema).items() if isinstance(v, Lag)}
    assert konstanter
    assert {post.navn.upper(): post for post in poster(tema)} == konstanter


def test_to_lag_med_samme_navn_stanser():
    with pytest.raises(ValueError, match="to lag heter det samme: kulturmiljoer"):
        ordnet((), (KULTURMILJOER, replace(VERDENSARV, navn="kulturmiljoer")))


def test_ett_nytt_lag_er_en_post():
    ny = replace(KULTURMILJOER, navn="nytt", del_av="verdensarv")
    orden = list(ordnet((VERDENSARV,), (KULTURMILJOER, VERDENSARV, ny)))
    assert orden == ["verdensarv", "nytt", "kulturmiljoer"]


@alle
def test_geometri_og_kolonner_som_avtalt(post):
    geometri, navnene = KONTRAKT[post.navn]
    lokalid = [] if geometri == "raster" else ["lokalid"]
    assert post.geometri == geometri
    assert sorted(_kolonner(post)) == sorted(lokalid + navnene.split())


@alle
def test_navn_er_ascii_og_ulike(post):
    assert NAVN.fullmatch(post.navn)
    navn = [kolonne.navn for kolonne in post.kolonner]
    kilder = [kolonne.kilde for kolonne in post.kolonner]
    assert all(NAVN.fullmatch(ett) for ett in navn)
    assert len(set(navn)) == len(navn)
    assert all(kilder)
    assert len({kilde.casefold() for kilde in kilder}) == len(kilder)
    assert all(kolonne.tittel for kolonne in post.kolonner)
    assert post.geometri == "raster" or post.idfelt in navn


@alle
def test_eier_lisens_og_navngivelse(post):
    for felt in ("tittel", "eier", "lisens", "navngivelse"):
        assert getattr(post, felt).strip(), felt
    assert post.metadata == "" or UUID.fullmatch(post.metadata)


@alle
def test_kilden_er_hel(post):
    match post.kilde:
        case IngenTjeneste(grunn=grunn):
            assert grunn.endswith(".")
            return
        case Wfs():
            assert post.kilde.typenavn
            assert post.kilde.geometrifelt
            assert post.kilde.epsg in {25833, 4258}
        case OgcApi():
            assert post.kilde.samling
        case Wms():
            assert post.kilde.lag
            assert "bilde" in post.merknad or "vektor" in post.merknad
        case Wcs():
            assert post.geometri == "raster"
        case Nedlasting():
            assert post.kilde.format in {"FGDB", "GML", "GPKG", "SHP", "CSV"}
    assert re.fullmatch(r"https://[a-z0-9.-]+/\S+", post.kilde.url)
    assert post.kilde.url.isascii()
    assert "?" not in post.kilde.url


@alle
def test_dekning_er_sagt_og_begrunnet(post):
    assert post.dekning.grunn.endswith(".")
    if post.dekning.type == "dekningskart":
        assert post.dekning.lag != post.navn
        assert KATALOG[post.dekning.lag].geometri == "flate"
        assert KATALOG[post.dekning.lag].dekning.type != "dekningskart"
    else:
        assert not post.dekning.lag


@alle
def test_hvert_tall_har_sin_grunn(post):
    assert post.verdi in VERDIORD
    assert bool(post.verdi) == bool(post.verdi_grunn)
    assert bool(post.buffer_m) == bool(post.buffer_grunn)
    assert post.buffer_m >= 0
    assert post.noyaktighet_grunn
    assert post.noyaktighet_m is None or post.noyaktighet_m > 0
    assert 0 < post.gyldig_dager <= 365


@alle
def test_reindrift_og_utvikling_har_ingen_verdi(post):
    if post.tema == "reindrift":
        assert post.verdi == ""
        assert "skal varsles og kan kreve konsultasjon (sameloven kap. 4)." in post.merknad
        assert post.buffer_m == 0
    if post.rolle == "utvikling":
        assert post.verdi == ""


@alle
def test_det_uverifiserte_er_sagt_med_ord(post):
    for frase in post.uverifisert:
        assert len(frase) > 4
        assert frase == frase.strip()
        assert not frase.endswith(".")
    assert len(set(post.uverifisert)) == len(post.uverifisert)


@alle
def test_ukjent_lisens_er_merket(post):
    ukjent = "ikke bekreftet" in post.lisens
    assert ukjent == ("lisens" in post.uverifisert)


@alle
def test_personopplysninger_publiseres_aldri(post):
    for kolonne in post.kolonner:
        assert kolonne.publiseres == (kolonne.navn not in PERSONOPPLYSNINGER)


def test_rettighetshaver_er_unntatt():
    assert not _kolonner(GRUVEINTERESSER)["rettighetshaver"].publiseres


@alle
def test_utvalget_bruker_kjente_koder(post):
    for kolonne, valgte in post.utvalg.items():
        listen = _kolonner(post)[kolonne].koder
        assert valgte
        assert len(set(valgte)) == len(valgte)
        assert not listen or set(valgte) <= set(listen)


@alle
def test_deler_horer_til_et_navngitt_lag(post):
    assert not post.del_av or post.del_av in DE_AATTE
    assert not (post.del_av and post.navngitt)


@alle
def test_stilen_er_lovlig(post):
    stil = post.stil
    assert FARGE.fullmatch(stil.farge)
    assert FARGE.fullmatch(stil.kant)
    assert 0 <= stil.dekkevne <= 1
    assert 0 < stil.tykkelse_px <= 4
    assert re.fullmatch(r"(\d+( \d+)*)?", stil.strek)


def _luminans(farge: str) -> float:
    deler = [int(farge[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    rgb = [d / 12.92 if d <= 0.04045 else ((d + 0.055) / 1.055) ** 2.4 for d in deler]
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]


def _kan_skilles_uten_farge(a: Stil, b: Stil) -> bool:
    lys, mork = sorted((_luminans(a.farge) + 0.05, _luminans(b.farge) + 0.05), reverse=True)
    return (a.skravur, a.strek) != (b.skravur, b.strek) or lys / mork >= 1.5


def test_lag_i_samme_rolle_ser_ulike_ut():
    for a, b in combinations(KATALOG.values(), 2):
        if (a.rolle, a.geometri) == (b.rolle, b.geometri):
            like = (a.stil.farge, a.stil.skravur, a.stil.strek) == (
                b.stil.farge, b.stil.skravur, b.stil.strek,
            )  # fmt: skip
            assert not like, f"{a.navn} og {b.navn}"


def test_lag_som_legges_oppaa_hverandre_kan_skilles_uten_farge():
    """Greyscale print: within a role and theme, hatch, dash or lightness tells layers apart."""
    for a, b in combinations(KATALOG.values(), 2):
        if (a.rolle, a.tema, a.geometri) == (b.rolle, b.tema, b.geometri):
            assert _kan_skilles_uten_farge(a.stil, b.stil), f"{a.navn} og {b.navn}"
    for a, b in combinations(NAVNGITTE, 2):
        if (a.rolle, a.geometri) == (b.rolle, b.geometri):
            assert _kan_skilles_uten_farge(a.stil, b.stil), f"{a.navn} og {b.navn}"


@pytest.mark.parametrize("modul", [koder, plankoder], ids=["koder", "plankoder"])
def test_hver_kodeliste_er_tekst_til_tekst(modul):
    lister = [
        vars(modul)[n] for n, slag in modul.__annotations__.items() if slag is koder.Kodeliste
    ]
    assert lister
    for liste in lister:
        assert all(isinstance(k, str) and isinstance(v, str) and k and v for k, v in liste.items())


def test_formaalene_for_ulike_lag_overlapper_ikke():
    bolig, fritid, naering = (
        set(plankoder.FORMAAL_BOLIG), set(plankoder.FORMAAL_FRITID), set(plankoder.FORMAAL_NAERING),
    )  # fmt: skip
    assert not bolig & fritid | bolig & naering | fritid & naering
    assert bolig | fritid | naering <= set(plankoder.AREALFORMAAL)


def test_ar5_deler_er_deler_av_det_kartlagte():
    assert set(koder.AR5_DYRKA) | set(koder.AR5_MYR) < set(koder.AR5_KARTLAGT)
    assert "99" not in koder.AR5_KARTLAGT
