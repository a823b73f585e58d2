"""The official Vast client's commands in more variety than the conformance table has.

The client is loaded once; each command line then runs in a child of its own, through the client's
own `main`, with its output in files: what a shell would see, without a second of start-up each.
"""

import gc
import io
import json
import os
import re
import sys

from judge import Judge, same, true, until

judge = Judge()
case = judge.case
have = {}


def prepare():
    """A home with filled caches, and an origin that is a closed port: nothing leaves."""
    for folder, file, text in (
        (".cache", "gpu_names_cache.json", '{"gpu_names": ["RTX 4090", "H200"]}'),
        (".config", "vast_role", "client"),
    ):
        path = os.path.join(os.environ["HOME"], folder, "vastai")
        os.makedirs(path)
        with open(os.path.join(path, file), "w", encoding="utf-8") as target:
            target.write(text)
    os.environ.update(VAST_URL="http://127.0.0.1:1", VASTAI_NO_UPDATE_CHECK="1", CI="1")


prepare()
import requests
import vastai.cli.main as client

# What `main` imports itself: once here, not in every child.
from vastai.cli.commands import (  # noqa: F401
    auth, benchmarks, billing, deployments, endpoints, instances, keys, machines, metrics, misc,
    offers as offer_commands, price_increase, repl, storage, teams, uninstall, update,
)
import argcomplete, rich.table, rich.console, rich.tree  # noqa: E401, F401

gc.freeze()


class Ran:
    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err

    @property
    def json(self):
        true(not self.err, f"it complained: {self.err}")
        return json.loads(self.out)


def vast(*arguments, raw=True, key=None, status=0):
    """Runs a command line to its end; its exit status must be this."""
    judge.calls += 1
    home = os.environ["HOME"]
    child = os.fork()
    if child == 0:
        code = 1
        for number, name in ((0, os.devnull), (1, home + "/out"), (2, home + "/err")):
            os.dup2(os.open(name, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), number)
        sys.stdin, sys.stdout, sys.stderr = (
            io.TextIOWrapper(io.FileIO(number, mode), encoding="utf-8", write_through=True)
            for number, mode in ((0, "r"), (1, "w"), (2, "w"))
        )
        sys.argv = ["vastai", "--url", judge.ready["vast_url"]]
        sys.argv += ["--api-key", key or judge.ready["vast_api_key"]] + ["--raw"] * raw
        sys.argv += map(str, arguments)
        try:
            client.main()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        except BaseException:
            import traceback

            traceback.print_exc()
        finally:
            os._exit(code)
    _, ended = os.waitpid(child, 0)
    texts = []
    for name in ("/out", "/err"):
        with open(home + name, encoding="utf-8") as file:
            texts.append(file.read())
    ran = Ran(os.waitstatus_to_exitcode(ended), *texts)
    same(ran.status, status, f"exit status after {ran.out[-300:]} {ran.err[-300:]}")
    return ran


def says(text, *arguments, **how):
    """The command prints this text, and no error."""
    ran = vast(*arguments, **{"raw": False, **how})
    true(text in ran.out, f"{text!r} is not in {ran.out!r} {ran.err!r}")
    true("Failed with error" not in ran.err, ran.err)
    return ran


def refused(code, text, *arguments):
    """The server refuses, with this status and text; the client ends with 0 all the same."""
    error = json.loads(vast(*arguments).err.splitlines()[-1])
    same((error["error"], error["status_code"]), (True, code), "error")
    true(text in error["msg"], f"{text!r} is not in {error['msg']!r}")


def offers(query, *more):
    """What a search finds, all of it; each row with its truth."""
    return vast("search", "offers", query, "--limit", 1000, *more).json


def api(path):
    """What the service answers without the client."""
    key = {"Authorization": "Bearer " + judge.ready["vast_api_key"]}
    return requests.get(judge.ready["vast_url"] + path, headers=key, timeout=10).json()


def row(name):
    return api(f"/api/v0/instances/{have[name]}/")["instances"]


def runs(name):
    until(lambda: row(name)["actual_status"] == "running", f"{name} runs")


def ids(*arguments):
    return [int(line) for line in vast("show", "instances", "-q", *arguments, raw=False).out.split()]


def rent(name, offer, *more):
    answer = vast("create", "instance", offer, *more).json
    same(answer["success"], True, "success")
    have[name] = answer["new_contract"]


# Offers

DEFAULTS = "verified=any external=any rentable=any"


@case("search offers", "lists of names")
def _():
    every = offers(DEFAULTS)
    same(len(every), 257, "number of offers")
    have["offers"] = every
    few = offers("gpu_name in [RTX_4090,H200] num_gpus=1 " + DEFAULTS)
    wanted = {o["id"] for o in every if o["gpu_name"] in ("RTX 4090", "H200") and o["num_gpus"] == 1}
    same({o["id"] for o in few}, wanted, "offers")
    for words in ("notin [RTX_4090]", "not in [RTX_4090]", 'nin ["RTX 4090"]', "!= RTX_4090",
                  "neq RTX_4090", "noteq RTX_4090", "not eq RTX_4090"):
        others = offers(f"gpu_name {words} {DEFAULTS}")
        same({o["id"] for o in others}, {o["id"] for o in every if o["gpu_name"] != "RTX 4090"}, words)


@case("search offers", "defaults, and how they are turned off")
def _():
    verified = {o["id"] for o in have["offers"] if o["verification"] == "verified"}
    same({o["id"] for o in offers("num_gpus>=1")} <= verified, True, "verified by default")
    for query in ("verified=any", "verified=?", "verified=*"):
        same(len(offers(query)), 257, query)
    same(offers("verified=None"), [], "verified is nothing")
    same(len(offers("", "-n")), 257, "without defaults")
    same(len(offers("rented=any rentable=any verified=any")), 257, "everything any")


@case("search offers", "numbers in every spelling")
def _():
    every = have["offers"]

    def check(query, holds):
        found = {o["id"] for o in offers(f"{query} {DEFAULTS}")}
        same(found, {o["id"] for o in every if holds(o)}, query)
        true(found, f"{query}: nothing")

    check("gpu_ram>=24,", lambda o: o["gpu_ram"] >= 24000)
    check("gpu_ram gte 20", lambda o: o["gpu_ram"] >= 20000)
    check("cpu_ram gt 64 gpu_total_ram lt 100",
          lambda o: o["cpu_ram"] > 64000 and o["gpu_total_ram"] < 100000)
    check("compute_cap >= 800 compute_cap<=890", lambda o: 800 <= o["compute_cap"] <= 890)
    check("cuda_vers>=12.4", lambda o: (o["cuda_max_good"] or 0) >= 12.4)
    check("reliability>0.99 reliability<=1", lambda o: 0.99 < o["reliability"] <= 1)
    check("dph<=0.5", lambda o: o["dph_total"] <= 0.5)
    check("duration>30", lambda o: o["duration"] > 30 * 86400)
    check("static_ip=true direct_port_count>=10",
          lambda o: o["static_ip"] and o["direct_port_count"] >= 10)
    check("inet_down>500 inet_up<900", lambda o: o["inet_down"] > 500 and o["inet_up"] < 900)
    check("has_avx=true", lambda o: o["has_avx"] == 1)
    check("datacenter=true", lambda o: o["hosting_type"] == 1)
    check("datacenter=False", lambda o: o["hosting_type"] != 1)
    check("num_gpus in [2,4]", lambda o: o["num_gpus"] in (2, 4))


@case("search offers", "versions with dots, countries and dates")
def _():
    every = have["offers"]
    number = lambda text: [int(part) for part in (text + ".0.0").split(".")[:3]]
    known = [o for o in every if o["driver_version"]]
    for sign, holds in ((">=", lambda v: v >= [550, 54, 15]), ("<", lambda v: v < [550, 54, 15])):
        found = {o["id"] for o in offers(f"driver_version {sign} 550.54.15 {DEFAULTS}")}
        same(found, {o["id"] for o in known if holds(number(o["driver_version"]))}, sign)
    here = lambda o, *names: (o["geolocation"] or "").endswith(names)
    for query, holds in (
        ("geolocation=US", lambda o: here(o, "US")),
        ("geolocation in [SE,NO,US]", lambda o: here(o, "SE", "NO", "US")),
        ("geolocation notin [CN,VN]", lambda o: not here(o, "CN", "VN")),
        ("geolocation!=US", lambda o: not here(o, "US")),
    ):
        found = {o["id"] for o in offers(f"{query} {DEFAULTS}")}
        same(found, {o["id"] for o in every if holds(o)}, query)
    one = every[0]
    same([o["id"] for o in offers(f"machine_id={one['machine_id']} id={one['id']} {DEFAULTS}")],
         [one["id"]], "by number")


@case("search offers", "order, limit and storage")
def _():
    prices = [(o["dph_total"], -o["reliability"]) for o in offers("", "-o", "dph+,reliability-")]
    same(prices, sorted(prices), "prices")
    memory = [o["gpu_ram"] for o in offers("", "--order=-gpu_ram")]
    same(memory, sorted(memory, reverse=True), "memory")
    scores = [o["score"] for o in offers("")]
    same(scores, sorted(scores, reverse=True), "scores")
    same(len(vast("search", "offers", "num_gpus>=1", "--limit", 3).json), 3, "limit")
    large = offers("", "--storage", 2000)
    true(large and all(o["disk_space"] >= 2000 for o in large), "disks too small")
    for offer in large[:5]:
        total = offer["dph_base"] + offer["storage_cost"] * 2000 / 720
        true(abs(offer["dph_total"] - total) < 1e-6, f"price of {offer['id']}")


@case("search offers", "bids and reserved")
def _():
    for flags in (("--type", "bid"), ("-i",), ("--interruptible",), ("-b",)):
        found = offers("num_gpus=8", *flags)
        true(found and all(o["is_bid"] and o["dph_base"] == o["min_bid"] for o in found), flags)
    for flags in (("--type", "reserved"), ("--type", "on-demand"), ("-d",)):
        found = offers("num_gpus=8", *flags)
        true(found and not any(o["is_bid"] for o in found), flags)


@case("search offers", "what is no query")
def _():
    for query in ("gpu_ram ~ 20", "num_gpus>="):
        ran = vast("search", "offers", query)
        true(ran.out.startswith("Error:"), ran.out)
    ran = vast("search", "offers", "foo=1")
    same(json.loads(ran.out), [], "offers")
    true("Unrecognized field: foo" in ran.err, ran.err)


@case("search offers", "as a table")
def _():
    says("RTX_4090", "search", "offers", "gpu_name=RTX_4090", "--limit", 2)
    same(vast("search", "offers", "gpu_name=RTX_4090", "--limit", 1, "--no-default").json[0]["gpu_name"],
         "RTX 4090", "name")


# Instances

CHEAP = "num_gpus=1 direct_port_count>8 disk_space>200"


@case("create ssh-key")
def _():
    key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPY2tBiSF9/XR1VfUZQP6FDWLnhR renter"
    says("ssh-key created", "create", "ssh-key", key)
    [one] = vast("show", "ssh-keys").json
    same(one["public_key"], key, "key")
    have["cheap"] = [o["id"] for o in offers(CHEAP, "-o", "dph")]
    true(len(have["cheap"]) > 20, "few offers")


@case("create instance", "ports, docker options and a script")
def _():
    with open(os.environ["HOME"] + "/onstart.sh", "w", encoding="utf-8") as file:
        file.write("#!/bin/sh\necho started\n")
    rent("ports", have["cheap"][0], "--image", "pytorch/pytorch", "--disk", 40, "--ssh", "--direct",
         "--env", "-p 8081:8081/udp -p 70000:70000 -h billybob -e A=1 -e B=two",
         "--onstart", os.environ["HOME"] + "/onstart.sh", "--label", "l1")
    runs("ports")
    seen = vast("show", "instance", have["ports"]).json
    same(seen["extra_env"], {"-p 8081:8081/udp": "1", "-p 70000:70000": "1", "-h": "billybob",
                             "A": "1", "B": "two"}, "environment")
    same(seen["onstart"], "#!/bin/sh\necho started\n", "onstart")
    same(set(seen["ports"]), {"22/tcp", "8081/udp", "70000/tcp"}, "ports")
    same(seen["ports"]["70000/tcp"][0]["HostPort"], "70000", "a port of the same number")
    same((seen["image_runtype"], seen["disk_space"]), ("ssh_direc ssh_proxy", 40.0), "kind")


@case("create instance", "jupyter")
def _():
    rent("jupyter", have["cheap"][1], "--image", "bob/pytorch:latest", "--jupyter", "--direct",
         "--login", "-u bob -p 9d8df!fd89ufZ docker.io", "--env", "-e TZ=PDT -p 22:22 -p 8080:8080",
         "--disk", 20, "--jupyter-lab", "--jupyter-dir", "/srv")
    runs("jupyter")
    same(row("jupyter")["image_runtype"], "jupyter_direc ssh_direc ssh_proxy", "kind")
    same(set(row("jupyter")["ports"]), {"22/tcp", "8080/tcp"}, "ports")


@case("create instance", "arguments for the image's own entry point")
def _():
    rent("args", have["cheap"][2], "--image", "i", "--onstart-cmd", "bash", "--args", "-c",
         "echo hello; sleep infinity;")
    seen = row("args")
    same((seen["image_runtype"], seen["image_args"], seen["onstart"]),
         ("args", ["-c", "echo hello; sleep infinity;"], "bash"), "container")


@case("create instance", "other flags")
def _():
    rent("flags", have["cheap"][3], "--image", "i", "--user", "bob", "--force", "--lang-utf8",
         "--python-utf8", "--cancel-unavail", "--label", "l1", "--entrypoint", "/run.sh")
    same((row("flags")["image_runtype"], row("flags")["onstart"]), ("ssh", "/run.sh"), "container")
    ran = vast("create", "instance", have["cheap"][4], "--image", "i", "--ssh", raw=False)
    true(ran.out.startswith("Started. {'success': True"), ran.out)
    have["plain"] = int(re.search(r"'new_contract': (\d+)", ran.out)[1])


@case("create instance", "a bid that loses, and one that must not")
def _():
    answer = vast("create", "instance", have["cheap"][5], "--image", "i", "--bid_price", 0.001).json
    same((answer["success"], answer["error"]), (False, "resources_unavailable"), "answer")
    have["low"] = answer["new_contract"]
    same((row("low")["is_bid"], row("low")["cur_state"]), (True, "stopped"), "state")
    refused(410, "no longer available", "create", "instance", have["cheap"][6], "--image", "i",
            "--bid_price", 0.001, "--cancel-unavail")
    same(len(ids()), 6, "number of instances")


@case("create instance", "refused")
def _():
    create = ("create", "instance", have["cheap"][6])
    refused(400, "image is required", *create, "--ssh")
    refused(400, "template", *create, "--template_hash", "661d064bbda1f2a133816b6d55da07c3")
    refused(400, "disk is larger", *create, "--image", "i", "--disk", 100000)
    refused(400, "at least 8", *create, "--image", "i", "--disk", 4)
    refused(400, "price must be", *create, "--image", "i", "--bid_price", 1000)
    refused(400, "price must be", *create, "--image", "i", "--bid_price", 0.00001)
    refused(400, "longer than 256", *create, "--image", "i", "--label", "l" * 257)
    refused(400, "longer than 4048", *create, "--image", "i", "--onstart-cmd", "o" * 4049)
    refused(400, "at most 256", *create, "--image", "i", "--env", "-e A=" + "v" * 257)
    refused(404, "No ask by id 99 is available", "create", "instance", 99, "--image", "i")
    refused(404, "No ask by id", "create", "instance", have["cheap"][0], "--image", "i")
    error = json.loads(vast(*create, "--image", "i", key="wrong").err)
    same((error["status_code"], error["msg"]), (401, "Invalid user key"), "error")
    same(len(ids()), 6, "number of instances")


@case("create instance", "with a volume of its own, and with one that there is")
def _():
    offer = next(o for o in have["offers"] if o["id"] in have["cheap"][7:] and o["disk_space"] > 300)
    ask = next(v["id"] for v in vast("search", "volumes", f"machine_id={offer['machine_id']}").json)
    refused(404, "Volume 5 not found", "create", "instance", offer["id"], "--image", "i",
            "--link-volume", 5, "--mount-path", "/data")
    rent("disk", offer["id"], "--image", "i", "--create-volume", ask, "--volume-size", 30,
         "--mount-path", "/data", "--volume-label", "d1")
    [volume] = vast("show", "volumes").json
    same((volume["label"], volume["disk_space"], volume["instances"]),
         ("d1", 30.0, [have["disk"]]), "volume")
    [inside] = row("disk")["volume_info"]
    same((inside["id"], inside["total_space"]), (volume["id"], 30), "volume inside")
    refused(400, "in use", "delete", "volume", volume["id"])
    vast("destroy", "instance", have["disk"], "-y")
    rent("disk", offer["id"], "--image", "i", "--link-volume", volume["id"], "--mount-path", "/d")
    same(row("disk")["volume_info"][0]["id"], volume["id"], "volume inside")
    vast("destroy", "instance", have["disk"], "-y")
    have["volume"] = volume["id"]


@case("create instances")
def _():
    chosen = have["cheap"][8:10]
    ran = says("Started. {'success': True", "create", "instances", have["cheap"][0], *chosen,
               "--image", "i", "--ssh", "--label", "bulk", "--disk", 12)
    same(re.search(r"'failed': \[(\d+)\]", ran.out)[1], str(have["cheap"][0]), "failed")
    bulk = ids("--label", "bulk")
    same(len(bulk), 2, "number of instances")
    have["b1"], have["b2"] = bulk
    for name in ("b1", "b2"):
        runs(name)


@case("show instances", "filters, order, columns and counts")
def _():
    every = ids()
    same(every, sorted(every), "ids")
    same(ids("--label", "l1"), [have["ports"], have["flags"]], "by label")
    same(ids("--label", "l1", "bulk"), [have["ports"], have["flags"], have["b1"], have["b2"]], "labels")
    same(ids("--label", "none"), [], "a label that none has")
    same(have["low"] in ids("--status", "exited"), True, "stopped ones")
    same(set(ids("--status", "running", "exited", "loading", "created")), set(every), "states")
    same(ids("--order-by", "id desc"), every[::-1], "order")
    same(ids("--limit", 2), every[:2], "a page")
    page = vast("show", "instances", "--limit", 2, "--order-by", "label desc").json
    same([one["label"] for one in page["instances"]], ["l1", "l1"], "labels")
    same((page["instances_found"], page["total_instances"]), (len(every), len(every)), "counts")
    same(page["label_counts"], {"bulk": 2, "l1": 2}, "labels of all")
    names = {one["gpu_name"] for one in vast("show", "instances").json}
    for name in names:
        wanted = [one["id"] for one in vast("show", "instances").json if one["gpu_name"] == name]
        same(ids("--gpu-name", name), wanted, name)
    same(ids("--verification", "verified"), every, "verified")
    refused(400, "dph_total is not a stored column", "show", "instances", "--order-by", "dph_total")
    says(str(have["ports"]), "show", "instances", "--cols", "id,label,status")
    says("--status:", "show", "instances", "-v")


@case("show instances", "of more than one page")
def _():
    taken = [o["id"] for o in offers("num_gpus=1", "-o", "dph")][:24]
    says("Started.", "create", "instances", *taken, "--image", "i", "--label", "many")
    many = ids("--label", "many")
    same(len(many), 24, "number of instances")
    every = ids()
    true(len(every) > 25 and every == sorted(set(every)), "ids over two pages")
    same([one["id"] for one in vast("show", "instances").json], every, "rows over two pages")
    first = vast("show", "instances", "--limit", 25).json
    true(first["next_token"] and len(first["instances"]) == 25, "the first page")
    says("destroying", "destroy", "instances", *many, "-y")
    same(ids("--label", "many"), [], "those that are gone")


@case("show instance")
def _():
    says(str(have["ports"]), "show", "instance", have["ports"])
    says(str(have["ports"]), "show", "instance", have["ports"], "-q")
    same(vast("show", "instance", 5).json, {"instances": None}, "none")
    ran = vast("show", "instance", 5, raw=False, status=1)
    true("not found" in ran.err, ran.err)


@case("ssh-url")
def _():
    port = row("ports")["ports"]["22/tcp"][0]["HostPort"]
    says(f"ssh://root@127.0.0.1:{port}", "ssh-url", have["ports"])
    says(f"scp://root@127.0.0.1:{port}", "scp-url", have["ports"])
    says(f"ssh://root@127.0.0.1:{row('b1')['ssh_port']}", "ssh-url", have["b1"])
    says("no instance found", "ssh-url", 5, status=1)


@case("logs")
def _():
    name = f"C.{have['ports']} "
    lines = says("started", "logs", have["ports"]).out.strip().splitlines()
    true(len(lines) > 1, "few lines")
    last = says(lines[-1], "logs", have["ports"], "--tail", 1).out.strip().splitlines()
    same(len(last), 1, "number of lines")
    found = says("started", "logs", have["ports"], "--filter", "started").out
    true(all("started" in line for line in found.strip().splitlines()), found)
    same(vast("logs", have["ports"], "--filter", "not there", raw=False).out.strip(), "", "nothing")
    says(name, "logs", have["ports"], "--daemon-logs")
    says(name, "logs", have["ports"], "--daemon-logs", "--tail", 1, "--filter", "running")
    refused(404, "not found", "logs", 5)
    refused(400, "tail", "logs", have["ports"], "--tail", "x")


@case("execute")
def _():
    refused(400, "stopped instances", "execute", have["ports"], "ls -l")
    refused(404, "not found", "execute", 5, "ls -l")
    for command in ("cat /etc/passwd", "ls -l; id", "ls $(id)"):
        refused(400, "Invalid command", "execute", have["low"], command)
    refused(400, "512", "execute", have["low"], "ls " + "x" * 512)
    for command in ("ls -l", "du -sh /workspace", "rm -f x"):
        # The client takes the text that it fetched for an object: proof that the text arrived.
        ran = vast("execute", have["low"], command, status=1)
        true("'str' object has no attribute 'get'" in ran.err, ran.err[-200:])


@case("label instance")
def _():
    accents = "é" * 60
    says(f"set to {accents}", "label", "instance", have["ports"], accents)
    same(row("ports")["label"], accents, "label")
    says("set to .", "label", "instance", have["ports"], "")
    same(row("ports")["label"], "", "label")
    refused(400, "1024", "label", "instance", have["ports"], "l" * 1025)
    refused(404, "not found", "label", "instance", 5, "x")


@case("stop instance", "and start")
def _():
    says("stopping", "stop", "instance", have["ports"])
    until(lambda: row("ports")["actual_status"] == "exited", "stopped")
    says("stopping", "stop", "instance", have["ports"])
    same(row("ports")["ports"], {}, "ports")
    says("starting", "start", "instance", have["ports"])
    runs("ports")
    says("starting", "start", "instance", have["ports"])
    says("state change queued", "start", "instance", have["low"])
    same(row("low")["intended_status"], "running", "what is wanted")
    says("stopping", "stop", "instance", have["low"])
    for verb in ("start", "stop"):
        refused(404, "not found", verb, "instance", 5)


@case("stop instances", "and start")
def _():
    both = (have["b1"], have["b2"])
    says(f"stopping instance [{both[0]}, {both[1]}, 5].", "stop", "instances", *both, 5)
    for name in ("b1", "b2"):
        until(lambda: row(name)["actual_status"] == "exited", f"{name} stopped")
    says(f"starting instance [{both[0]}, {both[1]}].", "start", "instances", *both)
    for name in ("b1", "b2"):
        runs(name)


@case("reboot instance")
def _():
    port = row("ports")["ports"]["22/tcp"][0]["HostPort"]
    says("Rebooting", "reboot", "instance", have["ports"])
    same(row("ports")["actual_status"], "rebooting", "status")
    runs("ports")
    same(row("ports")["ports"]["22/tcp"][0]["HostPort"], port, "port")
    says("Is the container started?", "reboot", "instance", 5)
    says("Is the container started?", "reboot", "instance", have["low"])


@case("recycle instance")
def _():
    says("Recycling", "recycle", "instance", have["ports"])
    same(row("ports")["actual_status"], "recycling", "status")
    runs("ports")
    refused(400, "Invalid instance id", "recycle", "instance", 5)
    refused(400, "Invalid instance id", "recycle", "instance", have["low"])


@case("update instance")
def _():
    says("updated successfully", "update", "instance", have["ports"], "--image", "other",
         "--onstart", "echo x", "--env", '{"A": "b"}', "--args=-v")
    seen = row("ports")
    same((seen["image_uuid"], seen["onstart"], seen["extra_env"], seen["image_args"]),
         ("other", "echo x", [["A", "b"]], ["-v"]), "container")
    runs("ports")
    refused(404, "not found", "update", "instance", 5, "--image", "x")
    refused(400, "template", "update", "instance", have["ports"], "--template_id", 1)


@case("change bid")
def _():
    lowest = row("low")["min_bid"]
    says("Per gpu bid price changed", "change", "bid", have["low"], "--price", lowest + 0.01)
    runs("low")
    true(abs(row("low")["dph_base"] - lowest - 0.01) < 1e-6, "price")
    says("Per gpu bid price changed", "change", "bid", have["low"], "--price", 0.001)
    same(row("low")["cur_state"], "stopped", "outbid")
    says("Per gpu bid price changed", "change", "bid", have["low"])
    same(row("low")["dph_base"], lowest, "a price that wins")
    refused(400, "price must be", "change", "bid", have["low"], "--price", 0)
    refused(400, "price must be", "change", "bid", have["low"], "--price", 33)
    refused(400, "on demand", "change", "bid", have["ports"], "--price", 1)
    refused(404, "not found", "change", "bid", 5, "--price", 1)


@case("show deposit", "and what else is asked of an instance")
def _():
    same(vast("show", "deposit", have["ports"]).json["refundable_deposit"], 0.0, "deposit")
    refused(404, "not found", "show", "deposit", 5)
    snapshot = ("take", "snapshot", have["ports"], "--repo", "a/b", "--docker_login_user", "u",
                "--docker_login_pass", "p")
    says("Taking snapshot", *snapshot)
    same(vast("show", "pending-price-increases").json["pending_price_increases"], [], "increases")


@case("copy")
def _():
    one, two = have["ports"], have["b1"]
    says("Remote to Remote copy initiated", "copy", f"C.{one}:/x/", f"C.{two}:/y/")
    says("Remote to Remote copy initiated", "copy", f"{one}:/x/", f"{two}:/y/")
    says("Instance 5 not found", "copy", "C.5:/x/", f"C.{two}:/y/")
    says("Remote copy canceled", "cancel", "copy", two)


# Keys, variables, volumes and money

@case("attach ssh", "and detach")
def _():
    path = os.environ["HOME"] + "/key.pub"
    with open(path, "w", encoding="utf-8") as file:
        file.write("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFile file\n")
    says("'success': True", "attach", "ssh", have["ports"], path)
    keys = json.loads(api(f"/api/v0/instances/{have['ports']}/ssh/")["ssh_keys"])
    same([key["public_key"].split()[-1] for key in keys], ["renter", "file"], "keys")
    says("already", "attach", "ssh", have["ports"], path)
    says("'success': True", "detach", "ssh", have["ports"], keys[1]["id"])
    refused(404, "not found", "detach", "ssh", have["ports"], keys[1]["id"])
    refused(404, "not found", "attach", "ssh", 5, path)


@case("update ssh-key", "and delete")
def _():
    [one] = vast("show", "ssh-keys").json
    says("AAAANew", "update", "ssh-key", one["id"], "ssh-ed25519 AAAANew new")
    same(vast("show", "ssh-keys").json[0]["public_key"], "ssh-ed25519 AAAANew new", "key")
    for verb, more in (("update", ("ssh-ed25519 AAAA x",)), ("delete", ())):
        refused(404, "not found", verb, "ssh-key", 1, *more)
    says("'success': True", "delete", "ssh-key", one["id"])
    same(vast("show", "ssh-keys").json, [], "keys")


@case("create env-var", "and the others")
def _():
    says("created", "create", "env-var", "a_b", "value-1.x")
    refused(400, "letters, digits", "create", "env-var", "c", "has space")
    for number in range(15):
        vast("create", "env-var", f"k{number}", "1")
    refused(400, "at most 16", "create", "env-var", "more", "1")
    same(len(vast("show", "env-vars").json), 16, "number of variables")
    says("Name: A_B", "show", "env-vars", "-s")
    says("updated", "update", "env-var", "A_b", "2")
    refused(400, "no variable NOPE", "update", "env-var", "nope", "1")
    refused(400, "no variable NOPE", "delete", "env-var", "nope")
    says("A_B deleted", "delete", "env-var", "a_b")
    same(len(vast("show", "env-vars").json), 15, "number of variables")


@case("search volumes", "and clone")
def _():
    found = vast("search", "volumes", "disk_space>1000 geolocation=US", "-o", "storage_cost+",
                 "--limit", 2).json
    true(len(found) == 2 and all(v["disk_space"] > 1000 for v in found), "disks")
    true(found[0]["storage_cost"] <= found[1]["storage_cost"], "order")
    says("", "clone", "volume", have["volume"], found[0]["id"], "-s", 40)
    volumes = vast("show", "volumes").json
    same([v["disk_space"] for v in volumes], [30.0, 40.0], "sizes")
    same(vast("show", "volumes", "-t", "network").json, [], "volumes elsewhere")
    refused(404, "No volume offer", "create", "volume", 5, "-s", 10)
    refused(400, "larger than", "create", "volume", found[1]["id"], "-s", 10000000)
    refused(404, "not found", "clone", "volume", 5, found[1]["id"])
    for volume in volumes:
        vast("delete", "volume", volume["id"])
    same(vast("show", "volumes").json, [], "volumes")


@case("destroy instance", "one, several and none")
def _():
    says("Aborted", "destroy", "instance", have["args"])
    same(row("args")["id"], have["args"], "it is still there")
    same(vast("destroy", "instance", have["args"], "-y").out, "", "output")
    same(row("args"), None, "row")
    refused(404, "not found", "destroy", "instance", have["args"], "-y")
    says("destroying instance", "destroy", "instances", *ids(), 5, "-y")
    same(ids(), [], "instances")


@case("show invoices-v1", "charges in pages and by kind")
def _():
    ask = ("show", "invoices-v1", "--charges", "-s", "2020-01-01", "-e", "2040-01-01")
    every = vast(*ask, "--limit", 100).json
    same(every["total"], len(every["results"]), "number")
    pages, token = [], None
    while True:
        page = vast(*ask, "--limit", 20, *(["--next-token", token] if token else [])).json
        pages += page["results"]
        token = page["next_token"]
        if not token:
            break
    same(pages, every["results"], "pages")
    latest = vast(*ask, "--limit", 100, "--latest-first").json["results"]
    same(latest, every["results"][::-1], "latest first")
    for kind in ("instance", "volume"):
        some = vast(*ask, "--limit", 100, "--charge-type", kind).json["results"]
        true(some and {one["type"] for one in some} == {kind}, kind)
    same(vast(*ask, "--charge-type", "serverless").json["results"], [], "serverless")
    says("Instance", *ask, "--limit", 100, "--format", "tree", "--no-color")
    refused(400, "day", "show", "invoices-v1", "-c", "-s", "2026-01-01", "-e", "2025-01-01")
    invoices = vast("show", "invoices-v1", "-i", "-s", "2020-01-01", "-e", "2040-01-01").json
    same(invoices["results"], [], "invoices")


@case("show user")
def _():
    user = vast("show", "user").json
    # This command is a deprecated one, and says so.
    charges = json.loads(vast("show", "invoices", "-c", "-s", "2020-01-01", "-e", "2040-01-01").out)
    spent = sum(one["amount"] for one in charges)
    true(abs(1000 - user["credit"] - spent) < 0.001, f"{user['credit']} after {spent}")
    true("api_key" not in user, "the key is shown")
    error = json.loads(vast("show", "user", key="wrong").err)
    same((error["status_code"], error["msg"]), (401, "Invalid user key"), "error")
