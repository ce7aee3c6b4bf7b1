"""A new municipality from the national border, with what its services carry."""

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from analyser import ANALYSER
from gis.feil import ArealsilFeil, ParameterFeil
from gis.kilder.fil import fillag, les_vektor
from gis.kilder.husket import Husket
from gis.kilder.kanal import Kanal
from gis.kilder.lager import Lager
from gis.kilder.skriving import skriv_tekst
from gis.kommune import NUMMERFORM, tolk_kommune
from kart.etterpaa import egne_valg
from kart.kommandoer.valg import Omverden, dagen, klient_for, omverden
from kart.ordlyd import EKSEMPEL
from kart.terminal import Kommando, framdrift, meld, si, skriv_linjer
from lag import sjekktabell
from lag.eksempel.oppsett import eksempeloppsett
from lag.katalog import KATALOG
from lag.lasting import Oppsett
from lag.nykommune import (
    Grense,
    Kartplan,
    finn_grense,
    for_haand,
    hent_grense,
    kartplan,
    planens_epsg,
    sammendrag,
    som_toml,
)
from lag.sjekk import Prove
from lag.sjekkrunde import sjekk_tjenester

OPPSETTFIL = "kommune.toml"


@click.command(
    "ny-kommune",
    cls=Kommando,
    epilog="""arealsil ny-kommune 1804
arealsil ny-kommune 1804 --grense kommuner.gpkg --plan arealplan.sos
arealsil ny-kommune 5601 --epsg 25835 --mappe alta --uten-sjekk
arealsil ny-kommune --eksempel""",
)
@click.argument("nummer", metavar="NNNN", required=False, default="")
@click.option("--eksempel", is_flag=True, help="Skriv eksempelkommunens filer i stedet.")
@click.option("--grense", type=Path, metavar="FIL", help="Nasjonal kommunefil, i stedet for WFS.")
@click.option("--grense-wfs", default="", metavar="URL", help="Annen WFS med app:Kommune.")
@click.option("--plan", type=Path, metavar="FIL", help="Arealplanen; kartplanet leses av den.")
@click.option("--epsg", type=int, metavar="KODE", help="Kartplanet: 25832, 25833 eller 25835.")
@click.option(
    "--mappe",
    type=Path,
    metavar="MAPPE",
    help="Hvor filen skrives. Uten valget: kommune-NNNN (eksempelet: her).",
)
@click.option("--uten-sjekk", is_flag=True, help="Spør ikke tjenestene hva de har i kommunen.")
@click.option(
    "--dato", type=click.DateTime(["%Y-%m-%d"]), metavar="ÅÅÅÅ-MM-DD",
    help="Dagen som skal gjelde som i dag. Uten valget: dagens dato.",
)  # fmt: skip
def kommando_ny_kommune(
    nummer: str, grense: Path | None, plan: Path | None, epsg: int | None, mappe: Path | None,
    dato: datetime | None, **resten: object,
) -> None:  # fmt: skip
    """Skriv kommune.toml for en ny kommune, og si hva tjenestene har og hva som må skaffes."""
    verden = omverden()
    if resten["eksempel"]:
        _skriv_eksempel(mappe or Path())
        return
    if not re.fullmatch(NUMMERFORM, nummer):
        raise ParameterFeil(f"Kommunenummeret «{nummer}» må være fire sifre.")
    fil = _ny_fil((mappe or Path(f"kommune-{nummer}")) / OPPSETTFIL)
    oppsett = _oppsett(verden, fil.parent / "lager")
    funnet = _grensen(nummer, grense, str(resten["grense_wfs"]), oppsett)
    planet = kartplan(funnet, epsg, planens_epsg(plan) if plan else None)
    dag = dagen(dato, verden).isoformat()
    kommune = tolk_kommune(som_toml(funnet, planet, dag, {}), str(fil), fil.parent)
    poster = list(KATALOG.values())
    provene: list[Prove] = []
    if not resten["uten_sjekk"]:
        with framdrift("Spurt", len(poster)) as ferdig:
            provene = sjekk_tjenester(poster, kommune, oppsett, ferdig)
    mangler = for_haand(poster, provene)
    sti = grense.resolve().as_posix() if grense else ""
    skriv_tekst(fil, som_toml(funnet, planet, dag, mangler, sti, egne_valg(ANALYSER)))
    _fortell(fil, funnet, planet)
    skriv_linjer(sjekktabell.linjer(provene) if provene else ())
    videre = (
        f"arealsil kjor --kommune {fil} --lager {fil.parent / 'lager'} --ut {fil.parent / 'ut'}"
    )
    skriv_linjer(["", *sammendrag(provene, mangler), "", f"Neste: {videre}"])


def _ny_fil(fil: Path) -> Path:
    """Return the file, which must not be there: what a planner has filled in is never lost."""
    if fil.exists():
        raise ParameterFeil(f"{fil} finnes allerede og skrives ikke over. Velg en annen --mappe.")
    return fil


def _skriv_eksempel(mappe: Path) -> None:
    """Write the example's configuration."""
    filer = {_ny_fil(mappe / navn): tekst for navn, tekst in eksempeloppsett().items()}
    for fil, tekst in filer.items():
        skriv_tekst(fil, tekst)
    si(f"Skrev {' og '.join(map(str, filer))}. {EKSEMPEL}.")
    skriv_linjer(["Neste: arealsil kjor"])


def _oppsett(verden: Omverden, lager: Path) -> Oppsett:
    """Gather what asking needs; what services say of themselves is kept in the new store."""
    naa = verden.klokke().isoformat(timespec="seconds")
    oppsett = Oppsett(lager=Lager(lager), klient=klient_for(verden), naa=naa, miljo=verden.miljo)
    return replace(oppsett, husket=Husket(oppsett.lager, naa))


def _grensen(nummer: str, fil: Path | None, url: str, oppsett: Oppsett) -> Grense:
    """Read the border from the file, or ask for it."""
    if fil is not None:
        return _fra_fil(nummer, fil)
    with framdrift("Henter", 1) as neste:
        neste("kommunegrensen")
        return hent_grense(Kanal(klient=oppsett.klient, husket=oppsett.husket), nummer, url)


def _fra_fil(nummer: str, fil: Path) -> Grense:
    """Find the border in the first layer that has it: the national files have several."""
    feil: list[ArealsilFeil] = []
    lagene = fillag(fil) or [""]
    for laget in lagene:
        try:
            funnet = finn_grense(les_vektor(fil, laget), nummer, fil.name)
        except ArealsilFeil as err:
            feil.append(err)
        else:
            return replace(funnet, fillag=laget if len(lagene) > 1 else "")
    if len(feil) == 1:
        raise feil[0]
    raise ParameterFeil(" ".join(f"«{ett}»: {err}" for ett, err in zip(lagene, feil, strict=True)))


def _fortell(fil: Path, grense: Grense, planet: Kartplan) -> None:
    """Say what was written, and what the planner must look at."""
    navn = grense.navn or f"kommune {grense.nummer}"
    meld("Nederst i filen står det som bare kommunen kan velge: sentrum, boligbehov, skoggrense.")
    si(f"Skrev {fil}: {navn}, kartplan EPSG:{planet.epsg} ({planet.grunn}).", "bold")
    if " - " in grense.navn:
        meld(
            f"Navnet «{grense.navn}» har flere former: la den norske stå i navn, og sett den andre "
            "i parallellnavn."
        )
