"""Small words: numbers with their nouns in bokmål."""


def antall(tall: int, entall: str = "objekt", flertall: str = "objekter") -> str:
    """Return the number with its noun: «1 objekt», «3 objekter»."""
    return f"{tall} {entall if tall == 1 else flertall}"
