/* Paper. What the map shows goes on one sheet: its size on screen is told to the style sheet, which
 * scales it, so that nothing is drawn anew; the card and the answer follow on the next sheet. The
 * whole page, with its tables, is another choice. */
const KILDER_PAA_ARK = 8;
const RADER_PAA_PAPIR = 60;
const BREDT = 48; // characters on a line of the legend
const TETT_FRA = 24; // lines of the legend that there is room for in full size
const EGET_ARK_FRA = 40; // and in small size

function koblUtskrift(tilstand) {
  tilstand.papir = { hele: false, linje: lag('div', undefined, 'arklinje'), tillegg: lag('section', undefined, 'arktillegg') };
  finn('.lagvelger').append(tilstand.papir.linje);
  document.body.append(tilstand.papir.tillegg);
  addEventListener('beforeprint', () => (tilstand.papir.hele ? kortTabellene() : klargjorArk(tilstand)));
  addEventListener('afterprint', () => ryddArk(tilstand));
}

function skrivUt(tilstand, hele) {
  tilstand.papir.hele = hele;
  print();
}

function klargjorArk(tilstand) {
  const { linje, tillegg } = tilstand.papir;
  const ramme = finn('.kartramme');
  const { classList, style } = document.documentElement;
  if (!ramme.offsetWidth) return;
  style.setProperty('--kart-b', `${ramme.offsetWidth}px`);
  style.setProperty('--kart-h', `${ramme.offsetHeight}px`);
  const linjer = alle('.lagvelger li.lag:not(.av) :is(label, .klasser li)').filter((el) => !el.closest('details'));
  const hoyde = linjer.reduce((sum, el) => sum + Math.ceil(el.textContent.length / BREDT), 0);
  classList.add('kartark');
  classList.toggle('tett', hoyde > TETT_FRA);
  classList.toggle('langforklaring', hoyde > EGET_ARK_FRA);
  linje.replaceChildren(lag('span', '▲ N', 'nord'), lag('p', t('ark.nord', { epsg: tilstand.data.epsg })), lag('p', kildene(tilstand)));
  tillegg.replaceChildren(...['.lagvelger', '#kort', '#silesvar'].flatMap(avskrift));
}

// What stands in a box on screen, for a sheet of its own; nothing in it can be pressed.
function avskrift(velger) {
  const boks = finn(velger);
  if (!boks || boks.hidden || !boks.textContent) return [];
  const kopi = boks.cloneNode(true);
  kopi.classList.add('avskrift');
  for (const el of [kopi, ...alle('[id]', kopi)]) el.removeAttribute('id');
  alle('button, input', kopi).forEach((el) => el.remove());
  alle('details', kopi).forEach((el) => { el.open = true; });
  return [kopi];
}

function kildene({ rekke, lagene, ...tilstand }) {
  const egne = rekke.filter((navn) => vist({ lagene, ...tilstand }, navn)).map((navn) => lagene.get(navn).post.kilde);
  const kilder = [...new Set(egne.filter(Boolean).flatMap((kilde) => rent(kilde).split('; ')))];
  const resten = kilder.length - KILDER_PAA_ARK;
  const viste = resten > 0 ? [...kilder.slice(0, KILDER_PAA_ARK), t('ark.flere', { antall: resten })] : kilder;
  return viste.length ? t('ark.kilder', { kilder: viste.join('; ') }) : '';
}

// The first rows as they are sorted and filtered now; the page holds them all.
function kortTabellene() {
  for (const tabell of alle('table[id]')) {
    const rader = alle('tbody tr', tabell).filter((rad) => rad.offsetParent);
    if (rader.length <= RADER_PAA_PAPIR) continue;
    rader.slice(RADER_PAA_PAPIR).forEach((rad) => rad.classList.add('bare-skjerm'));
    tabell.closest('.tabellramme').after(lag('p', t('ark.rader', { vist: RADER_PAA_PAPIR, alle: rader.length }), 'bare-papir'));
  }
}

function ryddArk({ papir }) {
  papir.hele = false;
  papir.tillegg.replaceChildren();
  papir.linje.replaceChildren();
  document.documentElement.classList.remove('kartark', 'tett', 'langforklaring');
  alle('.bare-skjerm').forEach((rad) => rad.classList.remove('bare-skjerm'));
  alle('.bare-papir').forEach((el) => el.remove());
}
