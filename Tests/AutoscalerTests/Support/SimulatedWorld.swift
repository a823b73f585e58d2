import CloudSim

/// The simulator's world, where a test also sees the autoscaler's.
typealias SimulatedWorld = World
