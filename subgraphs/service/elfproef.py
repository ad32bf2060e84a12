"""The eleven test that BSN and RSIN pass (Besluit BSN, article 2), and the numbers that pass it."""

from collections.abc import Iterator

WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def elfproef(nummer: str) -> bool:
    """Whether these are nine digits whose weighted sum divides by eleven."""
    if len(nummer) != len(WEIGHTS) or not (nummer.isascii() and nummer.isdigit()):
        return False
    return sum(weight * int(digit) for weight, digit in zip(WEIGHTS, nummer, strict=True)) % 11 == 0


def nummers(begin: str) -> Iterator[str]:
    """All numbers that pass, ascending, with these leading digits."""
    free = len(WEIGHTS) - len(begin)
    for number in range(10**free):
        if elfproef(nummer := f"{begin}{number:0{free}}"):
            yield nummer
