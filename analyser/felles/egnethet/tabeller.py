"""What a search shows: candidates, criteria, exclusions, scenarios."""

from collections.abc import Sequence

import numpy as np
from pandas import DataFrame

from analyser.felles.egnethet.lop import Funn
from analyser.felles.egnethet.modell import Kurve, Spenn
from analyser.felles.egnethet.robusthet import TOPP, TREKK, knekk
from analyser.felles.egnethet.scenarier import Utfall
from analyser.felles.maaling import Flyt
from analyser.felles.modell import Kolonneinfo, Tabell
from analyser.felles.svar import ordnet, tallkolonne, tekstkolonne
from analyser.felles.tekst import M2_PER_DAA, UKJENT_TALL, antall, prosent, tall
from gis.crs import arealmerknad

VANN_AVLOP, VEG = "vann_avlop", "veg"
"""Criteria whose distance is a cost too."""
JA, NEI = "ja", "nei"
ALLE, NOEN, INGEN = "i alle scenarier", "i noen scenarier", "i ingen scenarier"


def kandidatkolonner(funn: Funn) -> tuple[Kolonneinfo, ...]:
    """Columns of the candidates: first what decides, then why, then what it costs."""
    flertall = funn.modell.enhet[1]
    lav, hoy = funn.modell.tetthet
    return (
        tekstkolonne("rang", "Rang", "Etter laveste poengsum."),
        tekstkolonne("navn", "Flate", "Etter nærmeste stedsnavn."),
        ordnet(tallkolonne("areal_daa", "Areal", "daa", 1), "hoy"),
        ordnet(
            tallkolonne("poeng_lav", "Poeng, lavest", "av 100", 0,
                        "Det som ikke er kjent, regnet som dårligst."), "hoy"),
        tallkolonne("poeng_hoy", "Poeng, høyest", "av 100", 0,
                    "Det som ikke er kjent, regnet som best."),
        tekstkolonne("robust", "Hvor robust", "Hvor ofte flata er blant de fem beste."),
        tekstkolonne("knekk", "Vekten som feller den", "Nærmeste enkeltvekt som tar flata ut."),
        tekstkolonne("konsensus", f"Blant de {TOPP} beste"),
        tekstkolonne("pareto", "Ikke slått", "Ingen annen flate er sikkert bedre på alt."),
        tallkolonne("lavt", f"{flertall.capitalize()}, lavt", "stk.", 0,
                    f"{tall(lav, 1)} per daa, veger medregnet."),
        ordnet(tallkolonne("hoyt", f"{flertall.capitalize()}, høyt", "stk.", 0,
                           f"{tall(hoy, 1)} per daa, veger medregnet."), "hoy"),
        ordnet(tallkolonne("tomter", "Tomter i skissen", "stk.", 0, "Telt i tomteskissen."), "hoy"),
        ordnet(tallkolonne("ny_veg_m", "Ny veg", "m", 0,
                           "Til nærmeste offentlige veg (luftlinje) og adkomstvegen i skissen."),
               "lav"),
        ordnet(tallkolonne("ledning_m", "Nye ledninger", "m", 0,
                           "Grøft langs veg til nærmeste vann- eller avløpsledning, og langs "
                           "adkomstvegen; «–» der ledningene ikke er kjent."), "lav"),
        ordnet(tallkolonne("helning", "Helning", "grader", 1, "Median."), "lav"),
        tallkolonne("kompakthet", "Form", "", 2, "1 er en sirkel, 0,79 et kvadrat."),
        tekstkolonne("kant", "Grenser til", "Utelukkelser innen 1 m fra kanten."),
        tekstkolonne("utredes", "Må utredes", "Regler som treffer; reindriften står for seg."),
        tekstkolonne("antall_ikke_kartlagt", "Ikke kartlagt", "Antall regler."),
        tekstkolonne("antall_ikke_kjent", "Ikke kjent", "Antall regler."),
        tekstkolonne("reindrift", "Reindrift"),
    )  # fmt: skip


def kandidatrader(funn: Funn, utfall: Sequence[Utfall]) -> DataFrame:
    """Return the candidates that are shown, with every column but the geometry."""
    rader = funn.vist
    n = len(rader)
    skisser, lav, hoy = funn.skisser, *funn.modell.tetthet
    veg_m = np.array([s.veg_m for s in skisser])
    ganger = np.sum([u.topp[:n] for u in utfall], axis=0, dtype=float)
    konsensus = np.where(ganger == len(utfall), ALLE, np.where(ganger > 0, NOEN, INGEN))
    return DataFrame(rader.drop(columns="geometry")).assign(
        poeng_lav=100.0 * rader["poeng_lav"],
        poeng_hoy=100.0 * rader["poeng_hoy"],
        robust=[robusttekst(funn, i) for i in range(n)],
        knekk=[knekktekst(funn, i) for i in range(n)],
        konsensus=konsensus[:n],
        pareto=np.where(funn.robusthet.pareto[:n], JA, NEI),
        lavt=np.floor(rader["areal_daa"] * lav),
        hoyt=np.floor(rader["areal_daa"] * hoy),
        tomter=[float(len(s.tomter)) for s in skisser],
        ny_veg_m=_avstand(funn, VEG)[:n] + veg_m,
        ledning_m=_avstand(funn, VANN_AVLOP)[:n] + veg_m,
    )


def _avstand(funn: Funn, ident: str) -> Flyt:
    """(n,) largest distance of a criterion; NaN where there is none or nothing is known."""
    for kriterium, (_, til) in zip(funn.modell.kriterier, funn.maalt, strict=True):
        if kriterium.id == ident:
            return np.where(np.isfinite(til), til, np.nan)
    return np.full(len(funn.steder), np.nan)


def robusttekst(funn: Funn, i: int) -> str:
    """How well candidate i stands, in words."""
    r = funn.robusthet
    if r.vinner_alltid[i]:
        return "vinner uansett vekting"
    if r.alltid_topp[i]:
        return f"blant de {TOPP} beste uansett vekting"
    sikkert, mulig = prosent(r.topp_sikkert[i]), prosent(r.topp_mulig[i])
    spenn = sikkert if sikkert == mulig else f"{sikkert} til {mulig}"
    return f"blant de {TOPP} beste i {spenn} av vektingene"


def knekktekst(funn: Funn, i: int) -> str:
    """Return the weight that takes candidate i out of the best; empty where it is not there."""
    if i >= TOPP:
        return ""
    svar = knekk(funn.lav, funn.vekting.vekter, i)
    if svar.kriterium < 0:
        return "ingen enkeltvekt"
    vekt = funn.vekting.vekter[svar.kriterium]
    retning = "over" if svar.vekt > vekt else "under"
    tittel = funn.modell.kriterier[svar.kriterium].tittel
    return f"«{tittel}» {retning} {tall(100 * svar.vekt, 1)} % (nå {tall(100 * vekt, 1)} %)"


def kandidattabell(
    funn: Funn, rader: DataFrame, kolonner: Sequence[Kolonneinfo], epsg: int
) -> Tabell:
    """Return the candidates, best first, joined to the map."""
    flest = antall(len(funn.steder), "flate", "flater")
    return Tabell(
        navn="kandidater",
        tittel="Nye flater etter rang",
        kolonner=tuple(kolonner),
        data=rader[["id", *(k.navn for k in kolonner)]].reset_index(drop=True),
        forklaring=(
            f"Søket fant {flest} som ingen kjent regel utelukker; de {len(rader)} øverste vises. "
            if len(rader)
            else "Søket fant ingen flate som er stor og bred nok. "
        )
        + (
            "Rekkefølgen er etter laveste poengsum: det som ikke er kjent, teller aldri som godt. "
            f"Robustheten er prøvd med {tall(TREKK)} tilfeldige vektinger over hele vektrommet. "
            "Tomteskissen viser at det er plass, ikke hvordan det skal bygges. Arealene er "
            f"{arealmerknad(epsg)}."
        ),
        kartlag="kandidater",
    )


KRITERIEKOLONNER = (
    tekstkolonne("kriterium", "Kriterium"),
    tallkolonne("vekt", "Vekt", "%", 1),
    tekstkolonne("hva", "Hva som måles"),
    tekstkolonne("kurve", "Verdikurve", "Fra målt verdi til poeng mellom 0 og 100."),
    tekstkolonne("kilde", "Kilde"),
    tekstkolonne("merke", "Hvor sikker"),
    tekstkolonne("spenn", "Målt", "Laveste og høyeste verdi blant alle flatene."),
    tekstkolonne("ukjent", "Uten sikkert tall", "Antall flater der verdien ikke er sikkert kjent."),
    tekstkolonne("alene", "Best om bare dette teller"),
)


def kriterietabell(funn: Funn) -> Tabell:
    """Return the criteria: weight, curve, source, what was measured, who wins at each corner."""
    navn = [str(ett) for ett in funn.steder["navn"]]
    rader = []
    for k, kriterium in enumerate(funn.modell.kriterier):
        usikre = int((funn.hoy[:, k] - funn.lav[:, k] > 0).sum())
        lav = funn.lav[:, k]
        beste = np.flatnonzero(lav == lav.max(initial=-np.inf)).tolist()
        rader.append(
            {
                "kriterium": kriterium.tittel,
                "vekt": 100.0 * funn.vekting.vekter[k],
                "hva": kriterium.hva,
                "kurve": kurvetekst(kriterium.kurve, kriterium.enhet),
                "kilde": kriterium.kurve.kilde,
                "merke": kriterium.kurve.merke,
                "spenn": _spenntekst(funn.maalt[k], kriterium.enhet),
                "ukjent": usikre,
                "alene": _beste(navn, beste),
            }
        )
    cr = funn.vekting.cr
    konsistens = "" if np.isnan(cr) else f", konsistensforhold {tall(cr, 2)}"
    konsistens += "" if funn.vekting.konsistent else " (over 0,10: svarene bør gås gjennom på nytt)"
    return Tabell(
        navn="kriterier",
        tittel="Kriterier og vekter",
        kolonner=KRITERIEKOLONNER,
        data=DataFrame(rader, columns=[k.navn for k in KRITERIEKOLONNER]),
        forklaring=f"Vektene er {funn.vekting.metode}{konsistens}. Kommunen setter dem i "
        "kommune.toml (vekter, parvis eller sving). Reindriftens lag er aldri et kriterium.",
    )


def kurvetekst(kurve: Kurve, enhet: str) -> str:
    """Write a curve: «100 poeng ved 200 m, 0 ved 1 000 m»."""
    return ", ".join(
        f"{tall(100 * poeng)} poeng ved {tall(verdi, 0 if verdi == round(verdi) else 1)} {enhet}"
        for verdi, poeng in kurve.hjorner
    )


def _spenntekst(maalt: Spenn, enhet: str) -> str:
    """Smallest and largest value that was measured."""
    kjent = np.concatenate([ende[np.isfinite(ende)] for ende in maalt])
    if not len(kjent):
        return "ikke kjent"
    return f"{tall(kjent.min(), 1)}–{tall(kjent.max(), 1)} {enhet}"


def _beste(navn: Sequence[str], beste: Sequence[int]) -> str:
    """Who is best: the first, and how many share it."""
    if not len(beste):
        return UKJENT_TALL
    delt = f" og {antall(len(beste) - 1, 'annen', 'andre')} likt" if len(beste) > 1 else ""
    return f"{navn[beste[0]]}{delt}"


UTELUKKELSESKOLONNER = (
    tekstkolonne("regel", "Utelukkelse"),
    tallkolonne("total_daa", "Tar i alt", "daa", 0, "«–» der laget ikke er kjent."),
    tallkolonne("andel_prosent", "Av søkeområdet", "%", 1),
    tallkolonne("alene_daa", "Tar alene", "daa", 0, "Grunn som ingen annen utelukkelse tar."),
    tallkolonne("delt_daa", "Deler med andre", "daa", 0),
    tallkolonne("par_daa", "Tar sammen med én annen", "daa", 0,
                "Grunn som to utelukkelser tar og ingen tredje; telt i ruter på 10 m."),
    tekstkolonne("par", "Mest sammen med"),
)  # fmt: skip


def utelukkelsestabell(funn: Funn) -> Tabell:
    """Return what each exclusion takes, alone and with others."""
    u = funn.utelukkelse
    sokt = max(u.sokt_m2, 1.0)
    par = _parene(funn)
    data = DataFrame(
        {
            "regel": list(funn.utelukkere),
            "total_daa": u.total_m2 / M2_PER_DAA,
            "andel_prosent": 100.0 * u.total_m2 / sokt,
            "alene_daa": u.alene_m2 / M2_PER_DAA,
            "delt_daa": (u.total_m2 - u.alene_m2) / M2_PER_DAA,
            "par_daa": par.sum(axis=1) / M2_PER_DAA,
            "par": _makkere(funn.utelukkere, par),
        }
    )
    data.loc[~np.array(funn.utelukker_kjent, dtype=bool), list(data)[1:-1]] = np.nan
    fritt = u.sokt_m2 - u.felles_m2
    rom = funn.modell.sokerom
    sted = (
        f" og {tall(rom.fra_sted_m)} m fra et tettsted eller en grend"
        if np.isfinite(rom.fra_sted_m) else ""
    )  # fmt: skip
    return Tabell(
        navn="utelukkelser",
        tittel="Hva hver regel utelukker i søkeområdet",
        kolonner=UTELUKKELSESKOLONNER,
        data=data.sort_values("alene_daa", ascending=False, kind="stable", ignore_index=True),
        forklaring=(
            f"Søkeområdet er grunn høyst {tall(rom.fra_veg_m)} m fra offentlig veg{sted}: "
            f"{tall(u.sokt_m2 / M2_PER_DAA)} daa, hvorav {tall(fritt / M2_PER_DAA)} daa er igjen. "
            "Det en regel tar alene, ville blitt fritt om bare den falt; det den tar sammen med én "
            "annen, krever at begge faller. Rekkefølgen på reglene er uten betydning. Lag som "
            "ikke er kjent, tar ingenting, så "
            f"det som er igjen, er et øvre tall. {motortekst(funn)}"
        ),
    )


def _parene(funn: Funn) -> Flyt:
    """(r, r) ground that two exclusions take and no third does, m²."""
    fordelt, n = funn.motorer.fordelt, len(funn.utelukkere)
    return np.zeros((n, n)) if fordelt is None else np.asarray(fordelt.par_m2, dtype=np.float64)


def _makkere(navn: Sequence[str], par_m2: Flyt) -> list[str]:
    """Per exclusion, the one that it takes most ground together with, and how much that is."""
    ut = []
    for rad in par_m2:
        beste = int(np.argmax(rad))
        ut.append(f"{navn[beste]}: {tall(rad[beste] / M2_PER_DAA)} daa" if rad[beste] > 0 else "")
    return ut


def motortekst(funn: Funn) -> str:
    """Say how well the engines agree."""
    m = funn.motorer
    if np.isnan(m.avvik_ruter):
        return ""
    return (
        f"Det frie arealet er målt på nytt med to andre metoder: omriss {tall(m.vikling_m2)} m² "
        f"(overlegget {tall(m.overlegg_m2)} m²) og ruter på 10 m {tall(m.ruter_m2)} m² "
        f"({tall(100 * m.avvik_ruter, 3)} % avvik)."
    )


SCENARIOKOLONNER = (
    tekstkolonne("scenario", "Scenario"),
    tekstkolonne("tekst", "Hva som settes først"),
    tekstkolonne("antall", "Flater igjen"),
    tallkolonne("areal_daa", "Areal igjen", "daa", 0, "I flatene som er store nok."),
    tallkolonne("lavt", "Plass til, lavt", "stk.", 0, "I de fem beste."),
    tallkolonne("hoyt", "Plass til, høyt", "stk.", 0, "I de fem beste."),
    tekstkolonne("beste", "Øverst"),
    tekstkolonne("felles", "Felles med dagens fem"),
    tekstkolonne("nye", "Rykker opp blant de fem"),
)


def scenariotabell(funn: Funn, utfall: Sequence[Utfall]) -> Tabell:
    """Return the scenarios side by side: what is left, what stands, what moves."""
    navn = funn.steder["navn"].to_numpy(dtype=object)
    lav, hoy = funn.modell.tetthet
    dagens = set(utfall[0].med[:TOPP])
    rader = []
    for u in utfall:
        fem = [int(i) for i in u.med[:TOPP]]
        rader.append(
            {
                "scenario": u.scenario.tittel,
                "tekst": u.scenario.tekst,
                "antall": len(u.med),
                "areal_daa": float(u.igjen_daa[u.med].sum()),
                "lavt": float(np.floor(u.igjen_daa[fem] * lav).sum()),
                "hoyt": float(np.floor(u.igjen_daa[fem] * hoy).sum()),
                "beste": navn[fem[0]] if fem else UKJENT_TALL,
                "felles": f"{len(dagens & set(fem))} av {min(TOPP, len(dagens))}",
                "nye": ", ".join(navn[i] for i in fem if i not in dagens) or UKJENT_TALL,
            }
        )
    return Tabell(
        navn="scenarier",
        tittel="Scenarier side ved side",
        kolonner=SCENARIOKOLONNER,
        data=DataFrame(rader, columns=[k.navn for k in SCENARIOKOLONNER]),
        forklaring="Hvert scenario er et sett av vekter og regler. Regler som ellers bare krever "
        "utredning, utelukker i noen av dem.",
    )
