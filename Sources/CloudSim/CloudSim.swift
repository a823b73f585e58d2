import ArgumentParser
import Hummingbird
import Logging
import Shared

@main struct CloudSim: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "cloudsim")
}
