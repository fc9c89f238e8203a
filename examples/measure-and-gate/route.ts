import * as pulumi from "@pulumi/pulumi";

/** Stands for what you deploy over the line, such as a route or a gateway. It changes nothing. */
export class Route extends pulumi.dynamic.Resource {
  declare readonly peer: pulumi.Output<string>;

  constructor(
    name: string,
    args: { peer: pulumi.Input<string> },
    opts?: pulumi.CustomResourceOptions,
  ) {
    super(
      {
        create: (inputs: object) =>
          Promise.resolve({ id: "route", outs: inputs }),
      },
      name,
      args,
      opts,
    );
  }
}
