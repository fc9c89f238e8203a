import * as pulumi from "@pulumi/pulumi";

type DependsOn = pulumi.ResourceOptions["dependsOn"];

/**
 * Pulumi waits for what is in a component, but not for the component itself: one that has nothing in it, and waits for
 * others, would be passed by.
 */
export function waitingForComponents(dependsOn: DependsOn): {
  dependsOn?: NonNullable<DependsOn>;
} {
  if (dependsOn === undefined) return {};
  // Pulumi takes lists in lists.
  const waiting = [dependsOn, ready(dependsOn).apply(() => [])];
  return { dependsOn: waiting as unknown as NonNullable<DependsOn> };
}

/** Known once all of the resources exist, with everything in them that is a component. */
export function ready(dependsOn: DependsOn): pulumi.Output<unknown> {
  return pulumi
    .output(dependsOn ?? [])
    .apply((resources) =>
      pulumi.all(
        [resources].flat().map((one) => created(one as Registered | undefined)),
      ),
    );
}

/** What we use of Pulumi's resources. */
interface Registered {
  readonly urn: pulumi.Output<string>;
  readonly id?: pulumi.Output<string>;
  /** A component's: known once it has constructed its children. */
  readonly __data?: Promise<unknown>;
  readonly __childResources?: ReadonlySet<Registered>;
}

/** As Pulumi's own `dependsOn`: a component is there once its children are; a resource alone, without its children. */
function created(resource: Registered | undefined): pulumi.Output<unknown> {
  // Pulumi passes over what is missing in a list.
  if (!resource) return pulumi.output(undefined);
  const { id, urn, __data: data } = resource;
  if (id) return id;
  return pulumi
    .all([urn, data?.then(() => undefined)])
    .apply(() =>
      pulumi.all([...(resource.__childResources ?? [])].map(created)),
    );
}
