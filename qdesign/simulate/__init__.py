"""Programs, the engine that runs them, and the simulator that circuits are run with."""
