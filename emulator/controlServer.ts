import type { IncomingMessage, ServerResponse } from "node:http";
import * as v from "valibot";
import { type Answer, json, noContent } from "./answer.js";
import type { Cloud } from "./cloud.js";
import { Task, TaskChange } from "./detections.js";
import { Fault } from "./faults.js";
import * as seed from "./seed.js";
import { decoded, readBody, targetOf } from "./receivedRequest.js";
import { SettingsChange } from "./settings.js";

export const CONTROL_PATH = "/_emulator";

const Tasks = v.array(Task);
/** A single fault needs no array. */
const Faults = v.pipe(
  v.unknown(),
  v.transform((body): unknown => (Array.isArray(body) ? body : [body])),
  v.array(Fault),
);

/** By default, a token of the emulated identity provider that is valid for ten minutes. */
const IdToken = v.strictObject({
  issuer: v.optional(v.string(), seed.identityProvider.issuer),
  audience: v.optional(v.string(), seed.identityProvider.audience),
  subject: v.optional(v.string(), "repo:example/line:ref:refs/heads/main"),
  expiresInSeconds: v.optional(v.number(), 600),
});

/** A malformed control request. The message is for its author. */
class BadControlRequest extends Error {}

/** Serves the control API. It has no authentication. */
export async function serveControl(
  cloud: Cloud,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { status, headers, body } = await answer(cloud, message);
  response.writeHead(status, headers);
  response.end(body);
}

async function answer(cloud: Cloud, message: IncomingMessage): Promise<Answer> {
  const { method, path } = targetOf(message);
  const [resource = "", id, ...more] = path
    .slice(CONTROL_PATH.length + 1)
    .split("/");
  const text = (await readBody(message))?.toString() ?? "";
  const command = `${method} ${resource}${id === undefined ? "" : "/id"}`;
  try {
    return (
      (more.length > 0
        ? undefined
        : await perform(cloud, command, decoded(id ?? ""), text)) ??
      json(404, { error: `the emulator has no ${method} ${path}` })
    );
  } catch (error) {
    if (!(error instanceof BadControlRequest)) throw error;
    return json(400, { error: error.message });
  }
}

function perform(
  cloud: Cloud,
  command: string,
  id: string,
  text: string,
): Answer | undefined | Promise<Answer> {
  switch (command) {
    case "GET requests":
      return json(200, cloud.requests.all());
    case "DELETE requests":
      cloud.requests.clear();
      return noContent();
    case "GET detections":
      return json(200, cloud.detections.given());
    case "PUT detections":
      cloud.detections.replaceAll(parse(Tasks, text));
      return json(200, cloud.detections.given());
    case "POST detections":
      cloud.detections.put(parse(Tasks, text));
      return json(200, cloud.detections.given());
    case "PATCH detections/id": {
      const task = cloud.detections.patch(id, parse(TaskChange, text));
      return task === undefined
        ? json(404, { error: `there is no detection ${id}` })
        : json(200, task);
    }
    case "GET settings":
      return json(200, cloud.settings);
    case "PUT settings":
      cloud.settings = { ...cloud.settings, ...parse(SettingsChange, text) };
      return json(200, cloud.settings);
    case "GET faults":
      return json(200, cloud.faults.pending());
    case "POST faults":
      cloud.faults.append(parse(Faults, text));
      return json(200, cloud.faults.pending());
    case "DELETE faults":
      cloud.faults.clear();
      return noContent();
    case "POST id-tokens":
      return idToken(cloud, parse(IdToken, text || "{}"));
    case "POST reset":
      cloud.reset();
      return noContent();
    default:
      return undefined;
  }
}

async function idToken(
  cloud: Cloud,
  { expiresInSeconds, ...claims }: v.InferOutput<typeof IdToken>,
): Promise<Answer> {
  const expiresAt = cloud.now() + expiresInSeconds * 1000;
  return json(200, {
    idToken: await cloud.signingKey.sign({ ...claims, expiresAt }),
  });
}

function parse<
  const Schema extends v.BaseSchema<unknown, unknown, v.BaseIssue<unknown>>,
>(schema: Schema, text: string): v.InferOutput<Schema> {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new BadControlRequest("the body is not JSON");
  }
  const result = v.safeParse(schema, body);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const field = v.getDotPath(issue);
  throw new BadControlRequest(
    field === null ? issue.message : `${field}: ${issue.message}`,
  );
}
