package main

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// Route stands for what you deploy over the line, such as a route or a gateway. It changes nothing.
type Route struct {
	pulumi.ResourceState

	Peer pulumi.StringOutput
}

func newRoute(ctx *pulumi.Context, name string, peer pulumi.StringInput, opts ...pulumi.ResourceOption) (*Route, error) {
	route := &Route{}
	if err := ctx.RegisterComponentResource("example:index:Route", name, route, opts...); err != nil {
		return nil, err
	}
	route.Peer = peer.ToStringOutput()
	return route, ctx.RegisterResourceOutputs(route, pulumi.Map{"peer": route.Peer})
}
