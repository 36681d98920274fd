"""The report on one gap list: worked out once, written as a web page and as a PDF."""
