"""The front page: every answer, every source, every open question; nothing unescaped."""

from datetime import date
from html.parser import HTMLParser

from analyser.felles.modell import Kildebruk, Resultat, Status
from gis.kommune import Kommune
from gis.utsnitt import Utsnitt
from kart.kjoring import Kjoring
from kart.ordlyd import EKSEMPEL, REINDRIFT
from kart.portal import NEDLASTINGER, indeks

FIENDTLIG = "<img src=x onerror=alert(1)>${x}`'\"</script><script>"


class Leser(HTMLParser):
    """Collects the start tags with attributes, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elementer: list[tuple[str, dict[str, str | None]]] = []
        self.tekst = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elementer.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.tekst += data

    def lenker(self) -> list[str | None]:
        return [e["href"] for tag, e in self.elementer if tag == "a"]

    def antall(self, navn: str) -> int:
        return sum(tag == navn for tag, _ in self.elementer)


def _kilde(navn: str, status: str = "hentet", tekst: str = "") -> Kildebruk:
    return Kildebruk(
        lag=navn, tittel=tekst or navn.title(), eier=tekst or "NIBIO", lisens=tekst or "NLOD",
        navngivelse=tekst or "© NIBIO", status=status, antall=3 if status == "hentet" else None,
        hentet="2026-01-01T10:00:00Z" if status == "hentet" else "", sha256="", dekning=tekst,
        noyaktighet=tekst, merknader=(tekst,), eksempel=True,
    )  # fmt: skip


def _resultat(analyse: str, tekst: str = "", **endret) -> Resultat:
    felter = {
        "tittel": tekst or analyse.title(), "sporsmaal": tekst or "Hvor?",
        "svar": tekst or "2 av 3 områder.", "ukjent": (tekst or "Fiber er ikke kjent.",),
        "kilder": (_kilde("myr", tekst=tekst), _kilde("fiber", "ikke kjent", tekst)),
    } | endret  # fmt: skip
    return Resultat(analyse=analyse, punkter=(), tabeller=(), kartlag=(), regler=(), **felter)


def _side(
    *resultater: Resultat,
    navn: str = "Røros",
    eksempel: bool = True,
    plan=(),
    tiltak=None,
    sileemne=None,
) -> Leser:
    kommune = Kommune(nummer="5025", navn=navn, boks=Utsnitt(0, 0, 1, 1, 25832))
    kjoring = Kjoring(
        kjoring_id="abc", dato=date(2026, 1, 2), tidspunkt="2026-01-02T00:00:00Z",
        maaltabell=tuple(plan), planmerknad="Plan <1>. Uverifisert: fristene.",
        tiltak=tiltak or {"bolig": ("1.4",)},
        eksempel=eksempel, sileemne=sileemne,
    )  # fmt: skip
    return Leser(indeks(resultater, kommune, kjoring))


PLAN = (
    {"nummer": "1.4", "tekst": "Vurdere boligløsninger", "frist": "2013", "status": ""},
    {"nummer": "9.9", "tekst": "Noe annet", "frist": "", "status": "Fullført"},
)


def test_kort_for_hver_analyse():
    side = _side(_resultat("bolig"), _resultat("hytte"))
    assert side.antall("h1") == 1 and "arealsil – Røros" in side.tekst
    assert side.antall("article") == 2
    assert {"bolig.html", "hytte.html"} <= set(side.lenker())
    assert side.tekst.count("2 av 3 områder.") == 2
    assert side.tekst.count("Fiber er ikke kjent.") == 2


def test_eksempelmerket_bare_naar_det_er_eksempel():
    assert EKSEMPEL in _side(_resultat("bolig")).tekst
    assert EKSEMPEL not in _side(_resultat("bolig"), eksempel=False).tekst


def test_de_fire_svarene_forklares():
    tekst = _side(_resultat("bolig")).tekst
    for status in Status:
        assert status.value in tekst
    assert "ikke det samme som avklart" in tekst
    assert REINDRIFT in tekst


def test_kilder_med_status_og_dag_hver_en_gang():
    side = _side(_resultat("bolig"), _resultat("hytte"))
    assert "Kartlag som analysene bruker: 2, hvorav 1 ikke er kjent" in side.tekst
    assert "1.1.2026" in side.tekst
    antall = [e["data-v"] for tag, e in side.elementer if tag == "td" and e.get("class") == "tall"]
    assert antall == ["", "3"]  # a source that is not known has no number, not 0
    klasser = [e.get("class") for tag, e in side.elementer if tag == "span"]
    assert klasser.count("st-ikke-kjent") == 2  # the explanation and the source


def test_tiltak_lenker_til_analysen():
    svarer = {"bolig": ("1.4",), "hytte": ("2.1",)}
    side = _side(_resultat("bolig"), _resultat("hytte"), plan=PLAN, tiltak=svarer)
    assert side.lenker().count("bolig.html") == 2
    assert side.lenker().count("hytte.html") == 1
    for ord_ in ("Tiltak", "Frist", "Vurdere boligløsninger", "Fullført"):
        assert ord_ in side.tekst
    assert "Plan <1>. Uverifisert: fristene." in side.tekst
    assert "plan-tittel" not in str(_side(_resultat("bolig")).elementer)


def test_uten_plan_nevnes_ingen_tiltak():
    assert "Tiltak i planen: 1.4" in _side(_resultat("bolig"), plan=PLAN).tekst
    assert "Tiltak i planen" not in _side(_resultat("hytte")).tekst


def test_lenkene_staar_etter_teksten_i_hver_rad():
    side = _side(_resultat("bolig"), plan=PLAN)
    plan = side.tekst[side.tekst.index("Tiltak i næringsplanen") :]
    hode = ["Nr.", "Tiltak", "Svar, kart og tabell", "Frist", "Status"]
    ord_ = [*hode, "1.4", "Vurdere", "Bolig", "2013", "9.9"]
    plasser = [plan.index(o, plan.index("Nr.")) for o in ord_]
    assert plasser == sorted(plasser)


def test_nedlastinger():
    lenker = _side(_resultat("bolig")).lenker()
    assert {fil for fil, _ in NEDLASTINGER} <= set(lenker)


def test_fiendtlig_tekst_blir_staaende_som_tekst():
    plan = [dict.fromkeys(("nummer", "tekst", FIENDTLIG), FIENDTLIG)]
    fiendtlig = _resultat("bolig", FIENDTLIG)
    side = _side(fiendtlig, navn=FIENDTLIG, plan=plan, tiltak={"bolig": (FIENDTLIG,)})
    assert side.antall("img") == side.antall("script") == 0
    assert side.tekst.count(FIENDTLIG) >= 20


def test_hvert_tiltak_har_svar_kart_og_tabell_eller_er_ikke_analysert():
    side = _side(_resultat("bolig", svar="Tre steder."), plan=PLAN)
    assert {"bolig.html#kart", "bolig.html#tabeller"} <= set(side.lenker())
    assert side.tekst.count("ikke analysert") == len(PLAN) - 1
    assert "1 av " in side.tekst and "Tre steder." in side.tekst
    assert "bolig.html#innfelt=1" in side.tekst


def test_grunneieren_finner_siden_for_sin_eiendom():
    assert "tegn.html" not in _side(_resultat("bolig")).lenker()
    assert _side(_resultat("bolig"), sileemne="lagene").lenker()[0] == "tegn.html"


def test_det_en_utgave_utelater_er_ikke_ikke_analysert():
    """What the run has answered, and this edition leaves out, is said to stand elsewhere."""
    tiltak = {"bolig": ("1.4",), "gruve": ("1.4", "9.9")}
    side = _side(_resultat("bolig"), plan=PLAN, tiltak=tiltak)
    assert "ikke analysert" not in side.tekst
    assert "Flere svar om tiltaket står i saksbehandlerens utgave." in side.tekst
    assert "Svaret står i saksbehandlerens utgave." in side.tekst
    assert "2 av 2 tiltak har en analyse i kjøringen." in side.tekst
    assert "Denne utgaven har svar på 1 av dem." in side.tekst
