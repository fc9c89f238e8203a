/** Shares what is fetched between those in the same batch who ask for the same. */
export class SharedFetches<Value> {
  readonly #values = new Map<string, Promise<Value>>();

  get(
    key: readonly unknown[],
    batch: string,
    fetch: () => Promise<Value>,
  ): Promise<Value> {
    const name = JSON.stringify([batch, ...key]);
    const value = this.#values.get(name) ?? fetch();
    this.#values.set(name, value);
    return value;
  }
}
