/// The fields that offers can be asked about, as the official client lists them.
enum OfferQueryField {
    /// What the values of a field are.
    enum Kind {
        case number, flag, text
    }

    static func kind(of field: String) -> Kind? {
        if numbers.contains(field) { return .number }
        if flags.contains(field) { return .flag }
        return texts.contains(field) ? .text : nil
    }

    /// Every name that may be written, other names of fields included.
    static let names = (numbers.union(flags).union(texts)).sorted() + aliases.keys.sorted()

    static let aliases = [
        "cuda_vers": "cuda_max_good", "display_active": "gpu_display_active",
        "dlperf_usd": "dlperf_per_dphtotal", "dph": "dph_total",
        "flops_usd": "flops_per_dphtotal",
    ]

    /// Fields that are written in gigabytes or days and asked in megabytes or seconds.
    static let factors = [
        "cpu_ram": 1000.0, "gpu_ram": 1000.0, "gpu_total_ram": 1000.0, "duration": 86_400.0,
    ]

    private static let numbers: Set<String> = [
        "bw_nvlink", "compute_cap", "cpu_cores", "cpu_cores_effective", "cpu_ghz", "cpu_ram",
        "cuda_max_good", "direct_port_count", "disk_bw", "disk_space", "dlperf",
        "dlperf_per_dphtotal", "dph_total", "duration", "flops_per_dphtotal", "gpu_frac",
        "gpu_mem_bw", "gpu_ram", "gpu_total_ram", "gpu_max_power", "gpu_max_temp", "host_id", "id",
        "inet_down", "inet_down_cost", "inet_up", "inet_up_cost", "machine_id", "min_bid",
        "num_gpus", "pci_gen", "pcie_bw", "reliability", "storage_cost", "total_flops",
        "cluster_id",
    ]

    private static let flags: Set<String> = [
        "datacenter", "external", "gpu_display_active", "has_avx", "rentable", "rented",
        "static_ip", "verified", "vms_enabled",
    ]

    private static let texts: Set<String> = [
        "cpu_arch", "driver_version", "geolocation", "gpu_arch", "gpu_name", "mobo_name",
        "ubuntu_version", "verification",
    ]
}
