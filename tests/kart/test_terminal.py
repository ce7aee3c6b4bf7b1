"""The terminal: what a service says must not steer it."""

from kart.terminal import trygg


def test_styretegn_blir_synlige():
    assert trygg("vann\x1b[2Jborte\x07\x00") == "vann\ufffd[2Jborte\ufffd\ufffd"
    assert trygg("Røros – 1\u00a0481 daa\nlinje to") == "Røros – 1\u00a0481 daa\nlinje to"
    assert trygg("navn\u202egnp") == "navn\ufffdgnp"
