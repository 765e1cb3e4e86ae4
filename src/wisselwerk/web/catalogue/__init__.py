"""Pages on which the catalogue is kept, by the enterprises in it and by who coordinates."""
