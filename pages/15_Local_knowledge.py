"""Local knowledge: what people on the ground know, with who said so and until when; kept beside the data, never in them."""

from ui.screens import local

local.main()
