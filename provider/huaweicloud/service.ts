import * as v from "valibot";
import {
  type Advice,
  afterNetworkFailure,
  afterRefusal,
  type FailureContext,
  notTheService,
} from "./failures.js";
import type {
  AuthenticatedRequest,
  Authenticator,
} from "./auth/authenticator.js";
import { describeIssues } from "./describeIssues.js";
import { endpointUrl } from "./endpoints.js";
import { type ErrorBody, parseErrorBody } from "./errorBody.js";
import { RequestError } from "./errors.js";
import { parseJson } from "./json.js";
import { NetworkFailure } from "./http/attempt.js";
import type { HttpAnswer, HttpRequest } from "./http/request.js";
import type { Exchange as AnyExchange, Transport } from "./http/transport.js";
import { excerpt, quoted } from "./quotes.js";
import { redactor } from "./secret.js";

/** An outcome may list many problems; the first ones are enough. */
const MAX_OUTCOME_LENGTH = 1000;

export interface ServiceOptions {
  readonly endpoint: URL;
  readonly transport: Transport;
  readonly authenticator: Authenticator;
  /** The context of the advice in errors. */
  readonly context: Pick<FailureContext, "endpointSetting" | "region">;
}

export interface Call<Schema extends v.GenericSchema> {
  /** Completes "could not …". */
  readonly operation: string;
  readonly method: HttpRequest["method"];
  /** Appended to the endpoint's own path; includes the query. */
  readonly path: string;
  readonly body?: string;
  /** The statuses that mean success. Default: 200. */
  readonly success?: readonly number[];
  /** Whether a POST may be sent twice. */
  readonly repeatable?: boolean;
  /** The schema of the JSON in the response, or of `undefined` if the body is empty. */
  readonly schema: Schema;
  /** What to do if the credentials lack a permission. */
  readonly permission: string;
  /** What to do if the service refuses the request in another way (400, 404). Default: general advice. */
  readonly refused?: string;
  /** What to do if the requested object does not exist. Leave it out for lists. */
  readonly notFound?: string;
  /** Whether the response contains keys or tokens. Messages then quote only the text of an error. */
  readonly confidential?: boolean;
}

/** A response as documented. */
export interface Reply<Value> {
  readonly value: Value;
  readonly answer: HttpAnswer;
  /** Quotes part of the response in a message. */
  readonly quote: (text: string) => string;
  /** The error of a value that is not as expected. */
  readonly wrong: (outcome: string, advice: Advice) => RequestError;
}

type Exchange = AnyExchange<AuthenticatedRequest>;

/** Calls one of the cloud's services, and turns every failure into a {@link RequestError}. */
export class Service {
  constructor(private readonly options: ServiceOptions) {}

  get region(): string {
    return this.options.context.region;
  }

  async call<Schema extends v.GenericSchema>(
    call: Call<Schema>,
  ): Promise<Reply<v.InferOutput<Schema>>> {
    const { operation, method, path, body, success = [200], schema } = call;
    const { endpoint, authenticator, transport } = this.options;
    const url = endpointUrl(endpoint, path);
    const headers = {
      accept: "application/json",
      "content-type": "application/json",
    };
    const exchange = await transport.send({
      prepare: () =>
        authenticator.authenticate({
          method,
          url,
          headers,
          ...(body !== undefined && { body }),
        }),
      isPassing,
      recover: (refused) => refused.renew(),
      ...(call.repeatable && { repeatable: true }),
    });
    const wrong = (outcome: string, advice: Advice) =>
      this.#error(operation, exchange, { outcome, ...advice });
    const { result, connection } = exchange;
    if (result instanceof NetworkFailure) {
      throw wrong(
        result.message,
        afterNetworkFailure(result, url.host, connection.proxy),
      );
    }
    if (!success.includes(result.status)) {
      throw this.#refusal(call, exchange, result);
    }
    const clean = this.#cleanerOf(exchange);
    const quote = (text: string) => excerpt(text, clean);
    const { status, body: text } = result;
    const json = parseJson(text);
    const parsed = v.safeParse(schema, json);
    if (parsed.success && (json !== undefined || text === "")) {
      return { value: parsed.output, answer: result, quote, wrong };
    }
    if (json === undefined) {
      throw wrong(
        `answered ${String(status)}, but not with JSON: ${wordsOf(text, call, quote) || "an empty body"}`,
        notTheService(url.host),
      );
    }
    if (call.confidential) {
      throw wrong(
        `answered ${String(status)}, but not as documented: ${describeIssues(parsed.issues ?? [], { quoting: false })}`,
        { ...notTheService(url.host), reason: "unexpected-answer" },
      );
    }
    // Parsed again without secrets, since a truncated secret would not be recognized.
    const { issues } = v.safeParse(schema, parseJson(clean(text)));
    throw wrong(
      `answered ${String(status)}, but not as documented: ${describeIssues(issues ?? parsed.issues ?? [])}`,
      { ...notTheService(url.host), reason: "unexpected-answer" },
    );
  }

  #refusal(
    call: Call<v.GenericSchema>,
    exchange: Exchange,
    answer: HttpAnswer,
  ): RequestError {
    const { operation, permission, notFound, refused } = call;
    const { context, transport } = this.options;
    const { advice, signed } = exchange.request;
    const clean = this.#cleanerOf(exchange);
    const body = parseErrorBody(answer, clean, (text) =>
      wordsOf(text, call, (words) => excerpt(words, clean)),
    );
    const location = answer.header("location");
    return this.#error(operation, exchange, {
      outcome: location
        ? `answered ${String(answer.status)}, a redirect to ${quoted(location, clean)}, which is not followed`
        : `answered ${String(answer.status)} (${[body.code, body.message].filter(Boolean).join(": ")})`,
      status: answer.status,
      ...body,
      ...afterRefusal(answer, body, {
        ...context,
        permission,
        notFound,
        refused,
        credentials: advice,
        signed,
        now: transport.clock.now(),
      }),
    });
  }

  /** Removes secrets from a response, since services and proxies quote requests. */
  #cleanerOf({ request, connection }: Exchange): (text: string) => string {
    return redactor([...request.secrets, ...(connection.secrets ?? [])]);
  }

  #error(
    operation: string,
    exchange: Exchange,
    failure: ErrorBody & Advice & { outcome: string; status?: number },
  ): RequestError {
    const { request, attempts, elapsedMs, gaveUp } = exchange;
    const clean = this.#cleanerOf(exchange);
    const { url, method } = request;
    const { reason, outcome, code, requestId, status, nextStep } = failure;
    return new RequestError({
      reason,
      operation,
      method,
      host: url.host,
      url: clean(url.origin + url.pathname),
      outcome: quoted(outcome, clean, MAX_OUTCOME_LENGTH),
      ...(status !== undefined && { status }),
      ...(code !== undefined && { code: clean(code) }),
      ...(requestId !== undefined && { requestId: clean(requestId) }),
      attempts,
      elapsedMs,
      nextStep: [gaveUp, nextStep].filter(Boolean).join(" "),
    });
  }
}

/**
 * The beginning of a body that is not the documented JSON. For a confidential response, quotes only HTML, such as a proxy's
 * page.
 */
function wordsOf(
  text: string,
  { confidential }: Pick<Call<v.GenericSchema>, "confidential">,
  quote: (text: string) => string,
): string {
  return confidential && !/^\s*(<|$)/.test(text)
    ? "a body that is not shown, because it may contain keys"
    : quote(text);
}

/** Direct Connect reports its internal error with status 400. */
function isPassing(answer: HttpAnswer): boolean {
  return answer.status === 400 && parseErrorBody(answer).code === "DC.0003";
}
