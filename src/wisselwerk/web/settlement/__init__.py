"""Pages about who bears the cost: settlements between members, and what the bookkeeping takes out."""
