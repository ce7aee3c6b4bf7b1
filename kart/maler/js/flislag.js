/* Layers of many shapes: drawn tile by tile from the numbers themselves, so that a move of the
 * map draws only what has come into view. */
const FLIS = 256;
const TUR_MS = 15; // longest turn of drawing
const MINSTE = 0.7; // pixels; nearer points are left out, and smaller shapes become a dot

const merkator = (bredde) => (1 - Math.asinh(Math.tan((bredde * Math.PI) / 180)) / Math.PI) / 2;

// Lines of a shape as shares of the world's width, made once.
function verden(objekt) {
  if (!objekt.verden) {
    const gjor = (linje) => {
      const ut = new Float64Array(linje.length);
      for (let i = 0; i < linje.length; i += 2) {
        ut[i] = linje[i] / DYBDE / 360 + 0.5;
        ut[i + 1] = merkator(linje[i + 1] / DYBDE);
      }
      return ut;
    };
    objekt.verden = formen(objekt).map((del) => del.map(gjor));
    const [x0, y0, x1, y1] = objekt.boks.map((v) => v / DYBDE);
    objekt.ramme = [x0 / 360 + 0.5, merkator(y1), x1 / 360 + 0.5, merkator(y0)];
  }
  return objekt.verden;
}

function flislagklasse() {
  return L.GridLayer.extend({
    options: { tileSize: FLIS, updateWhenIdle: false, updateWhenZooming: false, keepBuffer: 1, minZoom: 5 },
    initialize(valg) {
      L.GridLayer.prototype.initialize.call(this, valg);
      this.on('tileunload', ({ tile }) => { tile.borte = true; });
    },
    createTile({ x, y, z }, ferdig) {
      const flis = lag('canvas', undefined, 'leaflet-tile');
      flis.width = flis.height = FLIS;
      const skala = FLIS * 2 ** z;
      const ctx = flis.getContext('2d');
      const igjen = this.options.post.klasser.map((klasse) => ({ klasse, fra: 0 }));
      // A little at a time, so that the map answers in between; a tile that is gone is given up.
      const tur = () => {
        const slutt = performance.now() + TUR_MS;
        while (igjen.length && performance.now() < slutt) {
          igjen[0].fra = this.tegn(ctx, igjen[0], skala, x * FLIS, y * FLIS, slutt);
          if (igjen[0].fra >= igjen[0].klasse.objekter.length) igjen.shift();
        }
        if (!igjen.length) ferdig(null, flis);
        else if (!flis.borte) setTimeout(tur);
      };
      setTimeout(tur);
      return flis;
    },
    // Draws from object number `fra` until the turn is over; returns where to go on.
    tegn(ctx, { klasse, fra }, skala, dx, dy, slutt) {
      const kant = RADIUS * 2;
      const [v, o, h, n] = [(dx - kant) / skala, (dy - kant) / skala, (dx + FLIS + kant) / skala, (dy + FLIS + kant) / skala];
      const grunn = klasse.lerretstil || (klasse.lerretstil = stilFor(klasse, true));
      let forrige = null;
      for (let nummer = fra; nummer < klasse.objekter.length; nummer++) {
        if (nummer % 32 === 31 && performance.now() > slutt) return nummer;
        const objekt = klasse.objekter[nummer];
        if (!objekt.ramme) verden(objekt);
        const [x0, y0, x1, y1] = objekt.ramme;
        if (objekt.skjult || x1 < v || x0 > h || y1 < o || y0 > n) continue;
        const stil = objekt.egen ? { ...grunn, ...objekt.egen } : grunn;
        if (stil !== forrige) {
          ctx.globalAlpha = stil.opacity;
          ctx.fillStyle = stil.fillColor;
          ctx.strokeStyle = stil.color;
          ctx.lineWidth = stil.weight;
          ctx.setLineDash((stil.dashArray || '').split(' ').filter(Boolean).map(Number));
          forrige = stil;
        }
        if (klasse.slag === 'punkt') symbolet(ctx, objekt, stil, skala, dx, dy);
        else if (Math.max(x1 - x0, y1 - y0) * skala < 2 * MINSTE) ctx.fillRect(x0 * skala - dx, y0 * skala - dy, 1, 1);
        else streken(ctx, objekt, stil, skala, dx, dy);
      }
      return klasse.objekter.length;
    },
  });
}

function symbolet(ctx, objekt, stil, skala, dx, dy) {
  const radius = skala < FLIS * 2 ** NAERT ? RADIUS * 0.55 : RADIUS;
  for (const [[x, y]] of verden(objekt)) {
    const p = { x: x * skala - dx, y: y * skala - dy };
    const hjorner = hjornene(stil.form, p, radius);
    ctx.beginPath();
    if (hjorner) hjorner.forEach(([a, b], i) => (i ? ctx.lineTo(a, b) : ctx.moveTo(a, b)));
    else ctx.arc(p.x, p.y, radius, 0, 7);
    ctx.closePath();
    ctx.fill();
    ctx.stroke();
  }
}

function streken(ctx, objekt, stil, skala, dx, dy) {
  ctx.beginPath();
  for (const del of verden(objekt)) {
    for (const linje of del) {
      let [fx, fy] = [linje[0] * skala - dx, linje[1] * skala - dy];
      ctx.moveTo(fx, fy);
      for (let i = 2; i < linje.length; i += 2) {
        const [x, y] = [linje[i] * skala - dx, linje[i + 1] * skala - dy];
        if (i + 2 < linje.length && Math.abs(x - fx) + Math.abs(y - fy) < MINSTE) continue;
        ctx.lineTo(x, y);
        [fx, fy] = [x, y];
      }
    }
  }
  if (stil.fill) {
    ctx.globalAlpha = stil.opacity * stil.fillOpacity;
    ctx.fill('evenodd');
    ctx.globalAlpha = stil.opacity;
  }
  if (stil.weight) ctx.stroke();
}
