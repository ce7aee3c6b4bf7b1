/* Every page: sorting and filtering of tables. Without this script they are whole all the same. */
'use strict';
(() => {
  const FILTER_FRA = 12; // rows
  const KORT = 22; // characters
  const LANG = 70;

  const finn = (velger, rot = document) => rot.querySelector(velger);
  const alle = (velger, rot = document) => Array.from(rot.querySelectorAll(velger));

  function lag(navn, tekst, klasse) {
    const el = document.createElement(navn);
    if (tekst !== undefined) el.textContent = tekst;
    if (klasse) el.className = klasse;
    return el;
  }

  function koblSortering(tabell) {
    for (const knapp of alle('button[data-sort]', tabell)) {
      knapp.addEventListener('click', () => sorter(tabell, knapp.closest('th')));
    }
  }

  function sorter(tabell, hode) {
    const ned = hode.getAttribute('aria-sort') === 'ascending';
    alle('th[aria-sort]', tabell).forEach((th) => th.removeAttribute('aria-sort'));
    hode.setAttribute('aria-sort', ned ? 'descending' : 'ascending');
    const nummer = hode.cellIndex;
    const verdi = (rad) => (rad.cells[nummer] ? rad.cells[nummer].dataset.v || '' : '');
    const tall = hode.dataset.type === 'tall';
    const rader = alle('tbody tr', tabell).sort((a, b) => {
      const [x, y] = [verdi(a), verdi(b)];
      if (!x || !y) return !x - !y; // missing values stay last
      const forskjell = tall ? x - y : x.localeCompare(y, 'nb', { numeric: true });
      return ned ? -forskjell : forskjell;
    });
    finn('tbody', tabell).append(...rader);
  }

  function koblFilter(tabell) {
    const rader = alle('tbody tr', tabell);
    if (rader.length < FILTER_FRA) return;
    const felt = lag('input');
    felt.type = 'search';
    felt.id = `${tabell.id}-filter`;
    felt.autocomplete = 'off';
    const merke = lag('label', `Filtrer «${finn('caption', tabell).textContent}»`);
    merke.htmlFor = felt.id;
    const status = lag('span');
    status.setAttribute('role', 'status');
    felt.addEventListener('input', () => {
      const sok = felt.value.trim().toLocaleLowerCase('nb');
      rader.forEach((rad) => { rad.hidden = !rad.textContent.toLocaleLowerCase('nb').includes(sok); });
      const antall = rader.filter((rad) => !rad.hidden).length;
      status.textContent = sok ? `${antall} av ${rader.length} rader` : '';
    });
    const boks = lag('div', undefined, 'filter');
    boks.append(merke, felt, status);
    tabell.closest('.tabellramme').before(boks);
  }

  // Short cells stay on one line, long ones get room: the browser alone makes tall, narrow columns.
  function tilpassCeller(tabell) {
    for (const celle of alle('tbody td, tbody th', tabell)) {
      const { length } = celle.textContent;
      if (length <= KORT) celle.classList.add('ubrutt');
      else if (length > LANG) celle.classList.add('lang');
    }
  }

  document.documentElement.classList.add('js');
  const her = finn('nav [aria-current]');
  if (her) her.closest('ul').scrollLeft = her.offsetLeft - 40;
  for (const tabell of alle('table[id]')) {
    koblSortering(tabell);
    koblFilter(tabell);
    tilpassCeller(tabell);
  }
})();
