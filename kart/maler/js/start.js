/* The order in which a map page comes to life. */
async function startKart() {
  const [data] = await Promise.all([lesData(), tabellene]);
  tekster = data.tekster;
  const adresse = lesAdresse();
  const kart = nyttKart(data);
  const tilstand = byggLag(kart, data);
  tilstand.forste = tilstand.rekke.join();
  koblTegnforklaring(tilstand, adresse);
  koblBakgrunn(tilstand);
  koblWms(tilstand);
  koblRader(tilstand);
  koblSok(tilstand);
  koblVerktoy(tilstand);
  koblUtskrift(tilstand);
  koblTegning(tilstand);
  koblRangering(tilstand, adresse);
  koblSveip(tilstand, adresse);
  koblKlikk(tilstand);
  brukAdresse(tilstand, adresse);
  kart.on('zoomend', () => tilpassStorrelse(tilstand));
  kart.on('moveend', () => skrivAdresse(tilstand));
  tilpassStorrelse(tilstand);
  tilstand.klar = true;
  finn('#kartflate').dataset.klar = 'ja';
  performance.mark('klar');
  return tilstand;
}

startKart().catch(utenKart);
