/* Screening in the browser: an area against the layers of the file, with the program's four
 * answers. The shapes are simplified within a stated tolerance; where that could change the answer,
 * it is «mulig treff». */
const SLINGRING = 0.2; // metres: the rounding of coordinates
const PROVER = 24; // sample points across an area, each way
const UDEKKET_ANDEL = 1e-6; // share of a site that may lie outside the coverage (analyser/felles/overlapp.py)

// -- geometry in the map plane ----------------------------------------------------------------

function omrisset(ringer) {
  const boks = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of ringer) {
    for (let i = 0; i < ring.length; i += 2) {
      boks[0] = Math.min(boks[0], ring[i]);
      boks[1] = Math.min(boks[1], ring[i + 1]);
      boks[2] = Math.max(boks[2], ring[i]);
      boks[3] = Math.max(boks[3], ring[i + 1]);
    }
  }
  return boks;
}

function nyttSted(deler) {
  const lukkede = deler.map((del) => del.map(lukket));
  const ringer = lukkede.flat();
  const boks = omrisset(ringer);
  const sted = { deler: lukkede, ringer, boks, areal_m2: flatens(lukkede) ?? 0, prover: [] };
  for (let i = 0; i < PROVER; i++) {
    for (let j = 0; j < PROVER; j++) {
      const x = boks[0] + ((i + 0.5) / PROVER) * (boks[2] - boks[0]);
      const y = boks[1] + ((j + 0.5) / PROVER) * (boks[3] - boks[1]);
      if (iStedet(x, y, sted)) sted.prover.push([x, y]);
    }
  }
  return sted;
}

// Parts may overlap, and an outline may cross itself: all that it goes round is inside, as the program mends it.
const iStedet = (x, y, { deler }) => deler.some(([ytre, ...hull]) => runder(x, y, ytre) && !hull.some((ring) => runder(x, y, ring)));

function lukket(ring) {
  const n = ring.length;
  return ring[0] === ring[n - 2] && ring[1] === ring[n - 1] ? ring : Float64Array.from([...ring, ring[0], ring[1]]);
}

const dypt = (x, y, ringer) => Math.sqrt(Math.min(...ringer.map((ring) => naermest(x, y, ring))));

function avstandTil(sted, linjer) {
  let best = Infinity;
  for (const a of sted.ringer) {
    for (const b of linjer) {
      for (let i = 0; i < a.length; i += 2) best = Math.min(best, naermest(a[i], a[i + 1], b));
      for (let i = 0; i < b.length; i += 2) best = Math.min(best, naermest(b[i], b[i + 1], a));
      for (let i = 2; best && i < a.length; i += 2) {
        for (let j = 2; j < b.length; j += 2) {
          if (krysser(a[i - 2], a[i - 1], a[i], a[i + 1], b[j - 2], b[j - 1], b[j], b[j + 1])) best = 0;
        }
      }
    }
  }
  return Math.sqrt(best);
}

// How a feature lies to the site: {sikker: surely meets it, avstand: metres between the shapes}.
function forhold(sted, del, slag, toleranse) {
  const flate = slag === 'flate';
  const inne = flate && (sted.prover.some(([x, y]) => inneI(x, y, del)) || sted.ringer.some((ring) => inneI(ring[0], ring[1], del)));
  const avstand = inne ? 0 : del.some((linje) => iStedet(linje[0], linje[1], sted)) ? 0 : avstandTil(sted, del);
  if (avstand > 0) return { sikker: false, avstand };
  for (const linje of del) {
    for (let i = 0; i < linje.length; i += 2) {
      // the simplified shape keeps only true corners
      if (iStedet(linje[i], linje[i + 1], sted) && dypt(linje[i], linje[i + 1], sted.ringer) > SLINGRING) return { sikker: true, avstand };
      if (i && langsStrekningen(linje, i, sted, toleranse)) return { sikker: true, avstand };
    }
  }
  const kjerne = flate && [...sted.prover, ...stedshjorner(sted)].some(([x, y]) => inneI(x, y, del) && dypt(x, y, del) > toleranse);
  return { sikker: kjerne, avstand };
}

const stedshjorner = ({ ringer }) => ringer.flatMap((ring) => Array.from({ length: ring.length / 2 }, (_, i) => [ring[2 * i], ring[2 * i + 1]]));

function langsStrekningen(linje, i, sted, toleranse) {
  const [x0, y0, x1, y1] = [linje[i - 2], linje[i - 1], linje[i], linje[i + 1]];
  const [v, o, h, n] = sted.boks;
  if (Math.max(x0, x1) < v || Math.min(x0, x1) > h || Math.max(y0, y1) < o || Math.min(y0, y1) > n) return false;
  const antall = Math.min(400, Math.ceil(Math.hypot(x1 - x0, y1 - y0) / Math.max(toleranse, (h - v + n - o) / 40)));
  for (let k = 1; k < antall; k++) {
    const [x, y] = [x0 + ((x1 - x0) * k) / antall, y0 + ((y1 - y0) * k) / antall];
    if (iStedet(x, y, sted) && dypt(x, y, sted.ringer) > toleranse) return true;
  }
  return false;
}

// -- layers and rules ---------------------------------------------------------------------------

const planform = (tilstand, objekt) => {
  if (!objekt.plan) {
    objekt.plan = formen(objekt).map((del) => del.map((linje) => iPlanet(linje, tilstand.plan)));
    objekt.planboks = omrisset(objekt.plan.flat());
  }
  return objekt.plan;
};

const naerBoks = ([v, o, h, n], [x0, y0, x1, y1], m) => x1 >= v - m && x0 <= h + m && y1 >= o - m && y0 <= n + m;

// Features of one layer (with a distance: of one rule) that surely hit, and whether others may.
function truffet(tilstand, sted, laget, avstand_m = 0, utvalg = null) {
  const toleranse = laget.toleranse_m + SLINGRING;
  const objekter = new Set();
  let mulig = false;
  for (const klasse of tilstand.lagene.get(laget.kartlag)?.post.klasser ?? []) { // a layer without features is not drawn
    for (const objekt of klasse.objekter) {
      if (utvalg && !utvalg.has(Number(objekt.id))) continue;
      planform(tilstand, objekt);
      if (!naerBoks(sted.boks, objekt.planboks, avstand_m + toleranse)) continue;
      for (const del of objekt.plan) {
        const { sikker, avstand } = forhold(sted, del, klasse.slag, toleranse);
        if (sikker || (avstand_m && avstand <= avstand_m - toleranse)) objekter.add(objekt);
        else if (avstand <= avstand_m + toleranse) mulig = true;
      }
    }
  }
  return { objekter: [...objekter], mulig };
}

// Answer of one layer: treff, mulig, ikke treff, ikke kartlagt, ikke kjent.
function spor(tilstand, sted, laget) {
  if (!laget.kjent) return { status: 'ikke kjent', objekter: [] };
  const { objekter, mulig } = truffet(tilstand, sted, laget);
  if (objekter.length) return { status: 'treff', objekter };
  if (mulig) return { status: 'mulig', objekter };
  const kartlagt = dekket(tilstand, sted, laget, laget.toleranse_m + SLINGRING);
  if (kartlagt === 'ved grensen') return { status: 'mulig', objekter, merknad: t('sil.kartgrense') };
  return { status: kartlagt === 'ja' ? 'ikke treff' : 'ikke kartlagt', objekter };
}

// Whether the whole site lies inside the layer's coverage: ja, nei, or too near its border to tell.
function dekket(tilstand, sted, laget, toleranse) {
  if (laget.dekning < 0) return 'nei';
  const dekning = planform(tilstand, tilstand.data.sil.dekninger[laget.dekning]);
  const grenser = dekning.flat();
  const utenfor = ([x, y]) => !dekning.some((del) => inneI(x, y, del));
  const { avstand } = forhold(sted, grenser, 'linje', toleranse);
  if (avstand > toleranse) return sted.ringer.some(([x, y]) => utenfor([x, y])) ? 'nei' : 'ja'; // each part by itself
  // the program lets a sliver of a site lie outside: a pinhole in the coverage, a tip of a large site
  const flis_m2 = sted.areal_m2 * UDEKKET_ANDEL;
  const grensene = grenser.filter((ring) => ringareal(ring) > 1 + 2 * flis_m2);
  const langtUte = (punkt) => utenfor(punkt) && dypt(...punkt, grenser) > toleranse;
  const romUte = (punkt) => langtUte(punkt) && Math.PI * Math.min(dypt(...punkt, grenser) - toleranse, dypt(...punkt, sted.ringer)) ** 2 > flis_m2;
  // where the border itself goes through the site, there is site on both sides of it
  const ute = forhold(sted, grensene, 'linje', toleranse).sikker || stedshjorner(sted).some(langtUte) || sted.prover.some(langtUte);
  return ute && (flis_m2 < 1 || sted.prover.some(romUte)) ? 'nei' : 'ved grensen';
}

// `deler`: parts of rings in the map plane, [x, y, x, y …], metres.
function sil(tilstand, deler, formaal) {
  tilstand.plan = tilstand.plan || mapplan(tilstand.data.epsg);
  const sted = nyttSted(deler);
  const { sil: grunnlag } = tilstand.data;
  const etter = new Map(grunnlag.lag.map((laget) => [laget.navn, laget]));
  const svar = new Map(grunnlag.lag.map((laget) => [laget.navn, { laget, ...spor(tilstand, sted, laget), regler: [], mulige: [] }]));
  for (const regel of grunnlag.regler) {
    if (formaal && !regel.formaal.includes(formaal)) continue;
    const laget = etter.get(regel.lag);
    const utvalg = regel.utvalg && new Set(regel.utvalg);
    if (!laget.kjent) continue;
    const { objekter, mulig } = truffet(tilstand, sted, laget, regel.avstand_m, utvalg);
    const ett = svar.get(regel.lag);
    if (objekter.length && !regel.vilkaar) ett.regler.push(regel);
    else if (objekter.length || mulig) ett.mulige.push(regel);
  }
  const distrikt = svar.get(grunnlag.distrikt);
  for (const ett of svar.values()) {
    if (ett.regler.length && ett.status !== 'treff') Object.assign(ett, { status: 'treff', merknad: t('sil.innen', { meter: KORTE.format(Math.max(...ett.regler.map((r) => r.avstand_m))) }) });
    else if (ett.mulige.length && ett.status !== 'treff' && ett.status !== 'ikke kjent') ett.status = 'mulig';
    iDistrikt(ett, distrikt, grunnlag.distrikt);
  }
  return [...svar.values()];
}

// Inside a reindeer district no part is «ikke treff» (analyser/felles/reindrift.py).
function iDistrikt(ett, distrikt, navn) {
  if (!ett.laget.rein || ett.laget.navn === navn || !distrikt || ['treff', 'ikke kjent'].includes(ett.status)) return;
  if (distrikt.status === 'treff') Object.assign(ett, { status: 'treff', merknad: t('sil.distrikt', { distrikt: distrikt.objekter.map((o) => o.navn).join(', ') }), uten: true });
  else if (distrikt.status === 'mulig') ett.status = 'mulig';
  else if (distrikt.status === 'ikke kjent' && ett.status === 'ikke treff') ett.status = 'ikke kjent';
}

// -- what the reader sees -----------------------------------------------------------------------

const SILEORDEN = ['treff', 'mulig', 'ikke kjent', 'ikke kartlagt', 'ikke treff'];

function silevalg(tilstand) {
  const velger = lag('select');
  for (const [verdi, ord] of [['', t('sil.alle-formaal')], ...tilstand.data.sil.formaal]) {
    const valget = lag('option', ord);
    valget.value = verdi;
    velger.append(valget);
  }
  const svar = lag('section', undefined, 'silesvar');
  svar.id = 'silesvar';
  svar.setAttribute('aria-label', t('sil.svar'));
  const start = knapp(t('sil.knapp'), () => {
    const deler = tegnetFlate(tilstand);
    if (!deler) {
      meld(t('sil.mangler'));
      return;
    }
    visSiling(tilstand, sil(tilstand, deler, velger.value), flatens(deler), t('sil.toleranse'));
    const { flate, hjorner } = tilstand.tegning;
    if (TJENESTE) fullSiling(tilstand, flate || [[hjorner]], velger.value);
  }, 'knapp hoved');
  return [merket(t('sil.formaal'), velger), start, svar];
}

function silObjekt(tilstand, objekt) {
  settFlate(tilstand, formen(objekt).map((del) => del.map(punkter)));
  tilstand.tilbake = null; // the focus goes to the answer
  lukkKort(tilstand);
  tilstand.tegning.panel.open = true;
  finn('.knapp.hoved', tilstand.tegning.panel).click();
}

function tomSiling() {
  finn('#silesvar').replaceChildren();
}

function utfallet(svar) {
  const typer = svar.flatMap((ett) => ett.regler.map((r) => r.type));
  if (typer.includes('utelukker')) return 'utelukker';
  if (svar.some((ett) => ett.mulige.some((r) => r.type === 'utelukker'))) return 'mulig';
  if (typer.includes('advarer')) return 'advarer';
  return svar.some((ett) => ['mulig', 'ikke kjent', 'ikke kartlagt'].includes(ett.status)) ? 'ikke-avklart' : 'uten';
}

function visSiling(tilstand, svar, areal_m2, grunnlag) {
  const boks = finn('#silesvar');
  const tittel = lag('h3', t(`utfall.${utfallet(svar)}`));
  tittel.tabIndex = -1;
  const linje = lag('p', areal_m2 === null ? t('tegn.krysser') : t('sil.areal', { areal: KORTE.format(areal_m2 / 1000), epsg: tilstand.data.epsg }));
  boks.replaceChildren(tittel, linje, ...SILEORDEN.flatMap((status) => gruppert(status, svar.filter((s) => s.status === status))), lag('p', t('forbehold'), 'kilde'), lag('p', grunnlag, 'kilde'));
  if (svar.some((ett) => ett.laget.rein && ett.status !== 'ikke treff')) boks.append(lag('p', tilstand.data.sil.reindrift, 'kilde'));
  tittel.focus({ preventScroll: true });
  rull(boks, 'nearest');
  meld(t('sil.ferdig', { treff: svar.filter((s) => s.status === 'treff').length, antall: svar.length }));
}

function gruppert(status, egne) {
  if (!egne.length) return [];
  const boks = lag('details', undefined, 'funn');
  boks.open = status === 'treff' || status === 'mulig';
  const liste = lag('ul');
  for (const { laget, merknad, regler, objekter, mulige } of egne.sort((a, b) => b.regler.length - a.regler.length)) {
    const linje = lag('li');
    linje.append(lag('span', t(`setning.${status}`, { lag: laget.tittel })));
    if (merknad) linje.append(lag('span', `${merknad}.`, 'del'));
    const navn = [...new Set(objekter.map((o) => o.navn))].filter((n) => n && n !== '–').slice(0, 5);
    if (navn.length) linje.append(lag('span', t('sil.objekter', { navn: navn.join(', ') }), 'del'));
    for (const regel of [...regler, ...mulige]) linje.append(lag('span', t('sil.regel', { type: t(`type.${regel.type}`), regel: regel.tekst, hjemmel: regel.hjemmel, merke: regel.merke }), 'del'));
    linje.append(lag('span', laget.opphav, 'del kilde'));
    liste.append(linje);
  }
  boks.append(lag('summary', `${t(`status.${status}`)} (${egne.length})`), lag('p', t(`betyr.${status}`), 'kilde'), liste);
  return [boks];
}
