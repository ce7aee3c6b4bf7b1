"""How much of anything is accepted from outside: one place for every bound.

Beyond a bound the answer is refused with a message; nothing is cut short in silence. The figures
are our own choices, far above what the catalogue's services give for one municipality.
"""

from typing import Final

MAKS_SVAR_BYTES: Final = 256 * 2**20
"""Largest answer, bytes after the transport's own compression is undone."""
MAKS_UTPAKKET_BYTES: Final = 2 * 2**30
"""Largest sum of the files of one archive, bytes; counted while unpacking, not as stated."""
MAKS_PAKKEGRAD: Final = 200
"""Bytes that one packed byte may become; GML packs to about a twentieth, bombs to a thousandth."""
MAKS_ARKIVFILER: Final = 10_000
"""Files in one archive; a FileGDB has some hundreds."""
MAKS_KOLONNER: Final = 1_000
"""Columns of one layer; SQLite, which the store writes, holds 2 000."""
MAKS_OBJEKTER: Final = 2_000_000
"""Features of one layer."""
MAKS_SIDER: Final = 10_000
"""Pages of one layer after which a service that never ends is given up."""
MAKS_JSON_LEDD: Final = 10_000_000
"""Values in one JSON answer: each takes up to a hundred bytes in memory, however short it is on the
way; ten million are more than 100 MB of coordinates."""
MAKS_JORD_M: Final = 20_037_509.0
"""Half the Earth's circumference, metres: no projected coordinate on it is larger."""
