"""The register of initiatives on screen: what everybody reads, and how who does it answers."""
