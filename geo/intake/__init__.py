"""Files that a council brings: recognised, read within limits, matched to the atlas, and put in the place of older rows."""
