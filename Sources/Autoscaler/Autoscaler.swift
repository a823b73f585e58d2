@main struct Autoscaler { static func main() {} }
