/* The reader's own limits and weights: the candidates are filtered and ranked at once, on the map
 * and in the table. The program's order is never changed, only shown beside. */
const VEKT_HOYST = 5;
const MERKES = 10; // best ones numbered on the map
const SVAKT = { opacity: 0.25, fillOpacity: 0.08, skjult: false };

function kandidater(tilstand) {
  const tabell = alle('table').find((el) => finn('th[data-retning]', el) && alle('tr[data-lag]', el).length > 1);
  if (!tabell) return null;
  const rader = alle('tr[data-lag]', tabell);
  const kolonner = alle('th[data-retning]', tabell).map((th) => {
    const verdier = rader.map((rad) => (rad.cells[th.cellIndex].dataset.v === '' ? NaN : Number(rad.cells[th.cellIndex].dataset.v)));
    const finnes = verdier.filter(Number.isFinite);
    return { navn: finn('button', th).dataset.sort, tittel: th.textContent.trim(), hoy: th.dataset.retning === 'hoy', verdier, min: Math.min(...finnes), maks: Math.max(...finnes), vekt: 0, grense: null };
  }).filter((k) => k.maks > k.min);
  return kolonner.length ? { tilstand, tabell, rader, kolonner, lagnavn: rader[0].dataset.lag } : null;
}

function koblRangering(tilstand, adresse) {
  const valg = kandidater(tilstand);
  if (!valg) return;
  tilstand.rangering = valg;
  const panel = lag('details', undefined, 'rangering');
  panel.append(lag('summary', t('rang.tittel')), lag('p', t('rang.forklaring'), 'forklaring'));
  const [filtre, vekter] = ['rang.filtre', 'rang.vekter'].map((nokkel) => {
    const felt = lag('fieldset');
    felt.append(lag('legend', t(nokkel)));
    panel.append(felt);
    return felt;
  });
  for (const kolonne of valg.kolonner) {
    const steg = (kolonne.maks - kolonne.min) / 100;
    const ytterst = kolonne.hoy ? kolonne.min : kolonne.maks;
    const ord = kolonne.hoy ? 'rang.minst' : 'rang.hoyst';
    const filter = glider({
      min: kolonne.min, maks: kolonne.maks, steg: 'any', verdi: adresse.filtre.get(kolonne.navn) ?? ytterst, tekst: kolonne.tittel,
      ord: (v) => (Math.abs(v - ytterst) < steg / 2 ? t('rang.alle') : t(ord, { verdi: KORTE.format(v) })),
      paa: (v) => { kolonne.grense = Math.abs(v - ytterst) < steg / 2 ? null : v; ranger(valg); },
    });
    kolonne.grense = adresse.filtre.get(kolonne.navn) ?? null;
    kolonne.vekt = adresse.vekter.get(kolonne.navn) ?? 0;
    const vekt = glider({
      min: 0, maks: VEKT_HOYST, steg: 1, verdi: kolonne.vekt, tekst: `${kolonne.tittel}: ${t(kolonne.hoy ? 'rang.hoy' : 'rang.lav')}`,
      ord: (v) => t(v ? 'rang.vekt' : 'rang.uten', { vekt: v }), paa: (v) => { kolonne.vekt = v; ranger(valg); },
    });
    filtre.append(filter.merke);
    vekter.append(vekt.merke);
    kolonne.nullstill = () => { Object.assign(kolonne, { vekt: 0, grense: null }); filter.felt.sett(ytterst); vekt.felt.sett(0); };
  }
  panel.append(knapp(t('nullstill'), () => { valg.kolonner.forEach((k) => k.nullstill()); ranger(valg); }));
  finn('#paneler').append(panel);
  if (valg.kolonner.some((k) => k.vekt || k.grense !== null)) {
    panel.open = true;
    ranger(valg);
  }
}

// Points 0–100: the weighted mean of the columns, each from 0 (worst candidate) to 1 (best).
function poengene({ rader, kolonner }) {
  const sum = kolonner.reduce((s, k) => s + k.vekt, 0);
  return rader.map((_, i) => kolonner.reduce((s, k) => {
    if (!k.vekt || !Number.isFinite(k.verdier[i])) return s; // a missing value earns nothing
    const andel = (k.verdier[i] - k.min) / (k.maks - k.min);
    return s + (k.vekt * (k.hoy ? andel : 1 - andel)) / sum;
  }, 0) * 100);
}

function ranger(valg) {
  const { tilstand, tabell, rader, kolonner, lagnavn } = valg;
  const innenfor = rader.map((_, i) => kolonner.every(({ grense, hoy, verdier }) => grense === null || (hoy ? verdier[i] >= grense : verdier[i] <= grense)));
  const vektet = kolonner.some((k) => k.vekt);
  const poeng = poengene(valg);
  const orden = rader.map((_, i) => i);
  if (vektet) orden.sort((a, b) => poeng[b] - poeng[a] || a - b);
  egenKolonne(tabell, vektet);
  let plass = 0;
  const beste = [];
  for (const i of orden) {
    rader[i].toggleAttribute('data-filtrert', !innenfor[i]);
    if (innenfor[i]) plass += 1;
    if (vektet) {
      const celle = rader[i].lastElementChild;
      celle.textContent = innenfor[i] ? `${plass} (${KORTE.format(poeng[i])})` : '–';
      celle.dataset.v = innenfor[i] ? plass : '';
      if (innenfor[i] && plass <= MERKES) beste.push([plass, rader[i].dataset.id]);
    }
    for (const objekt of tilstand.objekter.get(`${lagnavn}|${rader[i].dataset.id}`) || []) objekt.egen = innenfor[i] ? null : SVAKT;
  }
  finn('tbody', tabell).append(...orden.map((i) => rader[i]));
  if (vektet) alle('th[aria-sort]', tabell).forEach((th) => th.removeAttribute('aria-sort'));
  merkBeste(valg, beste);
  tegnPaaNytt(tilstand, lagnavn);
  meld(t(vektet ? 'rang.ny' : 'rang.antall', { antall: innenfor.filter(Boolean).length, alle: rader.length, forst: beste.length ? tilstand.objekter.get(`${lagnavn}|${beste[0][1]}`)?.[0].navn ?? beste[0][1] : '–' }));
  skrivAdresse(tilstand);
}

function egenKolonne(tabell, paa) {
  const hode = finn('thead tr', tabell);
  const staar = hode.lastElementChild.classList.contains('egenrang');
  if (staar === paa) return;
  for (const rad of [hode, ...alle('tbody tr', tabell)]) {
    if (!paa) { rad.lastElementChild.remove(); continue; }
    const celle = lag(rad === hode ? 'th' : 'td', rad === hode ? t('rang.kolonne') : '', 'tall egenrang');
    if (rad === hode) celle.scope = 'col';
    rad.append(celle);
  }
}

function merkBeste(valg, beste) {
  const { tilstand, lagnavn } = valg;
  if (valg.merker) valg.merker.remove();
  valg.merker = L.layerGroup(beste.filter(([, id]) => tilstand.objekter.has(`${lagnavn}|${id}`)).map(([plass, id]) => {
    const sted = grensene(tilstand.objekter.get(`${lagnavn}|${id}`)).getCenter();
    const ikon = L.divIcon({ className: 'rangmerke', html: lag('span', String(plass)), iconSize: null });
    return L.marker(sted, { icon: ikon, interactive: false, keyboard: false, pane: 'merker' });
  })).addTo(tilstand.kart);
}
