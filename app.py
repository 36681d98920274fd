"""The home page, and the server of all pages."""

from streamlit.starlette import App

from ui.api.health import health_routes
from ui.api.serve import api_routes
from ui.scene import lasting, worker
from ui.screens import home
from ui.screens.warm import follow, preload
from ui.shell import watching
from ui.shell.server import page_guards, page_routes

if __name__ == "__main__":
    # Streamlit runs this file as the script of the home page.
    home.main()
else:
    # `streamlit run app.py` finds this server and imports it.
    lasting.start()
    worker.start()
    preload()
    follow()
    watching.start()
    app = App(__file__, routes=page_routes() + api_routes() + health_routes(), middleware=page_guards())
