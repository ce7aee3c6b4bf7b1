/* The state of the page in its address: after the #, which no server is sent. */
const par = (tekst) => new Map((tekst || '').split(',').filter(Boolean).map((ledd) => {
  const skille = ledd.lastIndexOf(':');
  return [ledd.slice(0, skille), Number(ledd.slice(skille + 1))];
}).filter(([, tall]) => Number.isFinite(tall)));

function lesAdresse() {
  const valg = new URLSearchParams(location.hash.includes('=') ? location.hash.slice(1) : '');
  const sted = (valg.get('z') || '').split('/').map(Number);
  return {
    synlige: valg.has('lag') ? new Set(valg.get('lag').split(',')) : null,
    sted: sted.length === 3 && sted.every(Number.isFinite) ? sted : null,
    dekkevner: par(valg.get('d')),
    filtre: par(valg.get('f')),
    vekter: par(valg.get('v')),
    rekke: (valg.get('o') || '').split(',').filter(Boolean),
    bakgrunn: valg.get('b'),
    innfelt: valg.has('innfelt'),
    sveip: (valg.get('s') || '').split(',').filter(Boolean),
    valgt: (valg.get('valg') || '').split('|'),
  };
}

function skrivAdresse(tilstand) {
  if (!tilstand.klar) return;
  const { kart, lagene, rekke, valgt, rangering, bakgrunn } = tilstand;
  const { lat, lng } = kart.getCenter();
  const ledd = new URLSearchParams();
  ledd.set('lag', rekke.filter((navn) => vist(tilstand, navn)).join(','));
  ledd.set('z', `${kart.getZoom()}/${lat.toFixed(4)}/${lng.toFixed(4)}`);
  const liste = (navn, verdier) => { if (verdier.length) ledd.set(navn, verdier.join(',')); };
  liste('d', rekke.filter((n) => lagene.get(n).dekkevne < 1).map((n) => `${n}:${Math.round(100 * lagene.get(n).dekkevne)}`));
  if (rekke.join() !== tilstand.forste) liste('o', rekke);
  liste('f', (rangering?.kolonner || []).filter((k) => k.grense !== null).map((k) => `${k.navn}:${Number(k.grense.toPrecision(6))}`));
  liste('v', (rangering?.kolonner || []).filter((k) => k.vekt).map((k) => `${k.navn}:${k.vekt}`));
  const { sveip } = tilstand;
  if (sveip?.panel.open) ledd.set('s', [...sveip.sider.map((velger) => velger.value), sveip.felt.value].join(','));
  if (bakgrunn) ledd.set('b', bakgrunn);
  if (valgt) ledd.set('valg', `${valgt.navn}|${valgt.id}`);
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
