"""One file or folder for each page; the files in ``pages/`` only call them."""
