"""What a proposal is for: the words that people write, brought to ours."""

import numpy as np
from numpy.typing import NDArray
from pandas import isna

from gis.tekst import celletekst
from lag.katalog.plankoder import INNSPILLSFORMAAL, UTBYGGINGSFORMAAL
from lag.modell import Lagdata

NAAVAERENDE = "1"
"""`arealbruksstatus` of ground that is in use already; a missing status is not."""
OM_UTBYGGING = (
    "Utbygging i kommuneplanen er bebyggelse og anlegg, samferdsel og teknisk infrastruktur og "
    "Forsvaret (arealformål som begynner på 1, 2 og 4); LNFR med spredt bebyggelse er ikke med."
)
"""What a reader is told of it."""

ANDRE_ORD = {
    "boliger": "bolig", "boligbebyggelse": "bolig", "boligformål": "bolig",
    "hytte": "fritid", "hytter": "fritid", "fritidsbolig": "fritid", "fritidsboliger": "fritid",
    "næringsbebyggelse": "naering", "industri": "naering", "næringsformål": "naering",
    "campingplasser": "camping", "bobilplass": "camping", "oppstillingsplass": "camping",
    "råstoff": "raastoff", "massetak": "raastoff", "masseuttak": "raastoff",
}  # fmt: skip
"""Other words that leave no doubt."""
KJENTE = ANDRE_ORD | {ord_.casefold(): kode for kode, ord_ in INNSPILLSFORMAAL.items()}


def formaal_av(verdi: str | None) -> str:
    """Return our code for a purpose as written, in any case; «» where it is missing or unknown."""
    ordet = "" if isna(verdi) else str(verdi).strip().casefold()
    return ordet if ordet in INNSPILLSFORMAAL else KJENTE.get(ordet, "")


def formaal_i_ord(kode: str, skrevet: str | None = None) -> str:
    """Write a purpose in words; one that is not known shows what was written."""
    if kode:
        return INNSPILLSFORMAAL[kode]
    return "ikke oppgitt" if isna(skrevet) or not str(skrevet).strip() else f"ukjent («{skrevet}»)"


def er_utbygging(kode: str) -> bool:
    """Whether a purpose of a kommuneplan takes ground when it is carried out."""
    return kode.startswith(UTBYGGINGSFORMAAL.get(len(kode), ()))


def utbygging_i(plan: Lagdata) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """(n,) whether each area of a kommuneplan is for development, and whether in use already."""
    koder, statuser = (
        [celletekst(v) for v in plan.data[k]] if k in plan.data else [""] * len(plan.data)
        for k in ("arealformaal", "arealbruksstatus")
    )
    bygg = np.array([er_utbygging(k) for k in koder], dtype=bool)
    return bygg, np.array([s == NAAVAERENDE for s in statuser], dtype=bool)
