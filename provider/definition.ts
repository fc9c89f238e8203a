import type { LookupHints } from "./hints.js";

/**
 * A resource, whatever the engine asks through: {@link DynamicProvider} adapts it for dynamic providers. What it returns is
 * what policies see and the state holds; what it throws is a message.
 */
export interface Definition {
  /** The outputs that only `create` and `update` find. */
  readonly results: readonly string[];
  /**
   * The properties that follow from the inputs, and the sentences that stop the deployment. Changes nothing in the cloud, and
   * asks nothing while an input is not known yet.
   */
  check(given: object, hints: LookupHints, olds: object): Promise<Checked>;
  diff(id: string, olds: object, news: object): Difference;
  /** Tells in a preview what the update will do, and whether that changes the results. A new resource has nothing saved. */
  announce?(olds: object | undefined, checked: object): boolean;
  create(checked: object): Promise<Found>;
  update(id: string, olds: object, checked: object): Promise<object>;
  /** Reads a resource again, or one that a program gets by its id. */
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
