"""Every sentence on the screen. Nothing here imports Streamlit."""
