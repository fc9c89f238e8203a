package main

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
	"pulumi-huaweicloud-dc/sdk/dc"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		// A line that does not meet the expectation fails the preview before anything changes, and the update before
		// anything that depends on it changes.
		line, err := dc.NewVifPeerDetection(ctx, "line", &dc.VifPeerDetectionArgs{
			VifPeerId: pulumi.String(setting(ctx, "vifPeerId", "1158951c-a6f1-40a0-af88-632817fd24ac")),
			Expect:    dc.VifPeerDetectionGateArgs{MaxLossRatio: pulumi.Float64(1)},
		})
		if err != nil {
			return err
		}

		// Another account, which trusts yours through an agency.
		hub, err := dc.NewProvider(ctx, "hub", &dc.ProviderArgs{
			Region: pulumi.String("cn-north-4"),
			AssumeRole: dc.AssumeRoleArgs{
				AgencyName: pulumi.String("line-reader"),
				DomainId:   pulumi.String(setting(ctx, "hubDomainId", "a1b2c3d4e5f60718293a4b5c6d7e8f90")),
			},
		})
		if err != nil {
			return err
		}
		hubLine, err := dc.NewVifPeerDetection(ctx, "hubLine", &dc.VifPeerDetectionArgs{
			VifPeerId: pulumi.String(setting(ctx, "hubVifPeerId", "2269a62d-b702-51b1-bf90-99743928e5bd")),
		}, pulumi.Provider(hub))
		if err != nil {
			return err
		}

		route, err := newRoute(ctx, "route", line.VifPeerId, pulumi.DependsOn([]pulumi.Resource{line}))
		if err != nil {
			return err
		}

		ctx.Export("status", line.Status)
		ctx.Export("lossRatio", line.LossRatio)
		ctx.Export("announced", route.Peer)
		ctx.Export("hub", pulumi.All(hubLine.Status, hubLine.LossRatio).ApplyT(verdict))
		return nil
	})
}

// verdict describes the result of a detection. A running detection has no loss ratio, so it is not a good one.
func verdict(values []any) string {
	status, lossRatio := values[0].(string), values[1].(*float64)
	if status != "complete" || lossRatio == nil {
		return fmt.Sprintf("unknown: the detection is %s", status)
	}
	return fmt.Sprintf("%g %% lost", *lossRatio)
}

func setting(ctx *pulumi.Context, name, otherwise string) string {
	if value := config.Get(ctx, name); value != "" {
		return value
	}
	return otherwise
}
