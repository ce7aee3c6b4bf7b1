/* The map of a page: drawing, legend, selection, address. Data come from the inert block only.
 * Text reaches the document through textContent, never as markup. */
'use strict';
(() => {
  const SVG_HOYST = 2500; // features; above this the map is drawn on canvas
  const [DYBDE, RADIUS] = [1e6, 6]; // whole numbers are 1e-6 degrees; symbols in pixels
  const VALGT = { color: '#d1006c', weight: 4, dashArray: null };
  const FORMER = { '': [0, 0], 45: [3, -90], 315: [4, 0], rutenett: [4, 45], prikker: [0, 0], vannrett: [3, 90] };
  const NAERT = 13; // zoom from which symbols and outlines have their full size
  const MANGE = 8; // objects in a class; fewer are drawn the same at every zoom
  const RANG = ['tettsted', 'by', 'grend', 'fjell', 'vann'];
  const RO = matchMedia('(prefers-reduced-motion: reduce)').matches;

  const finn = (velger, rot = document) => rot.querySelector(velger);
  const alle = (velger, rot = document) => Array.from(rot.querySelectorAll(velger));

  function lag(navn, tekst, klasse) {
    const el = document.createElement(navn);
    if (tekst !== undefined) el.textContent = tekst;
    if (klasse) el.className = klasse;
    return el;
  }

  function meld(tekst) {
    const status = finn('#kartstatus');
    if (status) status.textContent = tekst;
  }

  // -- data ---------------------------------------------------------------------------------

  async function lesData() {
    const koden = atob(finn('#kartdata').textContent);
    const bytes = Uint8Array.from(koden, (tegn) => tegn.charCodeAt(0));
    const strom = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    return JSON.parse(await new Response(strom).text());
  }

  function punkter(steg) {
    const ut = [];
    for (let i = 0, x = 0, y = 0; i < steg.length; i += 2) {
      x += steg[i];
      y += steg[i + 1];
      ut.push([y / DYBDE, x / DYBDE]);
    }
    return ut;
  }

  // -- symbols and styles -------------------------------------------------------------------

  function symbolklasse() {
    return L.CircleMarker.extend({
      _updatePath() {
        const [antall, retning] = FORMER[this.options.form] || FORMER[''];
        if (!antall) return this._renderer._updateCircle(this);
        const { x, y } = this._point;
        const r = this._radius * 1.2;
        const hjorner = Array.from({ length: antall }, (_, i) => {
          const v = ((retning + (360 * i) / antall) * Math.PI) / 180;
          return [x + r * Math.cos(v), y + r * Math.sin(v)];
        });
        return this._renderer._ctx ? this._lerret(hjorner) : this._renderer._setPath(this, `M${hjorner.join('L')}Z`);
      },
      _lerret(hjorner) {
        if (!this._renderer._drawing || this._empty()) return;
        const ctx = this._renderer._ctx;
        ctx.beginPath();
        hjorner.forEach(([x, y], i) => (i ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
        ctx.closePath();
        this._renderer._fillStroke(ctx, this);
      },
    });
  }

  function lerretmonster(klasse) {
    const flis = lag('canvas');
    flis.width = flis.height = 8;
    const ctx = flis.getContext('2d');
    ctx.globalAlpha = klasse.dekkevne;
    ctx.fillStyle = klasse.farge;
    ctx.fillRect(0, 0, 8, 8);
    const monster = finn(`[id="${klasse.monster}"]`);
    ctx.globalAlpha = 0.7;
    for (const sti of alle('path', monster)) {
      ctx.strokeStyle = klasse.kant;
      ctx.stroke(new Path2D(sti.getAttribute('d')));
    }
    for (const prikk of alle('circle', monster)) {
      ctx.fillStyle = klasse.kant;
      ctx.beginPath();
      ctx.arc(prikk.getAttribute('cx'), prikk.getAttribute('cy'), prikk.getAttribute('r'), 0, 7);
      ctx.fill();
    }
    return ctx.createPattern(flis, 'repeat');
  }

  function stilFor(klasse, lerret) {
    const stil = { color: klasse.kant, weight: klasse.tykkelse, dashArray: klasse.strek || null, opacity: 1 };
    if (klasse.slag === 'linje') return { ...stil, color: klasse.farge, fill: false };
    stil.fill = klasse.slag === 'punkt' || klasse.dekkevne > 0;
    if (klasse.slag === 'punkt') {
      const [fyll, kant] = klasse.skravur === 'prikker' ? ['#ffffff', klasse.farge] : [klasse.farge, klasse.kant];
      return { ...stil, radius: RADIUS, form: klasse.skravur, fillOpacity: 1, fillColor: fyll, color: kant };
    }
    if (!klasse.monster) return { ...stil, fillColor: klasse.farge, fillOpacity: klasse.dekkevne };
    return { ...stil, fillOpacity: 1, fillColor: lerret ? lerretmonster(klasse) : `url(#${klasse.monster})` };
  }

  // -- map ----------------------------------------------------------------------------------

  function nyttKart(data) {
    const kart = L.map('kartflate', {
      attributionControl: false, zoomControl: false, scrollWheelZoom: false, zoomSnap: 0.5,
      maxZoom: data.fliser ? data.fliser.storsteZoom : 18, minZoom: 5,
      zoomAnimation: !RO, fadeAnimation: !RO, markerZoomAnimation: !RO, inertia: !RO,
    });
    L.control.zoom({ zoomInTitle: 'Zoom inn', zoomOutTitle: 'Zoom ut' }).addTo(kart);
    L.control.scale({ imperial: false, maxWidth: 140 }).addTo(kart);
    kart.on('focus', () => kart.scrollWheelZoom.enable());
    kart.on('blur', () => kart.scrollWheelZoom.disable());
    kart.createPane('bakgrunn').style.zIndex = 250;
    kart.getPane('bakgrunn').style.pointerEvents = 'none';
    const [vest, sor, ost, nord] = data.utsnitt;
    kart.fitBounds([[sor, vest], [nord, ost]], { animate: false });
    return kart;
  }

  function leggFliser(kart, fliser) {
    if (!fliser) return;
    const laget = L.tileLayer(fliser.url, { maxZoom: fliser.storsteZoom, minZoom: 5 });
    laget.once('tileload', () => kart.getContainer().classList.add('har-fliser'));
    laget.once('tileerror', () => meld('Kartverkets bakgrunnskart er ikke tilgjengelig nå. Kartet viser egne vann, veger og navn.'));
    const boks = finn('[data-fliser]');
    laget.addTo(kart);
    boks.addEventListener('change', () => {
      kart[boks.checked ? 'addLayer' : 'removeLayer'](laget);
      kart.getContainer().classList.toggle('har-fliser', boks.checked);
    });
  }

  function former(objekt, klasse, stil, Symbol) {
    const [, , , geo] = objekt;
    if (klasse.slag === 'punkt') return geo.map((steg) => new Symbol(punkter(steg)[0], stil));
    if (klasse.slag === 'linje') return [L.polyline(geo.map(punkter), stil)];
    return [L.polygon(geo.map((flate) => flate.map(punkter)), stil)];
  }

  function byggGruppe(post, tegner, Symbol, register) {
    const gruppe = L.featureGroup();
    for (const klasse of post.klasser) {
      const stil = { ...stilFor(klasse, tegner instanceof L.Canvas), renderer: tegner, interactive: !post.bakgrunn };
      if (post.bakgrunn) stil.pane = 'bakgrunn';
      klasse.antall = klasse.objekter.reduce((n, [, , , geo]) => n + geo.length, 0);
      for (const objekt of klasse.objekter) {
        for (const form of former(objekt, klasse, stil, Symbol)) {
          form.om = { post, klasse, objekt, stil };
          const nokkel = `${post.navn}|${objekt[0]}`;
          if (!register.has(nokkel)) register.set(nokkel, []);
          register.get(nokkel).push(form);
          gruppe.addLayer(form);
        }
      }
    }
    return gruppe;
  }

  // Seen from afar small areas would be nothing but dark outline: they get their own colour there.
  function tilpassStorrelse({ kart, lagene, valgte }) {
    const naert = kart.getZoom() >= NAERT;
    for (const { post, gruppe } of lagene.values()) {
      if (post.bakgrunn || gruppe.naert === naert || !kart.hasLayer(gruppe)) continue;
      gruppe.naert = naert;
      gruppe.eachLayer((form) => {
        const { stil, klasse } = form.om;
        if (klasse.antall < MANGE || klasse.slag === 'linje') return;
        const fjernt = klasse.slag === 'punkt' ? { radius: RADIUS * 0.55, weight: stil.weight * 0.4 } : { color: klasse.farge, weight: 2.5 };
        form.om.naa = naert ? stil : { ...stil, ...fjernt };
        if (!valgte.includes(form)) form.setStyle(form.om.naa);
      });
    }
  }

  function navnegruppe(kart, post) {
    const rang = ({ type }) => RANG.indexOf(type) + 1 || RANG.length + 1;
    const steder = post.klasser.flatMap((k) => k.objekter)
      .map(([, navn, [type], geo]) => ({ navn, type, sted: punkter(geo[0])[0] }));
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

  function byggLag(kart, data) {
    const antall = data.lag.filter((p) => !p.bakgrunn).flatMap((p) => p.klasser).reduce((n, k) => n + k.objekter.length, 0);
    const tema = antall > SVG_HOYST ? L.canvas({ padding: 0.3, tolerance: 4 }) : L.svg({ padding: 0.3 });
    const under = L.canvas({ pane: 'bakgrunn', padding: 0.3 });
    const Symbol = symbolklasse();
    const tilstand = { kart, lagene: new Map(), register: new Map(), valgte: [], tilbake: null };
    for (const post of data.lag) {
      const gruppe = post.navn === 'stedsnavn' && post.bakgrunn ? navnegruppe(kart, post)
        : byggGruppe(post, post.bakgrunn ? under : tema, Symbol, tilstand.register);
      tilstand.lagene.set(post.navn, { post, gruppe });
      if (post.bakgrunn) continue;
      gruppe.bindTooltip((form) => {
        const { objekt, klasse } = form.om;
        return lag('span', [objekt[1], klasse.tittel].filter((t) => t && t !== '–').join(' – '));
      }, { sticky: true });
      gruppe.on('click', (hendelse) => {
        L.DomEvent.stopPropagation(hendelse);
        const { om } = hendelse.propagatedFrom || hendelse.layer;
        velg(tilstand, om.post.navn, om.objekt[0], { zoom: false, tilbake: kart.getContainer() });
      });
    }
    return tilstand;
  }

  // -- legend -------------------------------------------------------------------------------

  function vis(tilstand, navn, paa) {
    const valgt = tilstand.lagene.get(navn);
    tilstand.kart[paa ? 'addLayer' : 'removeLayer'](valgt.gruppe);
    for (const boks of alle('input[data-lag]')) {
      if (boks.dataset.lag !== navn) continue;
      boks.checked = paa;
      boks.closest('.lag').classList.toggle('av', !paa);
    }
    tilpassStorrelse(tilstand);
    for (const { gruppe } of tilstand.lagene.values()) {
      if (tilstand.kart.hasLayer(gruppe) && gruppe.bringToFront) gruppe.bringToFront();
    }
  }

  function koblTegnforklaring(tilstand, synlige) {
    for (const boks of alle('input[data-lag]')) {
      const { post } = tilstand.lagene.get(boks.dataset.lag);
      vis(tilstand, post.navn, synlige && !post.bakgrunn ? synlige.has(post.navn) : post.synlig);
      boks.addEventListener('change', () => {
        vis(tilstand, post.navn, boks.checked);
        meld(`${post.tittel}: ${boks.checked ? 'vist' : 'skjult'}.`);
        skrivAdresse(tilstand);
      });
    }
  }

  // -- selection and card -------------------------------------------------------------------

  const raden = (navn, id) => alle('tr[data-lag]').find((r) => r.dataset.lag === navn && r.dataset.id === id);

  function fjernValg(tilstand) {
    for (const form of tilstand.valgte) form.setStyle(form.om.naa || form.om.stil);
    tilstand.valgte = [];
    alle('tr.valgt').forEach((rad) => rad.classList.remove('valgt'));
  }

  function velg(tilstand, navn, id, { zoom, tilbake }) {
    const formene = tilstand.register.get(`${navn}|${id}`);
    if (!formene) return;
    fjernValg(tilstand);
    vis(tilstand, navn, true);
    const grenser = L.latLngBounds([]);
    for (const form of formene) {
      form.setStyle(VALGT);
      form.bringToFront();
      grenser.extend(form.getBounds ? form.getBounds() : form.getLatLng());
    }
    tilstand.valgte = formene;
    tilstand.tilbake = tilbake;
    const rad = raden(navn, id);
    if (rad) rad.classList.add('valgt');
    if (zoom) {
      tilstand.kart.fitBounds(grenser.pad(0.4), { maxZoom: 15, animate: false });
      finn('.kartramme').scrollIntoView({ block: 'center', behavior: RO ? 'auto' : 'smooth' });
    }
    visKort(tilstand, formene[0].om, rad);
  }

  function visKort(tilstand, { post, klasse, objekt }, rad) {
    const kort = finn('#kort');
    const tittel = lag('h3', objekt[1] === '–' || !objekt[1] ? post.tittel : objekt[1]);
    Object.assign(tittel, { id: 'kort-tittel', tabIndex: -1 });
    const lukk = lag('button', 'Lukk', 'lukk');
    lukk.type = 'button';
    lukk.addEventListener('click', () => lukkKort(tilstand));
    const liste = lag('dl');
    post.kolonner.forEach((kolonne, i) => liste.append(lag('dt', kolonne), lag('dd', objekt[2][i])));
    const linje = klasse.tittel === post.tittel ? post.tittel : `${post.tittel}: ${klasse.tittel}`;
    kort.replaceChildren(tittel, lag('p', linje, 'klasse'), liste, lukk);
    if (post.kilde) kort.append(lag('p', `Kilde: ${post.kilde}`, 'kilde'));
    if (rad) {
      const knapp = lag('button', 'Vis raden i tabellen', 'knapp');
      knapp.type = 'button';
      knapp.addEventListener('click', () => visRad(rad));
      kort.append(knapp);
    }
    kort.hidden = false;
    tittel.focus({ preventScroll: true });
  }

  function visRad(rad) {
    rad.hidden = false;
    rad.scrollIntoView({ block: 'center', behavior: RO ? 'auto' : 'smooth' });
    const knapp = finn('.radknapp', rad);
    if (knapp) knapp.focus({ preventScroll: true });
  }

  function lukkKort(tilstand) {
    finn('#kort').hidden = true;
    fjernValg(tilstand);
    if (tilstand.tilbake) tilstand.tilbake.focus();
  }

  // -- tables -------------------------------------------------------------------------------

  function koblRader(tilstand) {
    for (const tabell of alle('table')) {
      const rader = alle('tr[data-lag]', tabell).filter((r) => tilstand.register.has(`${r.dataset.lag}|${r.dataset.id}`));
      rader.forEach((rad, i) => {
        const celle = rad.cells[0];
        const knapp = lag('button', celle.textContent, 'radknapp');
        const [{ om }] = tilstand.register.get(`${rad.dataset.lag}|${rad.dataset.id}`);
        knapp.setAttribute('aria-label', `${celle.textContent}, vis ${om.objekt[1]} i kartet`);
        knapp.type = 'button';
        knapp.tabIndex = i ? -1 : 0; // one stop per table; the arrow keys move on
        celle.replaceChildren(knapp);
        rad.addEventListener('click', () => velg(tilstand, rad.dataset.lag, rad.dataset.id, { zoom: true, tilbake: knapp }));
        knapp.addEventListener('keydown', (h) => flytt(h, tabell, knapp));
      });
      if (rader.length) {
        const hjelp = lag('p', 'Velg en rad for å se den i kartet. Pil opp og ned flytter mellom radene.', 'forklaring');
        tabell.closest('.tabellramme').before(hjelp);
      }
    }
  }

  function flytt(hendelse, tabell, fra) {
    const retning = { ArrowDown: 1, ArrowUp: -1 }[hendelse.key];
    if (!retning) return;
    hendelse.preventDefault();
    const knapper = alle('.radknapp', tabell).filter((k) => !k.closest('tr').hidden);
    const til = knapper[knapper.indexOf(fra) + retning];
    if (!til) return;
    [fra.tabIndex, til.tabIndex] = [-1, 0];
    til.focus();
  }

  // -- address ------------------------------------------------------------------------------

  function lesAdresse() {
    const valg = new URLSearchParams(location.hash.includes('=') ? location.hash.slice(1) : '');
    const sted = (valg.get('z') || '').split('/').map(Number);
    return {
      synlige: valg.has('lag') ? new Set(valg.get('lag').split(',')) : null,
      sted: sted.length === 3 && sted.every(Number.isFinite) ? sted : null,
    };
  }

  function skrivAdresse({ kart, lagene }) {
    const { lat, lng } = kart.getCenter();
    const paa = Array.from(lagene.values()).filter((l) => !l.post.bakgrunn && kart.hasLayer(l.gruppe)).map((l) => l.post.navn);
    history.replaceState(null, '', `#lag=${paa.join(',')}&z=${kart.getZoom()}/${lat.toFixed(4)}/${lng.toFixed(4)}`);
  }

  // -- start --------------------------------------------------------------------------------

  async function startKart() {
    const data = await lesData();
    const adresse = lesAdresse();
    const kart = nyttKart(data);
    if (adresse.sted) kart.setView(adresse.sted.slice(1), adresse.sted[0], { animate: false });
    const tilstand = byggLag(kart, data);
    koblTegnforklaring(tilstand, adresse.synlige);
    leggFliser(kart, data.fliser);
    koblRader(tilstand);
    kart.on('zoomend', () => tilpassStorrelse(tilstand));
    kart.on('moveend', () => skrivAdresse(tilstand));
    document.addEventListener('keydown', (h) => {
      if (h.key === 'Escape' && !finn('#kort').hidden) lukkKort(tilstand);
    });
    finn('#kartflate').dataset.klar = 'ja';
  }

  startKart().catch((feil) => {
    document.documentElement.classList.remove('js');
    const merknad = lag('p', `Kartet kunne ikke tegnes i denne nettleseren (${feil.message}). Oversiktskartet og tabellene viser det samme.`);
    finn('.kartdel').before(merknad);
    console.error(feil);
  });
})();
