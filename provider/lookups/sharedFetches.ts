/** Shares a fetch between the callers in a batch that need the same value. */
export class SharedFetches<Value> {
  readonly #values = new Map<string, Promise<Value>>();

  get(
    key: readonly unknown[],
    batch: string,
    fetch: () => Promise<Value>,
  ): Promise<Value> {
    const name = nameOf(key, batch);
    const value = this.#values.get(name) ?? fetch();
    this.#values.set(name, value);
    return value;
  }

  /** Whether a fetch has started already. */
  has(key: readonly unknown[], batch: string): boolean {
    return this.#values.has(nameOf(key, batch));
  }
}

function nameOf(key: readonly unknown[], batch: string): string {
  return JSON.stringify([batch, ...key]);
}
