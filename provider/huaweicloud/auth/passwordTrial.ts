import { isRefusal } from "./fallback.js";

/** How long a password that IAM has taken is not in doubt. */
const PROVEN_MS = 60_000;

/**
 * Keeps a wrong password from being tried for every region and project, since five failures lock the user for 15
 * minutes: until IAM has taken it, one sign-in goes ahead, and all others share its refusal.
 */
export class PasswordTrial {
  #provenAt: number | undefined;
  #trial: Promise<unknown> | undefined;
  #refusal: unknown;
  /** IAM refuses a project that is not the user's in the same words. */
  readonly #refusals = new Map<string, unknown>();

  constructor(private readonly now: () => number) {}

  /** @param scope what the sign-in is for; refused there once, it isn't tried there again */
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
        // Taken before, it may be the project that is refused: the next trial decides.
        if (this.#provenAt === undefined) this.#refusal = error;
        this.#provenAt = undefined;
      }
      throw error;
    }
  }
}
