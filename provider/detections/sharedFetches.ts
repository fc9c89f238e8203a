/** What a value may be shared with; without it, with anything that was fetched in this process. */
export interface Freshness {
  /** Shared only with those of the same name. */
  readonly own?: string | undefined;
  /** In milliseconds since 1970: only a fetch that began later is new enough. */
  readonly notBefore?: number | undefined;
}

/** Shares what has been fetched between those who ask for the same. */
export class SharedFetches<Value> {
  readonly #fetches = new Map<
    string,
    { readonly started: number; readonly value: Promise<Value> }
  >();

  constructor(readonly now: () => number) {}

  get(
    key: readonly unknown[],
    { own, notBefore = 0 }: Freshness,
    fetch: () => Promise<Value>,
  ): Promise<Value> {
    const name = JSON.stringify([...key, own]);
    const earlier = this.#fetches.get(name);
    if (earlier && earlier.started > notBefore) return earlier.value;
    const value = fetch();
    this.#fetches.set(name, { started: this.now(), value });
    return value;
  }
}
