"""One module or folder for each publisher: its files as it offers them, and as somebody brings them."""
