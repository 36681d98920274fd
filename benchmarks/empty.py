"""The least that Streamlit can do: one choice and one line. What it takes is the floor for every page."""

import streamlit as st

st.set_page_config(page_title="Empty", layout="wide")
choice = st.segmented_control("Whose provision", ["All", "Public", "Private and voluntary"], default="All", required=True)
st.markdown(f"chosen: {choice}")
