/// The program that a machine has in the place of NVIDIA's.
enum NvidiaSMI {
    /// What it says of the hardware: a file of shell variables beside the gauges.
    static func hardware(
        name: String, count: Int, memoryMiB: Int, driver: String, cuda: String, id: Int64
    ) -> String {
        """
        name=\(quoted(driverName(of: name)))
        count=\(count)
        total=\(memoryMiB)
        driver=\(quoted(driver))
        cuda=\(quoted(cuda))
        serial=\(id)

        """
    }

    /// The driver's name of a GPU that the market calls by its short one.
    static func driverName(of name: String) -> String {
        let words = name.split(separator: " ")
        let number = words.count > 1 ? words[1] : ""
        let isGeForce =
            words.first == "GTX"
            || (words.first == "RTX" && number.count >= 4
                && "2345".contains(number.prefix(1)) && number.dropFirst().hasPrefix("0"))
        if words.first == "Tesla" { return name }
        return isGeForce ? "NVIDIA GeForce \(name)" : "NVIDIA \(name)"
    }

    /// A text as one word of a shell command.
    static func quoted(_ text: String) -> String {
        "'"
            + text.split(separator: "'", omittingEmptySubsequences: false)
            .joined(separator: "'\\''") + "'"
    }

    /// The script; it reads the two files of a folder.
    static func script(reading folder: String) -> String {
        "#!/bin/sh\nplace=\(quoted(folder))\n" + body
    }

    private static let body = #"""
        gpu=0 mem=0 temp=41 gpu_fault=off
        . "$place/hardware"
        [ ! -r "$place/gauges" ] || . "$place/gauges"
        [ "$mem" -le "$total" ] || mem=$total
        query= format= list= only=
        while [ $# -gt 0 ]; do
            case $1 in
                --query-gpu=*) query=${1#*=} ;;
                --format=*) format=${1#*=} ;;
                -L | --list-gpus) list=yes ;;
                -i | --id) only=${2-}; shift ;;
                --id=*) only=${1#*=} ;;
                --query-compute-apps=*) exit 0 ;;
                *) echo "Invalid combination of input arguments. Please run 'nvidia-smi -h' for help."
                    exit 2 ;;
            esac
            shift
        done
        if [ "$gpu_fault" = on ]; then
            echo "Unable to determine the device handle for GPU0000:01:00.0: Unknown Error"
            exit 15
        fi
        indices=$only
        if [ -z "$only" ]; then
            i=0
            while [ "$i" -lt "$count" ]; do indices="$indices $i" i=$((i + 1)); done
        fi
        uuid() { printf 'GPU-%08x-5eed-4000-8000-%012x' "$serial" "$1"; }
        bus() { printf '00000000:%02X:00.0' "$(($1 + 1))"; }
        watts=$((20 + gpu * 3))
        if [ -n "$list" ]; then
            for i in $indices; do echo "GPU $i: $name (UUID: $(uuid "$i"))"; done
            exit 0
        fi
        if [ -n "$query" ]; then
            case ,$format, in
                *,csv,*) ;;
                *) echo 'Format needs to be specified: --format=csv'; exit 2 ;;
            esac
            units=yes header=
            case ,$format, in *,nounits,*) units= ;; esac
            fields=$(echo "$query" | tr ',' ' ')
            for field in $fields; do
                case $field in
                    name | gpu_name | index | uuid | gpu_uuid | count | driver_version) unit= ;;
                    temperature.gpu | pci.bus_id | gpu_bus_id) unit= ;;
                    utilization.gpu | utilization.memory) unit=' [%]' ;;
                    memory.used | memory.total | memory.free) unit=' [MiB]' ;;
                    power.draw | power.limit) unit=' [W]' ;;
                    *) echo "Field \"$field\" is not a valid field to query."; exit 2 ;;
                esac
                header="$header${header:+, }$field$unit"
            done
            case ,$format, in *,noheader,*) ;; *) echo "$header" ;; esac
            for i in $indices; do
                line=
                for field in $fields; do
                    unit=
                    case $field in
                        name | gpu_name) value=$name ;;
                        index) value=$i ;;
                        uuid | gpu_uuid) value=$(uuid "$i") ;;
                        count) value=$count ;;
                        driver_version) value=$driver ;;
                        pci.bus_id | gpu_bus_id) value=$(bus "$i") ;;
                        temperature.gpu) value=$temp ;;
                        utilization.gpu) value=$gpu unit=' %' ;;
                        utilization.memory) value=$((mem * 100 / total)) unit=' %' ;;
                        memory.used) value=$mem unit=' MiB' ;;
                        memory.total) value=$total unit=' MiB' ;;
                        memory.free) value=$((total - mem)) unit=' MiB' ;;
                        power.draw) value=$watts.00 unit=' W' ;;
                        power.limit) value=320.00 unit=' W' ;;
                    esac
                    line="$line${line:+, }$value${units:+$unit}"
                done
                echo "$line"
            done
            exit 0
        fi
        rule='+-----------------------------------------------------------------------------------------+'
        row='+-----------------------------------------+------------------------+----------------------+'
        date
        echo "$rule"
        printf '| NVIDIA-SMI %-22s Driver Version: %-14s CUDA Version: %-8s |\n' \
            "$driver" "$driver" "$cuda"
        echo "$row"
        echo '| GPU  Name                 Persistence-M | Bus-Id          Disp.A | Volatile Uncorr. ECC |'
        echo '| Fan  Temp   Perf          Pwr:Usage/Cap |           Memory-Usage | GPU-Util  Compute M. |'
        echo "$row" | tr - =
        for i in $indices; do
            printf '| %3d  %-26s      Off |   %s Off |                  Off |\n' \
                "$i" "$name" "$(bus "$i")"
            printf '| 30%%  %3dC    P2           %4dW /  320W | %6dMiB / %7dMiB |    %3d%%      Default |\n' \
                "$temp" "$watts" "$mem" "$total" "$gpu"
            echo "$row"
        done
        echo
        echo "$rule"
        echo '| Processes:                                                                              |'
        echo '|  No running processes found                                                             |'
        echo "$rule"

        """#
}
