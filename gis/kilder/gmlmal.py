"""Features that have the very shape of one that was read before, recognised as bytes.

A service writes most features of a layer alike: the same elements and attributes in the same order,
with other texts between. Such a shape is learnt from a feature that the XML parser has read, and a
feature that is the same to the last byte, but for texts and ids, is taken apart by one regular
expression. What its texts mean is found by reading the shape the ordinary way with a mark in the
place of each text; so both ways read alike. Anything else – entities, comments, control characters,
a text that is empty, an element more – goes to the parser, which also finds all that is broken.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from gis.kilder.gmlgeometri import Akser, Element

BIT = re.compile(rb"(<[^>]*>)")
"""Markup, and between it text."""
ID = re.compile(rb'(?<=\s)(?:[\w.-]+:)?f?id="([^"]*)"')
"""Attributes that differ from feature to feature."""
TEKST, ATTRIBUTT = rb"[^<]*+", rb"[!#-;=-~]*+"
"""What may stand in the place of a text and of such an attribute's value: there no blank, which a
parser keeps at the ends and makes of line feeds, and no letter beyond ASCII."""
SAERLIGE = (b"<!", b"<?", b"]]>", b"-->", b"?>")
"""Begins or ends whatever is neither element nor text."""
URENT = bytes({*range(0x20), 0x7F} - {0x09, 0x0A}) + b"&\xef"
"""Control characters (a parser makes carriage returns into line feeds), entities, and the lead of
characters that XML forbids: a text with these is not what it stands for."""
MERKE = "[[{}]]"
"""Stands for text number n while the shape is read."""
MAKS_MALER = 4
"""Shapes that are kept; with more of them the parser is quicker."""
FORSOK, PER_TREFF = 20, 20
"""Shapes that are learnt at first, and features that each must recognise for more to be."""

Deler = list[list[tuple[str, int]]]
"""Parts of a geometry: the texts of their lists of positions, and how many numbers make one."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the texts of a shape mean, as read with marks."""

    rad: dict[str, str | None]
    """Column → mark, or a value that is the same for all."""
    slag: str = ""
    """Kind of geometry; empty for none."""
    multi: bool = False
    """Whether it is a multi-geometry."""
    deler: Deler = field(default_factory=list)
    """Its parts, marks for texts."""
    akser: Akser | None = None
    """Its CRS."""


Merk = Callable[[Element], Plan | None]


@dataclass(frozen=True, slots=True)
class Mal:
    """A shape."""

    monster: re.Pattern[bytes]
    """The member, a group for each text that is used."""
    plan: Plan
    grupper: dict[str | None, int]
    """Mark → which of the groups."""
    merker: int
    """Ends of markup; a text with one more is the parser's to judge («]]>»)."""


@dataclass(frozen=True, slots=True)
class Treff:
    """A feature that was recognised."""

    mal: Mal
    tekster: list[str]
    """Texts of the groups."""
    kilde: bytes
    """The member as it stands in the document, space before it included."""
    les: Callable[[bytes], Element | None]
    """Reads such a member with the parser."""

    @property
    def rad(self) -> dict[str, str | None]:
        """Its values."""
        grupper, tekster = self.mal.grupper, self.tekster
        return {
            navn: tekster[grupper[verdi]] if verdi in grupper else verdi
            for navn, verdi in self.mal.plan.rad.items()
        }

    @property
    def deler(self) -> Deler:
        """Parts of its geometry."""
        grupper, tekster = self.mal.grupper, self.tekster
        return [[(tekster[grupper[t]], b) for t, b in ringer] for ringer in self.mal.plan.deler]


@dataclass(slots=True)
class Maler:
    """The shapes of one document, those used last first."""

    les: Callable[[bytes], Element | None]
    """Reads a member with the parser; None where it is no feature in a member."""
    merk: Merk
    """Reads a feature that has marks for texts; None where it cannot be read so."""
    maler: list[Mal] = field(default_factory=list)
    forsok: int = FORSOK
    """How often more may be learnt."""
    treff: int = 0
    """Features recognised since one was learnt."""

    def kjenn(self, innhold: bytes, start: int) -> Treff | None:
        """Return the feature whose member begins at `start`, if it has one of the shapes."""
        for nr, mal in enumerate(self.maler):
            funnet = mal.monster.match(innhold, start)
            if funnet is None:
                continue
            kilde = funnet[0]
            try:
                tekster = [tekst.decode().strip() for tekst in funnet.groups()]
            except UnicodeDecodeError:
                return None
            if not (all(tekster) and _er_ren(kilde) and kilde.count(b">") == mal.merker):
                return None
            if nr:
                self.maler.insert(0, self.maler.pop(nr))
            self.treff += 1
            return Treff(mal, tekster, kilde, self.les)
        return None

    def laer(self, medlem: bytes) -> None:
        """Learn the shape of a member that the parser has read, if that has paid so far."""
        self.forsok += self.treff // PER_TREFF
        self.treff %= PER_TREFF
        if self.forsok <= 0:
            return
        self.forsok -= 1
        mal = self._lag_mal(medlem.lstrip()) if _er_ren(medlem) else None
        if mal is not None:
            self.maler.insert(0, mal)
            del self.maler[MAKS_MALER:]

    def _lag_mal(self, medlem: bytes) -> Mal | None:
        """Make the shape of a member; None where its texts cannot be told apart by marks."""
        biter = list(_biter(medlem))
        merker = [MERKE.format(nr) if fri else "" for nr, (_, fri) in enumerate(biter)]
        if b"[[" in medlem:
            return None
        merket = (m.encode() or bit for m, (bit, _) in zip(merker, biter, strict=True))
        objekt = self.les(b"".join(merket))
        plan = None if objekt is None else self.merk(objekt)
        if plan is None:
            return None
        verdier = [verdi for verdi in plan.rad.values() if verdi and "[[" in verdi]
        brukt = [*verdier, *(tekst for ringer in plan.deler for tekst, _ in ringer)]
        i_bruk = [merke for merke in merker if merke and merke in brukt]
        if len(set(brukt)) != len(brukt) or len(i_bruk) != len(brukt):
            return None  # a text used twice, or joined with another
        monster = b"".join(
            (b"(%s)" if merke in i_bruk else b"%s") % fri if fri else re.escape(bit)
            for merke, (bit, fri) in zip(merker, biter, strict=True)
        )
        grupper: dict[str | None, int] = {merke: nr for nr, merke in enumerate(i_bruk)}
        return Mal(re.compile(rb"\s*+" + monster), plan, grupper, medlem.count(b">"))


def er_enkelt(medlem: bytes) -> bool:
    """Tell whether a member holds nothing but elements and text."""
    return not any(ett in medlem for ett in SAERLIGE)


def _er_ren(medlem: bytes) -> bool:
    """Tell whether every text of a member is what it stands for."""
    return len(medlem) == len(medlem.translate(None, URENT))


def _biter(medlem: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Take a member apart: bytes, and what may stand there instead (nothing else: empty)."""
    for bit in BIT.split(medlem):
        if not bit.startswith(b"<"):
            yield bit, TEKST if bit.strip() else b""
            continue
        fra = 0
        for funnet in ID.finditer(bit):
            yield bit[fra : funnet.start(1)], b""
            yield funnet[1], ATTRIBUTT
            fra = funnet.end(1)
        yield bit[fra:], b""
