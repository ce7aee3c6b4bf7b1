/* Two pictures of the same ground with a border that moves: layers, scenarios or runs. */
function koblSveip(tilstand, adresse) {
  if (tilstand.rekke.length < 2) return;
  const panel = lag('details', undefined, 'sveip');
  panel.append(lag('summary', t('sveip.tittel')), lag('p', t('sveip.forklaring'), 'forklaring'));
  const sider = ['sveip.venstre', 'sveip.hoyre'].map((nokkel, nummer) => {
    const velger = lag('select');
    for (const navn of [...tilstand.rekke].reverse()) {
      const valget = lag('option', tilstand.lagene.get(navn).post.tittel);
      valget.value = navn;
      velger.append(valget);
    }
    velger.selectedIndex = nummer;
    panel.append(merket(t(nokkel), velger));
    velger.addEventListener('change', () => visSveip(tilstand, true));
    return velger;
  });
  const deling = glider({
    min: 0, maks: 100, steg: 1, verdi: 50, tekst: t('sveip.deling'), ord: (v) => t('sveip.prosent', { prosent: v }),
    paa: () => { klippSveip(tilstand); skrivAdresse(tilstand); },
  });
  panel.append(deling.merke);
  tilstand.sveip = { panel, sider, felt: deling.felt, forut: null };
  tilstand.sveip.strek = lag('div', undefined, 'sveipestrek');
  tilstand.sveip.strek.hidden = true;
  tilstand.kart.getContainer().append(tilstand.sveip.strek);
  const valgte = adresse.sveip.length ? adresse.sveip : tilstand.data.sveip;
  if (valgte.length >= 2 && valgte.slice(0, 2).every((navn) => tilstand.rekke.includes(navn))) {
    sider.forEach((velger, nummer) => { velger.value = valgte[nummer]; });
    if (Number.isFinite(Number(valgte[2]))) deling.felt.sett(Number(valgte[2]));
    panel.open = true; // its toggle starts the comparison
  }
  panel.addEventListener('toggle', () => (panel.open ? startSveip(tilstand) : sluttSveip(tilstand)));
  tilstand.kart.on('move zoomend resize', () => klippSveip(tilstand));
  finn('#paneler').append(panel);
}

function startSveip(tilstand) {
  tilstand.sveip.forut = tilstand.rekke.filter((navn) => vist(tilstand, navn));
  visSveip(tilstand, true);
}

function visSveip(tilstand, si) {
  const valgte = tilstand.sveip.sider.map((velger) => velger.value);
  for (const navn of tilstand.rekke) vis(tilstand, navn, valgte.includes(navn));
  klippSveip(tilstand);
  skrivAdresse(tilstand);
  if (si) meld(t('sveip.viser', { venstre: tilstand.lagene.get(valgte[0]).post.tittel, hoyre: tilstand.lagene.get(valgte[1]).post.tittel }));
}

function klippSveip(tilstand) {
  const { panel, sider, felt, strek } = tilstand.sveip;
  if (!panel.open) return;
  const { kart } = tilstand;
  const { x: bredde, y: hoyde } = kart.getSize();
  const midt = (bredde * Number(felt.value)) / 100;
  const [venstre, hoyre] = sider.map((velger) => velger.value);
  const flate = (x0, x1) => {
    const a = kart.containerPointToLayerPoint([x0, 0]);
    const b = kart.containerPointToLayerPoint([x1, hoyde]);
    return `polygon(${a.x}px ${a.y}px, ${b.x}px ${a.y}px, ${b.x}px ${b.y}px, ${a.x}px ${b.y}px)`;
  };
  for (const navn of tilstand.rekke) kart.getPane(navn).style.clipPath = '';
  if (venstre !== hoyre) {
    kart.getPane(venstre).style.clipPath = flate(0, midt);
    kart.getPane(hoyre).style.clipPath = flate(midt, bredde);
  }
  strek.hidden = false;
  strek.style.left = `${midt}px`;
}

function sluttSveip(tilstand) {
  if (!tilstand.sveip.forut) return;
  tilstand.sveip.strek.hidden = true;
  for (const navn of tilstand.rekke) {
    tilstand.kart.getPane(navn).style.clipPath = '';
    vis(tilstand, navn, tilstand.sveip.forut.includes(navn));
  }
  skrivAdresse(tilstand);
}
