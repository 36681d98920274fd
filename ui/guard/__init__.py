"""What stands between the network and Streamlit: who is answered, what a browser is told to refuse, what may come in over the socket."""
