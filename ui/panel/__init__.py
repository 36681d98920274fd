"""The panel of one area: need, access, market, reasons, firmness."""
