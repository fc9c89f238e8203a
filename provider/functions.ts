import { randomUUID } from "node:crypto";
import { parseArguments, parseFilter } from "./inputs.js";
import type { Located, Lookups } from "./detections/lookups.js";
import { matching } from "./detections/newestOf.js";

/** Look-ups for a program's functions: each is as new as its call. */
export class Reader {
  #turn: string | undefined;

  constructor(readonly lookups: Lookups) {}

  getDetection(args: object): Promise<Located> {
    return this.lookups.findEnded(parseArguments(args), {
      own: this.#thisTurn(),
    });
  }

  async getDetections(args: object): Promise<Located[]> {
    const filter = parseFilter(args);
    return matching(
      await this.lookups.list(filter, { own: this.#thisTurn() }),
      filter,
    );
  }

  /** Calls of one turn of the event loop share their requests; a later one may have waited for something to change. */
  #thisTurn(): string {
    if (this.#turn === undefined) {
      this.#turn = randomUUID();
      setImmediate(() => {
        this.#turn = undefined;
      });
    }
    return this.#turn;
  }
}
