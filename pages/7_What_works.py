"""What works: research findings on the services that answer an outcome area, rated as their own sources rate them."""

from ui.screens import what_works

what_works.main()
