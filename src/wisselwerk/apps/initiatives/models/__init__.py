"""The tables of what local governments do, by what they are about."""
