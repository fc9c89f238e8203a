/** A response of the cloud. The server adds X-Request-Id and Date. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function json(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): Answer {
  return {
    status,
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  };
}

export function noContent(): Answer {
  return { status: 204, headers: {}, body: "" };
}

/** The error format of the API gateway and of Direct Connect. */
export function serviceError(
  status: number,
  code: string,
  message: string,
  requestId: string,
): Answer {
  return json(status, {
    error_code: code,
    error_msg: message,
    request_id: requestId,
  });
}

export function notAuthenticated(reason: string, requestId: string): Answer {
  return serviceError(
    401,
    "APIGW.0301",
    `Incorrect IAM authentication information: ${reason}`,
    requestId,
  );
}

export function notPublished(requestId: string): Answer {
  return serviceError(
    404,
    "APIGW.0101",
    "The API does not exist or has not been published in the environment",
    requestId,
  );
}

/** The error format of IAM, in which the code is a number. */
export function identityError(
  status: number,
  title: string,
  message: string,
): Answer {
  return json(status, { error: { code: status, message, title } });
}

/** The newer error format of IAM. */
export function iamError(
  status: number,
  code: string,
  message: string,
): Answer {
  return json(status, { error_code: code, error_msg: message });
}
