"""ATOM feeds of download services: which file of which dataset, area, format and CRS.

Where things stand in a feed is seen in Kartverket's own client for mass download: the dataset's
uuid in `spatial_dataset_identifier_code`, CRS, area, format and restriction as categories that are
told apart by their scheme, the format also first in the title («GML-format, …»).
"""

import re
from dataclasses import dataclass

from lxml import etree

from gis.feil import KildeFeil
from gis.kilder.gmlgeometri import lokalnavn
from gis.kilder.httpledd import lenke_fra
from gis.kilder.xmlvern import les_xml

PROJEKSJONER = ("25833", "5973", "25832", "5972", "4258", "4326")
"""CRS in order of preference; 5973 and 5972 are the same planes with heights."""
CRS_SKJEMA = ("/def/crs", "epsg-koder")
OMRAADE_SKJEMA = ("geografisk-distribusjonsinndeling", "fylkesnummer", "kommunenummer")
FORMAT_SKJEMA = ("vektorformater", "rasterformater")
SPERRE_SKJEMA = "tilgangsrestriksjoner"
HELE_LANDET = "0000"
KODE = re.compile(r"(?<![\dN])\d{4}(?!\d)|(?<![^\W_])\d{2}(?![^\W_])")
"""Municipality or county number in a file name; a county's stands alone, unlike that of N50."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Oppforing:
    """One entry of a feed."""

    tittel: str
    lenke: str
    uuid: str = ""
    epsg: tuple[str, ...] = ()
    omraader: tuple[str, ...] = ()
    formater: tuple[str, ...] = ()
    sperre: str = ""
    """Access restriction; empty for open data."""


def er_feed(innhold: bytes) -> bool:
    """Tell whether the bytes are an ATOM feed."""
    return b"<feed" in innhold[:2000] or b":feed" in innhold[:2000]


def les_feed(innhold: bytes, url: str) -> list[Oppforing]:
    """Read the entries of a feed.

    Raises
    ------
    KildeFeil    if it is broken, or a link in it is no address
    """
    rot = les_xml(innhold, f"ATOM {url}")
    return [_oppforing(post, url) for post in rot.iterfind("{*}entry")]


def _oppforing(post: etree._Element, url: str) -> Oppforing:
    """Read one entry."""
    lenker = [(e.get("rel") or "", e.get("href") or e.text or "") for e in post.iterfind("{*}link")]
    ider = [(post.findtext("{*}id") or "").strip()]
    valgt = [href for rel, href in lenker if rel == "alternate"] + [h for _, h in lenker] + ider
    lenke = lenke_fra(url, next(filter(None, map(str.strip, valgt)), ""))
    felt: dict[str, list[str]] = {"epsg": [], "omraader": [], "formater": [], "sperre": []}
    for kategori in post.iterfind("{*}category"):
        skjema = (kategori.get("scheme") or "") + (kategori.get("term") or "")
        verdi = (kategori.get("term") or kategori.get("label") or "").strip()
        if any(merke in skjema for merke in CRS_SKJEMA) or verdi.startswith("EPSG:"):
            felt["epsg"] += re.findall(r"(\d{4,5})/?$", verdi)
        elif any(merke in skjema for merke in OMRAADE_SKJEMA):
            felt["omraader"].append(verdi.rpartition("/")[2])
        elif any(merke in skjema for merke in FORMAT_SKJEMA):
            felt["formater"].append(f"{verdi} {kategori.get('label') or ''}".upper())
        elif SPERRE_SKJEMA in skjema:
            felt["sperre"].append(verdi)
    tittel = " ".join((post.findtext("{*}title") or "").split())
    uuid = next(
        ((e.text or "").strip() for e in post.iter()
         if lokalnavn(e) == "spatial_dataset_identifier_code"), "",
    )  # fmt: skip
    sperre = " ".join(s for s in felt["sperre"] if "restricted" in s or "begrens" in s.lower())
    return Oppforing(
        tittel=tittel, lenke=lenke, uuid=uuid, epsg=tuple(felt["epsg"]), sperre=sperre,
        omraader=tuple(felt["omraader"]) or _fra_filnavn(lenke), formater=tuple(felt["formater"]),
    )  # fmt: skip


def _fra_filnavn(lenke: str) -> tuple[str, ...]:
    """Area numbers that stand in the file name, scales and CRS codes not among them."""
    funnet = KODE.findall(lenke.rpartition("/")[2].replace("_", " "))
    return tuple(kode for kode in funnet if kode not in PROJEKSJONER)


def velg(oppforinger: list[Oppforing], format_: str, uuid: str, nummer: str, url: str) -> Oppforing:
    """Return the entry to follow: the dataset, the format, the nearest area, the best CRS.

    Raises
    ------
    KildeFeil    if none fits, saying what there is
    """
    if not oppforinger:
        raise KildeFeil(f"ATOM {url}: feeden er tom.")
    egne = [o for o in oppforinger if uuid and uuid.lower() in (o.uuid + o.lenke).lower()]
    if uuid and not egne and any(o.uuid for o in oppforinger):
        raise KildeFeil(f"ATOM {url}: feeden har ikke datasettet {uuid}.")
    mulige = egne or oppforinger
    med_format = [o for o in mulige if _har_format(o, format_)]
    if not med_format and any(_navngir_format(o) for o in mulige):
        titler = "; ".join(dict.fromkeys(o.tittel for o in mulige[:8]))
        raise KildeFeil(f"ATOM {url}: ingen fil i formatet {format_}. Feeden har: {titler}.")
    rangert = sorted(
        ((_omraade(o, nummer), _projeksjon(o), nr) for nr, o in enumerate(med_format or mulige))
    )
    rang, _, nr = rangert[0]
    if rang > LANDET:
        raise KildeFeil(f"ATOM {url}: ingen fil for kommune {nummer}, fylket eller hele landet.")
    return (med_format or mulige)[nr]


KOMMUNEN, FYLKET, LANDET, ANNET = range(4)
"""How near an entry's area is to the municipality."""


def _har_format(o: Oppforing, format_: str) -> bool:
    tekst = " ".join((*o.formater, o.tittel, o.lenke)).upper()
    return re.search(rf"(?<![A-Z]){format_}(?![A-Z])", tekst) is not None


def _navngir_format(o: Oppforing) -> bool:
    return any(_har_format(o, f) for f in ("FGDB", "GML", "SOSI", "GPKG", "SHP", "CSV", "POSTGIS"))


def _omraade(o: Oppforing, nummer: str) -> int:
    """Rank of the entry's area; entries that name none hold it all."""
    if nummer in o.omraader:
        return KOMMUNEN
    if nummer[:2] in o.omraader:
        return FYLKET
    return LANDET if not o.omraader or HELE_LANDET in o.omraader else ANNET


def _projeksjon(o: Oppforing) -> int:
    kjente = [PROJEKSJONER.index(kode) for kode in o.epsg if kode in PROJEKSJONER]
    return min(kjente, default=len(PROJEKSJONER))
