import * as v from "valibot";
import type { HttpAnswer } from "./http/request.js";
import { excerpt, quoted } from "./quotes.js";

/** The parts of an error response. */
export interface ErrorBody {
  readonly code?: string;
  readonly message?: string;
  readonly requestId?: string;
}

const Text = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform(String),
  v.minLength(1),
);

/** The formats of the gateway, Direct Connect, IAM and other services. */
const Flat = v.union([
  v.pipe(
    v.looseObject({ error_code: Text, error_msg: Text }),
    v.transform((e) => ({ code: e.error_code, message: e.error_msg })),
  ),
  v.pipe(
    v.looseObject({ errorCode: Text, errorMsg: Text }),
    v.transform((e) => ({ code: e.errorCode, message: e.errorMsg })),
  ),
  v.pipe(
    v.looseObject({ code: Text, message: Text }),
    v.transform((e) => ({ code: e.code, message: e.message })),
  ),
]);
const Nested = v.pipe(
  v.looseObject({ error: Flat }),
  v.transform((e) => e.error),
);
const WithRequestId = v.looseObject({ request_id: v.string() });

/** The service's own codes and ids are shorter. */
const MAX_CODE_LENGTH = 100;

/**
 * Never throws: a proxy may answer with anything.
 *
 * @param clean removes secrets from a string
 * @param quote quotes a body that is in none of the formats
 */
export function parseErrorBody(
  answer: HttpAnswer,
  clean: (text: string) => string = (text) => text,
  quote = (text: string) => excerpt(text, clean),
): ErrorBody {
  let json: unknown;
  try {
    json = JSON.parse(answer.body);
  } catch {
    json = undefined;
  }
  const parsed = v.safeParse(v.union([Flat, Nested]), json);
  const requestId =
    (v.is(WithRequestId, json) ? json.request_id : undefined) ??
    answer.header("x-request-id") ??
    answer.header("x-iam-trace-id");
  const { code, message } = parsed.success
    ? parsed.output
    : { message: answer.body };
  return {
    ...(code !== undefined && { code: quoted(code, clean, MAX_CODE_LENGTH) }),
    message: parsed.success
      ? quoted(message, clean)
      : quote(message) || "an empty body",
    ...(requestId !== undefined && {
      requestId: quoted(requestId, clean, MAX_CODE_LENGTH),
    }),
  };
}
