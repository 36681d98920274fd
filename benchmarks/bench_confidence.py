"""How long it takes to say how firm every rank of a gap list is, on the data of this folder."""

from __future__ import annotations

from benchmarks.bench_access import best_of
from geo.method.confidence import rank_intervals
from geo.method.model import build_model
from geo.method.query import Query
from geo.method.scores import score_areas
from geo.settings.model import load_settings
from geo.store.atlas import load_atlas
from tests.helpers.places import CONFIG

REPEATS = 5
AIM_COLD_S, AIM_WARM_S = 2.0, 0.5


def main() -> None:
    """Print the table."""
    settings = load_settings(CONFIG)
    atlas = load_atlas(settings)
    outcomes = [Query(outcome) for outcome in settings.outcomes]
    models = iter([build_model(atlas, settings) for _ in range(REPEATS)])
    cold_s, table = best_of(lambda: rank_intervals(next(models), outcomes[2]), REPEATS)
    warm = build_model(atlas, settings)
    rank_intervals(warm, outcomes[0])
    warm_s = max(best_of(lambda query=query: rank_intervals(warm, query), REPEATS)[0] for query in outcomes)
    score_s, _ = best_of(lambda: score_areas(warm, outcomes[2]), REPEATS)
    print(f"\nConfidence of ranks: {settings.confidence.draws} draws over {len(table)} neighbourhoods; fastest of {REPEATS} runs")
    print(f"{'':52}{'measured':>12}{'aim':>12}")
    rows = (
        ("first question to a fresh model (s)", cold_s, f"<= {AIM_COLD_S}"),
        ("any later question, the slowest outcome (s)", warm_s, f"<= {AIM_WARM_S}"),
        ("scores of one question, for comparison (s)", score_s, ""),
        ("times one scoring, first question", cold_s / score_s, ""),
        ("times one scoring, later question", warm_s / score_s, ""),
    )
    for name, value, aim in rows:
        print(f"{name:52}{value:12,.3f}{aim:>12}")


if __name__ == "__main__":
    main()
