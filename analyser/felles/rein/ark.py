"""One sheet per district, written for the district: what the municipality has, plans and asks."""

from collections.abc import Mapping, Sequence

from pandas import DataFrame
from shapely.geometry.base import BaseGeometry

from analyser.felles.arkmodell import Ark, Arkdel
from analyser.felles.modell import Tabell
from analyser.felles.rein.bilde import Bilde
from analyser.felles.rein.oppsett import SONEORD
from analyser.felles.rein.ord import INNENFOR, NAER, Mote, bygd_i_ord, om_bygd
from analyser.felles.rein.soner import MED_PLANER, MED_RETTER, lagt_til
from analyser.felles.rein.tabeller import TILSTANDER
from analyser.felles.tekst import REINDRIFT_VARSEL, antall, daa, oppramsing
from gis.geometri import union

FLEST_SAKER = 14
"""Planned areas on a sheet; the page and the workbook hold them all."""
KARTLAG = ("beiter", "objekter", "smalest", "distrikter", "saker")
SPORSMAAL = (
    "Stemmer beitene, leiene og oppsamlingsområdene med bruken deres? Hva mangler?",
    "Når på året bruker dere dem? Månedene her er kommunens gjetning og ikke bekreftet.",
    "Hvilke av områdene under virker inn på driften deres, og hvordan?",
    "Hvem i distriktet skal kommunen holde kontakt med?",
)
"""What the municipality asks: the maps are guiding, and the district knows."""


TABELLER: tuple[tuple[str, str, tuple[str, str], tuple[str, ...]], ...] = (
    (
        "Flyttleiene: hvor smalt det er",
        "Største sammenhengende åpning fra ende til ende, målt på kartet. Kartet vet ikke hvor "
        "reinen faktisk går.",
        ("leier", ""),
        ("lei", "lengde_km", "tegnet_m", "i_dag_m", "med_planer_m", "med_retter_m", "saker"),
    ),
    (
        "Måned for måned",
        "Det dere har på kartet i hver måned, hvor mye av det som blir bygd på om alt som er "
        "planlagt og foreslått, blir noe av, og hvor mye av det som er nytt. Bergrettigheter er "
        "ikke regnet med her.",
        ("kalender", TILSTANDER[1]),
        ("maaned", "bruk", "areal_daa", "direkte_daa", "nytt_direkte_daa", "nytt_innen_2_daa"),
    ),
    (
        "Beite for beite, med planer og innspill",
        f"Båndene er {SONEORD}. Studiene er uenige om avstandene, og reinens bruk kjenner dere "
        "best.",
        ("beiter", TILSTANDER[1]),
        ("hva", "areal_daa", "direkte_daa", "nytt_direkte_daa", "baand_1_daa", "baand_2_daa",
         "baand_3_daa", "baand_4_daa", "baand_5_daa"),
    ),
)  # fmt: skip
"""Heading, paragraph, table and state, and columns of what follows the planned areas."""
UKJENT = (
    "Kartet viser bare det som er tegnet inn. At noe ikke står her, betyr ikke at området er uten "
    "bruk.",
    "Sverige: ikke kartlagt.",
    "Verdi og virkning er ikke satt. Det avklares i dialog med dere.",
)


def distriktsark(
    bilde: Bilde, moter: Sequence[Mote], tabeller: Sequence[Tabell]
) -> tuple[Ark, ...]:
    """Return a sheet for each district that has ground or mapped parts."""
    alle = {t.navn: t.data for t in tabeller}
    return tuple(
        _ark(nr, navn, bilde, [m for m in moter if m.distrikt == navn], alle)
        for nr, navn in enumerate(bilde.distrikter, 1)
        if not (bilde.distrikter[navn].is_empty and bilde.samlet[navn].is_empty)
    )


def _ark(
    nr: int, navn: str, bilde: Bilde, moter: Sequence[Mote], alle: Mapping[str, DataFrame]
) -> Ark:
    """One sheet."""
    return Ark(
        navn=f"distrikt-{nr}",
        tittel=navn,
        under="Ark til reinbeitedistriktet: hva kommunen har på kartet, hva som er planlagt, og "
        "hva vi ber dere rette",
        deler=(
            Arkdel(tittel="Kort fortalt", avsnitt=_kort(navn, bilde, moter)),
            Arkdel(tittel="Vi spør dere", avsnitt=SPORSMAAL),
            _sakene(navn, moter, alle["utbygging"]),
            *(_tabelldel(navn, alle, *om) for om in TABELLER),
            Arkdel(tittel="Dette vet kommunen ikke", avsnitt=(*UKJENT, *om_bygd(bilde))),
        ),
        flate=_utsnitt(navn, bilde),
        kartlag=KARTLAG,
        slutt=REINDRIFT_VARSEL,
    )


def _sakene(navn: str, moter: Sequence[Mote], data: DataFrame) -> Arkdel:
    """Return what is planned in the district, the heaviest first."""
    rader = zip(_rader(data, navn), moter, strict=True)
    med = [rad for rad, mote in rader if mote.slag != NAER]
    return Arkdel(
        tittel="Planlagt og foreslått",
        avsnitt=_om_saker(len(med), len(moter) - len(med)),
        tabell="utbygging",
        rader=tuple(med[:FLEST_SAKER]),
        kolonner=("navn", "slag", "svar", "maaneder", "direkte_daa", "baand_1_daa"),
    )


def _tabelldel(
    navn: str,
    alle: Mapping[str, DataFrame],
    tittel: str,
    avsnitt: str,
    hva: tuple[str, str],
    kolonner: tuple[str, ...],
) -> Arkdel:
    """Return the district's rows of a table, of one state where it has several."""
    tabell, tilstand = hva
    return Arkdel(
        tittel=tittel,
        avsnitt=(avsnitt,),
        tabell=tabell,
        rader=tuple(_rader(alle[tabell], navn, tilstand)),
        kolonner=kolonner,
    )


def _rader(data: DataFrame, distrikt: str, tilstand: str = "") -> list[int]:
    """Return the rows of a table that are about a district, and one state where it is given."""
    egne = data["distrikt"] == distrikt
    if tilstand:
        egne &= data["tilstand"] == tilstand
    return [i for i, ja in enumerate(egne) if ja]


def _kort(navn: str, bilde: Bilde, moter: Sequence[Mote]) -> tuple[str, ...]:
    """Say it in a few sentences."""
    egne = [e for e in bilde.enheter if e.distrikt == navn]
    deler = [f"{e.post.tittel.lower()} ({len(e.former)})" for e in egne]
    ukjent = oppramsing([post.tittel for post in bilde.ukjente])
    maal = bilde.samlet_m2[navn]
    treff = [m for m in moter if m.slag not in (INNENFOR, NAER)]
    stengt = [
        f"{sak.navn} i flyttlei {lei.id}"
        for lei in bilde.leier
        if lei.distrikt == navn
        for sak, apning, _ in lei.saker
        if apning.mest_m == 0
    ]
    return (
        f"På kartet har kommunen: {oppramsing(deler)}." if deler
        else "Kommunen har ingen beiter, leier eller anlegg på kartet for dere.",
        f"Av dette er {bygd_i_ord(bilde, float(maal[0, 0]))} bygd på så langt. Planer og innspill "
        f"legger til {daa(float(lagt_til(maal, MED_PLANER)[0]))}. Ble alle bergrettigheter bygd "
        f"helt ut, kom {daa(float(lagt_til(maal, MED_RETTER, MED_PLANER)[0]))} i tillegg.",
        f"{antall(len(treff), 'planlagt område', 'planlagte områder')} ligger på arealer som er "
        "tegnet inn for dere.",
        *((f"Dette ville stenge en flyttlei fra kant til kant: {oppramsing(stengt)}.",)
          if stengt else ()),
        *((f"Kommunen fikk ikke hentet dette, så her kan det mangle noe: {ukjent}.",)
          if ukjent else ()),
    )  # fmt: skip


def _om_saker(inne: int, naere: int) -> tuple[str, ...]:
    """Say which rows the table holds, and which it does not."""
    deler = []
    if inne:
        deler.append("De som møter leier, kalvingsland, oppsamlingsområder og anlegg, står først.")
    else:
        deler.append("Ingen av områdene kommunen kjenner, ligger innenfor det som er tegnet inn "
                     "for dere. Det er ikke det samme som avklart.")  # fmt: skip
    if inne > FLEST_SAKER:
        deler.append(f"{antall(inne - FLEST_SAKER, 'område', 'områder')} til står på siden.")
    if naere:
        deler.append(
            f"Utenfor distriktet, men nær, ligger {antall(naere, 'område', 'områder')}; de står på "
            "siden."
        )
    return (" ".join(deler),)


def _utsnitt(navn: str, bilde: Bilde) -> BaseGeometry:
    """Return what the map shows: the mapped parts, or the district where there are none."""
    samlet = bilde.samlet[navn]
    return union([samlet]) if not samlet.is_empty else bilde.distrikter[navn]
