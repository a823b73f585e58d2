"""gpuhunt's readers of Vast and Vultr offers against cloudsim, as a scheduler would use them."""

import gpuhunt.providers.vastai as vastai
import gpuhunt.providers.vultr as vultr
import requests
from gpuhunt import Catalog, QueryFilter
from judge import Judge, same, true

judge = Judge()
case = judge.case
vastai.bundles_url = judge.ready["vast_url"] + "/api/v0/bundles/"
vultr.API_URL = judge.ready["vultr_url"]


def catalog():
    market = Catalog(balance_resources=False, auto_reload=False)
    market.add_provider(vastai.VastAIProvider())
    market.add_provider(vultr.VultrProvider(api_key=judge.ready["vultr_api_key"]))
    return market


def rows(**query):
    answer = requests.post(vastai.bundles_url, json={"limit": 3000, **query}, timeout=10)
    return {str(row["id"]): row for row in answer.json()["offers"]}


@case("vultr", "every plan in every place it is sold in")
def _():
    plans = requests.get(vultr.API_URL + "/plans?per_page=500", timeout=10).json()["plans"]
    sold = {(plan["id"], place): plan for plan in plans for place in plan["locations"]}
    offers = vultr.VultrProvider().get()
    same(len(offers), len(sold), "number of offers")
    for offer in offers:
        plan = sold[offer.instance_name, offer.location]
        same(offer.price, plan["hourly_cost"], f"price of {plan['id']}")
        same(offer.cpu, plan["vcpu_count"], f"cores of {plan['id']}")
        same(offer.memory, plan["ram"] / 1024, f"memory of {plan['id']}")
        same(offer.gpu_name, plan["gpu_type"].split("_")[1], f"GPU of {plan['id']}")
        same(offer.gpu_memory * offer.gpu_count, plan["gpu_vram_gb"], f"GPU of {plan['id']}")
    same([offer.price for offer in offers], sorted(offer.price for offer in offers), "prices")


@case("vultr", "with a key, which makes it ask for stock")
def _():
    own = vultr.VultrProvider(api_key=judge.ready["vultr_api_key"], regions=["ewr", "fra"])
    same(len(own.get()), len(vultr.VultrProvider().get()), "number of offers")


@case("vastai", "one card of a kind")
def _():
    wish = QueryFilter(gpu_name=["RTX4090"], min_gpu_count=1, max_gpu_count=1)
    offers = vastai.VastAIProvider().get(wish)
    known = rows(gpu_name={"eq": "RTX 4090"}, num_gpus={"eq": 1}, rentable={"eq": True})
    same({offer.instance_name for offer in offers}, set(known), "offers")
    for offer in offers:
        row = known[offer.instance_name]
        same((offer.gpu_name, offer.gpu_count), ("RTX4090", 1), "GPU")
        true(offer.gpu_memory in (24, 48) and offer.gpu_memory * 1024 > row["gpu_ram"] * 0.93, "GB")
        base = row["min_bid"] if offer.spot else row["dph_base"]
        disk = row["disk_space"] * row["storage_cost"] / 720
        true(abs(offer.price - base - disk) < 0.00002, f"price of {row['id']}")
    true(any(offer.spot for offer in offers), "nothing can be bid for")


@case("vastai", "names of several kinds")
def _():
    offers = vastai.VastAIProvider().get(QueryFilter(gpu_name=["A100", "H100"]))
    same({offer.gpu_name for offer in offers}, {"A100", "H100"}, "names")


@case("vastai", "bounds of everything")
def _():
    wish = QueryFilter(
        min_cpu=8, min_memory=32, min_gpu_memory=20, max_gpu_memory=50, min_disk_size=100,
        max_price=1.0, min_compute_capability=(8, 0),
    )
    offers = vastai.VastAIProvider().get(wish)
    true(offers, "nothing fits")
    known = rows()
    for offer in offers:
        row = known[offer.instance_name]
        true(row["cpu_cores"] >= 8 and row["cpu_ram"] >= 32000, "too small a machine")
        true(20 * 1024 * 0.93 <= row["gpu_ram"] <= 50 * 1024 * 1.07, "memory of the GPU")
        true(row["disk_space"] >= 100 and row["compute_cap"] >= 800, "disk or GPU")
        same(offer.disk_size, 100, "disk")


@case("vastai", "own filters and order")
def _():
    provider = vastai.VastAIProvider(
        extra_filters={"reliability2": {"gte": 0.98}, "direct_port_count": {"gte": 4}},
        order=[("dph_total", "asc")],
    )
    offers = provider.get(QueryFilter())
    known = rows()
    picked = [known[offer.instance_name] for offer in offers]
    true(picked, "nothing fits")
    true(all(row["reliability2"] >= 0.98 for row in picked), "reliability")
    true(all(row["direct_port_count"] >= 4 for row in picked), "ports")
    prices = list(dict.fromkeys(row["dph_total"] for row in picked))
    same(prices, sorted(prices), "prices")


@case("vastai", "datacenters only")
def _():
    offers = vastai.VastAIProvider(community_cloud=False).get(QueryFilter())
    known = rows()
    true(offers, "there is none")
    same({known[offer.instance_name]["hosting_type"] for offer in offers}, {1}, "kinds of host")


@case("catalog", "both markets at once")
def _():
    market = catalog()
    cheap = market.query(provider=["vastai", "vultr"], gpu_name=["A16", "RTX4090"], spot=False)
    same({offer.provider for offer in cheap}, {"vastai", "vultr"}, "markets")
    same({offer.gpu_name for offer in cheap}, {"A16", "RTX4090"}, "names")
    vultrs = market.query(provider="vultr", min_gpu_memory=40, max_price=2)
    true(vultrs, "nothing fits")
    true(all(offer.gpu_memory >= 40 and offer.price <= 2 for offer in vultrs), "bounds")
