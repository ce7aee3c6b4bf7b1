"""An independent look at a fibre plan: other code (networkx, plain geometry), same promises.

Reads only what the plan publishes: lines with method and cost, addresses, nodes, prices.
"""

import math

import networkx as nx
import shapely

METODEPRIS = {
    "pløying": "ploying",
    "graving i grus": "graving_grus",
    "graving i asfalt": "graving_asfalt",
    "mikrogrøft": "mikrogroft",
    "luftstrekk på stolper": "luft",
    "kabel i innsjø": "sjokabel",
    "eksisterende rør": "eksisterende_ror",
}


def _graf(linjer, snapp_m: float) -> nx.Graph:
    """Ends as nodes, ends within `snapp_m` made one; one edge per line."""
    ender = [p for linje in linjer for p in (linje.coords[0], linje.coords[-1])]
    punkter = [shapely.Point(p) for p in ender]
    like = nx.Graph()
    like.add_nodes_from(range(len(punkter)))
    tre = shapely.STRtree(punkter)
    i, j = tre.query(punkter, predicate="dwithin", distance=snapp_m)
    like.add_edges_from(zip(i.tolist(), j.tolist(), strict=True))
    nr = {k: min(gruppe) for gruppe in nx.connected_components(like) for k in gruppe}
    graf = nx.MultiGraph()
    for k, linje in enumerate(linjer):
        graf.add_edge(nr[2 * k], nr[2 * k + 1], lengde=linje.length)
    for node in graf.nodes:
        graf.nodes[node]["punkt"] = punkter[node]
    return graf


def kontroller_nett(grofter, noder, adresser, snapp_m=1.0, stikk_m=500.0, rekkevidde_m=20_000.0):
    """Every line hangs on an existing node, nothing goes in a ring, every address is at a line.

    Parameters
    ----------
    grofter    layer of trenches (all of them: internal edition)
    noder      points of the existing nodes
    adresser   points of the addresses that the plan claims to reach
    """
    linjer = list(grofter.geometry)
    graf = _graf(linjer, snapp_m)
    rot = {n for n, d in graf.nodes(data=True) if min(map(d["punkt"].distance, noder)) <= snapp_m}
    for del_ in nx.connected_components(graf):
        assert del_ & rot, "en del av nettet henger ikke på noen node"
        under = graf.subgraph(del_)
        tre = under.number_of_nodes() - len(del_ & rot)
        assert under.number_of_edges() == tre, "nettet går i ring"
    avstand = nx.multi_source_dijkstra_path_length(graf, rot, weight="lengde") if rot else {}
    assert all(d <= rekkevidde_m + 1e-6 for d in avstand.values())
    alle = shapely.STRtree([*linjer, *noder])
    for punkt in adresser:
        assert len(alle.query(punkt, predicate="dwithin", distance=stikk_m)), "adresse uten grøft"


def kontroller_pris(grofter, priser, elver=(), baner=()):
    """Sum the trenches again: length times price of the method, crossings counted anew.

    Only for boards without main roads, protected ground, rock and shared digging.
    """
    kabler = {int(n.removeprefix("kabel_")): n for n in priser if n.startswith("kabel_")}
    for rad in grofter.itertuples():
        linje = rad.geometry
        antall, _, fibre = rad.kabel.removesuffix(" fibre").rpartition(" × ")
        pris = linje.length * priser[METODEPRIS[rad.metode]]
        pris += linje.length * priser[kabler[int(fibre)]] * int(antall or 1)
        pris += priser["elvekryssing"] * sum(linje.crosses(e) for e in elver)
        pris += priser["baneboring"] * sum(linje.crosses(b) for b in baner)
        assert math.isclose(rad.kr, pris, rel_tol=1e-9, abs_tol=0.01), (rad.id, rad.kr, pris)
        assert math.isclose(rad.lengde_m, linje.length, abs_tol=1e-6)


def kontroller_etapper(grofter, etapper):
    """Every trench of a stage hangs on the node or on trench of the same or an earlier stage."""
    linjer = list(grofter.geometry)
    graf = _graf(linjer, 1.0)
    antall = nx.number_connected_components(graf)
    for etappe in sorted(set(etapper)):
        med = [linje for linje, e in zip(linjer, etapper, strict=True) if e <= etappe]
        assert nx.number_connected_components(_graf(med, 1.0)) <= antall
