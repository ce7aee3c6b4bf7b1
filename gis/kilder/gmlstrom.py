"""The features of a GML document, a part of the document at a time.

The XML parser (libxml2) is fed everything but what is shaped exactly as something that it has read
(`gis.kilder.gmlmal`); so it finds whatever is broken, and each feature is let go of after use.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from gis.kilder.gmlgeometri import Element, lokal
from gis.kilder.gmlmal import Maler, Merk, Treff, er_enkelt
from gis.kilder.httpsvar import HODE_BYTES, aapnet
from gis.kilder.xmlvern import rotnavn, xmlfeil

MEDLEM = {"member", "featureMember", "featureMembers", "members"}
"""Elements whose children are features."""
BEHOLDERE = {"FeatureCollection", "SimpleFeatureCollection", "Tuple"}
"""Collections inside a collection; their own members are the features."""
BIT = 1 << 20
"""Bytes read at a time."""
MAKS_VENTENDE = 4 << 20
"""Bytes of a member that is not at its end; a longer one goes to the parser as it comes."""
HODE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml(?P<sier>[^>]*)\?>\s*)?"
    rb"(?P<hode><(?P<rot>[^\s<>/!?]+)(?:\s[^<>]*)?(?<!/)>)"
)
"""Beginning of a document: declaration and root element."""
KODING = re.compile(rb"encoding\s*=\s*[\"']([^\"']*)")
MEDLEMSNAVN = re.compile(rb"<((?:[\w.-]+:)?(?:member|featureMember))[\s>]")


@dataclass(frozen=True, slots=True)
class Ramme:
    """What stands around the members of a document."""

    hode: bytes
    """Start tag of the root, with the namespaces."""
    hale: bytes
    """Its end tag."""
    medlem: bytes
    """Name of a member, with prefix."""

    def objekt(self, medlem: bytes) -> Element | None:
        """Read one member by itself; the feature, or None where that cannot be done."""
        tolk = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        try:
            rot = etree.fromstring(self.hode + medlem + self.hale, tolk)
        except etree.XMLSyntaxError:
            return None
        return rot[0][0] if len(rot) == 1 and len(rot[0]) == 1 else None


def finn_ramme(hode: bytes) -> Ramme | None:
    """Find what stands around the members; None where shapes cannot be used."""
    funnet, medlem = HODE.match(hode), MEDLEMSNAVN.search(hode)
    if funnet is None or medlem is None:
        return None
    koding = KODING.search(funnet["sier"] or b"")
    if koding is not None and koding[1].lower() not in (b"utf-8", b"utf8"):
        return None
    return Ramme(funnet["hode"], b"</%s>" % funnet["rot"], medlem[1])


def bunker(
    innhold: bytes | Path, hva: str, type_: str = "", merk: Merk | None = None
) -> Iterator[list[Element | Treff]]:
    """Stream the features of a collection (of one type, if named), some at a time, in order.

    They are freed when the next ones are asked for.

    Parameters
    ----------
    merk    reads a feature of a shape that is to be learnt; None to have all from the parser

    Raises
    ------
    KildeFeil    if the XML is broken (also: cut short), or declares entities
    """
    with aapnet(innhold) as strom:
        raa = strom.read(HODE_BYTES)
        hode = raa.lstrip()  # some services write a blank line before the declaration
        rotnavn(hode, hva)
        strom.seek(len(raa) - len(hode))
        ramme = finn_ramme(hode) if merk and type_ else None
        leser = _Leser(type_, ramme, Maler(ramme.objekt, merk) if ramme and merk else None)
        try:
            while bit := strom.read(BIT):
                yield leser.ta(bit)
                leser.frigjor()
            leser.slutt()
        except etree.XMLSyntaxError as err:
            raise xmlfeil(hva, err) from err


@dataclass(slots=True)
class _Leser:
    """The parser, and what is read past it."""

    type_: str
    ramme: Ramme | None
    maler: Maler | None
    tolk: etree.XMLPullParser = field(init=False)
    rest: bytes = b""
    """Bytes that neither have gone to the parser nor been recognised."""
    i_takt: bool = False
    """Whether a member may begin where `rest` does."""
    leste: list[Element] = field(default_factory=list)
    """Features from the parser that are in use."""

    def __post_init__(self) -> None:
        self.tolk = etree.XMLPullParser(
            events=("end",), resolve_entities=False, no_network=True, load_dtd=False,
            huge_tree=False, remove_comments=True, remove_pis=True, remove_blank_text=True,
            tag=f"{{*}}{self.type_}" if self.type_ else None,
        )  # fmt: skip

    def ta(self, bit: bytes) -> list[Element | Treff]:
        """Take more of the document; returns the features that are whole."""
        if self.ramme is None or self.maler is None:
            return [*self._les(bit)]
        self.rest += bit
        ut: list[Element | Treff] = []
        slutt, pos = b"</%s>" % self.ramme.medlem, 0
        while True:
            treff = self.maler.kjenn(self.rest, pos) if self.i_takt else None
            if treff is not None:
                ut.append(treff)
                pos += len(treff.kilde)
                continue
            til = self.rest.find(slutt, pos) + len(slutt)
            if til < len(slutt):
                break
            ut.extend(self._les_medlem(self.rest[pos:til], self.ramme, self.maler))
            pos = til
        self.rest = self.rest[pos:]
        if len(self.rest) > MAKS_VENTENDE:
            ut.extend(self._les(self.rest))
            self.rest, self.i_takt = b"", False
        return ut

    def slutt(self) -> None:
        """Hand over what is left, and let the parser say whether that was all."""
        if self.rest:
            self._les(self.rest)
        self.tolk.close()

    def frigjor(self) -> None:
        """Let go of features that have been read, and of what stands before them."""
        for element in self.leste:
            element.clear()
            _frigjor(element)
            far = element.getparent()
            if self.type_ and far is not None:
                _frigjor(far)
        self.leste = []

    def _les(self, bit: bytes) -> list[Element]:
        """Feed the parser; returns the features that it finds whole."""
        self.tolk.feed(bit)
        ut: list[Element] = []
        for hendelse in self.tolk.read_events():
            element: Any = hendelse[1]
            far = element.getparent()
            if far is None or lokal(far.tag) not in MEDLEM or lokal(element.tag) in BEHOLDERE:
                continue
            ut.append(element)
        self.leste.extend(ut)
        return ut

    def _les_medlem(self, medlem: bytes, ramme: Ramme, maler: Maler) -> list[Element]:
        """Feed the parser what should be one member, and learn its shape if it is.

        Where it is more or something else, what has been learnt may mean something else after it.
        """
        lest = self._les(medlem)
        start = b"<" + ramme.medlem
        self.i_takt = (
            len(lest) == 1 and medlem.lstrip().startswith(start)
            and medlem.count(start) == 1 and er_enkelt(medlem)
        )  # fmt: skip
        if not self.i_takt:
            maler.maler.clear()
        elif _i_roten(lest[0]):
            maler.laer(medlem)
        return lest


def _i_roten(objekt: Element) -> bool:
    """Tell whether a feature's member stands right below the root."""
    medlem = objekt.getparent()
    samling = None if medlem is None else medlem.getparent()
    return samling is not None and samling.getparent() is None


def _frigjor(element: Element) -> None:
    """Let go of what stands before an element; boxes that CRS are inherited from stay."""
    forrige = element.getprevious()
    while forrige is not None and lokal(forrige.tag) != "boundedBy":
        far = element.getparent()
        if far is None:
            return
        far.remove(forrige)
        forrige = element.getprevious()
