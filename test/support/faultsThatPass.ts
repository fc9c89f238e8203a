import * as seed from "../../emulator/seed.js";
import {
  detection,
  type FaultCase,
  impatient,
  kind,
  show,
  status,
  text,
  throttle,
} from "./faultCase.js";

const soon = (seconds: number) => new Date(Date.now() + seconds * 1000);
const NAMES = ["Sun", "Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur"];

/** The older date formats, of RFC 850 and of C's asctime. */
function rfc850(date: Date): string {
  const [, day, month, year = "", time] = date.toUTCString().split(" ");
  return `${NAMES[date.getUTCDay()] ?? ""}day, ${day ?? ""}-${month ?? ""}-${year.slice(2)} ${time ?? ""} GMT`;
}
function asctime(date: Date): string {
  const [name = "", day, month, year, time] = date.toUTCString().split(" ");
  return `${name.slice(0, 3)} ${month ?? ""} ${day ?? ""} ${time ?? ""} ${year ?? ""}`;
}

/** Faults that a lookup survives. */
export const FAULTS_THAT_PASS: readonly FaultCase[] = [
  {
    fault: "reset before the headers",
    meets: kind("resetBeforeHeaders", 3),
    ends: "well",
    requests: 4,
  },
  {
    fault: "reset after the headers",
    meets: kind("resetAfterHeaders", 3),
    ends: "well",
    requests: 4,
  },
  {
    fault: "truncated body",
    meets: kind("truncated", 3),
    ends: "well",
    requests: 4,
  },
  {
    fault: "stalled headers",
    meets: kind("stallHeaders", 1),
    config: impatient,
    ends: "well",
    requests: 2,
  },
  {
    fault: "dripping body",
    meets: { ...show, kind: "dripBody", intervalMs: 50 },
    config: impatient,
    ends: "well",
    requests: 2,
  },
  ...[408, 429, 500, 502, 503, 504].map((code) => ({
    fault: `${String(code)}, once`,
    meets: status(code, "APIGW.0201", 1),
    ends: "well" as const,
    requests: 2,
  })),
  {
    fault: "400 DC.0003, once",
    meets: status(400, "DC.0003", 1),
    ends: "well",
    requests: 2,
  },
  { fault: "Retry-After: 1", meets: throttle("1"), ends: "well", requests: 2 },
  {
    fault: "Retry-After: a date",
    get meets() {
      return throttle(soon(2).toUTCString());
    },
    ends: "well",
    requests: 2,
  },
  {
    fault: "Retry-After: RFC 850's",
    get meets() {
      return throttle(rfc850(soon(2)));
    },
    ends: "well",
    requests: 2,
  },
  {
    fault: "Retry-After: asctime's",
    get meets() {
      return throttle(asctime(soon(2)));
    },
    ends: "well",
    requests: 2,
  },
  {
    fault: "Retry-After: a date gone by",
    meets: throttle(soon(-60).toUTCString()),
    ends: "well",
    requests: 2,
  },
  {
    fault: "Retry-After: nonsense",
    meets: throttle("in a while"),
    ends: "well",
    requests: 2,
  },
  {
    fault: "wrong content type",
    meets: { ...show, kind: "wrongContentType" },
    ends: "well",
    requests: 1,
  },
  {
    fault: "duplicate fields, of which the last one counts",
    meets: text(
      JSON.stringify({ vif_peer_detection: seed.documentedDetection }).replace(
        '"status"',
        '"status":"error","status"',
      ),
    ),
    ends: "well",
    requests: 1,
  },
  {
    fault: "unknown fields",
    meets: detection({ colour: "blue" }),
    ends: "well",
    requests: 1,
  },
];
