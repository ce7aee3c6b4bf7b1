/* Every page: the rows that lie packed behind the tables, sorting and filtering. Without this
 * script the first rows are there all the same. `tabellene` is kept when every row is in place. */
const tabellene = (() => {
  const FILTER_FRA = 12; // rows
  const KORT = 22; // characters
  const LANG = 70;
  const DAG = /^\d{4}-\d{2}-\d{2}$/;

  const finn = (velger, rot = document) => rot.querySelector(velger);
  const alle = (velger, rot = document) => Array.from(rot.querySelectorAll(velger));

  function lag(navn, tekst, klasse) {
    const el = document.createElement(navn);
    if (tekst !== undefined) el.textContent = tekst;
    if (klasse) el.className = klasse;
    return el;
  }

  // Names, and words that stay in bokmål, lie between private marks (kart/oversetting.py).
  function merkede(tekst) {
    return tekst.split(/[\ue000\ue002]([^\ue001]*)\ue001/).map((del_, i) => {
      if (i % 2 === 0) return del_;
      const navn = lag('span', del_);
      Object.assign(navn, { lang: 'nb', translate: false });
      return navn;
    });
  }

  async function pakkUtRader(tabell) {
    const blokk = finn('script', tabell.parentElement);
    if (!blokk) return;
    const data = await (await utpakket(blokk)).json();
    const kropp = document.createDocumentFragment();
    for (let i = 0; i < data.antall; i++) kropp.append(raden(data, i));
    finn('tbody', tabell).append(kropp);
    blokk.remove();
    for (let el = tabell.parentElement.nextElementSibling; el && el.matches('.forklaring, details'); el = el.nextElementSibling) {
      if (el.matches('[data-uten-skript]')) { el.remove(); break; }
    }
  }

  function raden(data, i) {
    const rad = lag('tr');
    if (data.ider) [rad.dataset.lag, rad.dataset.id] = [data.lag, data.ider[i]];
    for (const { tall, t, v } of data.kolonner) {
      const merke = Object.hasOwn(data.status, t[i]) ? data.status[t[i]] : null;
      const celle = lag('td', undefined, tall ? 'tall' : undefined);
      if (merke) {
        const [klasse, tegn, ord, raa] = merke;
        const [ytre, indre] = [lag('span', undefined, klasse), lag('span', tegn)];
        indre.setAttribute('aria-hidden', 'true');
        ytre.append(indre, ` ${ord}`);
        celle.append(ytre);
        celle.dataset.v = raa;
      } else {
        celle.append(...merkede(t[i]));
        if (v && v[i] !== null) celle.dataset.v = v[i];
      }
      rad.append(celle);
    }
    return rad;
  }

  const raaverdi = (celle) => (celle.dataset.v === undefined ? celle.textContent : celle.dataset.v);

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
    const tall = hode.dataset.type === 'tall';
    // Words sort as they are read; numbers, days and what is missing by what lies behind.
    const verdi = ({ cells: { [nummer]: celle } }) => {
      const raa = celle ? raaverdi(celle) : '';
      return tall || !raa || DAG.test(raa) ? raa : celle.textContent;
    };
    const rader = alle('tbody tr', tabell).sort((a, b) => {
      const [x, y] = [verdi(a), verdi(b)];
      if (!x || !y) return !x - !y; // missing values stay last
      const forskjell = tall ? x - y : x.localeCompare(y, document.documentElement.lang, { numeric: true });
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
    const ordene = document.body.dataset;
    const merke = lag('label', ordene.ordFiltrer.replace('{tabell}', () => finn('caption', tabell).textContent));
    merke.htmlFor = felt.id;
    const status = lag('span');
    status.setAttribute('role', 'status');
    felt.addEventListener('input', () => {
      const sok = felt.value.trim().toLocaleLowerCase('nb');
      rader.forEach((rad) => { rad.hidden = !rad.textContent.toLocaleLowerCase('nb').includes(sok); });
      const antall = rader.filter((rad) => !rad.hidden).length;
      status.textContent = sok ? ordene.ordRader.replace('{antall}', antall).replace('{alle}', rader.length) : '';
    });
    const boks = lag('div', undefined, 'filter');
    boks.append(merke, felt, status);
    tabell.closest('.tabellramme').before(boks);
  }

  // A number that is the sum of rows in another table shows those rows.
  function koblAapning(lenke) {
    const maal = document.getElementById(lenke.hash.slice(1));
    const hode = maal && finn(`button[data-sort="${lenke.dataset.felt}"]`, maal);
    if (!hode) return;
    lenke.addEventListener('click', () => {
      const { cellIndex } = hode.closest('th');
      const rader = alle('tbody tr', maal);
      rader.forEach((rad) => { rad.hidden = raaverdi(rad.cells[cellIndex]) !== lenke.dataset.nokkel; });
      const ramme = maal.closest('.tabellramme');
      alle('.aapnet', ramme.parentElement).forEach((el) => el.remove());
      const antall = rader.filter((rad) => !rad.hidden).length;
      const { ordAapnet, ordAlle } = document.body.dataset;
      const ord = { antall, alle: rader.length, felt: hode.textContent.toLocaleLowerCase(), nokkel: lenke.dataset.nokkel };
      const linje = lag('p', `${ordAapnet.replace(/\{(\w+)\}/g, (_, navn) => ord[navn])} `, 'aapnet');
      linje.setAttribute('role', 'status');
      const knapp = lag('button', ordAlle);
      knapp.type = 'button';
      knapp.addEventListener('click', () => {
        rader.forEach((rad) => { rad.hidden = false; });
        linje.remove();
        lenke.focus();
      });
      linje.append(knapp);
      ramme.before(linje);
    });
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
  return Promise.all(alle('table[id]').map(async (tabell) => {
    try {
      await pakkUtRader(tabell);
    } catch (feil) { // an old browser: the first rows stand, and the page says so
      console.error(feil);
    }
    koblSortering(tabell);
    koblFilter(tabell);
    tilpassCeller(tabell);
  })).then(() => {
    alle('a[data-nokkel]').forEach(koblAapning);
    document.documentElement.dataset.tabeller = 'klare';
  });
})();
