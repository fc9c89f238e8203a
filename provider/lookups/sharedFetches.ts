/** Shares what is fetched between those in the same batch who ask for the same. */
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

  /** Whether somebody has asked for it already. */
  has(key: readonly unknown[], batch: string): boolean {
    return this.#values.has(nameOf(key, batch));
  }
}

function nameOf(key: readonly unknown[], batch: string): string {
  return JSON.stringify([batch, ...key]);
}
