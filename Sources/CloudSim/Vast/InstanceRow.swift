import Shared

/// How an instance reads in an answer.
extension VastCall {
    /// Every field of an instance that a simulator can fill.
    func row(of instance: SimInstance) -> JSONObject {
        var row = momentaryRow(of: instance)
        if let offer = world.catalog[instance.offerID] { row.append(contentsOf: offer.hardware) }
        return row
    }

    /// Writes every field of an instance, its hardware as it is encoded already.
    func write(rowOf instance: SimInstance, to writer: inout JSONWriter) {
        writer.append("{")
        writer.write(membersOf: momentaryRow(of: instance))
        if let offer = world.catalog[instance.offerID] {
            writer.append(",")
            writer.append(encoded: offer.encodedHardware)
        }
        writer.append("}")
    }

    /// The fields that are the instance's own, or can change.
    private func momentaryRow(of instance: SimInstance) -> JSONObject {
        let offer = world.catalog[instance.offerID]
        var row = identity(of: instance)
        row.append(contentsOf: states(of: instance))
        row.append(contentsOf: prices(of: instance, offer))
        row.append(contentsOf: connections(of: instance))
        row.append(contentsOf: usage(of: instance))
        return row
    }

    private func identity(of instance: SimInstance) -> JSONObject {
        let request = instance.request
        let env = request.env.list.map { JSON.array([.string($0.key), $0.value]) }
        return [
            "id": .int(instance.id), "label": JSON(instance.label),
            "image_uuid": .string(request.image), "image_runtype": .string(request.runtype),
            "image_args": .array(request.arguments.map { .string($0) }),
            "onstart": JSON(request.onstart), "extra_env": .array(env),
            "jupyter_token": "", "template_id": .null, "template_hash_id": .null,
            "template_name": .null, "is_bid": .bool(instance.isBid),
            "volume_info": .array(volumes(of: instance)),
        ]
    }

    private func states(of instance: SimInstance) -> JSONObject {
        let status = instance.status(at: state.now)
        let end = state.contractEnd(of: instance, world.catalog) ?? instance.created
        let running = instance.runningTime(until: state.now)
        return [
            "actual_status": status == .provisioning ? .null : .string(status.rawValue),
            "intended_status": .string(instance.intended.rawValue),
            "cur_state": .string(currentState(of: instance)),
            "next_state": .string(instance.intended.rawValue),
            "status_msg": message(of: instance, status),
            "start_date": .double(instance.created.seconds), "end_date": .double(end.seconds),
            "duration": .double((end - state.now).seconds),
            "uptime_mins": status == .running ? .double(running.seconds / 60) : .null,
            "time_remaining": "", "time_remaining_isbid": "",
        ]
    }

    /// The state of the contract: what holds the GPUs, and is not stopped, runs.
    private func currentState(of instance: SimInstance) -> String {
        let isStopped = instance.containerStatus(at: state.now) == .exited || !instance.holdsGPUs
        return (isStopped ? IntendedStatus.stopped : .running).rawValue
    }

    private func message(of instance: SimInstance, _ status: ContainerStatus) -> JSON {
        switch status {
        case .provisioning, .created: .null
        case .loading: .string("pulling \(instance.request.image)")
        case .running: .string("success, running \(instance.request.image)/ssh")
        case .rebooting: .string("rebooting container")
        case .recycling: .string("recycling container")
        case .exited: .string("container exited")
        case .offline: .string("host is offline")
        }
    }

    private func prices(of instance: SimInstance, _ offer: Offer?) -> JSONObject {
        let gpu = instance.gpuRate.asNumber
        let disk = rounded(
            instance.storageCost.asNumber * Double(instance.diskMilliGB) / 1000 / 720)
        let status = instance.status(at: state.now)
        let lowest = offer.map { state.minBid(of: $0).asNumber } ?? 0
        return [
            "dph_base": .double(gpu), "dph_total": .double(rounded(gpu + disk)),
            "storage_cost": .double(instance.storageCost.asNumber),
            "storage_total_cost": .double(disk), "min_bid": .double(lowest),
            "search": hourlyCosts(gpu: gpu, disk: disk),
            "instance": hourlyCosts(
                gpu: status.isCharged ? gpu : 0, disk: status == .offline ? 0 : disk),
            "disk_space": .double(Double(instance.diskMilliGB) / 1000),
            "credit_balance": .null, "credit_discount": .null, "credit_discount_max": 0.0,
        ]
    }

    private func connections(of instance: SimInstance) -> JSONObject {
        let isRunning = instance.status(at: state.now) == .running
        let first = instance.firstPublishedPort
        let id = BodyID(instance.id)
        let ssh = machines.ports(of: id, moves: state.troubles[id]?.portMoves ?? 0)
        let proxy = ssh.map { Int64($0.proxy) } ?? 10_000 + instance.id % 10_000
        var ports = JSONObject()
        for port in isRunning ? instance.publishedPorts(ssh: ssh) : [] {
            let outside = JSON.string("\(port.outside)")
            ports.append(port.inside, [["HostIp": "0.0.0.0", "HostPort": outside]])
        }
        return [
            "ssh_host": "127.0.0.1", "ssh_port": .int(proxy),
            "ssh_idx": "4", "public_ipaddr": "127.0.0.1", "local_ipaddrs": "127.0.0.1 \n",
            "machine_dir_ssh_port": .int(60_000 + instance.id % 5000),
            "direct_port_start": .int(isRunning ? first : -1),
            "direct_port_end": .int(isRunning ? first + 63 : -1), "ports": .object(ports),
        ]
    }

    private func usage(of instance: SimInstance) -> JSONObject {
        let isRunning = instance.status(at: state.now) == .running
        let gauges = machines.gauges(of: BodyID(instance.id))
        let showsGPU = isRunning && !gauges.isFaulty
        return [
            "gpu_util": showsGPU ? .double(Double(gauges.load)) : .null,
            "gpu_temp": showsGPU ? .double(Double(gauges.temperature)) : .null,
            "cpu_util": isRunning ? 0.01 : 0.0, "mem_usage": isRunning ? 0.4 : .null,
            "mem_limit": isRunning ? 31.4 : .null, "vmem_usage": .null,
            "disk_usage": isRunning ? 0.6 : -1.0, "disk_util": -1.0, "client_run_time": 1.0,
            "host_run_time": 2_592_000.0, "rentable": false, "disk_name": .null, "mobo_name": .null,
        ]
    }
}
