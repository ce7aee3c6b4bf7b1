"""Konflikt: every protection interest against every development, in dekar counted once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from geopandas import GeoDataFrame
from pandas import DataFrame, isna

from analyser.felles.kryss import Interesse, del_av, hel, innenfor, kryss, verdensarv
from analyser.felles.kryssvisning import matrisetabell, overlappkart, partabell
from analyser.felles.modell import (
    Analyse,
    Grunnlag,
    Kartlag,
    Klasse,
    Resultat,
    Status,
)
from analyser.felles.reindrift import REINDRIFTSLAG
from analyser.felles.sjekk import stabile_ider
from analyser.felles.spor import kildebruk, ukjent_tekster
from analyser.felles.svar import tallkolonne, tekstkolonne
from analyser.felles.tekst import (
    IKKE_AVKLART,
    IKKE_KONSEKVENSUTREDNING,
    M2_PER_DAA,
    REINDRIFT_VARSEL,
    antall,
    daa,
    oppramsing,
)
from gis.crs import arealmerknad
from lag.katalog import KATALOG
from lag.katalog.kultur import CIRCUMFERENSEN, VERDENSARV
from lag.katalog.mineral import GRUVEINTERESSER
from lag.katalog.plan import (
    AREALINNSPILL,
    BOLIGTOMTER,
    HENSYNSSONER,
    HYTTEOMRAADER,
    KOMMUNEPLAN,
    NAERINGSTOMTER,
)
from lag.katalog.reindrift import REINBEITE
from lag.modell import Lag, Lagdata

VERN: tuple[Lag, ...] = tuple(p for p in KATALOG.values() if p.rolle == "vern")
"""Protection interests: every layer of that role; a new one joins by itself."""
UTVIKLING: tuple[Lag, ...] = (
    BOLIGTOMTER, NAERINGSTOMTER, HYTTEOMRAADER, GRUVEINTERESSER, AREALINNSPILL,
)  # fmt: skip
"""Development layers that are set against them whole."""
VERNEKODER = ("5", "72", "73")
"""Hensynssoner that protect: særlige hensyn (5xx), båndlagt for natur (72x) and kultur (73x)."""
BYGGEKODER = "1"
"""First digit of the purposes «bebyggelse og anlegg» in a kommuneplan (pbl 2008)."""
NAAVAERENDE = "1"
"""`arealbruksstatus` of ground that is already in use."""
FAVNER_ALT = (f"{VERDENSARV.navn}_buffer", CIRCUMFERENSEN.navn, REINBEITE.navn)
"""Interests that cover nearly every site and so tell none apart; named in words, not drawn."""


@dataclass(frozen=True, slots=True)
class Parametre:
    """What the planner may change."""

    med_naavaerende: bool = False
    """Whether ground already in use by the kommuneplan counts as development. Source: kommunens
    valg; the default looks at what is still to come."""
    minste_daa: float = 0.1
    """Overlaps smaller than this are counted but not drawn, dekar. Source: kommunens valg."""


def beregn(grunnlag: Grunnlag, p: Parametre) -> Resultat:
    """Set protection against development; the answer is the ground they share, never a verdict."""
    vern = _vern(grunnlag)
    utvikling = _utvikling(grunnlag, p)
    celler = kryss(grunnlag, vern, utvikling)
    tegnes = [interesse for interesse in vern if interesse.navn not in FAVNER_ALT]
    epsg = grunnlag.kommune.epsg
    return Resultat(
        analyse="konflikt",
        tittel=ANALYSE.tittel,
        sporsmaal=ANALYSE.sporsmaal,
        tiltak=ANALYSE.tiltak,
        svar=_svar(celler, grunnlag),
        punkter=_punkter(celler),
        tabeller=(
            matrisetabell(
                celler,
                utvikling,
                epsg,
                ("Verneinteresser mot utbyggingsinteresser", "Verneinteresse"),
            ),
            partabell(celler, epsg, ("Verneinteresse", "Utbyggingsinteresse")),
        ),
        kartlag=(
            _utviklingslag(grunnlag, utvikling),
            overlappkart(
                grunnlag,
                tegnes,
                utvikling,
                "Der verneinteresser og utbyggingsinteresser møtes",
                p.minste_daa,
            ),
        ),
        regler=(),
        kilder=kildebruk(grunnlag, KREVER),
        ukjent=ukjent_tekster(grunnlag, KREVER),
        parametre={"med_naavaerende": p.med_naavaerende, "minste_daa": p.minste_daa},
    )


def _vern(grunnlag: Grunnlag) -> list[Interesse]:
    """Protection interests; of the hensynssoner only those that protect."""
    interesser: list[Interesse] = []
    for post in VERN:
        lagdata = grunnlag[post]
        if post.navn == VERDENSARV.navn:
            interesser += verdensarv(lagdata)
            continue
        if post.navn != HENSYNSSONER.navn:
            interesser.append(hel(lagdata))
            continue
        koder = _koder(lagdata, "kode")
        med = [not kode or kode.lstrip("Hh").startswith(VERNEKODER) for kode in koder]
        interesser.append(del_av(lagdata, post.navn, "Hensynssoner (vern og særlige hensyn)", med))
    return interesser


def _utvikling(grunnlag: Grunnlag, p: Parametre) -> list[Interesse]:
    """Development: zoned and proposed areas, and what the kommuneplan sets aside."""
    retter, plan = grunnlag[GRUVEINTERESSER], grunnlag[KOMMUNEPLAN]
    i_kraft = [not d or d >= grunnlag.dato.isoformat() for d in _koder(retter, "forfall")]
    bygg = [kode.startswith(BYGGEKODER) for kode in _koder(plan, "arealformaal")]
    naa = [status == NAAVAERENDE for status in _koder(plan, "arealbruksstatus")]
    framtidig = [b and not n for b, n in zip(bygg, naa, strict=True)]
    deler = [
        *(hel(grunnlag[post]) for post in UTVIKLING if post.navn != GRUVEINTERESSER.navn),
        del_av(retter, "gruveinteresser", "Gruveinteresser i kraft", i_kraft),
        del_av(plan, "kommuneplan_framtidig", "Kommuneplan: framtidig byggeformål", framtidig),
    ]
    if p.med_naavaerende:
        brukt = [b and n for b, n in zip(bygg, naa, strict=True)]
        deler.append(
            del_av(plan, "kommuneplan_naavaerende", "Kommuneplan: nåværende byggeformål", brukt)
        )
    return deler


def _koder(lagdata: Lagdata, kolonne: str) -> list[str]:
    """Codes of a column as text; «» where one is missing."""
    if kolonne not in lagdata.data:
        return [""] * len(lagdata.data)
    return ["" if isna(verdi) else str(verdi) for verdi in lagdata.data[kolonne]]


def _svar(celler: DataFrame, grunnlag: Grunnlag) -> str:
    """Answer in one sentence, with numbers."""
    telt = celler["status"].value_counts()
    innenfor = int(((celler["status"] == Status.TREFF) & (celler["merknad"] != "")).sum())
    traff = int(telt.get(Status.TREFF, 0)) - innenfor
    storst = celler[~celler["interesse"].isin(FAVNER_ALT)].sort_values(
        "areal_daa", ascending=False, kind="stable", na_position="last"
    )
    start = (
        f"{traff} av {antall(len(celler), 'par', 'par')} av verneinteresse og utbyggingsinteresse "
        f"møtes; {innenfor} ligger bare innenfor et reinbeitedistrikt uten registrert særverdi, "
        f"{int(telt.get(Status.IKKE_KARTLAGT, 0))} er ikke kartlagt og "
        f"{int(telt.get(Status.IKKE_KJENT, 0))} ikke kjent"
    )
    if storst.empty or not storst["areal_daa"].iloc[0] > 0:
        return f"{start}."
    forst = storst.iloc[0]
    return (
        f"{start}. Mest grunn deler {forst['interesse_tittel']} og {forst['utvikling_tittel']}: "
        f"{daa(forst['areal_daa'] * M2_PER_DAA)} ({arealmerknad(grunnlag.kommune.epsg)})."
    )


def _punkter(celler: DataFrame) -> tuple[str, ...]:
    """Call out world heritage and reindeer husbandry, one sentence per development."""
    reindrift = [post.navn for post in REINDRIFTSLAG]
    return (
        *_utrop(celler, [VERDENSARV.navn], "verdensarven"),
        *_utrop(celler, reindrift, "kartlagt reindrift (tiltak 5.4)"),
        IKKE_AVKLART,
        IKKE_KONSEKVENSUTREDNING,
        REINDRIFT_VARSEL,
    )


def _utrop(celler: DataFrame, interesser: Sequence[str], hva: str) -> list[str]:
    """Say of every development how much of it meets the interests, one by one."""
    setninger = []
    egne = celler[celler["interesse"].isin(interesser)]
    for tittel, gruppe in egne.groupby("utvikling_tittel", sort=False):
        traff = gruppe[(gruppe["status"] == Status.TREFF) & (gruppe["areal_daa"] > 0)]
        if not traff.empty:
            ledd = [
                f"{rad['interesse_tittel']} {daa(rad['areal_daa'] * M2_PER_DAA)}"
                for rad in traff.to_dict("records")
            ]
            setninger.append(f"{tittel} møter {hva}: {oppramsing(ledd)}.")
        elif (gruppe["status"] == Status.IKKE_KJENT).all():
            setninger.append(f"{tittel} mot {hva}: ikke kjent.")
    return setninger


def _utviklingslag(grunnlag: Grunnlag, utvikling: Iterable[Interesse]) -> Kartlag:
    """Development within the municipality, one feature per area."""
    deler = [
        innenfor(
            u.lagdata.data.assign(
                lokalid=stabile_ider(u.lagdata.data), utvikling=u.tittel, _fra=u.navn
            ),
            grunnlag.grense,
        )
        for u in utvikling
        if u.lagdata.kjent
    ]
    felter = ["lokalid", "navn", "utvikling", "_fra", "geometry"]
    rader = [rad for del_ in deler for rad in del_.reindex(columns=felter).to_dict("records")]
    data = GeoDataFrame(DataFrame(rader, columns=felter), crs=grunnlag.kommune.epsg)
    data = data.assign(
        id=[f"{fra}: {ident}" for fra, ident in zip(data["_fra"], data["lokalid"], strict=True)],
        navn=[
            tittel if isna(navn) else str(navn)
            for navn, tittel in zip(data["navn"], data["utvikling"], strict=True)
        ],
        areal_daa=data.area / M2_PER_DAA,
    )
    return Kartlag(
        navn="utvikling",
        tittel="Utbyggingsinteresser",
        data=data[["id", "navn", "utvikling", "areal_daa", "geometry"]],
        klasser=tuple(
            Klasse(verdi=u.tittel, tittel=u.tittel, stil=u.lagdata.post.stil) for u in utvikling
        ),
        klassefelt="utvikling",
        kolonner=(
            tekstkolonne("utvikling", "Utbyggingsinteresse"),
            tallkolonne("areal_daa", "Areal innenfor kommunen", "daa"),
        ),
        kildelag=tuple(post.navn for post in (*UTVIKLING, KOMMUNEPLAN)),
    )


KREVER: tuple[Lag, ...] = (*VERN, *UTVIKLING, KOMMUNEPLAN)

ANALYSE = Analyse(
    navn="konflikt",
    tittel="Vern mot utbygging",
    sporsmaal="Hvor møter utbyggingsinteresser verneinteresser, og hvor mye grunn deler de?",
    tiltak=("3.9a", "4.3", "5.1", "5.4", "6.1"),
    krever=KREVER,
    parametre=Parametre(),
    beregn=beregn,
)
