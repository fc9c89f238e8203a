package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"pulumi-huaweicloud-dc/sdk/dc"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		vifPeerId := "1158951c-a6f1-40a0-af88-632817fd24ac"

		// #region VifPeerDetection
		line, err := dc.NewVifPeerDetection(ctx, "line", &dc.VifPeerDetectionArgs{
			VifPeerId: pulumi.String("1158951c-a6f1-40a0-af88-632817fd24ac"),
			Expect:    dc.VifPeerDetectionGateArgs{MaxLossRatio: pulumi.Float64(1)},
		})
		if err != nil {
			return err
		}
		// #endregion

		// #region VifPeerDetectionRun
		measured, err := dc.NewVifPeerDetectionRun(ctx, "measured", &dc.VifPeerDetectionRunArgs{
			VifPeerId: line.VifPeerId,
			Expect:    dc.VifPeerDetectionRunExpectationsArgs{MaxLossRatio: pulumi.Float64(1)},
			Remeasure: dc.RemeasureArgs{OlderThan: pulumi.String("30m")},
		}, pulumi.Timeouts(&pulumi.CustomTimeouts{Create: "15m", Update: "15m"}))
		if err != nil {
			return err
		}
		// #endregion

		// #region Provider
		hub, err := dc.NewProvider(ctx, "hub", &dc.ProviderArgs{
			Region: pulumi.String("cn-north-4"),
			AssumeRole: dc.AssumeRoleArgs{
				AgencyName: pulumi.String("line-reader"),
				DomainId:   pulumi.String("a1b2c3d4e5f60718293a4b5c6d7e8f90"),
			},
		})
		if err != nil {
			return err
		}
		hubLine, err := dc.NewVifPeerDetection(ctx, "hubLine", &dc.VifPeerDetectionArgs{
			VifPeerId: pulumi.String("2269a62d-b702-51b1-bf90-99743928e5bd"),
		}, pulumi.Provider(hub))
		if err != nil {
			return err
		}
		// #endregion

		// #region getVifPeerDetection
		newest, err := dc.LookupVifPeerDetection(ctx, &dc.LookupVifPeerDetectionArgs{
			VifPeerId: pulumi.StringRef(vifPeerId),
		})
		if err != nil {
			return err
		}
		ctx.Export("newestStatus", pulumi.String(newest.Status))
		// #endregion

		// #region getVifPeerDetections
		all, err := dc.GetVifPeerDetections(ctx, &dc.GetVifPeerDetectionsArgs{
			VifPeerId: pulumi.StringRef(vifPeerId),
			Status:    pulumi.StringRef("complete"),
		})
		if err != nil {
			return err
		}
		for _, detection := range all.VifPeerDetections {
			ctx.Log.Info(detection.DetectionId, nil)
		}
		// #endregion

		ctx.Export("lossRatio", pulumi.Array{line.LossRatio, hubLine.LossRatio})
		ctx.Export("measuredId", measured.DetectionId)
		return nil
	})
}
