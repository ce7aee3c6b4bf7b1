/* The state of the page in its address: after the #, which no server is sent. */
const kodet = encodeURIComponent; // names may hold what the lists are built with
const tolket = (tekst) => {
  try { return decodeURIComponent(tekst); } catch { return tekst; }
};
const navnene = (tekst, skille = ',') => (tekst || '').split(skille).filter(Boolean).map(tolket);
const par = (tekst) => new Map((tekst || '').split(',').filter(Boolean).map((ledd) => {
  const skille = ledd.lastIndexOf(':');
  return [tolket(ledd.slice(0, skille)), Number(ledd.slice(skille + 1))];
}).filter(([, tall]) => Number.isFinite(tall)));

function lesAdresse() {
  const valg = new URLSearchParams(location.hash.includes('=') ? location.hash.slice(1) : '');
  const sted = (valg.get('z') || '').split('/').map(Number);
  return {
    synlige: valg.has('lag') ? new Set(navnene(valg.get('lag'))) : null,
    sted: sted.length === 3 && sted.every(Number.isFinite) ? sted : null,
    dekkevner: par(valg.get('d')),
    filtre: par(valg.get('f')),
    vekter: par(valg.get('v')),
    rekke: navnene(valg.get('o')),
    bakgrunn: valg.get('b'),
    innfelt: valg.has('innfelt'),
    sveip: navnene(valg.get('s')),
    valgt: navnene(valg.get('valg'), '|'),
  };
}

function skrivAdresse(tilstand) {
  if (!tilstand.klar) return;
  const { kart, lagene, rekke, valgt, rangering, bakgrunn } = tilstand;
  const { lat, lng } = kart.getCenter();
  const ledd = new URLSearchParams();
  ledd.set('lag', rekke.filter((navn) => vist(tilstand, navn)).map(kodet).join(','));
  ledd.set('z', `${kart.getZoom()}/${lat.toFixed(4)}/${lng.toFixed(4)}`);
  const liste = (navn, verdier) => { if (verdier.length) ledd.set(navn, verdier.join(',')); };
  liste('d', rekke.filter((n) => lagene.get(n).dekkevne < 1).map((n) => `${kodet(n)}:${Math.round(100 * lagene.get(n).dekkevne)}`));
  if (rekke.join() !== tilstand.forste) liste('o', rekke.map(kodet));
  liste('f', (rangering?.kolonner || []).filter((k) => k.grense !== null).map((k) => `${kodet(k.navn)}:${Number(k.grense.toPrecision(6))}`));
  liste('v', (rangering?.kolonner || []).filter((k) => k.vekt).map((k) => `${kodet(k.navn)}:${k.vekt}`));
  const { sveip } = tilstand;
  if (sveip?.panel.open) ledd.set('s', [...sveip.sider.map((velger) => kodet(velger.value)), sveip.felt.value].join(','));
  if (bakgrunn) ledd.set('b', bakgrunn);
  if (valgt) ledd.set('valg', `${kodet(valgt.navn)}|${kodet(valgt.id)}`);
  if (document.documentElement.classList.contains('innfelt')) ledd.set('innfelt', '1');
  history.replaceState(null, '', `#${ledd.toString().replace(/%2F/g, '/').replace(/%2C/g, ',').replace(/%3A/g, ':')}`);
}

function brukAdresse(tilstand, adresse) {
  document.documentElement.classList.toggle('innfelt', adresse.innfelt);
  if (adresse.innfelt) tilstand.kart.invalidateSize({ pan: false });
  const { kart, rekke } = tilstand;
  if (adresse.sted) kart.setView(adresse.sted.slice(1), adresse.sted[0], { animate: false });
  const kjente = adresse.rekke.filter((navn) => rekke.includes(navn));
  if (kjente.length === rekke.length) {
    rekke.splice(0, rekke.length, ...kjente);
    settRekke(tilstand);
  }
  const bakgrunn = adresse.bakgrunn && finn(`input[data-fliser="${CSS.escape(adresse.bakgrunn)}"]`);
  if (bakgrunn) bakgrunn.click();
  const [navn, id] = adresse.valgt;
  if (id) velg(tilstand, navn, id, { zoom: false, tilbake: kart.getContainer(), fokus: false });
}
