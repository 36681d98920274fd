"""The data contract: what every file in the data folder must look like, and the checks that say where it does not."""

from geo.contract.check import CheckReport, check_folder

__all__ = ["CheckReport", "check_folder"]
