"""Owns what the Crossroads Bank for Enterprises (KBO) says of enterprises: names, seats, establishments, activities.

Promises: what is here is of one extract or, while a newer one is being loaded, of two, and each row says which; of a
natural person there is no name; where no extract was loaded, that is told apart from an enterprise that is not in it.
"""
