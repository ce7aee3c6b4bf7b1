/* What lies at a place, and the card that tells about it. */
const VALGT = { color: '#d1006c', weight: 4, fill: false, interactive: false };
const NAER_PX = 7; // how near a line or a point must be clicked
const FLERE_HOYST = 8;
const ORDEN = ['treff', 'ikke kjent', 'ikke kartlagt', 'ikke treff'];

// Everything shown at a place, topmost first.
function treffVed(tilstand, sted) {
  const steg = (360 * DYBDE) / (FLIS * 2 ** tilstand.kart.getZoom()); // longitude per pixel
  const [x, y] = [sted.lng * DYBDE, sted.lat * DYBDE];
  const [bx, by] = [steg * NAER_PX, steg * NAER_PX * Math.cos((sted.lat * Math.PI) / 180)];
  const naer = (linje) => {
    const piksler = Float64Array.from(linje, (v, i) => (i % 2 ? (v - y) / by : (v - x) / bx));
    return naermest(0, 0, piksler) <= 1;
  };
  const funnet = [];
  for (const navn of [...tilstand.rekke].reverse()) {
    if (!vist(tilstand, navn)) continue;
    for (const klasse of [...tilstand.lagene.get(navn).post.klasser].reverse()) {
      for (const objekt of klasse.objekter) {
        const [x0, y0, x1, y1] = boksen(objekt);
        if (x < x0 - bx || x > x1 + bx || y < y0 - by || y > y1 + by) continue;
        const flate = klasse.slag === 'flate' && formen(objekt).some((del) => inneI(x, y, del));
        if (flate || ((klasse.slag !== 'flate' || Math.max(x1 - x0, y1 - y0) < 4 * steg) && formen(objekt).flat().some(naer))) funnet.push(objekt);
      }
    }
  }
  return funnet;
}

function koblKlikk(tilstand) {
  tilstand.kart.on('click', (hendelse) => {
    if (tilstand.tegner) return;
    const [forste, ...andre] = treffVed(tilstand, hendelse.latlng);
    if (forste) velg(tilstand, forste.post.navn, forste.id, { zoom: false, tilbake: tilstand.kart.getContainer(), andre });
  });
  document.addEventListener('keydown', (h) => {
    if (h.key === 'Escape' && !finn('#kort').hidden) lukkKort(tilstand);
  });
}

const raden = (navn, id) => alle('tr[data-lag]').find((r) => r.dataset.lag === navn && r.dataset.id === id);

function fjernValg(tilstand) {
  if (tilstand.ramme) tilstand.ramme.remove();
  tilstand.ramme = tilstand.valgt = null;
  alle('tr.valgt').forEach((rad) => rad.classList.remove('valgt'));
}

function velg(tilstand, navn, id, { zoom, tilbake, andre = [], fokus = true }) {
  const objektene = tilstand.objekter.get(`${navn}|${id}`);
  if (!objektene) return;
  fjernValg(tilstand);
  vis(tilstand, navn, true);
  const Symbol = symbolklasse();
  const stil = { ...VALGT, radius: RADIUS + 3, pane: 'merker' };
  tilstand.ramme = L.featureGroup(objektene.flatMap((o) => tegnet(o, { ...stil, form: o.klasse.skravur }, Symbol))).addTo(tilstand.kart);
  tilstand.valgt = { navn, id, objekter: objektene };
  tilstand.tilbake = tilbake;
  const rad = raden(navn, id);
  if (rad) rad.classList.add('valgt');
  if (zoom) {
    tilstand.kart.fitBounds(grensene(objektene).pad(0.4), { maxZoom: 15, animate: false, paddingBottomRight: [plassTilKort(tilstand.kart), 0] });
    rull(finn('.kartramme'));
  }
  visKort(tilstand, objektene[0], rad, andre, fokus);
  skrivAdresse(tilstand);
}

const KORTBREDDE = 380; // pixels; a map that is twice as wide keeps its object beside the card
const plassTilKort = (kart) => (kart.getSize().x > 2 * KORTBREDDE ? KORTBREDDE : 0);

function visKort(tilstand, objekt, rad, andre, fokus) {
  const kort = finn('#kort');
  const { post, klasse } = objekt;
  const tittel = lag('h3', objekt.navn === '–' || !objekt.navn ? post.tittel : objekt.navn);
  Object.assign(tittel, { id: 'kort-tittel', tabIndex: -1 });
  const liste = lag('dl');
  verdiene(objekt).forEach((verdi, i) => liste.append(lag('dt', post.kolonner[i]), lag('dd', verdi)));
  const linje = klasse.tittel === post.tittel ? post.tittel : `${post.tittel}: ${klasse.tittel}`;
  kort.replaceChildren(tittel, lag('p', linje, 'klasse'), liste, ...funnene(tilstand, objekt));
  if (post.kilde) kort.append(lag('p', t('kort.kilde', { kilde: post.kilde }), 'kilde'));
  kort.append(lag('p', t('forbehold'), 'kilde'));
  if (rad) kort.append(knapp(t('kort.rad'), () => visRad(rad)));
  if (tilstand.data.sil && klasse.slag === 'flate') kort.append(knapp(t('sil.dette'), () => silObjekt(tilstand, objekt)));
  kort.append(...flereHer(tilstand, andre));
  kort.append(knapp(t('lukk'), () => lukkKort(tilstand), 'lukk'));
  kort.hidden = false;
  kort.scrollTop = 0;
  if (fokus) tittel.focus({ preventScroll: true });
}

function flereHer(tilstand, andre) {
  if (!andre.length) return [];
  const liste = lag('ul', undefined, 'flere');
  for (const objekt of andre.slice(0, FLERE_HOYST)) {
    const ny = lag('li');
    ny.append(knapp(navnPaa(objekt), () => velg(tilstand, objekt.post.navn, objekt.id, {
      zoom: false, tilbake: tilstand.tilbake, andre: andre.filter((o) => o !== objekt),
    }), 'radknapp'));
    liste.append(ny);
  }
  return [lag('h4', t('kort.flere', { antall: andre.length })), liste];
}

// Status sentences, gravest first; what was not hit is folded away, not left out.
function funnene({ data }, objekt) {
  const alleFunn = ((data.funn[objekt.post.navn] || {})[objekt.id] || []).map((n) => data.funnlinjer[n]);
  if (!alleFunn.length) return [];
  return ORDEN.flatMap((status) => {
    const egne = alleFunn.filter((f) => f.status === status);
    if (!egne.length) return [];
    const boks = lag('details', undefined, 'funn');
    boks.open = status === 'treff';
    const liste = lag('ul');
    liste.append(...egne.map(funnlinje));
    boks.append(lag('summary', `${t(`status.${status}`)} (${egne.length})`), lag('p', t(`betyr.${status}`), 'kilde'), liste);
    return [boks];
  });
}

function funnlinje(funn) {
  const linje = lag('li');
  linje.append(lag('span', t(`setning.${funn.status}`, { lag: funn.lag })));
  if (funn.merknad) linje.append(` ${funn.merknad[0].toLocaleUpperCase()}${funn.merknad.slice(1)}.`);
  if (funn.regel) linje.append(lag('span', t('kort.regel', { regel: funn.regel }), 'del'));
  if (funn.hjemmel) linje.append(lag('span', t('kort.hjemmel', { hjemmel: funn.hjemmel }), 'del'));
  if (funn.opphav) linje.append(lag('span', funn.opphav, 'del kilde'));
  linje.append(lag('span', t(funn.rein ? 'tiltak.rein' : `tiltak.${funn.type || funn.status}`, { eier: funn.eier || t('eier') }), 'del'));
  return linje;
}

function visRad(rad) {
  rad.hidden = false;
  rull(rad);
  const knappen = finn('.radknapp', rad);
  if (knappen) knappen.focus({ preventScroll: true });
}

function lukkKort(tilstand) {
  finn('#kort').hidden = true;
  fjernValg(tilstand);
  skrivAdresse(tilstand);
  if (tilstand.tilbake) tilstand.tilbake.focus();
}
