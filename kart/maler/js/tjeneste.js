/* The full answer from the service that shows the page; a page from disk never asks anybody. */
const TJENESTEFRIST_MS = 150000; // the service gives up before that, and says why
const TJENESTE = finn('meta[name="arealsil-tjeneste"]')?.content;

// Parts of rings of [lat, lon] as GeoJSON, every ring closed.
function somFlater(deler) {
  const ringen = (ring) => ring.map(([lat, lng]) => [lng, lat]);
  const lukketRing = (ring) => (String(ring[0]) === String(ring.at(-1)) ? ring : [...ring, ring[0]]);
  return { type: 'MultiPolygon', coordinates: deler.map((del) => del.map((ring) => lukketRing(ringen(ring)))) };
}

async function sporTjenesten(tilstand, deler, formaal) {
  const svar = await fetch(TJENESTE, {
    method: 'POST', headers: { 'Content-Type': 'application/json' },
    signal: AbortSignal.timeout(TJENESTEFRIST_MS),
    body: JSON.stringify({ inputs: { omraade: somFlater(deler), formaal } }),
  });
  if (!svar.ok) throw new Error(`HTTP ${svar.status}`);
  const { steder: [sted], regler, kjoring } = await svar.json();
  const regelen = new Map(regler.map((regel) => [regel.id, regel]));
  const laget = new Map(tilstand.data.sil.lag.map((ett) => [ett.navn, ett]));
  const lagene = sted.lag.map((ett) => ({
    laget: laget.get(ett.lag) ?? { tittel: ett.tittel, opphav: '', rein: false },
    status: ett.status,
    merknad: [ett.merknad, treffmengde(ett)].filter(Boolean).join('; '),
    regler: ett.regler.filter((r) => r.status === 'treff' && regelen.has(r.regel)).map((r) => ({ ...regelen.get(r.regel), type: r.type })),
    mulige: [],
    objekter: ett.objekter.map((o) => ({ navn: Object.fromEntries(o.egenskaper).Navn ?? o.lokalid })),
  }));
  return { lagene, areal_m2: sted.areal_daa * 1000, kjoring };
}

function treffmengde(ett) {
  if (ett.status !== 'treff') return '';
  if (ett.areal_daa) return t('tjeneste.areal', { areal: KORTE.format(ett.areal_daa) });
  return ett.lengde_m ? t('tjeneste.lengde', { lengde: KORTE.format(ett.lengde_m) }) : '';
}

// The answer of the page stands at once; that of the service takes its place when it comes.
async function fullSiling(tilstand, deler, formaal) {
  meld(t('tjeneste.spor'));
  try {
    const { lagene, areal_m2, kjoring } = await sporTjenesten(tilstand, deler, formaal);
    visSiling(tilstand, lagene, areal_m2, t('tjeneste.svar', { kjoring }));
  } catch (feil) {
    finn('#silesvar').append(lag('p', t('tjeneste.feil', { feil: feil.message }), 'kilde'));
    meld(t('tjeneste.feil', { feil: feil.message }));
  }
}
