"""Arealregnskap: planned use against actual use, the planned reserve, and the farmland account."""

from dataclasses import asdict

import numpy as np
import shapely
from geopandas import GeoDataFrame
from pandas import isna

from analyser.felles.deling import Former
from analyser.felles.formaal import formaal_av, formaal_i_ord
from analyser.felles.maaling import Flyt
from analyser.felles.modell import Analyse, Grunnlag, Kartlag, Klasse, Resultat, Tabell
from analyser.felles.overlapp import rene_flater
from analyser.felles.regnskap import (
    KREVER,
    Regnskap,
    forut_regnskap,
    jord_i_innspill,
)
from analyser.felles.regnskapstabeller import (
    HOVEDORD,
    KVALITETER,
    PLANRESERVE,
    fordelingstabell,
    formaalstabell,
    jordverntabell,
    lukkingstabell,
    reserve_per_formaal,
    reservetabell,
    samlet_tabell,
)
from analyser.felles.sjekk import stabile_ider
from analyser.felles.spor import kildebruk, ukjent_tekster
from analyser.felles.svar import tallkolonne, tekstkolonne
from analyser.felles.tekst import IKKE_AVKLART, M2_PER_DAA, daa, oppramsing, prosent, tall
from analyser.felles.tomter import Bygdmaal, byggflater
from gis.crs import arealmerknad
from gis.geometri import differanse, union, uten
from lag.katalog.koder import AR5_BYGD, AREALTYPER
from lag.katalog.landbruk import AREALRESSURS, DYRKA_JORD
from lag.katalog.matrikkel import BYGNINGER, TEIGER
from lag.katalog.plan import AREALINNSPILL, KOMMUNEPLAN
from lag.modell import Stil

RESERVEN = (KOMMUNEPLAN, AREALRESSURS, BYGNINGER)
"""What must be known for the planned reserve to be."""
FORMAALSKLASSER: tuple[Klasse, ...] = (
    Klasse(verdi="bolig", tittel="bolig", stil=Stil(farge="#e7298a", skravur="45", dekkevne=0.4)),
    Klasse(verdi="fritid", tittel="fritid", stil=Stil(farge="#7570b3", skravur="prikker")),
    Klasse(verdi="naering", tittel="næring", stil=Stil(farge="#1b9e77", skravur="vannrett")),
    Klasse(verdi="annet", tittel="annen utbygging", stil=Stil(farge="#666666", skravur="315")),
)
"""Colour-blind safe (ColorBrewer Dark2) and unlike the official plan colours on purpose."""
JORDKLASSER: tuple[Klasse, ...] = (
    Klasse(verdi="21", tittel="fulldyrka jord", stil=Stil(farge="#4d9221", skravur="rutenett")),
    Klasse(verdi="22", tittel="overflatedyrka jord", stil=Stil(farge="#7fbc41", skravur="45")),
    Klasse(verdi="23", tittel="innmarksbeite", stil=Stil(farge="#b8e186", skravur="vannrett")),
    Klasse(verdi="dyrkbar", tittel="dyrkbar jord", stil=Stil(farge="#e6f5d0", skravur="prikker")),
)


def beregn(grunnlag: Grunnlag, p: Bygdmaal) -> Resultat:
    """Account for every square metre of the municipality.

    Raises
    ------
    DataFeil    if the parts do not add up to the municipality: nothing is to be published then
    """
    regnskap = forut_regnskap(grunnlag, p)
    innspill = _innspill(grunnlag)
    stykker, sum_daa = jord_i_innspill(grunnlag, innspill)
    epsg = grunnlag.kommune.epsg
    reserven = reservetabell(regnskap, epsg)
    jorda = jordverntabell(innspill, stykker, sum_daa, _uten_jordkart(grunnlag, innspill))
    return Resultat(
        analyse="arealregnskap",
        tittel=ANALYSE.tittel,
        sporsmaal=ANALYSE.sporsmaal,
        svar=_svar(grunnlag, regnskap, reserven),
        punkter=_punkter(grunnlag, regnskap, reserven, jorda),
        tabeller=(
            formaalstabell(regnskap, epsg),
            reserve_per_formaal(reserven.data),
            reserven,
            samlet_tabell(regnskap, grunnlag[AREALINNSPILL].kjent),
            jorda,
            lukkingstabell(regnskap),
            fordelingstabell(regnskap),
        ),
        kartlag=_kartlagene(grunnlag, regnskap, p, stykker),
        regler=(),
        kilder=kildebruk(grunnlag, KREVER),
        ukjent=ukjent_tekster(grunnlag, KREVER),
        parametre=asdict(p),
    )


def _innspill(grunnlag: Grunnlag) -> GeoDataFrame:
    """Proposals with id, name and purpose in words."""
    data = grunnlag[AREALINNSPILL].data
    ider = stabile_ider(data)
    return GeoDataFrame(
        {
            "id": ider,
            "navn": [i if isna(n) else str(n) for n, i in zip(data["navn"], ider, strict=True)],
            "formaal_ord": [formaal_i_ord(formaal_av(f), f) for f in data["formaal"]],
        },
        geometry=rene_flater(data),
        crs=grunnlag.kommune.epsg,
    )


def _uten_jordkart(grunnlag: Grunnlag, innspill: GeoDataFrame) -> Flyt:
    """(n,) part of each proposal where dyrka jord is not mapped, dekar."""
    rest = differanse(rene_flater(innspill), shapely.force_2d(grunnlag[DYRKA_JORD].dekning))
    return np.asarray(shapely.area(rest) / M2_PER_DAA, dtype=np.float64)


def _svar(grunnlag: Grunnlag, regnskap: Regnskap, reserven: Tabell) -> str:
    """Answer in one sentence."""
    hele = daa(regnskap.oppdeling.hele_m2, 0)
    ukjente = [f"«{grunnlag[p].post.tittel}»" for p in RESERVEN if not grunnlag[p].kjent]
    start = f"Regnskapet over {hele} ({arealmerknad(grunnlag.kommune.epsg)}) går opp"
    if ukjente:
        return f"{start}, men {oppramsing(ukjente)} er ikke kjent, så reserven er ikke kjent."
    per = reserven.data.groupby("hoved")["reserve"].sum()
    deler = [f"{navn} {daa(verdi * M2_PER_DAA, 0)}" for navn, verdi in per.items()]
    if not deler:
        return f"{start}; kommuneplanen har ingen områder for utbygging."
    return f"{start}. {PLANRESERVE.capitalize()}: {oppramsing(deler)}."


def _punkter(
    grunnlag: Grunnlag, regnskap: Regnskap, reserven: Tabell, jorda: Tabell
) -> tuple[str, ...]:
    """Write the findings, one sentence each."""
    delt = regnskap.oppdeling
    setninger = [
        f"Kommunens flate er {tall(delt.hele_m2)} m², og de {tall(len(delt.deler))} delene er til "
        f"sammen {tall(delt.sum_m2)} m².",
    ]
    if all(grunnlag[post].kjent for post in RESERVEN):
        data = reserven.data
        setninger.append(
            f"Av planreserven på {daa(data['reserve'].sum() * M2_PER_DAA, 0)} ligger "
            f"{daa(data['natur'].sum() * M2_PER_DAA, 0)} i kartlagt natur, "
            f"{daa(data['fare'].sum() * M2_PER_DAA, 0)} i fare- eller aktsomhetsområder og "
            f"{daa(data['jord'].sum() * M2_PER_DAA, 0)} på dyrka eller dyrkbar jord; "
            "dette kan overlappe."
        )
        uvisst = [daa(data[f"{k}_uvisst"].sum() * M2_PER_DAA, 0) for k in KVALITETER]
        setninger.append(
            f"Natur, fare og jord er ikke kartlagt eller ikke kjent for henholdsvis "
            f"{oppramsing(uvisst)} av reserven; der er ingenting avklart."
        )
    if grunnlag[DYRKA_JORD].kjent and grunnlag[AREALINNSPILL].kjent:
        sum_daa = float(jorda.data["dyrka"].iloc[-1])
        dyrka = float(shapely.area(rene_flater(grunnlag[DYRKA_JORD].data)).sum()) / M2_PER_DAA
        andel = prosent(sum_daa / dyrka, 1) if dyrka else "–"
        setninger.append(
            f"Innspillene legger til sammen beslag på {daa(sum_daa * M2_PER_DAA)} dyrka jord; det "
            f"svarer til {andel} av den dyrka jorda i kartlaget."
        )
    return (*setninger, IKKE_AVKLART)


def _kartlagene(
    grunnlag: Grunnlag, regnskap: Regnskap, maal: Bygdmaal, stykker: GeoDataFrame
) -> tuple[Kartlag, ...]:
    """Planned areas, their unbuilt ground, and farmland in proposals."""
    omraader = regnskap.omraader[regnskap.omraader["hoved"] != ""].reset_index(drop=True)
    omraader = omraader.assign(
        formaal_ord=[HOVEDORD[h] for h in omraader["hoved"]],
        areal_daa=omraader.area / M2_PER_DAA,
    )
    lagene = [
        Kartlag(
            navn="planomraader",
            tittel="Områder for utbygging i kommuneplanen",
            data=omraader,
            klasser=FORMAALSKLASSER,
            klassefelt="hoved",
            kolonner=(
                tekstkolonne("formaal_ord", "Formål"),
                tekstkolonne("status", "Status"),
                tallkolonne("areal_daa", "Areal", "daa"),
            ),
            kildelag=(KOMMUNEPLAN.navn,),
        )
    ]
    if all(grunnlag[post].kjent for post in RESERVEN):
        lagene.append(_reservelag(omraader, _bygd(grunnlag, maal)))
    if not stykker.empty:
        lagene.append(_jordlag(stykker))
    return tuple(lagene)


def _bygd(grunnlag: Grunnlag, maal: Bygdmaal) -> Former:
    """Ground that is built: by buildings, or by AR5."""
    ar5 = grunnlag[AREALRESSURS].data
    bygde = rene_flater(ar5[ar5["arealtype"].isin(AR5_BYGD)])
    return np.concatenate([byggflater(grunnlag[BYGNINGER], grunnlag[TEIGER], maal), bygde])


def _reservelag(omraader: GeoDataFrame, bygd: Former) -> Kartlag:
    """Unbuilt ground of each planned area."""
    tre = shapely.STRtree(bygd)
    former = rene_flater(omraader)
    for i, form in enumerate(former):
        former[i] = uten(form, union(bygd[tre.query(form, predicate="intersects")]))
    data = omraader.set_geometry(former, crs=omraader.crs)
    data = data.assign(areal_daa=data.area / M2_PER_DAA, merknad=PLANRESERVE)
    return Kartlag(
        navn="planreserve",
        tittel=PLANRESERVE.capitalize(),
        data=data[data["areal_daa"] > 0].reset_index(drop=True),
        klasser=FORMAALSKLASSER,
        klassefelt="hoved",
        kolonner=(
            tekstkolonne("formaal_ord", "Formål"),
            tallkolonne("areal_daa", "Planreserve", "daa"),
            tekstkolonne("merknad", "Merknad"),
        ),
        kildelag=(KOMMUNEPLAN.navn, AREALRESSURS.navn, BYGNINGER.navn, TEIGER.navn),
    )


def _jordlag(stykker: GeoDataFrame) -> Kartlag:
    """Farmland inside the proposals."""
    data = stykker.assign(
        id=[f"{i} {j}" for i, j in zip(stykker["id"], stykker["jord"], strict=True)],
        jord_ord=[AREALTYPER.get(j, "dyrkbar jord") for j in stykker["jord"]],
    )
    return Kartlag(
        navn="jord_i_innspill",
        tittel="Jord i innspillene",
        data=data.reset_index(drop=True),
        klasser=JORDKLASSER,
        klassefelt="jord",
        kolonner=(
            tekstkolonne("jord_ord", "Jord"),
            tallkolonne("areal_daa", "Areal", "daa", 2),
        ),
        kildelag=(AREALINNSPILL.navn, DYRKA_JORD.navn, "dyrkbar_jord"),
    )


ANALYSE = Analyse(
    navn="arealregnskap",
    tittel="Arealregnskap",
    sporsmaal="Hva er grunnen planlagt til, hva er den brukt til, og hva er arealreserven?",
    krever=KREVER,
    parametre=Bygdmaal(),
    beregn=beregn,
)
