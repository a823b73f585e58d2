"""The client vultr-python against cloudsim, as anyone would use it."""

import base64
import inspect

from judge import Judge, refused, same, true, until
from vultr import Vultr, VultrException

PLAN = "vcg-a16-2c-8g-2vram"
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFlanguage renter"

judge = Judge()
case = judge.case


def connect(key):
    vultr = Vultr(key)
    vultr.url = judge.ready["vultr_url"]
    return vultr


client = connect(judge.ready["vultr_api_key"])
have = {}


def encoded(text):
    return base64.b64encode(text.encode()).decode()


def settled():
    ready = lambda: client.get_instance(have["node"])["server_status"] == "ok"
    until(ready, "the machine is ready")


@case("list_os")
def _():
    system = Vultr.filter_list(client.list_os(), "Ubuntu 22.04 LTS x64")
    same((system["id"], system["family"]), (1743, "ubuntu"), "system")


@case("list_plans")
def _():
    same(len(client.list_plans()), 27, "number of plans")
    same(client.list_plans({"type": "vc2"}), [], "plans of another type")
    plan = Vultr.filter_list(client.list_plans({"type": "vcg"}), PLAN, "id")
    same((plan["gpu_type"], plan["gpu_vram_gb"]), ("NVIDIA_A16", 2), "GPU")
    same(plan["hourly_cost"], 0.059, "price of an hour")
    have["plan"] = plan


@case("list_regions")
def _():
    regions = client.list_regions()
    same(len(regions), 32, "number of regions")
    sold = Vultr.filter_regions(regions, have["plan"]["locations"])
    same({region["id"] for region in sold}, set(have["plan"]["locations"]), "regions")


@case("get", "availability")
def _():
    there = client.get("/regions/ewr/availability", {"type": "vcg"})["available_plans"]
    true(PLAN in there, f"{PLAN} is not to be had in ewr")
    have["there"] = there


@case("create_key")
def _():
    have["key"] = client.create_key("renter", KEY)
    same((have["key"]["name"], have["key"]["ssh_key"]), ("renter", KEY), "key")


@case("list_keys")
def _():
    same(client.list_keys(), [have["key"]], "keys")


@case("get_key")
def _():
    same(client.get_key(have["key"]), have["key"], "key")
    raised = refused(VultrException, "Invalid ssh key", lambda: client.get_key("none"))
    same(raised.status, 404, "status")


@case("patch", "a key")
def _():
    same(client.patch(f"ssh-keys/{have['key']['id']}", name="other"), None, "answer")
    same(client.get_key(have["key"])["name"], "other", "name")


@case("update_key", "which expects a body that the service does not send")
def _():
    refused(TypeError, "", lambda: client.update_key(have["key"], name="third"))
    same(client.get_key(have["key"])["name"], "third", "name")


@case("create_script")
def _():
    have["script"] = client.create_script("first", encoded("#!/bin/sh\n"), type="boot")
    same((have["script"]["name"], have["script"]["type"]), ("first", "boot"), "script")
    refused(VultrException, "base64", lambda: client.create_script("x", "not base64!"))


@case("list_scripts")
def _():
    [script] = client.list_scripts()
    same(script["id"], have["script"]["id"], "id")
    true("script" not in script, "the list has the text")


@case("get_script")
def _():
    same(client.get_script(have["script"])["script"], encoded("#!/bin/sh\n"), "text")


@case("update_script", "which expects a body that the service does not send")
def _():
    refused(TypeError, "", lambda: client.update_script(have["script"], name="second"))
    same(client.get_script(have["script"])["name"], "second", "name")


@case("create_instance")
def _():
    have["node"] = client.create_instance(
        "ewr",
        have["plan"],
        os_id=1743,
        label="worker",
        hostname="worker",
        tags=["fleet=main", "op=1"],
        sshkey_id=[have["key"]["id"]],
        script_id=have["script"]["id"],
        user_data=encoded("#cloud-config\n"),
        backups="disabled",
    )
    same(have["node"]["status"], "pending", "status")
    same(have["node"]["main_ip"], "0.0.0.0", "address")
    same(have["node"]["tags"], ["fleet=main", "op=1"], "tags")
    true(have["node"]["default_password"], "there is no password")


@case("create_instance", "refused")
def _():
    def create(region="ewr", plan=PLAN, **fields):
        return lambda: client.create_instance(region, plan, **{"os_id": 1743, **fields})

    refused(VultrException, "Invalid plan chosen.", create(plan="vbm-4c-32gb"))
    refused(VultrException, "Backups option must be", create(backups=True))
    refused(VultrException, "Exactly one of", create(image_id="docker"))
    refused(VultrException, "Invalid ssh key", create(sshkey_id=["none"]))
    refused(VultrException, "Invalid VPC ID", create(attach_vpc=["none"]))
    refused(VultrException, "base64", create(user_data="not base64!"))
    same(len(client.list_instances()), 1, "number of machines")


@case("delete_instance", "while it is locked")
def _():
    raised = refused(
        VultrException,
        "Unable to destroy server: Unable to remove VM: Server is currently locked",
        lambda: client.delete_instance(have["node"]),
    )
    same(raised.status, 500, "status")


@case("get_instance")
def _():
    settled()
    node = client.get_instance(have["node"])
    same((node["status"], node["power_status"]), ("active", "running"), "status")
    true("default_password" not in node, "the password is shown")
    same(node["label"], "worker", "label")
    raised = refused(VultrException, "instance not found", lambda: client.get_instance("none"))
    same(raised.status, 404, "status")


@case("list_instances")
def _():
    ids = lambda **query: [node["id"] for node in client.list_instances(query)]
    own = [have["node"]["id"]]
    same(ids(), own, "all")
    same(ids(label="worker"), own, "by label")
    same(ids(label="work"), [], "by a part of the label")
    same(ids(tag="FLEET=main"), own, "by tag")
    same(ids(region="fra"), [], "by region")
    [node] = client.list_instances({"show_pending_charges": "true"})
    same(node["pending_charges"], 0.059, "charges")


@case("update_instance")
def _():
    node = client.update_instance(have["node"], label="other", tags=None)
    same((node["label"], node["tags"]), ("other", ["fleet=main", "op=1"]), "label and tags")
    node = client.update_instance(have["node"], tags=["fleet=next"])
    same((node["label"], node["tags"]), ("other", ["fleet=next"]), "label and tags")
    same(client.get(f"instances/{node['id']}/upgrades")["upgrades"]["applications"], [], "apps")
    refused(VultrException, "Invalid plan", lambda: client.update_instance(node, plan="none"))


@case("list_ipv4")
def _():
    [address] = client.list_ipv4(have["node"])
    same(address["ip"], client.get_instance(have["node"])["main_ip"], "address")
    same(address["type"], "main_ip", "type")


@case("post", "halt and start")
def _():
    path = f"instances/{have['node']['id']}"
    power = lambda: client.get_instance(have["node"])["power_status"]
    same(client.post(f"{path}/halt"), None, "answer")
    until(lambda: power() == "stopped", "stopped")
    same(client.post("instances/start", instance_ids=[have["node"]["id"]]), None, "answer")
    until(lambda: power() == "running", "running")


@case("put", "the name of a network")
def _():
    network = client.post("vpcs", region="ewr", description="one")["vpc"]
    same(client.put(f"vpcs/{network['id']}", description="two"), None, "answer")
    same(client.get(f"vpcs/{network['id']}")["vpc"]["description"], "two", "description")
    path = f"instances/{have['node']['id']}/vpcs"
    client.post(f"{path}/attach", vpc_id=network["id"])
    [place] = client.get(path)["vpcs"]
    same(client.get_instance(have["node"])["internal_ip"], place["ip_address"], "address")
    refused(
        VultrException, "attached to this VPC network", lambda: client.delete(f"vpcs/{network['id']}")
    )
    client.post(f"{path}/detach", vpc_id=network["id"])
    same(client.delete(f"vpcs/{network['id']}"), None, "answer")


@case("get", "account and charges")
def _():
    account = client.get("account")["account"]
    charges = client.get("billing/pending-charges")["pending_charges"]
    same(account["pending_charges"], 0.059, "charges of the account")
    same([line["total"] for line in charges], [0.059], "lines")
    true(account["balance"] < 0, "there is no credit")
    same(client.get("billing/history")["billing_history"], [], "history")


@case("delete_instance")
def _():
    same(client.delete_instance(have["node"]), None, "answer")
    same(client.list_instances(), [], "machines")
    refused(VultrException, "instance not found", lambda: client.delete_instance(have["node"]))


@case("delete_script")
def _():
    same(client.delete_script(have["script"]), None, "answer")
    same(client.list_scripts(), [], "scripts")


@case("delete_key")
def _():
    same(client.delete_key(have["key"]), None, "answer")
    same(client.list_keys(), [], "keys")


@case("delete")
def _():
    key = client.create_key("x", KEY)
    same(client.delete(f"ssh-keys/{key['id']}"), None, "answer")
    refused(VultrException, "Invalid ssh key", lambda: client.delete(f"ssh-keys/{key['id']}"))


@case("get", "with a wrong key, and with none")
def _():
    for key in ("wrong", None):
        raised = refused(VultrException, "", lambda: connect(key).list_instances())
        same(raised.status, 401, "status")
        same(len(connect(key).list_plans()), 27, "number of plans")


@case("every operation of the client", "is driven or left out on purpose")
def _():
    public = {
        name
        for name, member in vars(Vultr).items()
        if inspect.isfunction(member) and not name.startswith("_")
    }
    same(public - judge.used, {"create_ipv4", "delete_ipv4"}, "what is left")
