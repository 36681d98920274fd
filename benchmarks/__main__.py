"""Run every benchmark and print its table: ``python -m benchmarks``."""

from benchmarks import (
    bench_access,
    bench_api,
    bench_browser,
    bench_confidence,
    bench_load,
    bench_page,
    bench_report,
    bench_sufficiency,
    calibration,
    forecast,
    siting,
)

if __name__ == "__main__":
    bench_access.main()
    bench_confidence.main()
    calibration.main()
    siting.main()
    forecast.main()
    bench_report.main()
    bench_sufficiency.main()
    bench_page.main()
    bench_browser.main()
    bench_load.main()
    bench_api.main()
