"""Start the app as ``streamlit run`` does, with the layouts of the tests: what a page does with a file must not hang on a publisher's."""

from __future__ import annotations

import sys

from streamlit.web.cli import main

from geo.publishers import registry

if __name__ == "__main__":
    registry.MODULES[:] = ["tests.helpers.long_table"]
    main(["run", "app.py", *sys.argv[1:]])
