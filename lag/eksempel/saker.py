"""The proposals, one by one, each with what it must hit and by how much (square metres, metres)."""

from lag.eksempel.innspill import Plantet, Sak, boks
from lag.eksempel.mineral import HAVERE
from lag.eksempel.reindrift import NORD, SOR

GRENSE = (0.0, 0.0)
"""Stands for the middle of the municipality's longest straight border; see `innspill.plasser`."""


def _rein(lag: str, wkt: str, distrikt: str, kode: str = "") -> Plantet:
    """Reindeer object of a district."""
    kolonner: dict[str, object] = {"distrikt": distrikt}
    if kode:
        kolonner["sesongkode"] = kode
    return Plantet(lag=lag, wkt=wkt, kolonner=kolonner)


def _rett(wkt: str, type_: str, haver: int, forfall: str) -> Plantet:
    """Mining right of an invented holder."""
    return Plantet(lag="gruveinteresser", wkt=wkt, kolonner={
        "navn": f"Eksempelrett {type_}", "type": type_, "rettighetshaver": HAVERE[haver],
        "utstedt": "2023-05-05", "forfall": forfall, "mineral": "kobber"})  # fmt: skip


def _kalving(wkt: str, distrikt: str) -> tuple[Plantet, ...]:
    """Calving land, which is also spring pasture."""
    return tuple(_rein(lag, wkt, distrikt, "1") for lag in ("kalvingsland", "reinbeite_vaar"))


def _hytte(x: float, y: float, nr: int) -> Plantet:
    return Plantet(lag="bygninger", wkt=f"POINT ({x} {y})", kolonner={
        "bygningsnummer": str(900_100_000 + nr), "bygningstype": "161", "bygningsstatus": "TB",
        "tomt": -1})  # fmt: skip


def _jord(wkt: str, kode: str) -> Plantet:
    return Plantet(lag="arealressurs", wkt=wkt, kolonner={"arealtype": kode})


SAKER: tuple[Sak, ...] = (
    Sak(nr=1, formaal="bolig", hjorne=(627900, 6957100), wkt=boks(0, 0, 400, 300),
        areal_m2=120_000, distrikt=NORD, prove="vestre halvdel i flyttlei",
        plantet=(_rein("flyttlei", boks(-100, -100, 200, 400), NORD),),
        treff={"flyttlei": (60_000, 1)}),
    Sak(nr=2, formaal="bolig", hjorne=(632500, 6954800), wkt=boks(0, 0, 400, 400),
        areal_m2=160_000, distrikt=NORD, prove="to vinterbeiter som overlapper, telles én gang",
        plantet=(_rein("reinbeite_vinter", boks(-50, -50, 250, 450), NORD, "9"),
                 _rein("reinbeite_vinter", boks(150, -50, 450, 200), NORD, "10")),
        treff={"reinbeite_vinter": (130_000, 2)}),
    Sak(nr=3, formaal="fritid", hjorne=(634800, 6954800), areal_m2=320_000, distrikt=NORD,
        wkt="POLYGON ((0 0, 600 0, 600 600, 0 600, 0 0), "
            "(200 200, 200 400, 400 400, 400 200, 200 200))",
        prove="hull: kalvingsland treffer rundt hullet, kulturminnet i hullet treffes ikke",
        plantet=(*_kalving(boks(150, 150, 450, 450), NORD),
                 Plantet(lag="kulturminner", wkt=boks(290, 290, 310, 310),
                         kolonner={"navn": "Eksempelminne i hull", "vernetype": "AUT",
                                   "kategori": "E-ARK"})),
        treff={"kalvingsland": (50_000, 1), "reinbeite_vaar": (50_000, 1)}),
    Sak(nr=4, formaal="naering", hjorne=(634800, 6947900), areal_m2=100_000, distrikt=NORD,
        wkt="MULTIPOLYGON (((0 0, 300 0, 300 200, 0 200, 0 0)), "
            "((400 0, 600 0, 600 200, 400 200, 400 0)))",
        prove="to deler; verneområdet treffer begge og gapet mellom",
        plantet=(Plantet(lag="naturvern", wkt=boks(100, 50, 500, 150),
                         kolonner={"navn": "Eksempelreservat 4", "verneform": "naturreservat"}),),
        treff={"naturvern": (30_000, 1)}),
    Sak(nr=5, formaal="annet", hjorne=(637100, 6947900), areal_m2=20_000, distrikt=NORD,
        wkt="POLYGON ((0 0, 200 200, 200 0, 0 200, 0 0))",
        prove="sløyfe (ugyldig): arealet er de to trekantene",
        plantet=(_rein("oppsamlingsomraade", boks(-50, -50, 100, 250), NORD),),
        treff={"oppsamlingsomraade": (10_000, 1)}),
    Sak(nr=6, formaal="fritid", hjorne=(639400, 6954800), wkt=boks(0, 0, 300, 300),
        areal_m2=90_000, distrikt=NORD, prove="deler kant med verneområde: ikke treff",
        plantet=(Plantet(lag="naturvern", wkt=boks(300, 0, 600, 300),
                         kolonner={"navn": "Eksempelreservat 6", "verneform": "naturreservat"}),)),
    Sak(nr=7, formaal="bolig", hjorne=GRENSE, wkt=boks(-200, -200, 200, 200), areal_m2=160_000,
        distrikt=SOR, prove="krysser kommunegrensen, halvparten innenfor", i_kommunen_m2=80_000,
        treff={"kommunegrense": (80_000, 1), "kommuneplan": (80_000, 1)}),
    Sak(nr=8, formaal="bolig", hjorne=(617400, 6941900), wkt=boks(0, 0, 400, 300),
        areal_m2=120_000, prove="treffer ingenting utenom grunnlaget, utenfor reinbeitedistrikt",
        kartlagt={"naturtyper_dekning": (120_000, 0), "flomsoner_dekning": (0, 120_000)}),
    Sak(nr=9, formaal="fritid", hjorne=(641700, 6954800), wkt=boks(0, 0, 300, 200),
        areal_m2=60_000, distrikt=NORD, prove="helt inne i kalvingsland",
        plantet=_kalving(boks(-100, -100, 400, 300), NORD),
        treff={"kalvingsland": (60_000, 1), "reinbeite_vaar": (60_000, 1)}),
    Sak(nr=10, formaal="bolig", hjorne=(617800, 6939600), wkt=boks(0, 0, 400, 300),
        areal_m2=120_000, prove="østre halvdel kartlagt for flom, ingen flomsone der",
        kartlagt={"flomsoner_dekning": (60_000, 60_000)}),
    Sak(nr=11, formaal="bolig", hjorne=(627850, 6940700), wkt=boks(0, 0, 300, 200),
        areal_m2=60_000, prove="vestre halvdel kartlagt for naturtyper, med treff der",
        plantet=(Plantet(lag="naturtyper", wkt=boks(50, 50, 100, 150),
                         kolonner={"navn": "Slåttemyr", "verdikategori": "Stor verdi"}),),
        treff={"naturtyper": (5_000, 1)}, kartlagt={"naturtyper_dekning": (30_000, 30_000)}),
    Sak(nr=12, formaal="bolig", hjorne=(616500, 6938300), wkt=boks(0, 0, 500, 300),
        areal_m2=150_000, prove="fulldyrka, overflatedyrka og myr",
        plantet=(_jord(boks(0, 0, 200, 300), "21"), _jord(boks(200, 0, 300, 300), "22"),
                 _jord(boks(400, 0, 500, 300), "60")),
        treff={"dyrka_jord": (90_000, 2), "myr": (30_000, 1)}),
    Sak(nr=13, formaal="naering", hjorne=(626400, 6940100), wkt=boks(0, 0, 400, 400),
        areal_m2=160_000, prove="innmarksbeite og dyrkbar jord",
        plantet=(_jord(boks(100, 0, 200, 200), "23"),
                 Plantet(lag="dyrkbar_jord", wkt=boks(0, 0, 100, 400))),
        treff={"dyrka_jord": (20_000, 1), "dyrkbar_jord": (40_000, 1)}),
    Sak(nr=14, formaal="raastoff", hjorne=(639400, 6938700), wkt=boks(0, 0, 400, 400),
        areal_m2=160_000, distrikt=SOR, prove="to rettighetshavere på samme sted",
        plantet=(_rett(boks(-100, -100, 300, 500), "UN", 0, "2027-03-01"),
                 _rett(boks(200, -100, 600, 500), "UT", 1, "2033-05-05")),
        treff={"gruveinteresser": (160_000, 2)}),
    Sak(nr=15, formaal="raastoff", hjorne=(632500, 6938700), wkt=boks(0, 0, 300, 300),
        areal_m2=90_000, distrikt=SOR, prove="gammel gruve og forurenset grunn",
        plantet=(Plantet(lag="gruver_gamle", wkt=boks(50, 50, 150, 150),
                         kolonner={"navn": "Eksempelgruve 15", "sikringstype": "synk"}),
                 Plantet(lag="forurenset_grunn", wkt=boks(100, 100, 250, 200),
                         kolonner={"navn": "Eksempellokalitet 15"})),
        treff={"gruver_gamle": (10_000, 1), "forurenset_grunn": (15_000, 1)}),
    Sak(nr=16, formaal="naering", hjorne=(634800, 6941000), wkt=boks(0, 0, 300, 200),
        areal_m2=60_000, distrikt=SOR, prove="kraftlinje tvers over, 300 m",
        plantet=(Plantet(lag="kraftlinjer", wkt="LINESTRING (-50 100, 350 100)",
                         kolonner={"spenning": "22"}),),
        treff={"kraftlinjer": (300, 1)}),
    Sak(nr=17, formaal="naering", hjorne=(637100, 6941000), wkt=boks(0, 0, 300, 300),
        areal_m2=90_000, distrikt=SOR, prove="tre aktsomhetslag, ett over hele området",
        plantet=(Plantet(lag="skred_jord_flom", wkt=boks(0, 0, 100, 300)),
                 Plantet(lag="steinsprang", wkt=boks(0, 200, 300, 300)),
                 Plantet(lag="snoskred", wkt=boks(-50, -50, 350, 350))),
        treff={"skred_jord_flom": (30_000, 1), "steinsprang": (30_000, 1),
               "snoskred": (90_000, 1)}),
    Sak(nr=18, formaal="bolig", hjorne=(618300, 6942800), wkt=boks(0, 0, 300, 200),
        areal_m2=60_000, prove="tre flomsoner i hverandre, telles én gang",
        plantet=(Plantet(lag="flom_aktsomhet", wkt=boks(0, 0, 300, 100)),
                 *(Plantet(lag="flomsoner", wkt=boks(0, 0, 300, dybde),
                           kolonner={"gjentaksintervall": aar})
                   for aar, dybde in (("20", 40), ("200", 60), ("2100", 80)))),
        treff={"flom_aktsomhet": (30_000, 1), "flomsoner": (24_000, 3)},
        kartlagt={"flomsoner_dekning": (60_000, 0)}),
    Sak(nr=19, formaal="bolig", hjorne=(627900, 6950200), wkt=boks(0, 0, 200, 200),
        areal_m2=40_000, distrikt=NORD, prove="fredet kulturminne 3 m utenfor: ikke truffet",
        plantet=(Plantet(lag="kulturminner", wkt=boks(203, 90, 215, 110),
                         kolonner={"navn": "Eksempelminne 19", "vernetype": "AUT",
                                   "kategori": "E-ARK"}),),
        avstand_m={"kulturminner": 3.0}),
    Sak(nr=20, formaal="fritid", hjorne=(637100, 6936400), wkt=boks(0, 0, 300, 200),
        areal_m2=60_000, distrikt=SOR, prove="helt inne i verneområde",
        plantet=(Plantet(lag="naturvern", wkt=boks(-100, -100, 400, 300),
                         kolonner={"navn": "Eksempelvern 20",
                                   "verneform": "landskapsvernområde"}),),
        treff={"naturvern": (60_000, 1)}),
    Sak(nr=21, formaal="fritid", hjorne=(639400, 6947900), wkt=boks(0, 0, 400, 200),
        areal_m2=80_000, distrikt=NORD, prove="trekklei gjennom, to anlegg inne og ett utenfor",
        plantet=(_rein("trekklei", "LINESTRING (-100 50, 500 50)", NORD),
                 *(Plantet(lag="reindriftsanlegg", wkt=f"POINT ({x} {y})",
                           kolonner={"distrikt": NORD, "type": "gjerde"})
                   for x, y in ((100, 100), (300, 150), (450, 100)))),
        treff={"trekklei": (400, 1), "reindriftsanlegg": (0, 2)}),
    Sak(nr=22, formaal="naering", hjorne=(641700, 6947900), wkt=boks(0, 0, 300, 300),
        areal_m2=90_000, distrikt=NORD, prove="to hensynssoner som overlapper",
        plantet=tuple(Plantet(lag="hensynssoner", wkt=wkt, kolonner={
            "navn": "Eksempel kommuneplan", "kode": kode, "beskrivelse": tekst})
            for wkt, kode, tekst in ((boks(0, 0, 200, 200), "H570_22", "Kulturmiljø"),
                                     (boks(100, 100, 300, 300), "H310_22", "Rasfare"))),
        treff={"hensynssoner": (70_000, 2)}),
    Sak(nr=23, formaal="annet", hjorne=(632500, 6931800), areal_m2=125_000, distrikt=SOR,
        wkt="POLYGON ((0 0, 500 0, 0 500, 0 0))", prove="tre hytter inne i trekanten, én utenfor",
        plantet=tuple(_hytte(x, y, nr) for nr, (x, y) in
                      enumerate(((100, 100), (200, 100), (100, 300), (400, 400)))),
        treff={"bygninger": (0, 3)}),
    Sak(nr=24, formaal="fritid", hjorne=(617500, 6942050), wkt=boks(0, 0, 400, 300),
        areal_m2=120_000, prove="overlapper innspill 8 med 45 000 m², ellers ingenting"),
)  # fmt: skip
