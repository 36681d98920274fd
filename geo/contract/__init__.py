"""The data contract: what every file in the data folder must look like, and the checks that say where it does not."""
