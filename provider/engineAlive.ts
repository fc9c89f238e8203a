import { connect } from "node:net";

/**
 * Whether the engine that started this process still listens. The engine tells a provider its address as an argument;
 * it is the only sign of life there is, since an engine that was killed sends none.
 */
export function isEngineAlive(
  argv: readonly string[] = process.argv,
): Promise<boolean> {
  const [, host, port] =
    argv
      .map((argument) => /^([\w.]+):(\d+)$/.exec(argument))
      .find((match) => match !== null) ?? [];
  if (host === undefined || port === undefined) return Promise.resolve(true);
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
