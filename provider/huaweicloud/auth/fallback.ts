import { RequestError } from "../errors.js";
import type { HttpRequest } from "../http/request.js";
import type { Authenticator } from "./authenticator.js";

/** Uses another authenticator once the first is refused for good. */
export function withFallback(
  first: Authenticator,
  findOther: () => Promise<Authenticator | undefined>,
): Authenticator {
  let other: Authenticator | undefined;
  const change = async () => (other ??= await findOther());
  /** Falls back to the other authenticator if the first is refused, such as a password by IAM. */
  const orAsOther = async <T>(
    act: () => Promise<T>,
    asOther: (instead: Authenticator) => T | Promise<T>,
  ): Promise<T> => {
    try {
      return await act();
    } catch (error) {
      const instead = isRefusal(error) ? await change() : undefined;
      if (!instead) throw error;
      return asOther(instead);
    }
  };
  const asFirst = async (request: HttpRequest) => {
    const sent = await first.authenticate(request);
    const renew = async () =>
      (await sent.renew()) || (await change()) !== undefined;
    return { ...sent, renew: () => orAsOther(renew, () => true) };
  };
  return {
    authenticate: async (request) =>
      other
        ? other.authenticate(request)
        : orAsOther(
            () => asFirst(request),
            (instead) => instead.authenticate(request),
          ),
  };
}

/** Whether a request failed because of its credentials. */
export function isRefusal(error: unknown): boolean {
  return (
    error instanceof RequestError && error.failure.reason === "credentials"
  );
}
