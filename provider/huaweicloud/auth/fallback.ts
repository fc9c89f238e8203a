import { RequestError } from "../errors.js";
import type { HttpRequest } from "../http/request.js";
import type { Authenticator } from "./authenticator.js";

/** One authenticator, and another once the first is refused for good. */
export function withFallback(
  first: Authenticator,
  findOther: () => Promise<Authenticator | undefined>,
): Authenticator {
  let current = first;
  let other: Promise<Authenticator | undefined> | undefined;
  const senders = new WeakMap<HttpRequest, Authenticator>();
  const sendAs = async (sender: Authenticator, request: HttpRequest) => {
    const authenticated = await sender.authenticate(request);
    senders.set(authenticated, sender);
    return authenticated;
  };
  const change = async () => {
    other ??= findOther();
    current = (await other) ?? first;
    return current !== first;
  };
  return {
    async authenticate(request) {
      const sender = current;
      try {
        return await sendAs(sender, request);
      } catch (error) {
        // A password that IAM refuses.
        if (sender !== first || !isRefusal(error) || !(await change())) {
          throw error;
        }
        return sendAs(current, request);
      }
    },
    async renew(refused) {
      const sender = senders.get(refused) ?? first;
      if (await sender.renew(refused)) return true;
      return sender === first && change();
    },
    get secrets() {
      return current === first
        ? first.secrets
        : [...first.secrets, ...current.secrets];
    },
    get advice() {
      return current.advice;
    },
  };
}

/** Whether the credentials themselves are what is wrong. */
export function isRefusal(error: unknown): boolean {
  return (
    error instanceof RequestError && error.failure.reason === "credentials"
  );
}
