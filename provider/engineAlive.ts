import { connect } from "node:net";

/** The script that Pulumi runs for dynamic providers. */
const PROVIDER_SCRIPT = /[\\/]cmd[\\/]dynamic-provider([\\/]|$)/;
const ADDRESS = /^\[?([\w.:-]+?)\]?:(\d+)$/;

/**
 * Whether the engine that started this process is still listening. The engine passes its address to a provider as an argument,
 * after flags. Connecting is the only way to find out: an engine that was killed sends no signal. In a program, whose arguments
 * are its own, the engine counts as alive.
 */
export function isEngineAlive(
  argv: readonly string[] = process.argv,
): Promise<boolean> {
  const [, script = "", ...args] = argv;
  const [, host, port] =
    args
      .map((argument) => ADDRESS.exec(argument))
      .findLast((match) => match !== null) ?? [];
  if (!PROVIDER_SCRIPT.test(script) || host === undefined) {
    return Promise.resolve(true);
  }
  return isListening(host, Number(port));
}

/** Whether something accepts connections there. */
export function isListening(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (alive: boolean) => {
      socket.destroy();
      resolve(alive);
    };
    socket.once("connect", () => {
      end(true);
    });
    socket.once("error", () => {
      end(false);
    });
  });
}
