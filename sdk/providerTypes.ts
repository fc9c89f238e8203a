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
  /** The region to ask, such as `cn-north-4`. Required, unless a profile has one. */
  readonly region?: pulumi.Input<string | undefined>;
  /** The id of the project. Default: the one that IAM finds by `projectName`. */
  readonly projectId?: pulumi.Input<string | undefined>;
  /** The name of the project. Default: the region's name. */
  readonly projectName?: pulumi.Input<string | undefined>;
  /** An agency to assume, or a list of agencies, each assumed with the keys of the previous one. */
  readonly assumeRole?: pulumi.Input<
    AssumeRole | readonly pulumi.Input<AssumeRole>[] | undefined
  >;
  /** An id token to sign in with. Saved as a secret. */
  readonly assumeRoleWithOidc?: pulumi.Input<AssumeRoleWithOidc | undefined>;
  /** An IAM token. Saved as a secret. */
  readonly token?: pulumi.Input<string | undefined>;
  /** The access key id (AK). Saved as a secret. */
  readonly accessKey?: pulumi.Input<string | undefined>;
  /** The secret access key (SK). Saved as a secret. */
  readonly secretKey?: pulumi.Input<string | undefined>;
  /** The security token of a temporary access key. Saved as a secret. */
  readonly securityToken?: pulumi.Input<string | undefined>;
  /** A user's name. Requires `password`, and `domainName` or `domainId`. */
  readonly userName?: pulumi.Input<string | undefined>;
  /** A user's id, instead of the name and account. Requires `password`. */
  readonly userId?: pulumi.Input<string | undefined>;
  /** The user's password. Saved as a secret. */
  readonly password?: pulumi.Input<string | undefined>;
  /** The name of the user's account. */
  readonly domainName?: pulumi.Input<string | undefined>;
  /** The id of the user's account. */
  readonly domainId?: pulumi.Input<string | undefined>;
  /** KooCLI's file of profiles. Default: `~/.hcloud/config.json`. */
  readonly sharedConfigFile?: pulumi.Input<string | undefined>;
  /** A KooCLI profile. Default: the file's current profile. */
  readonly profile?: pulumi.Input<string | undefined>;
  /** The domain of the endpoints. Default: `myhuaweicloud.com`, or `myhuaweicloud.eu` for European regions. */
  readonly cloud?: pulumi.Input<string | undefined>;
  /** The address at which IAM issues tokens, with or without `/v3`. Default: `endpoints.iam`. */
  readonly authUrl?: pulumi.Input<string | undefined>;
  /** The addresses of the services. */
  readonly endpoints?: pulumi.Input<ProviderEndpoints | undefined>;
  /** A PEM file of certificate authorities to trust in addition to the usual ones. */
  readonly cacertFile?: pulumi.Input<string | undefined>;
  /** Whether to trust every certificate; every run prints a warning. Default: `false`. */
  readonly insecure?: pulumi.Input<boolean | undefined>;
  /** How many times to retry a request, from 0 to 20. Default: 3. */
  readonly maxRetries?: pulumi.Input<number | undefined>;
  /** The limit for one attempt of a request, as a duration of up to `24h`. Default: `15s`. */
  readonly requestTimeout?: pulumi.Input<string | undefined>;
  /** The limit for all attempts of a request, as a duration of up to `24h`. Default: `90s`. */
  readonly timeout?: pulumi.Input<string | undefined>;
  /** How many requests run at once, from 1 to 1000. Default: 32. */
  readonly maxConcurrentRequests?: pulumi.Input<number | undefined>;
  /** The time zone of the API's times, as an offset such as `+08:00`. Default: UTC. */
  readonly timeZone?: pulumi.Input<string | undefined>;
}

/** The addresses of the services. The defaults depend on the region. */
export interface ProviderEndpoints {
  /** Direct Connect. Default: `https://dcaas.<region>.<cloud>`. */
  readonly dc?: pulumi.Input<string | undefined>;
  /** IAM. Default: `https://iam.<region>.<cloud>`, or `https://iam.myhuaweicloud.com` for regions without their own IAM. */
  readonly iam?: pulumi.Input<string | undefined>;
  /** STS. Default: `https://sts.<region>.<cloud>`, or that of `cn-north-4` for regions without a documented STS. */
  readonly sts?: pulumi.Input<string | undefined>;
  /** The metadata service of an ECS instance. Default: `http://169.254.169.254`. */
  readonly metadata?: pulumi.Input<string | undefined>;
}
