"""Arrays in, arrays out: ranks, scaling, classes, weighted means."""
