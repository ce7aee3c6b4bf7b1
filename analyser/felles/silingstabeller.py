"""The tables of a screening, written from its records."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from pandas import DataFrame

from analyser.felles.baand import BAANDTEKST
from analyser.felles.forklaringstabeller import forklaringstabeller
from analyser.felles.m1941 import PAAVIRKNINGSORD, VIFTENAVN
from analyser.felles.modell import Status, Tabell
from analyser.felles.regler import Regel
from analyser.felles.stedssvar import Lagsvar, Stedssvar
from analyser.felles.svar import tallkolonne, tekstkolonne
from analyser.felles.tekst import IKKE_AVKLART
from analyser.felles.trefftabeller import objekttabell, regeltabell
from gis.crs import arealmerknad
from lag.modell import VERDIORD

FORSLAGSTEKST = (
    f"Verdi, påvirkning og konsekvens er forslag etter en {VIFTENAVN}, ikke en vurdering. "
    "I et grensetilfelle vises den mest negative graden. For reindrift står feltene tomme til det "
    "er holdt dialog med reinbeitedistriktet."
)


KVITTERINGSTEKST = (
    "«arealsil kvittering ID» regner tallene i raden på nytt fra lageret og viser formel, lag, "
    "datoer og sjekksummer."
)


def med_steder(samlet: DataFrame, steder: Sequence[Stedssvar]) -> DataFrame:
    """Return the summary with outcome and consequence of the records, the planner's own included.

    The order of the rows is kept.
    """
    per_id = {sted.id: sted for sted in steder}
    egne = [per_id[ident] for ident in samlet["id"]]
    return samlet.assign(
        utfall=[s.utfall for s in egne],
        utfall_uten_journal=[s.utfall_uten_journal for s in egne],
        utfall_grunn=[s.utfall_grunn for s in egne],
        verst_mulig=[s.verst_mulig for s in egne],
        konsekvens=[f"{s.konsekvens} {s.konsekvens_ord}".strip() for s in egne],
        konsekvens_uten_journal=[s.konsekvens_uten_journal for s in egne],
        konsekvens_grunn=[s.konsekvens_grunn for s in egne],
        vurdering=[s.vurdering for s in egne],
        kvittering=[f"siling.sammendrag.{nr}" for nr in range(1, len(egne) + 1)],
    )


def med_svar(hvert: DataFrame, steder: Sequence[Stedssvar]) -> DataFrame:
    """Return the details with names, bands, proposals and marks of the records, row by row."""
    svar = [(sted, ett) for sted in steder for ett in sted.lag]
    ut = hvert.copy()
    ut.insert(1, "navn", [sted.navn for sted, _ in svar])
    return ut.assign(
        baand=[str(ett.baand.ord) for _, ett in svar],
        sikkert_daa=[_i_daa(ett, ett.baand.sikkert) for _, ett in svar],
        mulig_daa=[_i_daa(ett, ett.baand.mulig) for _, ett in svar],
        merke=[ett.merke for _, ett in svar],
        kvittering=[f"siling.detaljer.{nr}" for nr in range(1, len(svar) + 1)],
    )


def _i_daa(ett: Lagsvar, verdi: float) -> float:
    """Band of ground; NaN for lines and points."""
    return verdi if ett.baand.enhet == "daa" else np.nan


def med_kvittering(
    steder: Sequence[Stedssvar], samlet: DataFrame, hvert: DataFrame
) -> tuple[Stedssvar, ...]:
    """Return the records, in the order of the summary, with the receipts of their table rows."""
    av_sted = dict(zip(samlet["id"], samlet["kvittering"], strict=True))
    radene = iter(hvert["kvittering"])
    ut = {
        sted.id: replace(
            sted,
            lag=tuple(replace(ett, kvittering=next(radene)) for ett in sted.lag),
            kvittering=av_sted[sted.id],
        )
        for sted in steder
    }
    return tuple(ut[ident] for ident in samlet["id"])


def sammendragstabell(rader: DataFrame, epsg: int) -> Tabell:
    """Summary as people read it."""
    return Tabell(
        navn="sammendrag",
        tittel="Områdene, de strengeste utfallene først",
        kolonner=(
            tekstkolonne("id", "ID"),
            tekstkolonne("navn", "Område"),
            tekstkolonne("formaal_ord", "Formål"),
            tallkolonne("areal_daa", "Areal", "daa", 1, arealmerknad(epsg)),
            tallkolonne(
                "utenfor_daa", "Utenfor kommunen", "daa", 1, "Området utenfor kommunegrensen."
            ),
            tekstkolonne("utfall", "Utfall", "Den strengeste regelen som er truffet."),
            tekstkolonne("utfall_grunn", "Grunn til utfallet"),
            tekstkolonne(
                "verst_mulig",
                "Strengest mulig",
                "Utfallet om hver kilde som ikke er kjent, skulle vise seg å treffe.",
            ),
            tekstkolonne("utfall_uten_journal", "Utfall uten journalen"),
            tekstkolonne("konsekvens", "Samlet konsekvens", FORSLAGSTEKST),
            tekstkolonne("konsekvens_grunn", "Grunn til graden"),
            tekstkolonne("konsekvens_uten_journal", "Konsekvens uten journalen"),
            tekstkolonne(
                "vurdering", "Vurdering: JA / NEI / ANNET", "Planleggerens felt, fra journalen."
            ),
            tekstkolonne("utelukker", "Utelukkende regler"),
            tekstkolonne("advarer", "Advarsler"),
            tekstkolonne("treff", "Treff", "Antall lag med treff."),
            tekstkolonne("ikke_treff", "Ikke treff", IKKE_AVKLART),
            tekstkolonne("ikke_kartlagt", "Ikke kartlagt"),
            tekstkolonne("ikke_kjent", "Ikke kjent"),
            tekstkolonne("verste", "Strengeste svar"),
            tekstkolonne(
                "innenfor",
                "Innenfor reinbeitedistrikt",
                "Antall reindriftslag der distriktet ikke har registrert særverdi i området.",
            ),
            tekstkolonne("lag_truffet", "Lag som er truffet"),
            tekstkolonne("kvittering", "Kvittering", KVITTERINGSTEKST),
        ),
        data=rader,
        forklaring=f"{IKKE_AVKLART} Utfallet er en siling, ikke en vurdering.",
        kartlag="omraader",
    )


def detaljtabell(rader: DataFrame, epsg: int) -> Tabell:
    """Every area and layer, with rule and trace."""
    return Tabell(
        navn="detaljer",
        tittel="Hvert område mot hvert lag",
        kolonner=(
            tekstkolonne("id", "ID"),
            tekstkolonne("navn", "Område"),
            tekstkolonne("lag", "Lag"),
            tekstkolonne("status", "Svar"),
            tekstkolonne("merknad", "Merknad"),
            tallkolonne(
                "areal_daa",
                "Truffet",
                "daa",
                2,
                f"Overlapp telles én gang; {arealmerknad(epsg)}.",
            ),
            tallkolonne("andel_prosent", "Andel", "%", 1, "Truffet areal delt på områdets areal."),
            tallkolonne("lengde_m", "Lengde", "m", 0, "Linje inne i området, kanten medregnet."),
            tallkolonne("antall", "Antall", "stk.", 0, "Objekter som treffer, skilt på ID."),
            tallkolonne("avstand_m", "Avstand", "m", 0, "Til nærmeste objekt; 0 ved treff."),
            tallkolonne("kartlagt_daa", "Kartlagt", "daa", 1, "Området innenfor lagets dekning."),
            tallkolonne(
                "ukartlagt_daa", "Ikke kartlagt", "daa", 1, "Området utenfor lagets dekning."
            ),
            tekstkolonne("baand", "Stedfesting", BAANDTEKST),
            tallkolonne(
                "sikkert_daa", "Sikkert truffet", "daa", 2, "Laget krympet med utslaget (95 %)."
            ),
            tallkolonne(
                "mulig_daa", "Mulig truffet", "daa", 2, "Laget utvidet med utslaget (95 %)."
            ),
            tekstkolonne("treff_ider", "ID-er truffet"),
            tekstkolonne("regel", "Regel"),
            tekstkolonne("hjemmel", "Hjemmel"),
            tekstkolonne("eier", "Eier"),
            tekstkolonne("hentet", "Hentet"),
            tekstkolonne("noyaktighet", "Nøyaktighet"),
            tekstkolonne("merke", "Merke", "Endres når objektene eller reglene endres."),
            tekstkolonne("kvittering", "Kvittering", KVITTERINGSTEKST),
        ),
        data=rader,
        forklaring=IKKE_AVKLART,
        kartlag="omraader",
    )


def stedstabeller(steder: Sequence[Stedssvar], regler: Sequence[Regel]) -> tuple[Tabell, ...]:
    """Return the tables that come from the records: consequences, thresholds, journal."""
    return (
        konsekvenstabell(steder),
        *forklaringstabeller(steder, {regel.id: regel.tekst for regel in regler}),
        terskeltabell(steder, {regel.id: regel.tekst for regel in regler}),
        objekttabell(steder),
        regeltabell(steder, regler),
        *journaltabell(steder),
    )


def konsekvenstabell(steder: Sequence[Stedssvar]) -> Tabell:
    """Value, impact and consequence of every layer that is hit."""
    rader = [
        {
            "id": sted.id,
            "navn": sted.navn,
            "lag": ett.tittel,
            "verdi": VERDIORD[k.verdi],
            "verdi_grunn": k.verdi_grunn,
            "paavirkning": PAAVIRKNINGSORD[k.paavirkning],
            "paavirkning_grunn": k.paavirkning_grunn,
            "konsekvens": f"{k.tegn} {k.ord}".strip(),
        }
        for sted in steder
        for ett in sted.lag
        if (k := ett.konsekvens) is not None and ett.status == Status.TREFF
    ]
    kolonner = (
        tekstkolonne("id", "ID"),
        tekstkolonne("navn", "Område"),
        tekstkolonne("lag", "Tema"),
        tekstkolonne("verdi", "Verdi", "Forslag etter laget og egenskapene til objektet."),
        tekstkolonne("verdi_grunn", "Grunn til verdien"),
        tekstkolonne("paavirkning", "Påvirkning", "Forslag etter andel, avstand og formål."),
        tekstkolonne("paavirkning_grunn", "Grunn til påvirkningen"),
        tekstkolonne("konsekvens", "Konsekvens", FORSLAGSTEKST),
    )
    return Tabell(
        navn="konsekvens",
        tittel=f"Forslag til verdi, påvirkning og konsekvens ({VIFTENAVN})",
        kolonner=kolonner,
        data=DataFrame(rader, columns=[k.navn for k in kolonner]),
        forklaring=FORSLAGSTEKST,
        kartlag="omraader",
    )


def terskeltabell(steder: Sequence[Stedssvar], tekster: Mapping[str, str]) -> Tabell:
    """Slope, height, size and nearness of every site."""
    rader = [
        {
            "id": sted.id,
            "navn": sted.navn,
            "regel": tekster[svar.regel],
            "type": svar.type,
            "status": str(svar.status),
            "verdi": svar.verdi,
            "merknad": svar.merknad,
        }
        for sted in steder
        for svar in sted.terskler
    ]
    kolonner = (
        tekstkolonne("id", "ID"),
        tekstkolonne("navn", "Område"),
        tekstkolonne("regel", "Terskel"),
        tekstkolonne("type", "Type"),
        tekstkolonne("status", "Svar", IKKE_AVKLART),
        tallkolonne("verdi", "Målt", "", 1, "Prosent av området over, dekar eller meter."),
        tekstkolonne("merknad", "Merknad"),
    )
    return Tabell(
        navn="terskler",
        tittel="Helning, høyde, størrelse og nærhet",
        kolonner=kolonner,
        data=DataFrame(rader, columns=[k.navn for k in kolonner]),
        forklaring="Tersklene er uverifiserte forslag som kommunen kan endre; ingen er lovgrenser.",
        kartlag="omraader",
    )


def journaltabell(steder: Sequence[Stedssvar]) -> tuple[Tabell, ...]:
    """Return the planner's changes and what became of them; no table without any."""
    rader = [
        {
            "id": sted.id,
            "navn": sted.navn,
            "lag": post.rad.lag,
            "felt": post.rad.felt,
            "for": post.for_,
            "etter": post.etter,
            "grunn": post.rad.grunn,
            "hvem": post.rad.navn,
            "dato": post.rad.dato,
            "brukt": "ja" if post.brukt else "nei",
            "merknad": post.merknad,
        }
        for sted in steder
        for post in sted.journal
    ]
    titler = (
        ("id", "ID"), ("navn", "Område"), ("lag", "Lag"), ("felt", "Gjelder"), ("for", "Før"),
        ("etter", "Etter"), ("grunn", "Begrunnelse"), ("hvem", "Hvem"), ("dato", "Dato"),
        ("brukt", "Brukt"), ("merknad", "Merknad"),
    )  # fmt: skip
    if not rader:
        return ()
    tabell = Tabell(
        navn="journal",
        tittel="Planleggerens journal",
        kolonner=tuple(tekstkolonne(navn, tittel) for navn, tittel in titler),
        data=DataFrame(rader, columns=[navn for navn, _ in titler]),
        forklaring="Sammendraget viser utfall og konsekvens både med og uten journalen.",
        kartlag="omraader",
    )
    return (tabell,)
