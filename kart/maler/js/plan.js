/* The municipality's map plane (ETRS89 / UTM) and what is measured in it, metres.
 * Krüger's series to the fourth order: below a millimetre in the zone and its neighbours. */
const [STORAKSE, FLATTRYKK, MAALESTOKK, OSTVERDI] = [6378137, 1 / 298.257222101, 0.9996, 500000];

function mapplan(epsg) {
  const n = FLATTRYKK / (2 - FLATTRYKK);
  const A = (STORAKSE / (1 + n)) * (1 + n ** 2 / 4 + n ** 4 / 64);
  const a = [
    n / 2 - (2 * n ** 2) / 3 + (5 * n ** 3) / 16 + (41 * n ** 4) / 180,
    (13 * n ** 2) / 48 - (3 * n ** 3) / 5 + (557 * n ** 4) / 1440,
    (61 * n ** 3) / 240 - (103 * n ** 4) / 140,
    (49561 * n ** 4) / 161280,
  ];
  const e = (2 * Math.sqrt(n)) / (1 + n);
  const midt = (((epsg % 100) * 6 - 183) * Math.PI) / 180;
  return (lengde, bredde) => {
    const s = Math.sin((bredde * Math.PI) / 180);
    const l = (lengde * Math.PI) / 180 - midt;
    const tau = Math.sinh(Math.atanh(s) - e * Math.atanh(e * s));
    const xi = Math.atan2(tau, Math.cos(l));
    const eta = Math.asinh(Math.sin(l) / Math.hypot(tau, Math.cos(l)));
    let [x, y] = [eta, xi];
    a.forEach((v, i) => {
      const k = 2 * (i + 1);
      x += v * Math.cos(k * xi) * Math.sinh(k * eta);
      y += v * Math.sin(k * xi) * Math.cosh(k * eta);
    });
    return [OSTVERDI + MAALESTOKK * A * x, MAALESTOKK * A * y];
  };
}

function iPlanet(linje, plan) {
  const ut = new Float64Array(linje.length);
  for (let i = 0; i < linje.length; i += 2) ut.set(plan(linje[i] / DYBDE, linje[i + 1] / DYBDE), i);
  return ut;
}

function lengden(linje) {
  let sum = 0;
  for (let i = 2; i < linje.length; i += 2) sum += Math.hypot(linje[i] - linje[i - 2], linje[i + 1] - linje[i - 1]);
  return sum;
}

function ringareal(ring) {
  let sum = 0;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    sum += (ring[j] - ring[0]) * (ring[i + 1] - ring[1]) - (ring[i] - ring[0]) * (ring[j + 1] - ring[1]);
  }
  return Math.abs(sum) / 2;
}

// Distance squared from a point to a line.
function naermest(x, y, linje) {
  let best = Infinity;
  for (let i = 0; i < linje.length; i += 2) {
    const j = i + 2 < linje.length ? i + 2 : i;
    const d = tilStrekning(x, y, linje[i], linje[i + 1], linje[j], linje[j + 1]);
    if (d < best) best = d;
  }
  return best;
}

function tilStrekning(x, y, x0, y0, x1, y1) {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const lang = dx * dx + dy * dy;
  const s = lang ? Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / lang)) : 0;
  return (x - x0 - s * dx) ** 2 + (y - y0 - s * dy) ** 2;
}

function inneI(x, y, ringer) {
  let inne = false;
  for (const ring of ringer) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const [y0, y1] = [ring[i + 1], ring[j + 1]];
      if (y0 > y !== y1 > y && x < ((ring[j] - ring[i]) * (y - y0)) / (y1 - y0) + ring[i]) inne = !inne;
    }
  }
  return inne;
}

function krysser(ax, ay, bx, by, cx, cy, dx, dy) {
  const side = (x0, y0, x1, y1, x, y) => Math.sign((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0));
  return side(ax, ay, bx, by, cx, cy) * side(ax, ay, bx, by, dx, dy) < 0
    && side(cx, cy, dx, dy, ax, ay) * side(cx, cy, dx, dy, bx, by) < 0;
}

// How many times a ring goes round a point.
function runder(x, y, ring) {
  let antall = 0;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    const [x0, y0, x1, y1] = [ring[j], ring[j + 1], ring[i], ring[i + 1]];
    if (y0 <= y === y1 <= y) continue;
    if (x < ((x1 - x0) * (y - y0)) / (y1 - y0) + x0) antall += y1 > y0 ? 1 : -1;
  }
  return antall;
}

// Whether two edges of a ring cross; edges are met from west to east, so that few pairs are looked at.
function krysserSegSelv(ring) {
  const kanter = Array.from({ length: ring.length / 2 - 1 }, (_, i) => ring.slice(2 * i, 2 * i + 4));
  kanter.sort((a, b) => Math.min(a[0], a[2]) - Math.min(b[0], b[2]));
  for (let i = 0; i < kanter.length; i++) {
    const slutt = Math.max(kanter[i][0], kanter[i][2]);
    for (let j = i + 1; j < kanter.length && Math.min(kanter[j][0], kanter[j][2]) <= slutt; j++) {
      if (krysser(...kanter[i], ...kanter[j])) return true;
    }
  }
  return false;
}
