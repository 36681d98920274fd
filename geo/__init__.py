"""Need, access and gaps of early-years provision: the method, its data and its command line."""
