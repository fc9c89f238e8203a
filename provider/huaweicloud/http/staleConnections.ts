import type { Agent } from "node:http";

/**
 * Gives an error the code STALE where a server had closed an idle connection just before a request was written to it:
 * no byte of an answer came back.
 */
export function tellStale(agent: Agent): void {
  const reuseSocket = agent.reuseSocket.bind(agent);
  agent.reuseSocket = (socket, request) => {
    reuseSocket(socket, request);
    const read = bytesRead(socket);
    // Before the listeners of whoever sends the request.
    request.prependOnceListener("error", (error: NodeJS.ErrnoException) => {
      const isReset = error.code === "ECONNRESET" || error.code === "EPIPE";
      if (isReset && bytesRead(socket) === read) error.code = "STALE";
    });
  };
}

/** Others may have been closed at the same time. */
export function closeIdle(agent: Agent): void {
  for (const sockets of Object.values(agent.freeSockets)) {
    for (const socket of sockets ?? []) socket.destroy();
  }
}

function bytesRead(socket: object): unknown {
  return "bytesRead" in socket ? socket.bytesRead : undefined;
}
