"""Backgrounds of the maps: pictures that are shown, never reckoned with. Data only."""

FLISER = (
    ("topograatone", "Kartverket, gråtone"),
    ("topo", "Kartverket, turkart"),
)
"""Kartverket's backgrounds (kart §3), the one that is shown first: muted below colours."""
FLISTJENESTE = "https://cache.kartverket.no/v1/wmts/1.0.0/WMTSCapabilities.xml"
"""What the service says of itself."""
MATRISESETT = "webmercator"
"""Tile matrix set of the pages."""
FLISADRESSE = (
    "https://cache.kartverket.no/v1/wmts/1.0.0/{navn}/default/"
    f"{MATRISESETT}/{{{{z}}}}/{{{{y}}}}/{{{{x}}}}.png"
)
"""Address of their tiles; y before x."""
NAVNGIVELSE = "© Kartverket"
"""Attribution of the tiles."""
EIER = "Kartverket"
"""Who owns the service."""
