import type { LookupHints } from "./hints.js";

/**
 * A resource, independent of the engine's protocol: {@link DynamicProvider} adapts it to dynamic providers. Policies see its
 * results and the state stores them; its errors are messages for the user.
 */
export interface Definition {
  /** The outputs known only after `create` or `update`. */
  readonly results: readonly string[];
  /**
   * The properties that follow from the inputs, and the reasons to stop the deployment. Changes nothing in the cloud, and sends
   * no request while an input is not known yet.
   */
  check(given: object, hints: LookupHints, olds: object): Promise<Checked>;
  diff(id: string, olds: object, news: object): Difference;
  /**
   * Logs in a preview what the update will do; returns whether that changes the results. A new resource has no saved
   * properties.
   */
  announce?(olds: object | undefined, checked: object): boolean;
  create(checked: object): Promise<Found>;
  update(
    id: string,
    olds: object,
    checked: object,
    isPreview?: boolean,
  ): Promise<object>;
  /** Reads a resource again, or reads a resource that a program gets by its id. */
  read(id: string, saved: object): Promise<object>;
  delete?(id: string, saved: object): Promise<void>;
}

export interface Checked {
  readonly properties: object;
  readonly unmet: readonly string[];
}

export interface Difference {
  readonly changes: boolean;
  readonly replaces: string[];
}

export interface Found {
  readonly id: string;
  readonly properties: object;
}

/** A resource that exists but has failed: the engine saves it, and shows the reasons. */
export class InitFailure extends Error {
  constructor(
    readonly id: string,
    readonly properties: object,
    readonly reasons: readonly string[],
  ) {
    super(reasons.join("\n"));
  }
}
