import { randomUUID } from "node:crypto";
import {
  digestOf,
  type LookupHints,
  namesOfLimits,
  QUERY,
  UNKNOWN,
} from "../provider/index.js";
import {
  optionProblems,
  type Registration,
  runOptionProblems,
} from "./options.js";

/** The part that we use of Pulumi's request to register a resource. */
export interface RegisterRequest {
  getType(): string;
  getCustom(): boolean;
  getRemote(): boolean;
  getProvider(): string;
  getIgnorechangesList(): string[];
  getAdditionalsecretoutputsList(): string[];
  getCustomtimeouts(): { getCreate(): string; getUpdate(): string } | undefined;
  getObject(): { getFieldsMap(): Fields } | undefined;
}

interface Fields {
  get(name: string): Value | undefined;
  set(name: string, value: Value): unknown;
  keys(): { next(): IteratorResult<string> };
}

interface Value {
  toJavaScript(): unknown;
  setStringValue(text: string): void;
}

/** The data that all requests of a group share. */
type Group = Pick<LookupHints, "preview" | "batch">;

/** Adds an input with the facts that the engine does not pass to the provider; `check` removes it. */
export function writeHints(
  requests: readonly RegisterRequest[],
  group: Group,
): void {
  const queries = requests.flatMap((request) => queryOf(request) ?? []);
  const siblings =
    requests.length > 1 ? { siblings: JSON.stringify(queries) } : {};
  for (const request of requests) {
    write(request, ({ given, registration }) => ({
      ...group,
      ...siblings,
      given,
      problems: optionProblems(registration),
    }));
  }
}

/** Likewise for a run. A run's gate is saved with its inputs, so the hints contain the gate that the program sets. */
export function writeRunHints(
  request: RegisterRequest,
  preview: boolean,
): void {
  write(request, ({ given, registration, fields }) => {
    const limits = request.getCustomtimeouts();
    return {
      preview,
      batch: randomUUID(),
      given,
      problems: runOptionProblems(registration),
      digest: digestOf({
        expect: plain(fields.get("expect")?.toJavaScript()),
        remeasure: plain(fields.get("remeasure")?.toJavaScript()),
      }),
      timeouts: {
        ...(limits?.getCreate() && { create: limits.getCreate() }),
        ...(limits?.getUpdate() && { update: limits.getUpdate() }),
      },
    };
  });
}

function write(
  request: RegisterRequest,
  hintsFor: (known: {
    readonly given: string[];
    readonly registration: Registration;
    readonly fields: Fields;
  }) => LookupHints,
): void {
  const fields = request.getObject()?.getFieldsMap();
  const provider = fields?.get("__provider");
  if (!fields || !provider) return;
  const given = namesIn(fields);
  const registration = {
    given,
    secrets: given.filter((name) => isSecret(fields.get(name))),
    ignoreChanges: request.getIgnorechangesList(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
  };
  const hints = {
    ...hintsFor({ given, registration, fields }),
    secrets: given.filter((name) => holdsSecret(fields.get(name))),
  };
  const Value = provider.constructor as new () => Value;
  const text = new Value();
  text.setStringValue(JSON.stringify(hints));
  fields.set("__lookup", text);
}

/** The inputs that the program sets, without those that Pulumi and we add, and the limits in `expect`. */
function namesIn(fields: Fields): string[] {
  const names: string[] = [];
  const keys = fields.keys();
  for (let key = keys.next(); !key.done; key = keys.next()) {
    if (!key.value.startsWith("__")) names.push(key.value);
  }
  const expect = fields.get("expect");
  const limits = isSecret(expect)
    ? (expect?.toJavaScript() as { value?: unknown }).value
    : expect?.toJavaScript();
  return [...names, ...namesOfLimits(limits)];
}

/** The query of a request; `undefined` if a value is secret or not known yet. */
function queryOf(request: RegisterRequest): object | undefined {
  const fields = request.getObject()?.getFieldsMap();
  const values = QUERY.map((name) => [
    name,
    fields?.get(name)?.toJavaScript() ?? undefined,
  ]);
  const plain = values.every(
    ([, value]) =>
      value === undefined || (typeof value === "string" && value !== UNKNOWN),
  );
  return plain ? (Object.fromEntries(values) as object) : undefined;
}

/** Pulumi marks secrets and other special values with this key. */
const MARK = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

function isSecret(value: Value | undefined): boolean {
  const known = value?.toJavaScript();
  return typeof known === "object" && known !== null && MARK in known;
}

function holdsSecret(value: Value | undefined): boolean {
  return JSON.stringify(value?.toJavaScript() ?? null).includes(SECRET);
}

/** A value as it arrives at `check`: without the marks of secrets and outputs. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  if (MARK in value) {
    return plain("value" in value ? value.value : UNKNOWN);
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, plain(one)]),
  );
}
