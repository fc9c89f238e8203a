import * as pulumi from "@pulumi/pulumi";

type DependsOn = pulumi.ResourceOptions["dependsOn"];

/**
 * Pulumi waits for the resources in a component, but not for the component itself. It would ignore a component that has no
 * children of its own and only waits for other resources.
 */
export function waitingForComponents(dependsOn: DependsOn): {
  dependsOn?: NonNullable<DependsOn>;
} {
  if (dependsOn === undefined) return {};
  // Pulumi accepts nested lists.
  const waiting = [dependsOn, ready(dependsOn).apply(() => [])];
  return { dependsOn: waiting as unknown as NonNullable<DependsOn> };
}

/** Known once all of the resources exist, including the children of components. */
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
  /** Only components have it: known once the component has constructed its children. */
  readonly __data?: Promise<unknown>;
  readonly __childResources?: ReadonlySet<Registered>;
}

/** As in Pulumi's own `dependsOn`, a component exists once its children exist; a resource counts without its children. */
function created(resource: Registered | undefined): pulumi.Output<unknown> {
  // Pulumi ignores missing elements of a list.
  if (!resource) return pulumi.output(undefined);
  const { id, urn, __data: data } = resource;
  if (id) return id;
  return pulumi
    .all([urn, data?.then(() => undefined)])
    .apply(() =>
      pulumi.all([...(resource.__childResources ?? [])].map(created)),
    );
}
