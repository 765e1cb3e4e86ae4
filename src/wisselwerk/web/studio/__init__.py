"""Pages where a coordinator writes the rules of a scheme: drafts, forms made from the kinds of rules, publishing."""
