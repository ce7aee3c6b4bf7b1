/* Rows of the tables choose features; one tab stop per table, the arrow keys move on. */
function koblRader(tilstand) {
  for (const tabell of alle('table')) {
    const rader = alle('tr[data-lag]', tabell).filter((r) => tilstand.objekter.has(`${r.dataset.lag}|${r.dataset.id}`));
    rader.forEach((rad, i) => {
      const celle = rad.cells[0];
      const [objekt] = tilstand.objekter.get(`${rad.dataset.lag}|${rad.dataset.id}`);
      const radknapp = knapp('', () => {}, 'radknapp');
      radknapp.setAttribute('aria-label', t('rad.vis', { rad: celle.textContent, navn: objekt.navn }));
      radknapp.tabIndex = i ? -1 : 0;
      radknapp.append(...celle.childNodes);
      celle.append(radknapp);
      rad.addEventListener('click', () => velg(tilstand, rad.dataset.lag, rad.dataset.id, { zoom: true, tilbake: radknapp }));
      radknapp.addEventListener('keydown', (h) => flytt(h, tabell, radknapp));
    });
    if (rader.length) tabell.closest('.tabellramme').before(lag('p', t('rad.hjelp'), 'forklaring'));
  }
}

function flytt(hendelse, tabell, fra) {
  const retning = { ArrowDown: 1, ArrowUp: -1 }[hendelse.key];
  if (!retning) return;
  hendelse.preventDefault();
  const knapper = alle('.radknapp', tabell).filter((k) => k.offsetParent);
  const til = knapper[knapper.indexOf(fra) + retning];
  if (!til) return;
  [fra.tabIndex, til.tabIndex] = [-1, 0];
  til.focus();
}
