import type * as pulumi from "@pulumi/pulumi";

/** An agency to assume, which Terraform calls a role. Set `domainName` or `domainId`. */
export interface AssumeRole {
  /** The agency's name. */
  readonly agencyName: pulumi.Input<string>;
  /** The name of the account that has the agency. IAM issues the keys. */
  readonly domainName?: pulumi.Input<string | undefined>;
  /** The id of the account that has the agency. STS issues the keys, which work in all regions. */
  readonly domainId?: pulumi.Input<string | undefined>;
  /** How long its keys are valid, in seconds. They are renewed while the deployment runs. Default: 3600. */
  readonly duration?: pulumi.Input<number | undefined>;
}

/** An agency to assume with the id token of a CI system or cluster, without a stored secret. */
export interface AssumeRoleWithOidc {
  /** The name of the identity provider, in the account of the agency. */
  readonly idpId: pulumi.Input<string>;
  /** The token. Prefer `idTokenFile`, because tokens expire after minutes. */
  readonly idToken?: pulumi.Input<string | undefined>;
  /** A file with the token. It is read again for each renewal. */
  readonly idTokenFile?: pulumi.Input<string | undefined>;
  /** The agency's name. Default: none; the identity provider's own user group signs in. */
  readonly agencyName?: pulumi.Input<string | undefined>;
  /** The name of the account. */
  readonly domainName?: pulumi.Input<string | undefined>;
  /** The id of the account; STS requires it. */
  readonly domainId?: pulumi.Input<string | undefined>;
  /** How long its keys are valid, in seconds. Default: 3600. */
  readonly duration?: pulumi.Input<number | undefined>;
}

/** The arguments of a `Provider`. Each has the name of a setting in the config; see "Installation and configuration". */
export interface ProviderArgs {
  /** Required, unless a profile has one. */
  readonly region?: pulumi.Input<string | undefined>;
  /** Default: the region's default project in the account. */
  readonly projectId?: pulumi.Input<string | undefined>;
  /** Default: the region's name. */
  readonly projectName?: pulumi.Input<string | undefined>;
  /** An agency to assume, or a list of agencies, each assumed with the keys of the previous one. */
  readonly assumeRole?: pulumi.Input<
    AssumeRole | readonly pulumi.Input<AssumeRole>[] | undefined
  >;
  /** An id token to sign in with. Saved as a secret. */
  readonly assumeRoleWithOidc?: pulumi.Input<AssumeRoleWithOidc | undefined>;
  /** Saved as a secret. */
  readonly token?: pulumi.Input<string | undefined>;
  /** Saved as a secret. */
  readonly accessKey?: pulumi.Input<string | undefined>;
  /** Saved as a secret. */
  readonly secretKey?: pulumi.Input<string | undefined>;
  /** Saved as a secret. */
  readonly securityToken?: pulumi.Input<string | undefined>;
  readonly userName?: pulumi.Input<string | undefined>;
  readonly userId?: pulumi.Input<string | undefined>;
  /** Saved as a secret. */
  readonly password?: pulumi.Input<string | undefined>;
  readonly domainName?: pulumi.Input<string | undefined>;
  readonly domainId?: pulumi.Input<string | undefined>;
  readonly sharedConfigFile?: pulumi.Input<string | undefined>;
  readonly profile?: pulumi.Input<string | undefined>;
  readonly cloud?: pulumi.Input<string | undefined>;
  readonly authUrl?: pulumi.Input<string | undefined>;
  /** The addresses of the services. */
  readonly endpoints?: pulumi.Input<ProviderEndpoints | undefined>;
  readonly cacertFile?: pulumi.Input<string | undefined>;
  readonly insecure?: pulumi.Input<boolean | undefined>;
  readonly maxRetries?: pulumi.Input<number | undefined>;
  readonly requestTimeout?: pulumi.Input<string | undefined>;
  readonly timeout?: pulumi.Input<string | undefined>;
  readonly maxConcurrentRequests?: pulumi.Input<number | undefined>;
  readonly timeZone?: pulumi.Input<string | undefined>;
}

/** The addresses of the services. The defaults depend on the region. */
export interface ProviderEndpoints {
  readonly dc?: pulumi.Input<string | undefined>;
  readonly iam?: pulumi.Input<string | undefined>;
  readonly sts?: pulumi.Input<string | undefined>;
  readonly metadata?: pulumi.Input<string | undefined>;
}
