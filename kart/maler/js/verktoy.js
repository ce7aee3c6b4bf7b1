/* Sharing, saving and printing what is shown. Everything is made here; nothing is sent. */
function koblVerktoy(tilstand) {
  const linje = lag('div', undefined, 'knapper');
  linje.append(
    knapp(t('last.geojson'), () => lastNed(`${tilstand.data.navn}.geojson`, 'application/geo+json', somGeojson(tilstand))),
    knapp(t('last.csv'), () => lastNed(`${tilstand.data.navn}.csv`, 'text/csv', `\ufeff${somCsv()}`)),
    knapp(t('skriv'), () => skrivUt(tilstand, false)),
    knapp(t('skriv.alt'), () => skrivUt(tilstand, true)),
    knapp(t('del'), () => del(tilstand)),
  );
  finn('#paneler').append(linje); // below the map: a phone shows the map sooner
}

function lastNed(navn, slag, innhold) {
  const lenke = lag('a');
  lenke.href = URL.createObjectURL(new Blob([innhold], { type: `${slag};charset=utf-8` }));
  lenke.download = navn;
  lenke.click();
  setTimeout(() => URL.revokeObjectURL(lenke.href), 1000);
  meld(t('last.ferdig', { fil: navn }));
}

// Shown layers and the candidates that pass the reader's own limits, as drawn.
function somGeojson(tilstand) {
  const trekk = [];
  for (const navn of tilstand.rekke.filter((n) => vist(tilstand, n))) {
    const { post } = tilstand.lagene.get(navn);
    const objekter = post.klasser.flatMap((k) => k.objekter);
    const tallkolonner = post.kolonner.map((_, i) => bareTall(objekter.map((o) => rent(verdiene(o)[i]))));
    for (const objekt of objekter) {
      if (objekt.egen === SVAKT) continue;
      const egenskaper = { lag: post.tittel, klasse: objekt.klasse.tittel, id: objekt.id, navn: objekt.navn };
      verdiene(objekt).forEach((verdi, i) => { egenskaper[post.kolonner[i]] = tallkolonner[i] ? somTall(rent(verdi)) : rent(verdi); });
      trekk.push({ type: 'Feature', properties: egenskaper, geometry: somGeometri(objekt) });
    }
  }
  return JSON.stringify({ type: 'FeatureCollection', merknad: tilstand.data.merknad, features: trekk });
}

// A number as the page writes it, as a number; null where it is none.
function somTall(tekst) {
  const ren = document.documentElement.lang === 'en' ? tekst.replaceAll(',', '') : tekst.replaceAll('\u00a0', '').replace(',', '.');
  return /^-?(0|[1-9]\d*)(\.\d+)?$/.test(ren) ? Number(ren) : null;
}

function bareTall(verdier) {
  const satt = verdier.filter((verdi) => verdi && verdi !== '–');
  return satt.length > 0 && satt.every((verdi) => somTall(verdi) !== null);
}

function somGeometri(objekt) {
  const tall = formen(objekt).map((del_) => del_.map((linje) => punkter(linje).map(([lat, lng]) => [lng, lat])));
  if (objekt.klasse.slag === 'punkt') return { type: 'MultiPoint', coordinates: tall.map(([[p]]) => p) };
  if (objekt.klasse.slag === 'linje') return { type: 'MultiLineString', coordinates: tall.map(([linje]) => linje) };
  return { type: 'MultiPolygon', coordinates: tall };
}

// A cell that a spreadsheet would take for a formula gets a mark before it.
const celle = (tekst) => {
  const trygg = /^[=+\-@\t\r]/.test(tekst) && !/^[-+]?[\d\s.,]+$/.test(tekst) ? `'${tekst}` : tekst;
  return `"${trygg.replace(/"/g, '""')}"`;
};

function somCsv() {
  const tabell = alle('table').find((el) => finn('tr[data-lag]', el)) || finn('table[id^="t-"]');
  if (!tabell) return '';
  const rader = [finn('thead tr', tabell), ...alle('tbody tr', tabell).filter((r) => r.offsetParent)];
  return rader.map((rad) => Array.from(rad.cells, (c) => celle(c.innerText.trim())).join(';')).join('\r\n');
}

async function del(tilstand) {
  skrivAdresse(tilstand);
  try {
    await navigator.clipboard.writeText(location.href);
    meld(t('del.kopiert'));
  } catch {
    meld(t('del.adresse', { adresse: location.href }));
  }
}
