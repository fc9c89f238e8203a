import type { Agent } from "node:http";

/**
 * Sets the error code STALE if the server closed an idle connection just before a request was written to it, so that no byte
 * of a response came back.
 */
export function tellStale(agent: Agent): void {
  const reuseSocket = agent.reuseSocket.bind(agent);
  agent.reuseSocket = (socket, request) => {
    reuseSocket(socket, request);
    const read = bytesRead(socket);
    // Must run before the sender's own listeners.
    request.prependOnceListener("error", (error: NodeJS.ErrnoException) => {
      const isReset = error.code === "ECONNRESET" || error.code === "EPIPE";
      if (isReset && bytesRead(socket) === read) error.code = "STALE";
    });
  };
}

/** Closes all idle connections, since the server may have closed several at once. */
export function closeIdle(agent: Agent): void {
  for (const sockets of Object.values(agent.freeSockets)) {
    for (const socket of sockets ?? []) socket.destroy();
  }
}

function bytesRead(socket: object): unknown {
  return "bytesRead" in socket ? socket.bytesRead : undefined;
}
