"""Trees of least cost in graphs: Steiner tree and prize-collecting Steiner tree with proof.

Pure optimisation: arrays in, arrays out; no geometry, no network, no disk. `loser.steinertre` and
`loser.premietre` are the doors; `typer` holds what goes in and what comes out.
"""
