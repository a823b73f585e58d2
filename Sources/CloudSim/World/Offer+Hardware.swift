/// What the rows of the instances of an offer say of the machine: always the same.
extension Offer {
    /// The fields of a row, from the attributes of the offer.
    static func hardware(of attributes: [String: JSON]) -> JSONObject {
        var fields: JSONObject = [
            "gpu_totalram": attributes["gpu_total_ram"] ?? .null,
            "country_code": JSON(attributes["geolocation"]?.text.map { "\($0.suffix(2))" }),
        ]
        for name in hardwareFields { fields.append(name, attributes[name] ?? .null) }
        return fields
    }

    private static let hardwareFields = [
        "machine_id", "host_id", "bundle_id", "gpu_name", "num_gpus", "gpu_ram", "gpu_frac",
        "gpu_arch", "gpu_lanes", "gpu_mem_bw", "cpu_cores", "cpu_cores_effective", "cpu_ram",
        "cpu_name", "cpu_arch", "inet_up", "inet_down", "inet_up_cost", "inet_down_cost",
        "internet_up_cost_per_tb", "internet_down_cost_per_tb", "reliability2", "verification",
        "static_ip", "geolocation", "hosting_type", "external", "cuda_max_good",
        "driver_version", "os_version", "disk_bw", "pcie_bw", "pci_gen", "bw_nvlink", "dlperf",
        "score", "total_flops", "direct_port_count", "logo", "webpage",
    ]
}
