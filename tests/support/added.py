"""What a store would have added up, without a store."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

from ledger.figures.figure import Figure, Total


@dataclass(frozen=True)
class Added:
    """Figures that are asked for when somebody wants them."""

    ask: Callable[[], Sequence[Figure]]
    asked: Hashable = "all"

    @property
    def counts(self) -> Mapping[Hashable, int]:
        """All are about one thing."""
        return {"all": len(self)}

    def __len__(self) -> int:
        return len(self.ask())

    def figures(self, most: int | None = None) -> Sequence[Figure]:
        """The first of them."""
        return self.ask()[:most]

    def greatest(self, most: int) -> Sequence[Figure]:
        """The greatest of them."""
        return sorted(self.ask(), key=lambda figure: -abs(figure.number or 0))[:most]


def added(*figures: Figure) -> Total:
    """The sum of figures as a store makes it."""
    return Total(Added(lambda: figures))
