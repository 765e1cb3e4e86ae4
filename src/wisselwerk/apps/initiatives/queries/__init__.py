"""What screens, commands and checks read of initiatives and policy reports, one module per noun."""
