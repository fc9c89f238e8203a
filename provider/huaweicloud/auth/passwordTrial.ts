import { isRefusal } from "./fallback.js";

/** How long a password that IAM accepted is trusted. */
const PROVEN_MS = 60_000;

/**
 * Prevents trying a wrong password for every region and project, since five failures lock the user for 15 minutes. Until IAM
 * accepts the password, one sign-in runs alone, and all others share its refusal.
 */
export class PasswordTrial {
  #provenAt: number | undefined;
  #trial: Promise<unknown> | undefined;
  #refusal: unknown;
  /** IAM refuses a project without access with the same error. */
  readonly #refusals = new Map<string, unknown>();

  constructor(private readonly now: () => number) {}

  /** @param scope the region and project. After a refusal, they are not tried again */
  async run<T>(scope: string, signIn: () => Promise<T>): Promise<T> {
    const refusal = this.#refusals.get(scope) ?? this.#refusal;
    if (refusal !== undefined) throw refusal as Error;
    if (this.now() - (this.#provenAt ?? -Infinity) < PROVEN_MS) {
      return this.#try(scope, signIn);
    }
    if (this.#trial) {
      await this.#trial.catch((error: unknown) => {
        if (!isRefusal(error)) throw error;
      });
      return this.run(scope, signIn);
    }
    const trial = this.#try(scope, signIn);
    this.#trial = trial;
    try {
      return await trial;
    } finally {
      this.#trial = undefined;
    }
  }

  async #try<T>(scope: string, signIn: () => Promise<T>): Promise<T> {
    try {
      const value = await signIn();
      this.#provenAt = this.now();
      return value;
    } catch (error) {
      if (isRefusal(error)) {
        this.#refusals.set(scope, error);
        // If IAM accepted the password before, it may refuse only this project: the next trial decides.
        if (this.#provenAt === undefined) this.#refusal = error;
        this.#provenAt = undefined;
      }
      throw error;
    }
  }
}
