"""Processing algorithms: parameters in, one call into a room, arrays out to sinks."""
