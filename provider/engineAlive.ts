import { connect } from "node:net";

/** What Pulumi runs as the process of dynamic providers. */
const PROVIDER_SCRIPT = /[\\/]cmd[\\/]dynamic-provider([\\/]|$)/;
const ADDRESS = /^\[?([\w.:-]+?)\]?:(\d+)$/;

/**
 * Whether the engine that started this process still listens. The engine gives a provider its address as an argument,
 * after flags; it is the only sign of life there is, since an engine that was killed sends none. In a program, whose
 * arguments are its own, it counts as alive.
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
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port) });
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
