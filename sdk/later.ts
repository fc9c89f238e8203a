import * as pulumi from "@pulumi/pulumi";

type Later = pulumi.Output<unknown> | Promise<unknown>;

/** Whether a value will be known later. */
export function isLater(value: unknown): value is Later {
  return pulumi.Output.isInstance(value) || value instanceof Promise;
}

/**
 * Converts a value once it is known. Converts it before `pulumi.output` sees it, which would empty dates and objects with
 * getters.
 */
export function laterAs(
  value: Later,
  convert: (value: unknown) => unknown,
): pulumi.Output<unknown> {
  return pulumi.output(
    value instanceof Promise ? value.then(convert) : value.apply(convert),
  );
}
