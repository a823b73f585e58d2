/// A provider's price as a rate; `nil` for none and for what no price can be.
func rate(_ dollars: Double?) -> HourlyRate? {
    dollars.flatMap(Dollars.init(providerNumber:)).flatMap {
        $0 < .zero ? nil : HourlyRate(perHour: $0)
    }
}
