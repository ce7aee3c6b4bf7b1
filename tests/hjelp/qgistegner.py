"""Run by the machine's own Python: draw a layer of a GeoPackage with real QGIS, in its own style.

python3 qgistegner.py FIL LAG BILDE prints the colour in the middle and the one on the left edge.
"""

import os
import sys

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from qgis.core import (  # only where QGIS is installed
    QgsApplication,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize

PIKSLER = 300


def tegn(fil: str, lag: str, bilde: str) -> list[str]:
    """Draw, save the picture, and return the two colours as hex."""
    laget = QgsVectorLayer(f"{fil}|layername={lag}", lag, "ogr")
    _, funnet = laget.loadDefaultStyle()
    if not (laget.isValid() and funnet):
        raise SystemExit("QGIS fant ikke laget eller stilen")
    valg = QgsMapSettings()
    valg.setLayers([laget])
    valg.setDestinationCrs(laget.crs())
    valg.setOutputSize(QSize(PIKSLER, PIKSLER))
    utsnitt = laget.extent()
    valg.setExtent(utsnitt.buffered(utsnitt.width() / 4))
    omgivelse = QgsExpressionContext()
    omgivelse.appendScope(QgsExpressionContextUtils.mapSettingsScope(valg))
    valg.setExpressionContext(omgivelse)
    jobb = QgsMapRendererSequentialJob(valg)
    jobb.start()
    jobb.waitForFinished()
    tegnet = jobb.renderedImage()
    tegnet.save(bilde)
    kant = round(valg.mapToPixel().transform(utsnitt.xMinimum(), utsnitt.center().y()).x())
    steder = ((PIKSLER // 2, PIKSLER // 2), (kant, PIKSLER // 2))
    return [tegnet.pixelColor(x, y).name() for x, y in steder]


if __name__ == "__main__":
    program = QgsApplication([], False)
    program.initQgis()
    print(*tegn(*sys.argv[1:]))
    program.exitQgis()
