"""A clock that stands still until it is moved."""

NOW = 1_800_000_000


class StillClock:
    def __init__(self, now: float = NOW) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += seconds
