"""Tables and maps of the migration routes: how narrow, and what each case leaves open."""

from collections.abc import Sequence

import numpy as np
from geopandas import GeoDataFrame
from pandas import DataFrame

from analyser.felles.modell import Kartlag, Klasse, Tabell
from analyser.felles.rein.leier import Lei
from analyser.felles.svar import tallkolonne, tekstkolonne
from analyser.felles.tekst import M2_PER_DAA, meter, tall
from gis.korridor import Apning
from lag.katalog.reindrift import FLYTTLEI
from lag.modell import Stil

STENGT = "stengt av området"
M_PER_KM = 1000.0
OM_BREDDE = (
    "Bredden er den bredeste sammenhengende åpningen fra ende til ende der leia er smalest, målt "
    "på leia slik kartet viser den. Den sier ikke om reinen går der. Veger og bane regnes ikke som "
    "stengsel; den siste halve bredden i hver ende er ikke målt."
)
STREKSTIL = Stil(farge="#c2185b", tykkelse_px=4.0)


def bredde(apning: Apning) -> float:
    """Width for a table, metres: the lower bound, which holds."""
    return apning.minst_m


def leitabell(leier: Sequence[Lei]) -> Tabell:
    """Table of the migration routes, one row each."""
    rader = [
        {
            "id": lei.id,
            "distrikt": lei.distrikt,
            "lei": lei.id,
            "lengde_km": lei.lengde_m / M_PER_KM,
            "tegnet_m": bredde(lei.tegnet),
            "i_dag_m": bredde(lei.i_dag),
            "med_planer_m": bredde(lei.med_planer),
            "med_retter_m": bredde(lei.med_retter),
            "saker": "; ".join(sak.navn for sak, _, _ in lei.saker),
        }
        for lei in leier
    ]
    kolonner = (
        tekstkolonne("distrikt", "Distrikt"),
        tekstkolonne("lei", "Flyttlei"),
        tallkolonne("lengde_km", "Lengde", "km"),
        tallkolonne("tegnet_m", "Smalest som tegnet", "m", 0),
        tallkolonne("i_dag_m", "Åpent med dagens bygninger", "m", 0),
        tallkolonne("med_planer_m", "Åpent med planer og innspill", "m", 0),
        tallkolonne("med_retter_m", "Åpent om bergrettighetene ble bygd helt ut", "m", 0),
        tekstkolonne("saker", "Områder i leia"),
    )
    return Tabell(
        alle_kilder=True,
        navn="leier",
        tittel="Flyttleier: smaleste sted, og hva som er åpent",
        kolonner=kolonner,
        data=DataFrame(rader, columns=["id", *(k.navn for k in kolonner)]),
        forklaring=f"{OM_BREDDE} 0 betyr stengt fra kant til kant. Tallene er nedre grense og "
        "minst 98 prosent av bredden der den er over om lag 10 m.",
        kartlag="leier",
    )


def leisakstabell(leier: Sequence[Lei]) -> Tabell:
    """Table of what lies in each route: what it takes, and what it leaves open alone."""
    rader = [
        {
            "distrikt": lei.distrikt,
            "lei": lei.id,
            "navn": sak.navn,
            "slag": sak.slag,
            "tar_daa": m2 / M2_PER_DAA,
            "forut_m": bredde(lei.i_dag),
            "etter_m": bredde(apning),
            "svar": leisvar(apning),
        }
        for lei in leier
        for sak, apning, m2 in lei.saker
    ]
    kolonner = (
        tekstkolonne("distrikt", "Distrikt"),
        tekstkolonne("lei", "Flyttlei"),
        tekstkolonne("navn", "Område"),
        tekstkolonne("slag", "Slag"),
        tallkolonne("tar_daa", "Ligger i leia", "daa"),
        tallkolonne("forut_m", "Åpent i dag", "m", 0),
        tallkolonne("etter_m", "Åpent med området", "m", 0),
        tekstkolonne("svar", "Igjen"),
    )
    return Tabell(
        alle_kilder=True,
        navn="leisaker",
        tittel="Hva hvert område lar være åpent i flyttleia",
        kolonner=kolonner,
        data=DataFrame(rader, columns=[k.navn for k in kolonner]),
        forklaring=OM_BREDDE,
    )


def leisvar(apning: Apning) -> str:
    """Say what is left open."""
    return STENGT if apning.mest_m == 0 else f"{meter(apning.minst_m)} åpent på det smaleste"


def leilag(leier: Sequence[Lei], epsg: int) -> tuple[Kartlag, Kartlag]:
    """Return the routes, and a line across each where it is narrowest."""
    return _leiene(leier, epsg), _strekene(leier, epsg)


def _leiene(leier: Sequence[Lei], epsg: int) -> Kartlag:
    """Return the routes with their widths."""
    ramme = GeoDataFrame(
        {
            "id": [lei.id for lei in leier],
            "navn": [f"Flyttlei {lei.id}" for lei in leier],
            "distrikt": [lei.distrikt for lei in leier],
            "i_dag_m": np.array([bredde(lei.i_dag) for lei in leier]),
            "med_planer_m": np.array([bredde(lei.med_planer) for lei in leier]),
        },
        geometry=[lei.form for lei in leier],
        crs=epsg,
    )
    return Kartlag(
        navn="leier",
        tittel="Flyttleier, med målt bredde",
        data=ramme,
        synlig=False,
        klasser=(Klasse(verdi="", tittel="flyttlei", stil=FLYTTLEI.stil),),
        kolonner=(
            tekstkolonne("distrikt", "Distrikt"),
            tallkolonne("i_dag_m", "Åpent i dag", "m", 0),
            tallkolonne("med_planer_m", "Åpent med planer", "m", 0),
        ),
        kildelag=(FLYTTLEI.navn,),
    )


def _strekene(leier: Sequence[Lei], epsg: int) -> Kartlag:
    """Return a line across each route where it is narrowest."""
    med = [(lei, lei.strek) for lei in leier if lei.strek is not None]
    streker = GeoDataFrame(
        {
            "id": [f"{lei.id}: smalest" for lei, _ in med],
            "navn": [f"Smaleste sted i flyttlei {lei.id}" for lei, _ in med],
            "bredde": [
                f"{tall(bredde(lei.med_planer))} m med planer og innspill" for lei, _ in med
            ],
        },
        geometry=[strek for _, strek in med],
        crs=epsg,
    )
    return Kartlag(
        navn="smalest",
        tittel="Smaleste sted i flyttleiene",
        data=streker,
        klasser=(Klasse(verdi="", tittel="smaleste sted", stil=STREKSTIL),),
        kolonner=(tekstkolonne("bredde", "Åpent"),),
        kildelag=(FLYTTLEI.navn,),
    )
