"""Compare districts: side by side in every outcome area, and how sure a comparison of public provision is."""

from ui.screens import districts

districts.main()
