"""Notebooks 02–08 run from the first cell to the last on one finished run, in one kernel."""

from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient

ROT = Path(__file__).resolve().parents[1]
NOTATBOKER = sorted((ROT / "notebooks").glob("0[2-8]_*.ipynb"))
TOM = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("%reset -f")])
"""Empties the kernel's names between notebooks, so that none leans on another."""
VENTET = {
    "02": ("bolig.html", "naeringstomt.html", "Ledige lokaler og tomter"),
    "03": ("hytte.html", "hytteområder"),
    "04": ("gruve.html", "bergrett"),
    "05": ("fiber.html", "adresser"),
    "06": ("konflikt.html", "kartlag.html", "verdensarv"),
    "07": ("epsg = 25832", 'nummer = "5025"'),
    "08": ("innspill ligger nærmere veg enn 100 m", "leaflet"),
}
"""Number of the notebook → words that its answers must hold."""


@pytest.fixture(scope="module")
def kjerne(eksempelkjoring, tmp_path_factory):
    """A kernel whose folder lies beside the run, as notebooks/ does in the project."""
    mappe = eksempelkjoring / "notebooks"
    mappe.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as bytt:
        rom = tmp_path_factory.mktemp("jupyter")
        bytt.setenv("PYTHONPATH", str(ROT))
        bytt.setenv("IPYTHONDIR", str(rom / "ipython"))
        bytt.setenv("JUPYTER_RUNTIME_DIR", str(rom))
        bytt.setenv("TMPDIR", str(rom))
        bestyrer = KernelManager(kernel_name="python3")
        bestyrer.start_kernel(cwd=str(mappe))
        yield bestyrer
        bestyrer.shutdown_kernel(now=True)


def _kjor(bok, kjerne):
    klient = NotebookClient(bok, km=kjerne, timeout=300)
    try:
        klient.execute()
    finally:
        if klient.kc is not None:  # a kernel handed in keeps its client open
            klient.kc.stop_channels()


@pytest.mark.parametrize("fil", NOTATBOKER, ids=lambda f: f.name)
def test_kjorer_fra_ende_til_annen(fil, kjerne):
    bok = nbformat.read(fil, as_version=4)
    _kjor(nbformat.from_dict(TOM), kjerne)
    _kjor(bok, kjerne)
    ut = [ett for celle in bok.cells if celle.cell_type == "code" for ett in celle.outputs]
    tekst = "\n".join(
        str(ett.get("text", "")) + "".join(map(str, ett.get("data", {}).values())) for ett in ut
    )
    for ord_ in VENTET[fil.name[:2]]:
        assert ord_ in tekst, ord_
    vist = [c for c in bok.cells if c.cell_type == "code" and c.outputs]
    assert len(vist) >= 2
