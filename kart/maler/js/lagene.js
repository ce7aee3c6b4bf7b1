/* Layers, each in a pane of its own: made when first shown; opacity, order, legend. */
const SVG_HOYST = 2500; // shapes; a layer with more is drawn tile by tile
const PUNKTER_HOYST = 50000; // the same for the points of its borders (kart/qgisstil.py counts alike)
const MANGE = 8; // objects in a class; fewer are drawn the same at every zoom
const NEDERST = 400; // z-index of the lowest layer's pane

const antallI = (post) => post.klasser.reduce((n, k) => n + k.objekter.length, 0);

function byggLag(kart, data) {
  const tilstand = { kart, data, lagene: new Map(), objekter: new Map(), valgt: null, tilbake: null, rekke: [] };
  for (const post of data.lag) {
    tilstand.lagene.set(post.navn, { post, gruppe: null, dekkevne: 1 });
    if (post.bakgrunn) continue;
    tilstand.rekke.push(post.navn);
    kart.createPane(post.navn).style.pointerEvents = 'none';
    for (const objekt of post.klasser.flatMap((k) => k.objekter)) {
      const nokkel = `${post.navn}|${objekt.id}`;
      if (!tilstand.objekter.has(nokkel)) tilstand.objekter.set(nokkel, []);
      tilstand.objekter.get(nokkel).push(objekt);
    }
  }
  settRekke(tilstand);
  return tilstand;
}

function gruppen(tilstand, navn) {
  const laget = tilstand.lagene.get(navn);
  if (!laget.gruppe) {
    laget.gruppe = byggGruppe(tilstand, laget);
    if (laget.post.klasser.some((k) => k.merker.length)) laget.merker = merkegruppe(tilstand.kart, laget.post);
  }
  return laget.gruppe;
}

function mangePunkter(post) {
  let sum = 0;
  for (const objekt of post.klasser.flatMap((k) => k.objekter)) {
    for (const navn of objekt.deler.flat(2)) sum += objekt.buer[navn >> 1].length / 2 - 1; // arcs share their ends
    if (sum > PUNKTER_HOYST) return true;
  }
  return false;
}

function byggGruppe(tilstand, laget) {
  const { kart } = tilstand;
  const { post } = laget;
  if (post.bakgrunn && post.navn === 'stedsnavn') return navnegruppe(kart, post);
  if (!post.bakgrunn && (antallI(post) > SVG_HOYST || mangePunkter(post))) {
    laget.fliser = true;
    return new (flislagklasse())({ pane: post.navn, post });
  }
  const pane = post.bakgrunn ? 'bakgrunn' : post.navn;
  const tegner = post.bakgrunn ? L.canvas({ pane, padding: 0.3 }) : L.svg({ pane, padding: 0.3 });
  const Symbol = symbolklasse();
  const gruppe = L.featureGroup();
  for (const klasse of post.klasser) {
    const stil = { ...stilFor(klasse, post.bakgrunn), renderer: tegner, interactive: !post.bakgrunn, pane };
    klasse.antall = klasse.objekter.reduce((n, o) => n + o.deler.length, 0);
    for (const objekt of klasse.objekter) {
      for (const form of tegnet(objekt, stil, Symbol)) {
        form.om = { objekt, stil };
        if (objekt.egen) form.setStyle(objekt.egen);
        gruppe.addLayer(form);
      }
    }
  }
  if (!post.bakgrunn) koblMerkelapp(tilstand, gruppe);
  return gruppe;
}

// The name of what the pointer is over. Leaflet's own way would make every shape an unnamed tab stop.
function koblMerkelapp(tilstand, gruppe) {
  if (!tilstand.merkelapp) tilstand.merkelapp = L.tooltip();
  const { kart, merkelapp } = tilstand;
  gruppe.on('mouseover', ({ propagatedFrom, latlng }) => {
    merkelapp.setContent(lag('span', navnPaa(propagatedFrom.om.objekt))).setLatLng(latlng);
    kart.openTooltip(merkelapp);
  });
  gruppe.on('mousemove', ({ latlng }) => merkelapp.setLatLng(latlng));
  gruppe.on('mouseout remove', () => kart.closeTooltip(merkelapp));
}

const navnPaa = ({ navn, klasse }) => [navn, klasse.tittel].filter((d) => d && d !== '–').join(' – ');

function tegnet(objekt, stil, Symbol) {
  const form = formen(objekt);
  const { slag } = objekt.klasse;
  if (slag === 'punkt') return form.map(([linje]) => new Symbol(punkter(linje)[0], stil));
  if (slag === 'linje') return [L.polyline(form.map(([linje]) => punkter(linje)), stil)];
  return [L.polygon(form.map((del) => del.map(punkter)), stil)];
}

// Seen from afar small areas would be nothing but dark outline: they get their own colour there.
function tilpassStorrelse({ kart, lagene }) {
  const naert = kart.getZoom() >= NAERT;
  for (const { post, gruppe, fliser } of lagene.values()) {
    if (post.bakgrunn || fliser || !gruppe || gruppe.naert === naert || !kart.hasLayer(gruppe)) continue;
    gruppe.naert = naert;
    gruppe.eachLayer((form) => form.setStyle(stilNaa(form, naert)));
  }
}

function stilNaa({ om: { objekt, stil } }, naert) {
  const { klasse } = objekt;
  if (naert || klasse.antall < MANGE || klasse.slag === 'linje') return { ...stil, ...objekt.egen };
  const fjernt = klasse.slag === 'punkt' ? { radius: RADIUS * 0.55, weight: stil.weight * 0.4 } : { color: klasse.farge, weight: 2.5 };
  return { ...stil, ...fjernt, ...objekt.egen };
}

function tegnPaaNytt({ kart, lagene }, navn) {
  const { gruppe, fliser } = lagene.get(navn);
  if (!gruppe) return;
  if (fliser) gruppe.redraw();
  else gruppe.eachLayer((form) => form.setStyle(stilNaa(form, kart.getZoom() >= NAERT)));
}

// -- legend -----------------------------------------------------------------------------------

function vis(tilstand, navn, paa) {
  const laget = tilstand.lagene.get(navn);
  if (paa) tilstand.kart.addLayer(gruppen(tilstand, navn));
  else if (laget.gruppe) tilstand.kart.removeLayer(laget.gruppe);
  if (laget.merker) tilstand.kart[paa ? 'addLayer' : 'removeLayer'](laget.merker);
  for (const boks of alle('input[data-lag]')) {
    if (boks.dataset.lag !== navn) continue;
    boks.checked = paa;
    boks.closest('.lag').classList.toggle('av', !paa);
  }
  tilpassStorrelse(tilstand);
}

const vist = ({ kart, lagene }, navn) => Boolean(lagene.get(navn).gruppe) && kart.hasLayer(lagene.get(navn).gruppe);

function settRekke({ kart, rekke }) {
  rekke.forEach((navn, i) => { kart.getPane(navn).style.zIndex = NEDERST + i; });
}

function settDekkevne({ kart, lagene }, navn, verdi) {
  lagene.get(navn).dekkevne = verdi;
  kart.getPane(navn).style.opacity = verdi;
}

function koblTegnforklaring(tilstand, adresse) {
  for (const boks of alle('input[data-lag]')) {
    const { post } = tilstand.lagene.get(boks.dataset.lag);
    vis(tilstand, post.navn, adresse.synlige && !post.bakgrunn ? adresse.synlige.has(post.navn) : post.synlig);
    boks.addEventListener('change', () => {
      vis(tilstand, post.navn, boks.checked);
      meld(t(boks.checked ? 'lag.vist' : 'lag.skjult', { lag: post.tittel }));
      skrivAdresse(tilstand);
    });
    if (!post.bakgrunn) boks.closest('.lag').append(lagvalg(tilstand, post, adresse.dekkevner.get(post.navn)));
  }
}

function lagvalg(tilstand, post, dekkevne = 100) {
  const valg = lag('details', undefined, 'lagvalg');
  const hode = lag('summary', t('lag.valg'));
  hode.append(lag('span', ` ${post.tittel}`, 'usynlig'));
  const { merke } = glider({
    min: 0, maks: 100, steg: 5, verdi: dekkevne, tekst: t('lag.dekkevne'), ord: (v) => `${v} %`,
    paa: (v) => { settDekkevne(tilstand, post.navn, v / 100); skrivAdresse(tilstand); },
  });
  if (dekkevne !== 100) settDekkevne(tilstand, post.navn, dekkevne / 100);
  valg.append(hode, merke);
  for (const [retning, ord] of [[1, 'lag.opp'], [-1, 'lag.ned']]) {
    const flytteknapp = knapp(t(ord), () => flyttLag(tilstand, post, retning, flytteknapp), 'knapp liten');
    flytteknapp.setAttribute('aria-label', `${t(ord)}: ${post.tittel}`);
    valg.append(flytteknapp);
  }
  return valg;
}

function flyttLag(tilstand, post, retning, fra) {
  const { rekke } = tilstand;
  const plass = rekke.indexOf(post.navn);
  const ny = plass + retning;
  if (ny < 0 || ny >= rekke.length) {
    meld(t(retning > 0 ? 'lag.overst' : 'lag.nederst', { lag: post.tittel }));
    return;
  }
  [rekke[plass], rekke[ny]] = [rekke[ny], rekke[plass]];
  settRekke(tilstand);
  const rad = fra.closest('.lag');
  const nabo = retning > 0 ? rad.previousElementSibling : rad.nextElementSibling;
  if (nabo) nabo[retning > 0 ? 'before' : 'after'](rad);
  fra.focus();
  skrivAdresse(tilstand);
  meld(t('lag.flyttet', { lag: post.tittel, plass: rekke.length - ny, antall: rekke.length }));
}
