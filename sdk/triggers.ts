import * as pulumi from "@pulumi/pulumi";
import { isLater, laterAs } from "./later.js";

/**
 * Converts triggers to a form that Pulumi can compare. Pulumi treats a date as an empty object, and drops functions and what an
 * object inherits, so changes of such triggers would go unnoticed.
 */
export function comparable(value: unknown): unknown {
  if (isLater(value)) return laterAs(value, comparable);
  if (Array.isArray(value)) return value.map(comparable);
  if (isOfPulumi(value)) return value;
  if (hasOwnJson(value)) return JSON.parse(JSON.stringify(value)) as unknown;
  const tag = Object.prototype.toString
    .call(value)
    .slice("[object ".length, -1);
  if (!COMPARED.includes(tag)) throw incomparable(`a ${tag}`);
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw incomparable(String(value));
  }
  if (typeof value !== "object" || value === null) return value;
  if (hidesValues(value)) {
    throw incomparable("an object with getters, inherited or hidden values");
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, comparable(one)]),
  );
}

function incomparable(kind: string): Error {
  return new pulumi.RunError(
    `a trigger of VifPeerDetectionRun is ${kind}, and Pulumi cannot detect changes in it: pass its values instead`,
  );
}

/** Pulumi compares assets by their content, and resources by their ids. */
function isOfPulumi(value: unknown): boolean {
  return (
    pulumi.Resource.isInstance(value) ||
    pulumi.asset.Asset.isInstance(value) ||
    pulumi.asset.Archive.isInstance(value)
  );
}

/** A date, for example. */
function hasOwnJson(value: unknown): boolean {
  return (
    typeof (value as { toJSON?: unknown } | null | undefined)?.toJSON ===
    "function"
  );
}

/** Whether an object may have values that are not its own enumerable ones. */
function hidesValues(value: object): boolean {
  const isEmpty = Object.keys(value).length === 0;
  const isPlain = [Object.prototype, null].includes(
    Object.getPrototypeOf(value) as null,
  );
  return (isEmpty && !isPlain) || inheritsValues(value);
}

/** Whether an object has getters of its class, or the values of another object. */
function inheritsValues(value: object): boolean {
  const parent = Object.getPrototypeOf(value) as object | null;
  if (parent === null || parent === Object.prototype) return false;
  const inherited = Object.values(Object.getOwnPropertyDescriptors(parent));
  return (
    inherited.some((one) => "get" in one || typeof one.value !== "function") ||
    inheritsValues(parent)
  );
}

const COMPARED = ["Null", "Undefined", "Boolean", "Number", "String", "Object"];
