"""A text of the analyses in another language: whole sentences first, then its parts.

A catalogue maps bokmål to its words. «#» stands for a number, «@» for words in «…» or a list of
such, «~» for whatever stands there: translated where the catalogue has it, else kept as a name.
`=` as translation says that the words are a name. What is no entry is taken apart at full stops,
semicolons, colons, brackets and commas, and put together again when every part is known.

Names, and sentences without words, stand in the answer between private marks, so that a page can
say which language they are in.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

NAVN, UKJENT, SLUTT = "\ue000", "\ue002", "\ue001"
"""Marks around a name, and around words that the catalogue lacks."""
MERKER = re.compile(f"[{NAVN}{UKJENT}{SLUTT}]")
ER_NAVN = "="
TALLFORM = "\\d{1,3}(?:[\u00a0 ]\\d{3})+(?:,\\d+)?|\\d+(?:,\\d+)?"
TALL = re.compile("\\d{1,3}(?:\u00a0\\d{3})+(?:,\\d+)?|\\d+(?:,\\d+)?")
"""A number as bokmål writes it."""
SITATFORM = "«[^«»]*»(?:(?:, | og )«[^«»]*»)*"
SITAT = re.compile(SITATFORM)
"""Words in quotes, or a list of such."""
PLASS = re.compile(r"([#@~])(\d?)")
ORD = re.compile("[A-Za-zÆØÅæøå]{3}")
"""What a text must hold to be in a language at all."""
KODE = re.compile(r"(?=.*[\d_/])[\w.,:/§+-]+", re.ASCII)
"""An identifier or a number: the same in every language."""
SETNINGER = re.compile(
    r"(?<=[.!?])(?<!\bkap\.)(?<!\bmfl\.)(?<!\bnr\.)(?<!\bProp\.) (?=[A-ZÆØÅ«©@\d])"
)
I_PARENTES = re.compile(r"(.+?) \(([^()]+(?:\([^()]*\)[^()]*)*)\)(\.?)")
OMTRENTLIG = "omtrentlig plassert"
I_NAVN = re.compile(
    f"{NAVN}([^{NAVN}{UKJENT}{SLUTT}]*?) \\({OMTRENTLIG}\\) ?([^{NAVN}{UKJENT}{SLUTT}]*){SLUTT}"
)
"""A name with the remark that its place is a guess."""
FLEST_SMAA = 2
"""Words in small letters that a name may have."""


def engelsk_tall(tall: str) -> str:
    """Return a number that bokmål wrote as English writes it: 12 345,6 becomes 12,345.6."""
    return tall.replace(",", ".").replace("\u00a0", ",")


def uten_merker(tekst: str) -> str:
    """Return the text without the private marks."""
    return MERKER.sub("", tekst)


def navngitt(tekst: str) -> str:
    """Return the text marked as a name."""
    return f"{NAVN}{tekst}{SLUTT}"


def _resten(av_navn: str) -> str:
    """Return what stands in a name after the remark; a number alone is no name."""
    if not av_navn:
        return ""
    return f" {navngitt(av_navn) if re.search('[A-Za-zÆØÅæøå]', av_navn) else av_navn}"


@dataclass(frozen=True)
class Oversetter:
    """One language: its catalogue, and the names that the run has."""

    ordene: Mapping[str, str]
    navn: frozenset[str] = frozenset()
    husket: dict[str, str | None] = field(default_factory=dict)
    monstre: dict[str, list[tuple[re.Pattern[str], str, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Make patterns of the sentences that hold «~», by their first letter."""
        former = {"#": f"({TALLFORM})", "@": f"({SITATFORM})", "~": "(.+?)"}
        # the longest wording first: it is the one that says most
        for fra in sorted((f for f in self.ordene if "~" in f), key=len, reverse=True):
            deler = re.split("([#@~])", fra)
            monster = "".join(former.get(d) or re.escape(d) for d in deler)
            plasser = "".join(d for d in deler if d in former)
            forst = "" if fra[0] in former else fra[0]
            post = (re.compile(monster), plasser, self.ordene[fra])
            self.monstre.setdefault(forst, []).append(post)

    def finn(self, tekst: str) -> str | None:
        """Return the text in the language, names marked; None where it has no words for it."""
        if tekst not in self.husket:
            self.husket[tekst] = self._uten_ord_i_navn(self._slaa_opp(uten_merker(tekst)))
        return self.husket[tekst]

    def _uten_ord_i_navn(self, svar: str | None) -> str | None:
        """Take the remark that a place is put roughly out of its name, and translate it."""
        til = self.ordene.get(OMTRENTLIG)
        if svar is None or til is None or OMTRENTLIG not in svar:
            return svar
        return I_NAVN.sub(lambda m: f"{navngitt(m[1])} ({til}){_resten(m[2])}", svar)

    def _slaa_opp(self, tekst: str) -> str | None:
        if tekst in self.navn and tekst not in self.ordene:
            return navngitt(tekst)
        if not ORD.search(tekst) or KODE.fullmatch(tekst):
            return self._fra_mal(tekst) or TALL.sub(lambda m: engelsk_tall(m.group()), tekst)
        return self._hel(tekst) or self._av_deler(tekst)

    # -- whole texts ------------------------------------------------------------------------

    def _hel(self, tekst: str) -> str | None:
        """One entry of the catalogue: as it is, with other case, without or with a full stop."""
        rygg = tekst.removesuffix(".")
        for prove in dict.fromkeys((tekst, rygg, f"{rygg}.")):
            if not (funnet := self._fra_mal(prove) or self._fra_monster(prove)):
                annen = prove[:1].swapcase() + prove[1:]
                if funnet := self._fra_mal(annen):
                    funnet = _som(prove, funnet)
            if funnet:
                hale = tekst[len(prove) :]
                return funnet + hale if len(prove) <= len(tekst) else funnet.removesuffix(".")
        return None

    def _fra_mal(self, tekst: str) -> str | None:
        """Answer for the exact text, or for its template of numbers and quotes."""
        if tekst in self.ordene:
            til = self.ordene[tekst]
            return navngitt(tekst) if til == ER_NAVN else til
        sitater = [m.group() for m in SITAT.finditer(tekst)]
        uten = SITAT.sub("@", tekst)
        mal = self.ordene.get(TALL.sub("#", uten).replace("\u00a0", " "))
        if mal is None:
            return None
        if mal == ER_NAVN:
            return navngitt(tekst)
        return self._fylt(mal, {"#": TALL.findall(uten), "@": sitater, "~": []})

    def _fra_monster(self, tekst: str) -> str | None:
        """Answer for a sentence with names in it."""
        renset = tekst.replace("\u00a0", " ")
        for forst in dict.fromkeys((renset[:1], "")):
            for monster, plasser, mal in self.monstre.get(forst, ()):
                if treff := monster.fullmatch(renset):
                    funnet: dict[str, list[str]] = {"#": [], "@": [], "~": []}
                    for slag, verdi in zip(plasser, treff.groups(), strict=True):
                        funnet[slag].append(verdi)
                    fylt = self._fylt(mal, funnet)
                    if UKJENT not in fylt:
                        return fylt
        return None

    def _fylt(self, mal: str, funnet: Mapping[str, list[str]]) -> str:
        """Put numbers, quoted words and names into a translation."""
        brukt = {"#": 0, "@": 0, "~": 0}
        alle = {
            "#": [engelsk_tall(v.replace(" ", "\u00a0")) for v in funnet["#"]],
            "@": [self._sitat(v) for v in funnet["@"]],
            "~": [self._navnet(v) for v in funnet["~"]],
        }

        def ett(treff: re.Match[str]) -> str:
            slag, nummer = treff.groups()
            brukt[slag] += 1
            return alle[slag][(int(nummer) if nummer else brukt[slag]) - 1]

        return PLASS.sub(ett, mal)

    def navnet(self, navn: str) -> str:
        """Return a name as it is; only what stands in brackets behind it has words."""
        treff = I_PARENTES.fullmatch(navn)
        merknad = treff and self.finn(treff[2])
        return f"{navngitt(treff[1])} ({merknad})" if treff and merknad else navngitt(navn)

    def _sitat(self, sitat: str) -> str:
        """Quoted words, each in the language where it has words for it."""
        ordene = [
            f"“{self.finn(ord_) or navngitt(ord_)}”" for ord_ in re.findall("«([^«»]*)»", sitat)
        ]
        return ordene[0] if len(ordene) == 1 else f"{', '.join(ordene[:-1])} and {ordene[-1]}"

    def _navnet(self, tekst: str) -> str:
        """Return what stands at a «~»: in the language if it has words, else a name or a list."""
        if (funnet := self.finn(tekst)) is not None:
            return funnet
        if liste := re.fullmatch("(.+, .+|[^,]+) og (.+?)", tekst):
            forst = ", ".join(self._navnet(v) for v in liste[1].split(", "))
            return f"{forst} and {self._navnet(liste[2])}"
        return navngitt(tekst) if _ligner_navn(tekst) else f"{UKJENT}{tekst}{SLUTT}"

    # -- parts ------------------------------------------------------------------------------

    def _av_deler(self, tekst: str) -> str | None:
        """Take a text apart, and put it together when every part is known."""
        setninger = SETNINGER.split(tekst)
        if len(setninger) > 1 and (funnet := self._setningene(setninger)):
            return funnet
        return next((ut for maate in _MAATER if (ut := maate(tekst, self._alle))), None)

    def _alle(self, deler: Sequence[str], skille: str) -> str | None:
        """Return every part in the language, joined; None if one has no words."""
        funnet = []
        for del_ in deler:
            if (ett := self.finn(del_)) is None:
                return None
            funnet.append(ett)
        return skille.join(funnet)

    def _setningene(self, setninger: Sequence[str]) -> str | None:
        """Sentence by sentence, those that one entry holds together; a gap stays and is marked."""
        ut, fra = [], 0
        while fra < len(setninger):
            for til in range(len(setninger), fra, -1):
                samlet = " ".join(setninger[fra:til])
                hel = til - fra < len(setninger)
                if hel and (funnet := self._hel(samlet) if til > fra + 1 else self.finn(samlet)):
                    ut.append(funnet)
                    break
            else:
                til = fra + 1
                ut.append(f"{UKJENT}{setninger[fra]}{SLUTT}")
            fra = til
        return " ".join(ut) if any(UKJENT not in ett for ett in ut) else None


def _ligner_navn(tekst: str) -> bool:
    """Tell whether words can be a name: they begin as one, and are not a sentence."""
    smaa = sum(ord_[:1].islower() for ord_ in tekst.split())
    return not tekst[:1].islower() and smaa <= FLEST_SMAA


def _som(forbilde: str, tekst: str) -> str:
    """Give a text the case of its pattern's first letter; a short form keeps its own."""
    if forbilde[:1].islower() and tekst[:1].isupper() and not tekst[1:2].isupper():
        return tekst[:1].lower() + tekst[1:]
    if forbilde[:1].isupper() and tekst[:1].islower():
        return tekst[:1].upper() + tekst[1:]
    return tekst


Alle = Callable[[Sequence[str], str], str | None]
"""Parts and separator → all of them in the language, or None."""


def _ved(skille: str) -> Callable[[str, Alle], str | None]:
    """Take apart at every `skille` outside brackets."""

    def delt(tekst: str, alle: Alle) -> str | None:
        deler = utenfor_parentes(tekst, skille)
        return alle(deler, skille) if len(deler) > 1 and all(deler) else None

    return delt


def _ved_forste(skille: str, engelsk: str = "") -> Callable[[str, Alle], str | None]:
    """Take apart in two at the first `skille` outside brackets where both are known."""

    def delt(tekst: str, alle: Alle) -> str | None:
        deler = utenfor_parentes(tekst, skille)
        for nummer in range(1, len(deler)):
            to = (skille.join(deler[:nummer]), skille.join(deler[nummer:]))
            if all(to) and (ut := alle(to, engelsk or skille)):
                return ut
        return None

    return delt


def utenfor_parentes(tekst: str, skille: str) -> list[str]:
    """Split a text at every `skille` that stands in no brackets."""
    deler = [""]
    for nummer, del_ in enumerate(tekst.split(skille)):
        if nummer and deler[-1].count("(") <= deler[-1].count(")"):
            deler.append(del_)
        else:
            deler[-1] += (skille if nummer else "") + del_
    return deler


def _parentes(tekst: str, alle: Alle) -> str | None:
    """Take apart what stands before and within brackets."""
    treff = I_PARENTES.fullmatch(tekst)
    funnet = treff and alle((treff[1], treff[2]), " (")
    return f"{funnet}){treff[3]}" if treff and funnet else None


_MAATER: tuple[Callable[[str, Alle], str | None], ...] = (
    _ved("; "), _parentes, _ved_forste(": "), _ved(" – "), _ved_forste(", "),
    _ved_forste(" og ", " and "), _ved_forste(" eller ", " or "), _ved(" / "), _ved(" · "),
    _ved("–"),
)  # fmt: skip


def stykker(tekst: str) -> Iterator[tuple[str, str]]:
    """Yield the pieces of a marked text, each with its mark; "" for words in the language."""
    merke = ""
    for del_ in re.split(f"([{NAVN}{UKJENT}{SLUTT}])", tekst):
        if MERKER.fullmatch(del_):
            merke = "" if del_ == SLUTT else del_
        elif del_:
            yield merke, del_
