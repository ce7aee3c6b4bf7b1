"""A binary heap in two arrays, for compiled loops: least key first, ties by least item."""

from gis.graf.typer import Heltall
from gis.kompilering import kompiler


@kompiler
def dytt(nokkel: Heltall, post: Heltall, antall: int, k: int, p: int) -> int:
    """Push item `p` with key `k`; return the new number of items."""
    i = antall
    while i > 0:
        j = (i - 1) >> 1
        if nokkel[j] < k or (nokkel[j] == k and post[j] <= p):
            break
        nokkel[i], post[i] = nokkel[j], post[j]
        i = j
    nokkel[i], post[i] = k, p
    return antall + 1


@kompiler
def trekk(nokkel: Heltall, post: Heltall, antall: int) -> int:
    """Move the least item to place antall-1 and return the new number of items."""
    n = antall - 1
    k, p = nokkel[n], post[n]
    nokkel[n], post[n] = nokkel[0], post[0]
    i = 0
    while True:
        j = 2 * i + 1
        if j >= n:
            break
        h = j + 1
        if h < n and (nokkel[h] < nokkel[j] or (nokkel[h] == nokkel[j] and post[h] < post[j])):
            j = h
        if nokkel[j] > k or (nokkel[j] == k and post[j] >= p):
            break
        nokkel[i], post[i] = nokkel[j], post[j]
        i = j
    if n > 0:
        nokkel[i], post[i] = k, p
    return n
