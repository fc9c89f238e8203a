import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { detectionId, prelude } from "../support/programs.js";
import { Stack } from "../support/stack.js";

const ID_TOKEN = `canary-id-token.${"abcdefghij".repeat(20)}.signature_of-it`;

/** What the service gives for the token that assumes an agency. */
const AGENCY_KEY = {
  access: "CANARYcanaryTEMPKEY0",
  secret: "canaryTemporarySecretKey0000000000000001",
  securitytoken: `canary/temporary+token==${"0123456789".repeat(30)}`,
};

/** Given as secrets of the config, and in the environment. */
const WAYS = {
  token: {
    secrets: {
      token: `canary/token+of=300~characters-${"0123456789".repeat(30)}`,
    },
  },
  "temporary keys": {
    secrets: {
      secretKey: "canarySecretKey0000000000000000000000001",
      securityToken: "canary/security+token==with-more-than-40",
    },
    config: { accessKey: "CANARYACCESSKEY00001" },
  },
  password: {
    secrets: { password: "canary-Pass&wörd \"quoted\" 'twice'" },
    config: { userName: "somebody", domainName: "somewhere" },
  },
  "an id token": {
    secrets: {
      assumeRoleWithOidc: JSON.stringify({
        idpId: "ci",
        agencyName: "pipeline",
        domainId: "account",
        idToken: ID_TOKEN,
      }),
    },
    hidden: [ID_TOKEN],
  },
  "the keys of an agency": {
    secrets: { token: "canary-token-that-assumes-an-agency-0001" },
    config: {
      assumeRole: JSON.stringify({ agencyName: "hub", domainName: "account" }),
    },
    hidden: Object.values(AGENCY_KEY),
  },
} as const;

/** What the service answers, with all that it was sent quoted in every form that services quote in. */
const ANSWERS: Record<string, (quoted: string) => [number, string, object?]> = {
  "401, which quotes": (all) => [
    401,
    JSON.stringify({ error_code: "APIGW.0301", error_msg: all }),
  ],
  "400, which quotes": (all) => [
    400,
    JSON.stringify({ error_code: all, error_msg: "no", request_id: all }),
  ],
  "403 of IAM's shape": (all) => [
    403,
    JSON.stringify({ error: { code: 403, message: all, title: all } }),
  ],
  "404 as text": (all) => [404, all],
  "418 as HTML": (all) => [418, `<html><body>${all}</body></html>`],
  "200 as HTML": (all) => [200, `<html><body>${all}</body></html>`],
  "200 with wrong types": (all) => [
    200,
    JSON.stringify({
      vif_peer_detection: { id: 5, status: all, loss_ratio: all },
    }),
  ],
  "200 with another id": (all) => [
    200,
    JSON.stringify({
      vif_peer_detection: { ...seed.documentedDetection, id: all },
    }),
  ],
  "403, which quotes the beginnings, in lines": (all) => [
    403,
    JSON.stringify({
      error_code: "STS5.0005",
      error_msg: all
        .split(" ")
        .map((form) => `${form.slice(0, 60).replace(/.{15}/g, "$&\n")}…`)
        .join(" "),
    }),
  ],
  "302, which quotes": (all) => [
    302,
    "",
    { Location: `https://elsewhere.example/?${encodeURIComponent(all)}` },
  ],
  "429 for an hour, which quotes": (all) => [
    429,
    JSON.stringify({ error_code: "APIGW.0308", error_msg: all }),
    { "Retry-After": "3600" },
  ],
};

/** Enough of a secret to be known by, also where the rest is cut off. */
const RECOGNIZED = 20;

/** The forms that a secret may be written in. */
function forms(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    bytes.toString("base64").replace(/=+$/, ""),
    bytes.toString("base64url"),
    bytes.toString("hex"),
  ];
}

function beginnings(secret: string): string[] {
  return forms(secret).map((form) => form.slice(0, RECOGNIZED));
}

describe("No secret appears", () => {
  let server: Server;
  let url: string;
  let answer: (quoted: string) => [number, string, object?];

  before(async () => {
    server = createServer((request, response) => {
      void quoted(request).then((all) => {
        if (
          request.url?.includes("/OS-CREDENTIAL/") &&
          !all.includes("id-token")
        ) {
          const expires_at = new Date(Date.now() + 3_600_000).toISOString();
          response.writeHead(201);
          response.end(
            JSON.stringify({ credential: { ...AGENCY_KEY, expires_at } }),
          );
          return;
        }
        const [status, body, headers] = answer(all);
        response.writeHead(status, { ...headers });
        response.end(body);
      });
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });

  after(() => {
    server.closeAllConnections();
    server.close();
  });

  for (const [way, { secrets, ...plain }] of Object.entries(WAYS)) {
    const given: string[] = Object.values(secrets);
    const hidden: readonly string[] =
      "hidden" in plain ? [...given, ...plain.hidden] : given;

    describe(`with ${way}`, () => {
      let stack: Stack;

      before(async () => {
        const keyed = (values: object) =>
          Object.fromEntries(
            Object.entries(values).map(([key, value]) => [
              `huaweicloud:${key}`,
              value as string,
            ]),
          );
        stack = await Stack.create({
          program: `${prelude}
new dc.VifPeerDetection("line", { detectionId: "${detectionId}" });
`,
          secrets: keyed(secrets),
          config: keyed({
            region: seed.region,
            projectId: seed.projectId,
            "endpoints.dc": url,
            "endpoints.iam": url,
            "endpoints.sts": url,
            ...("config" in plain ? plain.config : {}),
          }),
          // Shows the flag --event-log.
          environment: { PULUMI_DEBUG_COMMANDS: "1" },
        });
      });
      after(() => stack.remove());

      for (const [name, next] of Object.entries(ANSWERS)) {
        it(`in the output, the events or the state when the service answers ${name}`, async () => {
          answer = next;
          const events = join(stack.folder, "events.json");
          const run = await stack.preview("--event-log", events);
          expect(run.code, run.output).to.be.greaterThan(0);
          expect(run.output).to.match(
            /could not (show|sign in|assume|look up)/,
          );
          const seen = {
            output: run.output,
            events: await readFile(events, "utf8"),
          };
          for (const secret of hidden) {
            for (const form of beginnings(secret)) {
              expect(seen.output).to.not.include(form);
              expect(seen.events).to.not.include(form);
            }
          }
        });
      }

      it("in the state or the engine's own log after a failed update", async () => {
        answer = ANSWERS["401, which quotes"] ?? answer;
        const run = await stack.up("-v=9", "--logtostderr");
        expect(run.code).to.be.greaterThan(0);
        const state = await stack.exported();
        // The engine logs the config that it hands to providers; all other lines come from what we say.
        const lines = run.output
          .split("\n")
          .filter((line) => !/^(I\d{4} |{"time":).*[Cc]onfig/.test(line))
          .join("\n");
        for (const secret of hidden) {
          for (const form of beginnings(secret)) {
            expect(state).to.not.include(form);
            expect(lines).to.not.include(form);
          }
        }
      });
    });
  }
});

/** All headers and the body of a request, in all forms. */
async function quoted(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const values = [
    ...Object.values(request.headers).flat(),
    Buffer.concat(chunks).toString(),
  ].filter((value) => value !== undefined);
  const interesting = values.filter((value) => value.includes("canary"));
  return interesting.flatMap(forms).join(" ");
}
