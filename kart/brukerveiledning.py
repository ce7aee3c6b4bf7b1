"""The guide for who has never used the program: from proposal to case, and what it is not for."""

from string import Template

from gis.kilder.fil import les_pakketekst
from kart.ordlyd import FORBEHOLD
from kart.tekster import BOKMAAL, MALER, spraaket, t

VEILEDNINGSSIDE = "veiledning.html"
"""File name of the page."""


def brukerveiledning(svarene: str) -> str:
    """Return the content of the page as HTML, in the language that is written in.

    Parameters
    ----------
    svarene    the four answers as the front page explains them, HTML
    """
    spraak = "" if spraaket() == BOKMAAL else f"{spraaket()}."
    mal = Template(les_pakketekst(MALER, f"veiledning.{spraak}html"))
    return mal.substitute(svarene=svarene) + f"<p>{t(FORBEHOLD)}</p>\n"
