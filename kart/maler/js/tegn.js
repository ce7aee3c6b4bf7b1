/* Drawing and measuring: with the mouse, with the keyboard, or from a file; nothing is sent. */
const STREK = { color: '#d1006c', weight: 3, dashArray: '6 4', fillOpacity: 0.15, pane: 'merker', interactive: false };
const FIL_HOYST = 5e6; // bytes

function koblTegning(tilstand) {
  const panel = lag('details', undefined, 'tegning');
  const tall = lag('p', '', 'maal');
  tall.setAttribute('role', 'status');
  const tegning = { panel, tall, hjorner: [], flate: null, figur: L.featureGroup().addTo(tilstand.kart) };
  tilstand.tegning = tegning;
  panel.append(lag('summary', t(tilstand.data.sil ? 'tegn.sil' : 'tegn.maal')), lag('p', t('tegn.forklaring'), 'forklaring'));
  const linje = lag('div', undefined, 'knapper');
  const nye = [
    ['tegn.punkt', () => nyttHjorne(tilstand, tilstand.kart.getCenter())],
    ['tegn.angre', () => { tegning.hjorner.pop(); tegning.flate = null; visTegning(tilstand); }],
    ['tegn.utsnitt', () => settFlate(tilstand, [[utsnittet(tilstand.kart)]])],
    ['tegn.slett', () => { tegning.hjorner = []; tegning.flate = null; visTegning(tilstand); if (tilstand.data.sil) tomSiling(); }],
  ];
  linje.append(...nye.map(([nokkel, handling]) => knapp(t(nokkel), handling)));
  const fil = lag('input');
  Object.assign(fil, { type: 'file', accept: '.geojson,.json' });
  fil.addEventListener('change', () => lesFil(tilstand, fil));
  panel.append(linje, merket(t('tegn.fil'), fil), tall);
  if (tilstand.data.sil) panel.append(...silevalg(tilstand));
  panel.append(lag('p', t(TJENESTE && tilstand.data.sil ? 'tjeneste.personvern' : 'tegn.personvern'), 'forklaring'));
  panel.addEventListener('toggle', () => {
    tilstand.tegner = panel.open;
    finn('.kartramme').classList.toggle('tegner', panel.open);
    if (panel.open) meld(t('tegn.start'));
  });
  tilstand.kart.on('click', ({ latlng }) => { if (tilstand.tegner) nyttHjorne(tilstand, latlng); });
  finn('#paneler').append(panel);
  if (tilstand.data.sil) panel.open = true;
}

function nyttHjorne(tilstand, { lat, lng }) {
  const { tegning } = tilstand;
  if (tegning.flate) { tegning.flate = null; tegning.hjorner = []; }
  tegning.hjorner.push([lat, lng]);
  visTegning(tilstand);
}

function utsnittet(kart) {
  const b = kart.getBounds();
  return [b.getSouthWest(), b.getSouthEast(), b.getNorthEast(), b.getNorthWest()].map(({ lat, lng }) => [lat, lng]);
}

// `deler`: parts of rings of [lat, lon]; the first ring is the outer one of its part, the others holes.
function settFlate(tilstand, deler) {
  tilstand.tegning.flate = deler;
  tilstand.tegning.hjorner = [];
  visTegning(tilstand);
}

// Parts of rings in the map plane, metres; null where nothing has an area yet.
function tegnetFlate({ tegning, data }) {
  const deler = tegning.flate || (tegning.hjorner.length > 2 ? [[tegning.hjorner]] : null);
  const plan = mapplan(data.epsg);
  return deler && deler.map((del) => del.map((ring) => Float64Array.from(ring.flatMap(([lat, lng]) => plan(lng, lat)))));
}

function visTegning(tilstand) {
  const { tegning, data } = tilstand;
  const { figur, hjorner, flate, tall } = tegning;
  figur.clearLayers();
  if (flate) figur.addLayer(L.polygon(flate, STREK));
  else if (hjorner.length > 2) figur.addLayer(L.polygon(hjorner, STREK));
  else if (hjorner.length) figur.addLayer(L.polyline(hjorner, STREK));
  for (const hjorne of hjorner) figur.addLayer(L.circleMarker(hjorne, { ...STREK, radius: 4, dashArray: null }));
  const deler = tegnetFlate(tilstand);
  const plan = mapplan(data.epsg);
  const meter = lengden(hjorner.flatMap(([lat, lng]) => plan(lng, lat)));
  const setninger = [];
  if (hjorner.length) setninger.push(t('tegn.punkter', { antall: hjorner.length }));
  if (hjorner.length > 1) setninger.push(t('tegn.lengde', { lengde: KORTE.format(meter) }));
  const areal_m2 = deler && flatens(deler);
  if (areal_m2 === null && deler) setninger.push(t('tegn.krysser'));
  else if (deler) setninger.push(t('tegn.areal', { areal: KORTE.format(areal_m2 / 1000), epsg: data.epsg }));
  tall.textContent = setninger.join(' ');
}

// Square metres of parts in the map plane; null where an outline crosses itself.
function flatens(deler) {
  const lukkede = deler.map((del) => del.map(lukket));
  if (lukkede.flat().some(krysserSegSelv)) return null;
  return lukkede.reduce((sum, [ytre, ...hull]) => sum + hull.reduce((rest, ring) => rest - ringareal(ring), ringareal(ytre)), 0);
}

async function lesFil(tilstand, felt) {
  try {
    const [fil] = felt.files;
    if (!fil) return;
    if (fil.size > FIL_HOYST) throw new Error(t('fil.stor'));
    const deler = deleneI(JSON.parse(await fil.text()));
    if (!deler.length) throw new Error(t('fil.ingen'));
    if (!deler.flat(2).every(([lat, lng]) => Math.abs(lat) <= 90 && Math.abs(lng) <= 180)) throw new Error(t('fil.plan'));
    settFlate(tilstand, deler);
    tilstand.kart.fitBounds(L.latLngBounds(deler.flat(2)).pad(0.3), { animate: false });
    meld(t('fil.lest', { antall: deler.length }));
  } catch (feil) {
    meld(t('fil.feil', { feil: feil.message }));
  }
  felt.value = '';
}

function deleneI(json) {
  if (json.type === 'FeatureCollection') return json.features.flatMap(deleneI);
  if (json.type === 'Feature') return json.geometry ? deleneI(json.geometry) : [];
  if (json.type === 'GeometryCollection') return json.geometries.flatMap(deleneI);
  const deler = { Polygon: [json.coordinates], MultiPolygon: json.coordinates }[json.type] || [];
  return deler.map((del) => del.map((ring) => ring.map(([lng, lat]) => [lat, lng])));
}
