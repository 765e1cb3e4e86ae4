"""Pages for a social-economy enterprise that offers services."""
