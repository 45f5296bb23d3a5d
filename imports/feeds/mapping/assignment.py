"""One column for each target, one target for each column, with the greatest total score (Hungarian method)."""

from collections.abc import Mapping

Scores = Mapping[str, Mapping[str, float]]
_FORBIDDEN = 1e6


def assign(scores: Scores) -> dict[str, str]:
    """Target -> column; pairs without a score never meet. `scores` is target -> column -> positive score."""
    targets = [target for target, columns in scores.items() if columns]
    columns = sorted({column for target in targets for column in scores[target]})
    # One private empty place per target: staying without a column costs nothing.
    costs = [
        [-scores[target][column] if column in scores[target] else _FORBIDDEN for column in columns]
        + [0.0] * len(targets)
        for target in targets
    ]
    places = _least_cost(costs)
    return {target: columns[place] for target, place in zip(targets, places, strict=True) if place < len(columns)}


def _least_cost(costs: list[list[float]]) -> list[int]:
    """The place of each row, by successive shortest paths (Kuhn-Munkres with potentials); rows <= places."""
    width = len(costs[0]) if costs else 0
    row_price, place_price = [0.0] * (len(costs) + 1), [0.0] * (width + 1)
    row_at = [0] * (width + 1)
    for row in range(1, len(costs) + 1):
        row_at[0] = row
        _free_a_place(costs, row_price, place_price, row_at)
    place_of = {row: place - 1 for place, row in enumerate(row_at) if place and row}
    return [place_of[row] for row in range(1, len(costs) + 1)]


def _free_a_place(
    costs: list[list[float]], row_price: list[float], place_price: list[float], row_at: list[int]
) -> None:
    """One shortest augmenting path from the row at place 0 to a free place; 1-based like the literature."""
    width = len(row_at) - 1
    slack, came_from, settled = [float("inf")] * (width + 1), [0] * (width + 1), [False] * (width + 1)
    place = 0
    while row_at[place]:
        settled[place] = True
        row = row_at[place]
        for other in range(1, width + 1):
            reduced = costs[row - 1][other - 1] - row_price[row] - place_price[other]
            if not settled[other] and reduced < slack[other]:
                slack[other], came_from[other] = reduced, place
        nearest = min((other for other in range(1, width + 1) if not settled[other]), key=slack.__getitem__)
        step = slack[nearest]
        for other in range(width + 1):
            if settled[other]:
                row_price[row_at[other]] += step
                place_price[other] -= step
            else:
                slack[other] -= step
        place = nearest
    while place:
        row_at[place] = row_at[came_from[place]]
        place = came_from[place]
