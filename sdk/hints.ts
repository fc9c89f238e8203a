import { type LookupHints, namesOfLimits } from "../provider/index.js";
import { optionProblems } from "./options.js";

/** The part that we use of Pulumi's request to register a resource. */
export interface RegisterRequest {
  getType(): string;
  getCustom(): boolean;
  getRemote(): boolean;
  getProvider(): string;
  getIgnorechangesList(): string[];
  getAdditionalsecretoutputsList(): string[];
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

/** The inputs that select a detection. */
const QUERY = ["detectionId", "vifPeerId", "region", "projectId"];

/** Pulumi's placeholder for a value that is not known yet. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** What all requests of a group share. */
type Group = Pick<LookupHints, "preview" | "batch">;

/** Adds an input that tells the provider what the engine does not; `check` removes it. */
export function writeHints(
  requests: readonly RegisterRequest[],
  group: Group,
): void {
  const queries = requests.flatMap((request) => queryOf(request) ?? []);
  const siblings =
    requests.length > 1 ? { siblings: JSON.stringify(queries) } : {};
  for (const request of requests) {
    const fields = request.getObject()?.getFieldsMap();
    const provider = fields?.get("__provider");
    if (!fields || !provider) continue;
    const given = namesIn(fields);
    const hints: LookupHints = {
      ...group,
      ...siblings,
      given,
      problems: optionProblems({
        given,
        secrets: given.filter((name) => isSecret(fields.get(name))),
        ignoreChanges: request.getIgnorechangesList(),
        additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
      }),
    };
    const Value = provider.constructor as new () => Value;
    const text = new Value();
    text.setStringValue(JSON.stringify(hints));
    fields.set("__lookup", text);
  }
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

/** What a request looks up; `undefined` if a value is secret or not known yet. */
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
function isSecret(value: Value | undefined): boolean {
  const plain = value?.toJavaScript();
  return (
    typeof plain === "object" &&
    plain !== null &&
    "4dabf18193072939515e22adb298388d" in plain
  );
}
