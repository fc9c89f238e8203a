import type { Secret } from "../secret.js";
import type { AgencyKeys } from "./metadataService.js";
import type { AccessKey } from "./signature.js";

/** What proves who asks, and where it was found. */
export type Credentials = Origin &
  (
    | { readonly kind: "token"; readonly token: Secret }
    | ({ readonly kind: "accessKey" } & AccessKey)
    | ({ readonly kind: "password" } & PasswordLogin)
    | { readonly kind: "agency"; readonly keys: AgencyKeys }
  );

interface Origin {
  /** For messages, such as `HW_AUTH_TOKEN`. */
  readonly source: string;
  /** What the same file or set of variables says, for where no setting does. */
  readonly region?: string | undefined;
  readonly projectId?: string | undefined;
}

export interface PasswordLogin {
  /** By id, or by name in a domain. */
  readonly user:
    | { readonly id: string }
    | {
        readonly name: string;
        readonly domain: { readonly id: string } | { readonly name: string };
      };
  readonly password: Secret;
}
