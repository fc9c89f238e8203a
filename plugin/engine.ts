import { setTimeout } from "node:timers/promises";
import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb.js";
import {
  CancelledError,
  type Host,
  isListening,
  systemClock,
} from "../provider/core.js";

/** The engine that started this plugin. It hides what a plugin prints, so that messages go through it. */
export class Engine implements Host {
  readonly #client: EngineClient;
  readonly #cancelled = new AbortController();
  readonly clock = {
    ...systemClock,
    sleep: (ms: number) => this.#sleep(ms),
  };

  constructor(private readonly address: string) {
    this.#client = new EngineClient(address, credentials.createInsecure());
  }

  readonly log = (line: string): void => {
    this.#say(LogSeverity.INFO, line);
  };

  readonly warn = (sentence: string): void => {
    this.#say(LogSeverity.WARNING, sentence);
  };

  /** An engine that was killed sends no signal, and connecting is the only way to find out. */
  readonly isWanted = (): Promise<boolean> => {
    const { hostname, port } = new URL(`http://${this.address}`);
    return isListening(hostname, Number(port));
  };

  /** Ends all waits, as Ctrl-C asks for. */
  cancel(): void {
    this.#cancelled.abort();
  }

  async #sleep(ms: number): Promise<void> {
    const { signal } = this.#cancelled;
    try {
      await setTimeout(ms, undefined, { signal });
    } catch {
      throw new CancelledError();
    }
  }

  #say(
    severity: LogRequest["getSeverity"] extends () => infer S ? S : never,
    message: string,
  ): void {
    const request = new LogRequest();
    request.setSeverity(severity);
    request.setMessage(message);
    this.#client.log(request, () => undefined);
  }
}
