"""Progress of fetching: what stands on a layer's line while it is fetched, and after."""

from kart.hentevisning import Hentevisning
from lag.henting import Hentemelding


def test_linjen_teller_objekter_og_bytes(capsys):
    with Hentevisning(2) as visning:
        visning.begynt("teiger")
        visning.begynt("[rart]")
        visning.bytes_("teiger", 12_300)
        visning.objekter("teiger", 40)
        visning.bytes_("[rart]", 2_000_000)
        assert visning.linje("teiger") == "  teiger: 40 objekter, 12 kB"
        assert visning.linje("[rart]") == "  [rart]: 0 objekter, 2,0 MB"
        visning.ferdig(Hentemelding(lag="teiger", status="hentet", tekst="teiger: 40 objekter"))
        visning.bytes_("teiger", 1)  # a late byte disturbs nobody
    assert "  teiger: 40 objekter" in capsys.readouterr().err
