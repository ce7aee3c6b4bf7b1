/* How a class looks: symbols whose shape carries the hatch, and hatches on canvas. */
const RADIUS = 6; // pixels
const FORMER = { '': [0, 0], 45: [3, -90], 315: [4, 0], rutenett: [4, 45], prikker: [0, 0], vannrett: [3, 90] };

function symbolklasse() {
  return L.CircleMarker.extend({
    _updatePath() {
      const hjorner = hjornene(this.options.form, this._point, this._radius);
      if (!hjorner) return this._renderer._updateCircle(this);
      return this._renderer._setPath(this, `M${hjorner.join('L')}Z`);
    },
  });
}

function hjornene(form, { x, y }, radius) {
  const [antall, retning] = FORMER[form] || FORMER[''];
  if (!antall) return null;
  return Array.from({ length: antall }, (_, i) => {
    const v = ((retning + (360 * i) / antall) * Math.PI) / 180;
    return [x + radius * 1.2 * Math.cos(v), y + radius * 1.2 * Math.sin(v)];
  });
}

function lerretmonster(klasse) {
  const flis = lag('canvas');
  flis.width = flis.height = 8;
  const ctx = flis.getContext('2d');
  ctx.globalAlpha = klasse.dekkevne;
  ctx.fillStyle = klasse.farge;
  ctx.fillRect(0, 0, 8, 8);
  const monster = finn(`[id="${klasse.monster}"]`);
  ctx.globalAlpha = 0.7;
  for (const sti of alle('path', monster)) {
    ctx.strokeStyle = klasse.kant;
    ctx.stroke(new Path2D(sti.getAttribute('d')));
  }
  for (const prikk of alle('circle', monster)) {
    ctx.fillStyle = klasse.kant;
    ctx.beginPath();
    ctx.arc(prikk.getAttribute('cx'), prikk.getAttribute('cy'), prikk.getAttribute('r'), 0, 7);
    ctx.fill();
  }
  return ctx.createPattern(flis, 'repeat');
}

function stilFor(klasse, lerret) {
  const stil = { color: klasse.kant, weight: klasse.tykkelse, dashArray: klasse.strek || null, opacity: 1 };
  if (klasse.slag === 'linje') return { ...stil, color: klasse.farge, fill: false };
  stil.fill = klasse.slag === 'punkt' || klasse.dekkevne > 0;
  if (klasse.slag === 'punkt') {
    const [fyll, kant] = klasse.skravur === 'prikker' ? ['#ffffff', klasse.farge] : [klasse.farge, klasse.kant];
    return { ...stil, radius: RADIUS, form: klasse.skravur, fillOpacity: 1, fillColor: fyll, color: kant };
  }
  if (!klasse.monster) return { ...stil, fillColor: klasse.farge, fillOpacity: klasse.dekkevne };
  return { ...stil, fillOpacity: 1, fillColor: lerret ? lerretmonster(klasse) : `url(#${klasse.monster})` };
}
