import pulumi
import pulumi_huaweicloud_dc as dc

vif_peer_id = "1158951c-a6f1-40a0-af88-632817fd24ac"

# region VifPeerDetection
line = dc.VifPeerDetection(
    "line",
    vif_peer_id="1158951c-a6f1-40a0-af88-632817fd24ac",
    expect=dc.VifPeerDetectionGateArgs(max_loss_ratio=1),
)
# endregion

# region VifPeerDetectionRun
measured = dc.VifPeerDetectionRun(
    "measured",
    vif_peer_id=line.vif_peer_id,
    expect=dc.VifPeerDetectionRunExpectationsArgs(max_loss_ratio=1),
    remeasure=dc.RemeasureArgs(older_than="30m"),
    opts=pulumi.ResourceOptions(custom_timeouts=pulumi.CustomTimeouts(create="15m", update="15m")),
)
# endregion

# region Provider
hub = dc.Provider(
    "hub",
    region="cn-north-4",
    assume_role=dc.AssumeRoleArgs(
        agency_name="line-reader",
        domain_id="a1b2c3d4e5f60718293a4b5c6d7e8f90",
    ),
)

hub_line = dc.VifPeerDetection(
    "hubLine",
    vif_peer_id="2269a62d-b702-51b1-bf90-99743928e5bd",
    opts=pulumi.ResourceOptions(provider=hub),
)
# endregion

# region getVifPeerDetection
newest = dc.get_vif_peer_detection_output(vif_peer_id=vif_peer_id)

pulumi.export("newestStatus", newest.status)
# endregion

# region getVifPeerDetections
all_complete = dc.get_vif_peer_detections_output(vif_peer_id=vif_peer_id, status="complete")

pulumi.export("newestId", all_complete.vif_peer_detections[0].detection_id)
# endregion

pulumi.export("lossRatio", [line.loss_ratio, hub_line.loss_ratio])
pulumi.export("measuredId", measured.detection_id)
