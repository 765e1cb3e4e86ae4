"""The commands of initiatives and policy reports, one module per noun."""
