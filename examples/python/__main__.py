from typing import Optional

import pulumi
import pulumi_huaweicloud_dc as dc

from route import Route

config = pulumi.Config()

# A line that does not meet the expectation fails the preview before anything changes, and the update before anything
# that depends on it changes.
line = dc.VifPeerDetection(
    "line",
    vif_peer_id=config.get("vifPeerId") or "1158951c-a6f1-40a0-af88-632817fd24ac",
    expect=dc.VifPeerDetectionGateArgs(max_loss_ratio=1),
)

# Another account, which trusts yours through an agency.
hub = dc.Provider(
    "hub",
    region="cn-north-4",
    assume_role=dc.AssumeRoleArgs(
        agency_name="line-reader",
        domain_id=config.get("hubDomainId") or "a1b2c3d4e5f60718293a4b5c6d7e8f90",
    ),
)

hub_line = dc.VifPeerDetection(
    "hubLine",
    vif_peer_id=config.get("hubVifPeerId") or "2269a62d-b702-51b1-bf90-99743928e5bd",
    opts=pulumi.ResourceOptions(provider=hub),
)

route = Route("route", peer=line.vif_peer_id)


def verdict(status: str, loss_ratio: Optional[float]) -> str:
    # A running detection has no loss ratio, so it is not a good one.
    if status != "complete" or loss_ratio is None:
        return f"unknown: the detection is {status}"
    return f"{loss_ratio:g} % lost"


pulumi.export("status", line.status)
pulumi.export("lossRatio", line.loss_ratio)
pulumi.export("announced", route.peer)
pulumi.export(
    "hub",
    pulumi.Output.all(hub_line.status, hub_line.loss_ratio).apply(lambda values: verdict(*values)),
)
