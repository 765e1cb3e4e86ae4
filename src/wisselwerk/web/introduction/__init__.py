"""Pages on which businesses and the social economy meet: needs, introductions, the agenda, joint offers."""
