import * as pulumi from "@pulumi/pulumi";
import { isLater, laterAs } from "./later.js";

/**
 * Converts triggers to a form that Pulumi can compare. Pulumi treats a date as an empty object and drops functions, so changes
 * of such triggers would go unnoticed.
 */
export function comparable(value: unknown): unknown {
  if (isLater(value)) return laterAs(value, comparable);
  if (Array.isArray(value)) return value.map(comparable);
  if (value instanceof Date) return value.toJSON();
  const tag = Object.prototype.toString
    .call(value)
    .slice("[object ".length, -1);
  if (!COMPARED.includes(tag)) {
    throw new pulumi.RunError(
      `a trigger of VifPeerDetectionRun is a ${tag}, and Pulumi cannot detect changes in it: pass its values instead`,
    );
  }
  if (typeof value !== "object" || value === null) return value;
  // An asset or a resource, which Pulumi can compare.
  if (
    ![Object.prototype, null].includes(Object.getPrototypeOf(value) as null)
  ) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, comparable(one)]),
  );
}

const COMPARED = ["Null", "Undefined", "Boolean", "Number", "String", "Object"];
