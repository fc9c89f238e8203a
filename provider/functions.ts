import { randomUUID } from "node:crypto";
import { parseFilter, parseInputs } from "./inputs.js";
import type { Located, Lookups } from "./detections/lookups.js";

/** Look-ups for a program's functions: each is as new as its call. */
export class Reader {
  #turn: string | undefined;

  constructor(readonly lookups: Lookups) {}

  getDetection(args: object): Promise<Located> {
    return this.lookups.findEnded(parseInputs(args), { own: this.#thisTurn() });
  }

  async getDetections(args: object): Promise<Located[]> {
    const { vifPeerId, status, ...where } = parseFilter(args);
    const tasks = await this.lookups.list(where, { own: this.#thisTurn() });
    return tasks.filter(
      (task) =>
        (vifPeerId === undefined ||
          task.vifPeerId.toLowerCase() === vifPeerId.toLowerCase()) &&
        (status === undefined || task.status === status),
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
