@testable import Autoscaler

/// The autoscaler's world, where a test also sees the simulator's.
typealias AutoscalerWorld = World
