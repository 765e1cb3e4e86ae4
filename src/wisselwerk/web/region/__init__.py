"""The whole region for the administration and the network: what is new, what came of it, what was learnt. Aggregates only."""
