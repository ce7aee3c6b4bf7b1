/* What all parts of the map share. The parts are put together to one script, in one scope.
 * Text reaches the document through textContent, never as markup. */
const RO = matchMedia('(prefers-reduced-motion: reduce)').matches;
const KORTE = new Intl.NumberFormat(document.documentElement.lang === 'en' ? 'en-GB' : document.documentElement.lang, { maximumFractionDigits: 1 });

const finn = (velger, rot = document) => rot.querySelector(velger);
const alle = (velger, rot = document) => Array.from(rot.querySelectorAll(velger));

// Names, and words that stay in bokmål, lie between private marks (kart/oversetting.py).
const MERKET = /[\ue000\ue002]([^\ue001]*)\ue001/;
const rent = (tekst) => tekst.split(MERKET).join('');

function lag(navn, tekst, klasse) {
  const el = document.createElement(navn);
  if (tekst !== undefined) {
    String(tekst).split(MERKET).forEach((del_, i) => {
      if (i % 2) el.append(Object.assign(lag('span', del_), { lang: 'nb', translate: false }));
      else if (del_) el.append(del_);
    });
  }
  if (klasse) el.className = klasse;
  return el;
}

let tekster = {};
const t = (nokkel, verdier = {}) => (tekster[nokkel] || nokkel).replace(/\{(\w+)\}/g, (_, navn) => verdier[navn]);

function knapp(tekst, handling, klasse = 'knapp') {
  const el = lag('button', tekst, klasse);
  el.type = 'button';
  el.addEventListener('click', handling);
  return el;
}

function merket(tekst, felt) {
  const merke = lag('label', undefined, 'felt');
  merke.append(lag('span', tekst), felt);
  return merke;
}

function glider({ min, maks, steg, verdi, tekst, ord, paa }) {
  const felt = lag('input');
  Object.assign(felt, { type: 'range', min, max: maks, step: steg, autocomplete: 'off' });
  felt.value = verdi;
  const ut = lag('output');
  const vis = () => {
    ut.textContent = ord(Number(felt.value));
    felt.setAttribute('aria-valuetext', ut.textContent);
  };
  felt.addEventListener('input', () => { vis(); paa(Number(felt.value)); });
  felt.sett = (ny) => { felt.value = ny; vis(); };
  vis();
  const merke = merket(tekst, felt);
  merke.append(ut);
  return { merke, felt };
}

// Emptied first: the same words twice are then said twice.
function meld(tekst) {
  const status = finn('#kartstatus');
  status.textContent = '';
  setTimeout(() => { status.textContent = tekst; }, 30);
}

function rull(el, block = 'center') {
  el.scrollIntoView({ block, behavior: RO ? 'auto' : 'smooth' });
}
