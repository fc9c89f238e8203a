import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb.js";
import { cancellableClock, type Host, isListening } from "../provider/core.js";

type Redactor = (text: string) => string;

const WATCH_MS = 2_000;

/** The engine that started this plugin. It hides the output of plugins, so messages go through its log. */
export class Engine implements Host {
  #client: EngineClient;
  #cancelled = new AbortController();
  #isAttached = false;
  readonly #logging = new Set<Promise<void>>();
  readonly #redactors = new Set<Redactor>();
  readonly clock = cancellableClock(() => this.#cancelled.signal);

  constructor(private address: string) {
    this.#client = clientOf(address);
  }

  /**
   * Serves an engine that did not start this plugin, one after another, as PULUMI_DEBUG_PROVIDERS requires. Returns whether it
   * is another engine.
   */
  attach(address: string): boolean {
    const isOther = address !== this.address;
    this.address = address;
    this.#client = clientOf(address);
    this.#cancelled = new AbortController();
    this.#isAttached = true;
    return isOther;
  }

  readonly log = (line: string): void => {
    this.#say(LogSeverity.INFO, line);
  };

  readonly warn = (sentence: string): void => {
    this.#say(LogSeverity.WARNING, sentence);
  };

  /** Removes secrets from all messages, until the returned function is called. */
  hide(redactor: Redactor): () => void {
    this.#redactors.add(redactor);
    return () => {
      this.#redactors.delete(redactor);
    };
  }

  redacted(text: string): string {
    try {
      return [...this.#redactors].reduce((clean, hide) => hide(clean), text);
    } catch {
      return "(this message is withheld, because its secrets could not be removed)";
    }
  }

  /** Resolves once the engine has got all messages. After the answer to its last request, it takes no more. */
  async logged(): Promise<void> {
    await Promise.all(this.#logging);
  }

  /** An engine that was killed sends no signal, so connecting is the only way to find out. */
  readonly isWanted = (): Promise<boolean> => {
    const { hostname, port } = new URL(`http://${this.address}`);
    return isListening(hostname, Number(port));
  };

  /** Ends all waits, and the requests that change nothing, as after Ctrl-C. */
  cancel(): void {
    this.#cancelled.abort();
  }

  /**
   * Ends this process after the engine has ended. Otherwise, an engine that was killed, or that only read the schema and then
   * failed, would leave it behind forever.
   */
  watch(): void {
    let wasReached = false;
    const check = async () => {
      const isThere = await this.isWanted();
      // For PULUMI_DEBUG_PROVIDERS, the first address may be nobody's.
      if (!isThere && wasReached && !this.#isAttached) process.exit();
      wasReached ||= isThere;
    };
    void check();
    setInterval(() => void check(), WATCH_MS).unref();
  }

  #say(
    severity: LogRequest["getSeverity"] extends () => infer S ? S : never,
    message: string,
  ): void {
    const request = new LogRequest();
    request.setSeverity(severity);
    request.setMessage(this.redacted(message));
    const logged = new Promise<void>((resolve) => {
      this.#client.log(request, () => {
        resolve();
      });
    });
    this.#logging.add(logged);
    void logged.then(() => this.#logging.delete(logged));
  }
}

function clientOf(address: string): EngineClient {
  return new EngineClient(address, credentials.createInsecure());
}
