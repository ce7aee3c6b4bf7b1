"""XML from outside: no declarations of one's own, no depth without end; the root's name.

What a document declares stands before its root, and is looked for by expat, fed no further than
that. A reference to an outer DTD (as old OGC answers have) is harmless, since nothing is fetched.
"""

from typing import Final
from xml.parsers import expat

from lxml import etree

from gis.feil import KildeFeil

BIT: Final = 4096
"""Bytes fed at a time."""
FOR_STORT: Final = "Resource limit exceeded"
"""Words of libxml2 for what is beyond its bounds."""
MAKS_LEDD_MB: Final = 10
"""Largest text of one element that libxml2 takes without being told to trust it, MB."""
MAKS_FORORD: Final = 1 << 20
"""Bytes before the root element after which the document is given up."""


class _Funnet(Exception):
    """The root element has been reached."""


def rotnavn(innhold: bytes, hva: str) -> str:
    """Return the local name of the root element; empty when the document is no XML.

    Raises
    ------
    KildeFeil    if the document declares entities (billion laughs, outer files), or says
                 nothing for a mebibyte
    """
    leser = expat.ParserCreate()
    funnet: list[str] = []

    def start(navn: str, _: object) -> None:
        funnet.append(navn.rpartition(":")[2])
        raise _Funnet

    def entitet(*_: object) -> None:
        raise KildeFeil(
            f"{hva}: svaret erklærer egne XML-entiteter og brukes ikke. Slikt gjør ingen ærlig "
            "karttjeneste; kontroller adressen, og si fra til eieren av tjenesten."
        )

    leser.StartElementHandler = start
    leser.EntityDeclHandler = entitet
    try:
        for fra in range(0, min(len(innhold), MAKS_FORORD), BIT):
            leser.Parse(innhold[fra : fra + BIT], False)
    except _Funnet:
        return funnet[0]
    except (expat.ExpatError, LookupError):
        return ""
    if len(innhold) > MAKS_FORORD:
        raise KildeFeil(f"{hva}: svaret har ikke noe rotelement og brukes ikke.")
    return ""


def les_xml(innhold: bytes, hva: str) -> etree._Element:
    """Read a whole document; entities are left alone, nothing is fetched.

    Raises
    ------
    KildeFeil    if it is broken or cut short
    """
    tolk = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(innhold, tolk)
    except etree.XMLSyntaxError as err:
        raise KildeFeil(
            f"{hva}: svaret er ødelagt eller avkortet ({err.msg}). Prøv igjen senere."
        ) from err


def xmlfeil(hva: str, err: SyntaxError) -> KildeFeil:
    """Make the bokmål error of what the XML parser refused: broken, or beyond its bounds."""
    if FOR_STORT in str(err):
        return KildeFeil(
            f"{hva}: svaret har en geometri eller en tekst på mer enn {MAKS_LEDD_MB} MB og leses "
            "ikke. Be om et mindre område, eller last ned laget som GeoPackage og pek på filen "
            "under [lag.<id>] i kommune.toml."
        )
    return KildeFeil(f"{hva}: GML-en er ødelagt eller avkortet ({err.msg}). Hent den på nytt.")
