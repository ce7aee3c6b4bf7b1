"""A dry run: what would be asked of whom, in words and addresses. Nothing is sent."""

from gis.feil import KildeFeil
from gis.kilder.arcgis import sporring_for
from gis.kilder.fil import storrelse
from gis.kilder.httpledd import hel_url
from gis.kilder.lager import Lager
from gis.kilder.ogcapi import Samling, forste_side, parametre_for
from gis.kilder.wfskall import parametre
from gis.kommune import Kommune
from gis.tekst import alder
from gis.utsnitt import Utsnitt
from lag.henting import Oppsett, hvor_mange
from lag.kildevalg import er_eksempel, kilde_for, kildetekst, nokkel_for, omraade_for
from lag.modell import ArcGis, Fil, IngenTjeneste, Kilde, Lag, OgcApi, Wfs
from lag.oversikt import beskriv
from lag.tjenester import wfs_av


def torrtekst(post: Lag, kommune: Kommune, oppsett: Oppsett) -> list[str]:
    """Say in bokmål what fetching the layer would ask, line by line."""
    kilde = kilde_for(post, kommune)
    hva = ", ".join(filter(None, beskriv(kilde)))
    linjer = [f"{post.navn}: {hva}"]
    match kilde:
        case IngenTjeneste():
            linjer.append(f"  spørres ikke: {kilde.grunn}")
        case Fil():
            sti = oppsett.eksempelmappe if er_eksempel(post, kommune) else kommune.mappe
            finnes = (sti / kilde.sti).exists()
            stor = f"{storrelse(sti / kilde.sti)} byte" if finnes else "finnes ikke ennå"
            linjer.append(f"  leser {kildetekst(kilde)} ({stor})")
        case _:
            linjer.append(f"  GET {adresse(kilde, omraade_for(kommune, kilde), kommune)}")
            if getattr(kilde, "innlogging", False):
                linjer.append("  med navn og passord")
    return [*linjer, f"  {_i_lageret(post, kommune, oppsett.lager, kilde, oppsett.naa)}"]


def adresse(kilde: Kilde, omraade: Utsnitt, kommune: Kommune) -> str:
    """Address that gives the data, query included; only the service where several are needed."""
    match kilde:
        case Wfs():
            tjeneste = wfs_av(kilde, kommune.nummer)
            return hel_url(kilde.url, parametre(tjeneste, omraade.i_epsg(kilde.epsg)))
        case OgcApi():
            samling = Samling(url=kilde.url, navn=kilde.samling)
            return forste_side(samling, parametre_for("", omraade))
        case ArcGis():
            rot = f"{kilde.url.rstrip('/')}/{kilde.lagnummer}/query"
            return hel_url(rot, {**sporring_for(omraade), "f": "geojson"})
    return kildetekst(kilde)


def _i_lageret(post: Lag, kommune: Kommune, lager: Lager, kilde: Kilde, naa: str) -> str:
    """Say what the store has of the layer from before."""
    try:
        kopi = lager.kopi(post.navn)
    except KildeFeil:
        return "lagret kopi er skadet"
    if kopi is None:
        return "ikke i lageret"
    if kopi.opphav.nokkel != nokkel_for(post, kommune, kilde):
        return "i lageret fra en annen kilde eller for et annet område"
    merket = any({"ETag", "Last-Modified"} & set(svar.hoder) for svar in kopi.opphav.svarene)
    betinget = "; spørres bare om det er endret" if merket else ""
    gammel = alder(kopi.opphav.hentet, naa)
    return f"i lageret: {hvor_mange(post, kopi.opphav)}, {gammel}{betinget}"
