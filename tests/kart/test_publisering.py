"""Everything that a run writes, twice the same."""

from kart.publisering import publiser

STORST_BYTES = 5_000_000


def test_alle_filer_skrives(leketoysider):
    assert sorted(f.name for f in leketoysider.iterdir()) == [
        "fiendtlig.html", "index.html", "mange.html", "prove.html", "resultater.gpkg",
        "resultater.xlsx",
    ]  # fmt: skip
    assert all(f.stat().st_size < STORST_BYTES for f in leketoysider.iterdir())


def test_to_kjoringer_gir_de_samme_byte(
    tmp_path, leketoysider, leketoyresultater, leketoykommune, leketoygrense, leketoykjoring
):
    skrevet = publiser(leketoyresultater, leketoykommune, leketoygrense, tmp_path, leketoykjoring)
    assert len(skrevet) == 6
    for sti in skrevet:
        assert sti.read_bytes() == (leketoysider / sti.name).read_bytes(), sti.name


def test_menyen_naar_alle_sider(leketoysider):
    for navn in ("index", "prove", "mange", "fiendtlig"):
        html = (leketoysider / f"{navn}.html").read_text(encoding="utf-8")
        meny = html[html.index("<nav") : html.index("</nav>")]
        assert meny.count("<a ") == 4
        assert f'<a href="{navn}.html" aria-current="page">' in meny
