/* Search within the file: properties, addresses, places, and the objects of the map. */
const SOK_HOYST = 8;
const SOK_FRA = 2; // letters
const SOKEDYBDE = 1e5; // whole numbers are 1e-5 degrees

async function sokeregister(tilstand) {
  const poster = [];
  for (const { post } of tilstand.lagene.values()) {
    if (post.bakgrunn && post.navn !== 'stedsnavn') continue;
    const hva = post.bakgrunn ? t('sok.sted') : post.tittel;
    for (const objekt of post.klasser.flatMap((k) => k.objekter)) {
      if (objekt.navn && objekt.navn !== '–') poster.push({ tekst: objekt.navn, hva, objekt: post.bakgrunn ? null : objekt, sted: () => grensene([objekt]).getCenter() });
    }
  }
  if (finn('#sokdata')) {
    for (const { hva, tekst, sted } of pakkUtOppslag(new Uint8Array(await lesBlokk('sokdata')))) poster.push({ tekst, hva, objekt: null, sted: () => sted });
  }
  for (const post of poster) post.lav = post.tekst.toLocaleLowerCase('nb');
  return poster;
}

// Patterns and their numbers put together again (kart/sokdata.py).
function* pakkUtOppslag(bytes) {
  const start = leser(bytes);
  const lengde = start.neste();
  const fra = start.plass();
  const hode = JSON.parse(new TextDecoder().decode(bytes.subarray(fra, fra + lengde)));
  const { neste, steg } = leser(bytes, fra + lengde);
  for (const { hva, antall, monstre } of hode) {
    const biter = monstre.map((monster) => monster.split('\0'));
    const egne = Array.from({ length: antall }, () => biter[neste()]);
    const tall = egne.map(() => []);
    const flest = egne.reduce((mest, bit) => Math.max(mest, bit.length - 1), 0);
    for (let k = 0; k < flest; k++) {
      let verdi = 0;
      egne.forEach((bit, i) => { if (bit.length - 1 > k) tall[i].push(verdi += steg()); });
    }
    let [x, y] = [0, 0];
    for (let i = 0; i < antall; i++) {
      x += steg();
      y += steg();
      yield { hva, tekst: egne[i].reduce((alt, bit, k) => alt + tall[i][k - 1] + bit), sted: L.latLng(y / SOKEDYBDE, x / SOKEDYBDE) };
    }
  }
}

function finnPoster(poster, sok) {
  const ord = sok.trim().toLocaleLowerCase('nb').replace(/\s*\/\s*/g, '/');
  if (ord.length < SOK_FRA) return [];
  const tall = /^\d+\/\d*$/.test(ord); // a property number is whole from its first digit
  const rang = ({ lav }) => (lav === ord ? 0 : lav.startsWith(ord) ? 1 : lav.includes(` ${ord}`) ? 2 : !tall && lav.includes(ord) ? 3 : 4);
  const treff = [];
  for (const post of poster) {
    const r = rang(post);
    if (r < 4) treff.push([r, post]);
  }
  return treff.sort(([a, x], [b, y]) => a - b || x.lav.localeCompare(y.lav, 'nb', { numeric: true })).map(([, post]) => post);
}

function koblSok(tilstand) {
  const felt = lag('input');
  Object.assign(felt, { type: 'search', id: 'sokefelt', autocomplete: 'off', spellcheck: false });
  const merke = lag('label', t('sok.merke'));
  merke.htmlFor = felt.id;
  const liste = lag('ul', undefined, 'sokeliste');
  liste.setAttribute('aria-label', t('sok.treffene'));
  const status = lag('p', '', 'sokestatus');
  status.setAttribute('role', 'status');
  let register = null;
  const oppdater = async () => {
    if (!register) register = sokeregister(tilstand);
    const treff = finnPoster(await register, felt.value);
    liste.replaceChildren(...treff.slice(0, SOK_HOYST).map((post) => {
      const linje = lag('li');
      const valg = knapp(post.tekst, () => gaaTil(tilstand, post, felt), 'radknapp');
      valg.append(lag('span', ` – ${post.hva}`, 'hva'));
      linje.append(valg);
      return linje;
    }));
    status.textContent = felt.value.trim().length < SOK_FRA ? '' : t(treff.length ? 'sok.antall' : 'sok.ingen', { antall: treff.length, vist: Math.min(treff.length, SOK_HOYST) });
  };
  felt.addEventListener('input', oppdater);
  felt.addEventListener('keydown', (h) => {
    if (h.key === 'Escape') { felt.value = ''; oppdater(); }
    if (h.key === 'ArrowDown' && finn('button', liste)) { h.preventDefault(); finn('button', liste).focus(); }
    if (h.key === 'Enter' && finn('button', liste)) finn('button', liste).click();
  });
  const boks = lag('div', undefined, 'sok');
  boks.setAttribute('role', 'search');
  boks.append(merke, felt, status, liste);
  finn('#verktoy').append(boks);
}

function gaaTil(tilstand, post, felt) {
  if (post.objekt) {
    velg(tilstand, post.objekt.post.navn, post.objekt.id, { zoom: true, tilbake: felt });
    return;
  }
  const sted = post.sted();
  if (tilstand.sokemerke) tilstand.sokemerke.remove();
  const merke = L.circleMarker(sted, { ...VALGT, radius: 12, pane: 'merker' });
  tilstand.sokemerke = merke.bindTooltip(lag('span', post.tekst), { permanent: true, direction: 'top', pane: 'merker' }).addTo(tilstand.kart);
  tilstand.kart.setView(sted, Math.max(tilstand.kart.getZoom(), 15), { animate: false });
  rull(finn('.kartramme'));
  meld(t('sok.viser', { navn: post.tekst, hva: post.hva }));
  const [her, ...andre] = treffVed(tilstand, sted);
  if (her) velg(tilstand, her.post.navn, her.id, { zoom: false, tilbake: felt, andre });
}
