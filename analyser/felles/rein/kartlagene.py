"""The map layers of reindeer husbandry: districts, their parts, and what is planned."""

from collections.abc import Sequence
from dataclasses import replace

from geopandas import GeoDataFrame

from analyser.felles.modell import Kartlag, Klasse
from analyser.felles.rein.bilde import Bilde
from analyser.felles.rein.grunn import PLANLAGT
from analyser.felles.rein.oppsett import UTEN_TID, maanedstekst
from analyser.felles.rein.ord import BEITE, INNENFOR, NAER, SAER, Mote
from analyser.felles.reindrift import DELLAG, SAERLAG
from analyser.felles.svar import tallkolonne, tekstkolonne
from analyser.felles.tekst import M2_PER_DAA
from lag.katalog.reindrift import REINBEITE
from lag.modell import Stil

FORENKLING_M = 5.0
"""How far a drawn line may lie from the true one, metres."""
MOTEKLASSER = (
    Klasse(verdi=SAER, tittel="treff i særverdi", stil=Stil(farge="#8c2d04", skravur="rutenett")),
    Klasse(verdi=BEITE, tittel="på årstidsbeite", stil=Stil(farge="#d95f0e", skravur="45")),
    Klasse(
        verdi=INNENFOR,
        tittel="innenfor distriktet; ingen registrert særverdi",
        stil=Stil(farge="#fe9929", skravur="prikker"),
    ),
    Klasse(
        verdi=NAER,
        tittel="utenfor, men nær kartlagt bruk",
        stil=Stil(farge="#969696", skravur="vannrett"),
    ),
)
"""How a case meets a district; the hatch carries it without colour."""


def distriktlag(bilde: Bilde, epsg: int) -> Kartlag:
    """Borders of the districts."""
    kjente = {navn: form for navn, form in bilde.distrikter.items() if not form.is_empty}
    return Kartlag(
        navn="distrikter",
        tittel="Reinbeitedistrikt",
        data=GeoDataFrame(
            {"id": list(kjente), "navn": list(kjente)}, geometry=list(kjente.values()), crs=epsg
        ),
        klasser=(Klasse(verdi="", tittel="reinbeitedistrikt", stil=REINBEITE.stil),),
        kildelag=(REINBEITE.navn,),
        forenkling_m=FORENKLING_M,
    )


def beitelag(bilde: Bilde, epsg: int) -> Kartlag:
    """Pastures, calving land, routes and gathering areas, one feature per district and part."""
    egne = [e for e in bilde.enheter if e.post.geometri == "flate"]
    flater = [bilde.flate(e) for e in egne]
    ramme = GeoDataFrame(
        {
            "id": [f"{e.distrikt}: {e.post.navn}" for e in egne],
            "navn": [f"{e.post.tittel}, {e.distrikt}" for e in egne],
            "slag": [e.post.navn for e in egne],
            "distrikt": [e.distrikt for e in egne],
            "maaneder": [maanedstekst(bilde.tider.get(e.post.navn, ())) or UTEN_TID for e in egne],
            "areal_daa": [form.area / M2_PER_DAA for form in flater],
        },
        geometry=flater,
        crs=epsg,
    )
    return Kartlag(
        navn="beiter",
        tittel="Beiter og særverdiområder",
        data=ramme,
        klasser=tuple(
            Klasse(verdi=post.navn, tittel=post.tittel, stil=replace(post.stil, dekkevne=0.15))
            for post in DELLAG
            if post.geometri == "flate"
        ),
        klassefelt="slag",
        kolonner=(
            tekstkolonne("distrikt", "Distrikt"),
            tekstkolonne("maaneder", "Måneder (uverifisert)"),
            tallkolonne("areal_daa", "Areal", "daa", 0),
        ),
        kildelag=tuple(p.navn for p in DELLAG if p.geometri == "flate"),
        forenkling_m=FORENKLING_M,
    )


def objektlag(bilde: Bilde, epsg: int) -> Kartlag:
    """Trekkleier, fences and works."""
    rader = [
        (f"{e.post.navn}: {ident}", e.post.tittel, e.post.navn, e.distrikt, form)
        for e in bilde.enheter
        if e.post.geometri != "flate"
        for ident, form in zip(e.ider, e.former, strict=True)
    ]
    felter = ("id", "navn", "slag", "distrikt")
    ramme = GeoDataFrame(
        {felt: [rad[i] for rad in rader] for i, felt in enumerate(felter)},
        geometry=[rad[-1] for rad in rader],
        crs=epsg,
    )
    return Kartlag(
        navn="objekter",
        tittel="Trekkleier, gjerder og anlegg",
        data=ramme,
        klasser=tuple(
            Klasse(verdi=p.navn, tittel=p.tittel, stil=p.stil)
            for p in DELLAG
            if p.geometri != "flate"
        ),
        klassefelt="slag",
        kolonner=(tekstkolonne("distrikt", "Distrikt"),),
        kildelag=tuple(p.navn for p in DELLAG if p.geometri != "flate"),
    )


def _klasser(bilde: Bilde) -> tuple[Klasse, ...]:
    """Classes of the cases; without all special values nothing is said to be without one."""
    if not any(post.navn in SAERLAG for post in bilde.ukjente):
        return MOTEKLASSER
    uvisst = "innenfor distriktet; særverdi ikke kjent"
    return tuple(replace(k, tittel=uvisst) if k.verdi == INNENFOR else k for k in MOTEKLASSER)


def sakslag(bilde: Bilde, moter: Sequence[Mote], epsg: int) -> Kartlag:
    """Everything planned that meets a district, by how it does."""
    saker = [bilde.saker[m.sak] for m in moter]
    ramme = GeoDataFrame(
        {
            "id": [f"{s.id} / {m.distrikt}" for s, m in zip(saker, moter, strict=True)],
            "navn": [s.navn for s in saker],
            "klasse": [m.slag for m in moter],
            "hva": [s.slag for s in saker],
            "svar": [m.tekst for m in moter],
            "maaneder": [m.maaneder for m in moter],
        },
        geometry=[s.form for s in saker],
        crs=epsg,
    )
    return Kartlag(
        navn="saker",
        tittel="Planlagt og foreslått",
        data=ramme,
        klasser=_klasser(bilde),
        klassefelt="klasse",
        kolonner=(
            tekstkolonne("hva", "Slag"),
            tekstkolonne("svar", "Svar"),
            tekstkolonne("maaneder", "Måneder på grunnen (uverifisert)"),
        ),
        kildelag=tuple(post.navn for post in PLANLAGT),
        forenkling_m=1.0,
    )
