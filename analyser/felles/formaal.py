"""What a proposal is for: the words that people write, brought to ours."""

from pandas import isna

from lag.katalog.plankoder import INNSPILLSFORMAAL

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
