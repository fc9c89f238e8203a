import { randomUUID } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { parseArguments, parseFilter } from "./inputs.js";
import { type Located, type Lookups, matching } from "./lookups/index.js";

/** Look-ups for a program's functions. No result is older than the call. */
export class Reader {
  #turn: Promise<string> | undefined;

  constructor(private readonly lookups: Lookups) {}

  /** @param preview whether this is a preview, which does not wait for a running detection */
  async getDetection(args: object, preview: boolean): Promise<Located> {
    const query = parseArguments(args);
    const turn = await this.#thisTurn();
    return preview
      ? this.lookups.find(query, turn)
      : this.lookups.findEnded(query, turn);
  }

  async getDetections(args: object): Promise<Located[]> {
    const filter = parseFilter(args);
    return matching(
      await this.lookups.list(filter, await this.#thisTurn()),
      filter,
    );
  }

  /**
   * Calls in the same turn of the event loop share their requests, which start after that turn. So no result is older than
   * anything that its call waited for.
   */
  #thisTurn(): Promise<string> {
    this.#turn ??= setImmediate().then(() => {
      this.#turn = undefined;
      return randomUUID();
    });
    return this.#turn;
  }
}
