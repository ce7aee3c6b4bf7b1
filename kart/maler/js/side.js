/* Every page: what lies packed in it, and the map's own scripts and styles, which lie so too. The
 * policy of the page names each of them by its hash; the browser runs nothing else. */
'use strict';
async function utpakket(blokk) {
  const bytes = Uint8Array.from(atob(blokk.textContent), (tegn) => tegn.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')));
}

// The still map and the tables take over where the map cannot be drawn.
function utenKart(feil) {
  document.documentElement.classList.remove('js');
  const linje = document.createElement('p');
  linje.textContent = document.body.dataset.ordFeil.replace('{feil}', () => feil.message);
  document.querySelector('.kartdel').before(linje);
  console.error(feil);
}

async function startSkript(blokk) {
  for (const [navn, tekst] of await (await utpakket(blokk)).json()) {
    const el = document.createElement(navn);
    el.textContent = tekst;
    document.querySelector('style').before(el); // our own styles come last
  }
}

if (document.getElementById('kartskript')) startSkript(document.getElementById('kartskript')).catch(utenKart);
