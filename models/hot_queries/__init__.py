"""The queries of the hottest paths, compiled (see models/compiled.py). All of them stand here, one module per act."""
