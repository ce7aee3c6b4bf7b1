"""Every feature that is hit, and every rule that fired, as tables: so each number has its place."""

from collections.abc import Mapping, Sequence

import numpy as np
from pandas import DataFrame

from analyser.felles.modell import Status, Tabell
from analyser.felles.regler import Regel, bruk
from analyser.felles.stedssvar import Stedssvar
from analyser.felles.svar import tallkolonne, tekstkolonne
from analyser.felles.tekst import IKKE_AVKLART


def objekttabell(steder: Sequence[Stedssvar]) -> Tabell:
    """Every feature hit, with its attributes."""
    rader = [
        {
            "id": sted.id, "navn": sted.navn, "lag": svar.tittel, "lokalid": objekt.lokalid,
            "egenskaper": "; ".join(f"{tittel}: {verdi}" for tittel, verdi in objekt.egenskaper),
            "areal_daa": objekt.areal_daa, "lengde_m": objekt.lengde_m,
            "andel_prosent": 100 * objekt.andel_av_objekt, "avstand_m": objekt.avstand_m,
        }
        for sted in steder for svar in sted.lag for objekt in svar.objekter
    ]  # fmt: skip
    kolonner = (
        tekstkolonne("id", "ID"),
        tekstkolonne("navn", "Område"),
        tekstkolonne("lag", "Lag"),
        tekstkolonne("lokalid", "Objekt"),
        tekstkolonne("egenskaper", "Egenskaper"),
        tallkolonne("areal_daa", "Felles grunn", "daa", 2, "Objektets del inne i området."),
        tallkolonne("lengde_m", "Lengde", "m", 0, "Linjens lengde inne i området."),
        tallkolonne("andel_prosent", "Andel av objektet", "%", 1, "Delt på hele objektet."),
        tallkolonne("avstand_m", "Avstand", "m", 0, "0 når objektet møter området."),
    )
    return Tabell(
        navn="objekter",
        tittel="Hvert objekt som er truffet",
        kolonner=kolonner,
        data=DataFrame(rader, columns=[k.navn for k in kolonner]),
        forklaring="Arealene kan ikke summeres: objekter i samme lag kan overlappe.",
        kartlag="omraader",
    )


def regeltabell(steder: Sequence[Stedssvar], regler: Sequence[Regel]) -> Tabell:
    """Every rule that fired or could not be answered, with threshold and ground."""
    brukt: Mapping[str, Regel] = {regel.id: regel for regel in regler}
    rader = []
    for sted in steder:
        for svar in (r for ett in sted.lag for r in ett.regler):
            if svar.status not in (Status.TREFF, Status.IKKE_KJENT):
                continue
            regel = bruk(brukt[svar.regel])
            rader.append(
                {
                    "id": sted.id, "navn": sted.navn, "regel": regel.tekst, "type": svar.type,
                    "status": str(svar.status), "terskel": regel.terskel or np.nan,
                    "verdi": svar.verdi, "areal_daa": svar.areal_daa, "baand": str(svar.baand),
                    "merknad": svar.merknad, "hjemmel": regel.hjemmel, "merke": regel.merke,
                    "versjon": regel.versjon, "gyldig_fra": regel.gyldig_fra,
                    "usikkerhet": regel.usikkerhet,
                }
            )  # fmt: skip
    kolonner = (
        tekstkolonne("id", "ID"),
        tekstkolonne("navn", "Område"),
        tekstkolonne("regel", "Regel"),
        tekstkolonne("type", "Type"),
        tekstkolonne("status", "Svar", IKKE_AVKLART),
        tallkolonne("terskel", "Terskel", "m", 0, "Avstanden som regelen gjelder innenfor."),
        tallkolonne("verdi", "Målt avstand", "m", 1, "Til nærmeste objekt som regelen gjelder."),
        tallkolonne("areal_daa", "Areal", "daa", 2, "Del av området innenfor regelens avstand."),
        tekstkolonne("baand", "Stedfesting"),
        tekstkolonne("merknad", "Merknad"),
        tekstkolonne("hjemmel", "Hjemmel og kilde"),
        tekstkolonne("merke", "Sikkerhet"),
        tekstkolonne("versjon", "Versjon"),
        tekstkolonne("gyldig_fra", "Brukt fra"),
        tekstkolonne("usikkerhet", "Usikkerhet"),
    )
    return Tabell(
        navn="regelsvar",
        tittel="Hver regel som er truffet eller ikke kunne prøves",
        kolonner=kolonner,
        data=DataFrame(rader, columns=[k.navn for k in kolonner]),
        forklaring="«uverifisert» er aldri en lovgrense: tallet er ikke kontrollert mot kilden.",
        kartlag="omraader",
    )
