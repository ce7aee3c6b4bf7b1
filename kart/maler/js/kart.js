/* The map itself: backgrounds, official pictures, scale, place names. */
const NAERT = 13; // zoom from which symbols and outlines have their full size
const RANG = ['tettsted', 'by', 'grend', 'fjell', 'vann'];
const DYPEST = 18;
const MERKE_PX = 8; // radius of the circle that a letter needs

function nyttKart(data) {
  const kart = L.map('kartflate', {
    attributionControl: false, zoomControl: false, scrollWheelZoom: false, zoomSnap: 0.5, maxZoom: DYPEST, minZoom: 5,
    zoomAnimation: !RO, fadeAnimation: false, markerZoomAnimation: !RO, inertia: !RO,
  });
  L.control.zoom({ zoomInTitle: t('kart.inn'), zoomOutTitle: t('kart.ut') }).addTo(kart);
  L.control.scale({ imperial: false, maxWidth: 140 }).addTo(kart);
  kart.on('focus', () => kart.scrollWheelZoom.enable());
  kart.on('blur', () => kart.scrollWheelZoom.disable());
  for (const [navn, hoyde] of [['wms', 230], ['bakgrunn', 250], ['merker', 640]]) {
    const rute = kart.createPane(navn);
    rute.style.zIndex = hoyde;
    rute.style.pointerEvents = 'none';
  }
  const [vest, sor, ost, nord] = data.utsnitt;
  kart.fitBounds([[sor, vest], [nord, ost]], { animate: false });
  return kart;
}

function fliselag(fliser, kart) {
  const laget = L.tileLayer(fliser.url, { maxZoom: fliser.storsteZoom, minZoom: 5 });
  laget.once('tileload', () => kart.getContainer().classList.add('har-fliser'));
  laget.once('tileerror', () => meld(t('kart.uten-fliser')));
  return laget;
}

function koblBakgrunn(tilstand) {
  const { kart, data } = tilstand;
  tilstand.bakgrunner = data.fliser.map((fliser) => fliselag(fliser, kart));
  for (const valg of alle('input[data-fliser]')) {
    const nummer = Number(valg.dataset.fliser);
    const paa = () => {
      tilstand.bakgrunner.forEach((laget, i) => kart[i === nummer ? 'addLayer' : 'removeLayer'](laget));
      tilstand.bakgrunn = nummer;
      if (nummer < 0) kart.getContainer().classList.remove('har-fliser');
      else tilstand.bakgrunner[nummer].once('tileload', () => kart.getContainer().classList.add('har-fliser'));
    };
    if (valg.checked) paa();
    valg.addEventListener('change', () => { paa(); skrivAdresse(tilstand); });
  }
}

function koblWms({ kart, data }) {
  for (const boks of alle('input[data-wms]')) {
    const { url, lag: navn } = data.wms[Number(boks.dataset.wms)];
    const laget = L.tileLayer.wms(url, { layers: navn, format: 'image/png', transparent: true, version: '1.3.0', pane: 'wms' });
    laget.once('tileerror', () => meld(t('kart.uten-wms')));
    boks.addEventListener('change', () => kart[boks.checked ? 'addLayer' : 'removeLayer'](laget));
  }
}

// Letters on the areas of a layer: the largest first, where there is room for them at this scale.
function merkegruppe(kart, post) {
  const merker = [];
  for (const klasse of post.klasser) {
    for (const [tekst, ...tall] of klasse.merker) {
      for (let i = 0; i < tall.length; i += 3) merker.push({ tekst, sted: [tall[i + 1], tall[i]], radius: tall[i + 2] });
    }
  }
  merker.sort((a, b) => b.radius - a.radius);
  const gruppe = L.layerGroup();
  const ordne = () => {
    gruppe.clearLayers();
    const opptatt = [];
    for (const { tekst, sted, radius } of merker) {
      const meterPerPiksel = (40075017 * Math.cos((sted[0] * Math.PI) / 180)) / 2 ** (kart.getZoom() + 8);
      if (radius < MERKE_PX * meterPerPiksel) continue;
      const p = kart.project(sted);
      const boks = L.bounds([p.x - 5 * tekst.length, p.y - 9], [p.x + 5 * tekst.length, p.y + 9]);
      if (opptatt.some((b) => b.intersects(boks))) continue;
      opptatt.push(boks);
      const merke = lag('span', tekst);
      merke.setAttribute('aria-hidden', 'true');
      const ikon = L.divIcon({ className: 'klassemerke', html: merke, iconSize: [0, 0] });
      L.marker(sted, { icon: ikon, interactive: false, keyboard: false, pane: post.navn }).addTo(gruppe);
    }
  };
  gruppe.on('add', () => { kart.on('zoomend', ordne); ordne(); });
  gruppe.on('remove', () => kart.off('zoomend', ordne));
  return gruppe;
}

function navnegruppe(kart, post) {
  const rang = ({ type }) => RANG.indexOf(type) + 1 || RANG.length + 1;
  const steder = post.klasser.flatMap((k) => k.objekter).map((o) => ({ navn: o.navn, type: verdiene(o)[0], sted: punkter(formen(o)[0][0])[0] }));
  steder.sort((a, b) => rang(a) - rang(b));
  const gruppe = L.layerGroup();
  const ordne = () => {
    gruppe.clearLayers();
    const opptatt = [];
    for (const { navn, sted } of steder) {
      const p = kart.project(sted);
      const boks = L.bounds([p.x - 4, p.y - 10], [p.x + 7 * navn.length + 4, p.y + 12]);
      if (opptatt.some((b) => b.intersects(boks))) continue;
      opptatt.push(boks);
      const ikon = L.divIcon({ className: 'stedsnavn', html: lag('span', navn), iconSize: null, iconAnchor: [0, 6] });
      L.marker(sted, { icon: ikon, interactive: false, keyboard: false, pane: 'bakgrunn' }).addTo(gruppe);
    }
  };
  kart.on('zoomend', ordne);
  ordne();
  return gruppe;
}
