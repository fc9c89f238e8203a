import type { Fault } from "../../emulator/controlClient.js";

/** The maximum number of consecutive faults for one detection, so that the fourth attempt succeeds. */
export const IN_A_ROW = 3;

/** Faults that end a lookup at once, and how the message names them. */
export const FATAL: readonly (readonly [Fault, RegExp])[] = [
  [
    {
      kind: "status",
      status: 403,
      body: { error_code: "APIGW.0302", error_msg: "denied" },
    },
    /answered 403 \(APIGW\.0302: denied\)/,
  ],
  [
    { kind: "status", status: 418, body: "a teapot" },
    /answered 418 \(a teapot\)/,
  ],
  [{ kind: "html" }, /not with JSON: Sign in/],
  [
    { kind: "body", body: { vif_peer_detection: {} } },
    /not as documented: vif_peer_detection\.id/,
  ],
  [
    { kind: "redirect", location: "https://elsewhere.example" },
    /a redirect to https:\/\/elsewhere\.example/,
  ],
];
export const PASSING: readonly Fault[] = [
  ...[408, 500, 502, 503, 504].map((status): Fault => ({
    kind: "status",
    status,
  })),
  {
    kind: "status",
    status: 400,
    body: { error_code: "DC.0003", error_msg: "system error" },
  },
  { kind: "resetBeforeHeaders" },
  { kind: "resetAfterHeaders" },
  { kind: "truncated" },
  { kind: "throttle" },
  { kind: "throttle", retryAfter: "1" },
];

/** The same numbers each time, so that a failure can be reproduced. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

/** A random element. */
export function pick<T>(from: readonly T[], random: () => number): T {
  return from[Math.floor(random() * from.length)] as T;
}
