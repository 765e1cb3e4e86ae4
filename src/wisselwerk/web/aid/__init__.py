"""The register of de minimis aid, for who must enter it: the financial director of the granting body, the coordinator."""
