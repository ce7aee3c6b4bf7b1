"""What zoned, unbuilt areas would score today, beside new ground.

Geometries lie in the working CRS (a map plane, metres).
"""

from geopandas import GeoDataFrame
from pandas import DataFrame

from analyser.felles.egnethet.kriterier import poengene
from analyser.felles.egnethet.lop import Funn, med_maal, om_utredning
from analyser.felles.modell import Grunnlag, Tabell
from analyser.felles.svar import ordnet, tallkolonne, tekstkolonne

KOLONNER = (
    tekstkolonne("navn", "Område"),
    tekstkolonne("plan", "Plan"),
    tallkolonne("areal_daa", "Areal", "daa", 1),
    ordnet(tallkolonne("poeng_lav", "Poeng i dag, lavest", "av 100", 0,
                       "Det som ikke er kjent, regnet som dårligst."), "hoy"),
    tallkolonne("poeng_hoy", "Poeng i dag, høyest", "av 100", 0,
                "Det som ikke er kjent, regnet som best."),
    tekstkolonne("plass", "Ville stått som", "Blant de nye flatene som søket fant."),
    tekstkolonne("klasse", "Klasse"),
    tekstkolonne("grunn", "Regelen bak"),
)  # fmt: skip


def planvask(grunnlag: Grunnlag, funn: Funn, ubygde: GeoDataFrame) -> Tabell:
    """Return the score that each unbuilt zoned area would get today, lowest first.

    Parameters
    ----------
    ubygde    areas with id as index, navn, plan, areal_daa, klasse, grunn
    """
    steder = ubygde[["id", "navn", "geometry"]]
    steder = med_maal(grunnlag, steder, om_utredning(grunnlag, steder, funn.regler))
    lav, hoy, _ = poengene(funn.modell.kriterier, grunnlag, steder)
    vekter = funn.vekting.vekter
    nye = funn.steder["poeng_lav"].to_numpy(dtype=float)
    egne = lav @ vekter
    foran = (nye[None, :] > egne[:, None]).sum(axis=1)
    data = DataFrame(ubygde.drop(columns="geometry")).assign(
        poeng_lav=100.0 * egne,
        poeng_hoy=100.0 * (hoy @ vekter),
        plass=[f"nr. {int(f) + 1} av {len(nye) + 1}" for f in foran],
    )
    return Tabell(
        navn="planvask",
        tittel="Planvask: hva regulerte, ubygde områder ville fått i dag",
        kolonner=KOLONNER,
        data=data.sort_values(["poeng_lav", "id"], kind="stable", ignore_index=True)[
            ["id", *(k.navn for k in KOLONNER)]
        ],
        forklaring=(
            "Samme kriterier og vekter som for de nye flatene; lavest står først. En lav plass "
            "sier at området bør vurderes på nytt, ikke at planen ikke gjelder."
        ),
        kartlag="omraader",
    )
