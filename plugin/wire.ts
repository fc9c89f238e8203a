import { withoutInputs } from "../provider/core.js";
import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";

/** How Pulumi marks secrets and other special values on the wire. */
const MARK = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** The values of a message, without the marks of secrets. */
export function received(struct: Struct | undefined): Record<string, unknown> {
  return plain(struct?.toJavaScript() ?? {}) as Record<string, unknown>;
}

/** The names of the values that are or contain secrets. */
export function secretsIn(struct: Struct | undefined): ReadonlySet<string> {
  const secrets = Object.entries(struct?.toJavaScript() ?? {}).filter(
    ([, value]) => JSON.stringify(value).includes(SECRET),
  );
  return new Set(secrets.map(([name]) => name));
}

/** Removes the secrets of a message from a text. */
export function redactorOf(struct: Struct | undefined) {
  const values = Object.entries(struct?.toJavaScript() ?? {});
  return withoutInputs(values.map(([name, value]) => [name, marked(value)]));
}

/** The values that are marked as secrets, however deep. */
function marked(value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  if (MARK in value && "value" in value) {
    return value[MARK] === SECRET ? [plain(value)] : marked(value.value);
  }
  return Object.values(value).flatMap(marked);
}

/**
 * A message with these values. Missing values are omitted, since Java's SDK reads a `null` loss ratio as 0, which would make a
 * running detection look healthy.
 */
export function sent(
  values: object,
  secrets: ReadonlySet<string> = new Set(),
): Struct {
  const marked = Object.entries(values as Record<string, unknown>)
    .filter(([, value]) => value != null)
    .map(([name, value]) => [name, secrets.has(name) ? secret(value) : value]);
  const text = JSON.stringify(Object.fromEntries(marked), withoutNulls);
  return Struct.fromJavaScript(JSON.parse(text) as never);
}

/** Marks a value as a secret, which the engine encrypts in the state. */
export function secret(value: unknown): object {
  return { [MARK]: SECRET, value };
}

/** Keeps nulls in lists, whose elements must keep their places. */
function withoutNulls(this: unknown, _name: string, value: unknown): unknown {
  return value === null && !Array.isArray(this) ? undefined : value;
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  if (MARK in value && "value" in value) return plain(value.value);
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, plain(one)]),
  );
}
