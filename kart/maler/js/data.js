/* The inert blocks read back: texts and values as JSON, shapes as numbers (kart/former.py). */
const DYBDE = 1e6; // whole numbers are 1e-6 degrees

const lesBlokk = async (id) => (await utpakket(finn(`#${id}`))).arrayBuffer();

async function lesData() {
  const [tekst, former] = await Promise.all([lesBlokk('kartdata'), lesBlokk('kartformer')]);
  const data = JSON.parse(new TextDecoder().decode(tekst));
  const { buer, objekter } = pakkUt(new Uint8Array(former));
  let nummer = 0;
  for (const post of data.lag) {
    for (const klasse of post.klasser) {
      klasse.objekter = klasse.ider.map((id, i) => ({ id, i, post, klasse, buer, navn: klasse.navn[i], deler: objekter[nummer + i] }));
      nummer += klasse.ider.length;
    }
  }
  if (data.sil) data.sil.dekninger = Array.from({ length: data.sil.dekninger }, (_, i) => ({ buer, deler: objekter[nummer + i] }));
  return data;
}

// Numbers of seven bits in each byte, the low ones first; signed ones in zigzag.
function leser(bytes, fra = 0) {
  let p = fra;
  const neste = () => {
    let [v, f, b] = [0, 1, 0];
    do {
      b = bytes[p++];
      v += (b & 127) * f;
      f *= 128;
    } while (b > 127);
    return v;
  };
  const steg = () => {
    const v = neste();
    return v % 2 ? -(v + 1) / 2 : v / 2;
  };
  return { neste, steg, plass: () => p };
}

function pakkUt(bytes) {
  const { neste, steg } = leser(bytes);
  const mange = (ett) => Array.from({ length: neste() }, ett);
  const lengder = mange(neste);
  let [x0, y0] = [0, 0];
  const buer = lengder.map((antall) => {
    const bue = new Int32Array(2 * antall);
    let [x, y] = [x0, y0];
    for (let i = 0; i < antall; i++) {
      bue[2 * i] = x += steg();
      bue[2 * i + 1] = y += steg();
    }
    [x0, y0] = bue;
    return bue;
  });
  return { buer, objekter: mange(() => mange(() => mange(() => mange(neste)))) };
}

function satt(navn, buer) {
  let lengde = 0;
  for (const n of navn) lengde += buer[n >> 1].length;
  const ut = new Int32Array(lengde - 2 * (navn.length - 1));
  let plass = 0;
  for (const n of navn) {
    const bue = buer[n >> 1];
    if (plass) plass -= 2; // where two arcs meet, the point stands once
    if (n % 2) for (let i = bue.length - 2; i >= 0; i -= 2) ut.set([bue[i], bue[i + 1]], plass + bue.length - 2 - i);
    else ut.set(bue, plass);
    plass += bue.length;
  }
  return ut;
}

// Parts → rings or lines of [x, y, x, y …], whole steps; kept once made.
function formen(objekt) {
  if (!objekt.form) {
    objekt.form = objekt.deler.map((del) => del.map((navn) => satt(navn, objekt.buer)));
    const boks = [Infinity, Infinity, -Infinity, -Infinity];
    for (const del of objekt.form) {
      for (const linje of del) {
        for (let i = 0; i < linje.length; i += 2) {
          if (linje[i] < boks[0]) boks[0] = linje[i];
          if (linje[i] > boks[2]) boks[2] = linje[i];
          if (linje[i + 1] < boks[1]) boks[1] = linje[i + 1];
          if (linje[i + 1] > boks[3]) boks[3] = linje[i + 1];
        }
      }
    }
    objekt.boks = boks;
  }
  return objekt.form;
}

function boksen(objekt) {
  formen(objekt);
  return objekt.boks;
}

function punkter(linje) {
  const ut = [];
  for (let i = 0; i < linje.length; i += 2) ut.push([linje[i + 1] / DYBDE, linje[i] / DYBDE]);
  return ut;
}

const verdiene = ({ klasse, i }) => klasse.verdier.map((kolonne) => kolonne[i]);

function grensene(objekter) {
  const ut = L.latLngBounds([]);
  for (const objekt of objekter) {
    const [x0, y0, x1, y1] = boksen(objekt);
    ut.extend([[y0 / DYBDE, x0 / DYBDE], [y1 / DYBDE, x1 / DYBDE]]);
  }
  return ut;
}
