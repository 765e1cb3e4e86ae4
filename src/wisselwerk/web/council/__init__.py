"""Pages about the text for councils: written from the rules, followed per member, on paper and for machines."""
