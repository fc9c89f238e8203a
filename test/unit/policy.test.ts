import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import * as policySdk from "@pulumi/policy";
import type {
  Policies,
  PolicyResource,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationArgs,
  StackValidationPolicy,
} from "@pulumi/policy";
import { expect } from "chai";
import fc from "fast-check";
import packageJson from "../../package.json";
import packJson from "../../policy-pack/package.json";
import { parseDuration } from "../../provider/duration.js";
import {
  vifPeerDetectionComplete,
  vifPeerDetectionFresh,
  vifPeerDetectionLossRatio,
  vifPeerDetectionPolicies,
  vifPeerDetectionRequired,
} from "../../sdk/policy.js";

/** Exported by the policy SDK for the tests of policies, but without types. */
const { unknownCheckingProxy, UnknownValueError } = policySdk as unknown as {
  unknownCheckingProxy: (props: object) => Record<string, unknown>;
  UnknownValueError: new () => Error;
};

const TYPE = "pulumi-nodejs:dynamic/huaweicloud-dc:VifPeerDetection";
const COMPLETE = "vif-peer-detection-complete";
const LOSS_RATIO = "vif-peer-detection-loss-ratio";
const FRESH = "vif-peer-detection-fresh";
const REQUIRED = "vif-peer-detection-required";
const HOUR = 3_600_000;
const PEER = "1158951c-a6f1-40a0-af88-632817fd24ac";
const OTHER_PEER = "2258951c-a6f1-40a0-af88-632817fd24ac";
/** How the policy SDK hands over a value that is not known in a preview. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** As the API writes times. */
function time(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace("T", " ");
}

/** Meets every policy; each test breaks one thing. */
function good(): Record<string, unknown> {
  return {
    detectionId: "3284c6e2-a803-4108-8496-ed3f150697d6",
    vifPeerId: PEER,
    startTime: time(Date.now() - 2 * HOUR),
    endTime: time(Date.now() - HOUR),
    status: "complete",
    lossRatio: 0,
  };
}

type Violations = Record<string, string[]>;

/** What each policy reports; `config` is what the engine hands to it, by its name. */
function judge(
  detections: Record<string, unknown>[],
  policies: Policies,
  config: Record<string, object> = {},
  type = TYPE,
): Violations {
  const resources = detections.map((detection) => ({
    type,
    props: unknownCheckingProxy(detection),
  }));
  const violations: Violations = {};
  for (const policy of policies) {
    const found: string[] = [];
    const report = (message: string) => void found.push(message);
    const getConfig = () => config[policy.name] ?? {};
    if ("validateStack" in policy) {
      const args = { resources: resources as PolicyResource[], getConfig };
      void policy.validateStack(args as StackValidationArgs, report);
    } else {
      const validate = policy.validateResource;
      if (typeof validate !== "function") throw new Error("not one function");
      for (const resource of resources) {
        const args = { ...resource, getConfig };
        void validate(args as unknown as ResourceValidationArgs, report);
      }
    }
    if (found.length > 0) violations[policy.name] = found;
  }
  return violations;
}

const ALL = [COMPLETE, LOSS_RATIO, FRESH, REQUIRED];
/** All policies, the last one for the peer of the fixture, asking for as little as they can. */
const lenient = () =>
  vifPeerDetectionPolicies({
    maxLossRatio: 100,
    maxAge: "1000000h",
    vifPeerIds: [PEER],
  });
/** By default they ask for no loss and the last 24 hours. */
const strict = () => vifPeerDetectionPolicies({ vifPeerIds: [PEER] });

describe("The policies", () => {
  it("are four, mandatory, with all that the policy SDK shows of them", () => {
    const policies = vifPeerDetectionPolicies();
    expect(policies.map(({ name }) => name)).to.deep.equal(ALL);
    for (const policy of policies) {
      expect(policy).to.include({
        enforcementLevel: "mandatory",
        severity: "high",
      });
      expect(policy.description).to.match(/^[A-Z].*\.$/);
      expect(policy.displayName).to.include("Direct Connect");
      expect(policy.remediationSteps).to.match(/^[A-Z].*\.$/s);
      expect(policy.url).to.match(/^https:/);
      expect(policy.configSchema).to.have.property("properties");
    }
  });

  it("pass a detection that is good", () => {
    expect(judge([good()], strict())).to.deep.equal({});
  });

  it("leave other resources alone", () => {
    const bad = { ...good(), status: "error" };
    const policies = vifPeerDetectionPolicies();
    expect(judge([bad], policies, {}, "aws:s3:Bucket")).to.deep.equal({});
  });

  const never: Record<string, Record<string, unknown>> = {
    'status "processing" and a loss ratio of 0': {
      status: "processing",
      lossRatio: 0,
    },
    'status "processing"': { status: "processing", lossRatio: null },
    'status "error" and a loss ratio of 0': { status: "error", lossRatio: 0 },
    'status "error"': { status: "error", lossRatio: null },
    "a status nobody knows": { status: "done" },
    "a status that is absent": { status: null },
    "a loss ratio that is absent": { lossRatio: null },
    "a loss ratio that is left out": { lossRatio: undefined },
    "a loss ratio that is text": { lossRatio: "0" },
  };
  for (const [name, broken] of Object.entries(never)) {
    it(`refuse ${name}, each of them, whatever is asked for`, () => {
      const found = judge([{ ...good(), ...broken }], lenient());
      expect(found).to.have.all.keys(ALL);
    });
  }

  const some: Record<string, [Record<string, unknown>, Violations]> = {
    "a loss": [
      { lossRatio: 7 },
      {
        [LOSS_RATIO]: ["the loss ratio is 7 %, at most 0 % is allowed"],
        [REQUIRED]: [`peer ${PEER} has no healthy detection in the stack:\n`],
      },
    ],
    "an end long ago": [
      { endTime: time(Date.now() - 100 * HOUR) },
      { [FRESH]: ["the task ended 4 days ago, it may have ended 24h ago"] },
    ],
    "an end in the future": [
      { endTime: time(Date.now() + 8 * HOUR) },
      { [FRESH]: ["in the future, so the age is not known"] },
    ],
    "an end that is no time": [
      { endTime: "yesterday" },
      { [FRESH]: ['the end time "yesterday" is not a time'] },
    ],
    "an end that is absent": [
      { endTime: null },
      { [FRESH]: ["the task has no end time"] },
    ],
  };
  for (const [name, [broken, expected]] of Object.entries(some)) {
    it(`refuse ${name}, where that is what they judge, and name the detection and its peer`, () => {
      const found = judge([{ ...good(), ...broken }], strict());
      expect(found).to.have.all.keys(Object.keys(expected));
      for (const [policy, [sentence]] of Object.entries(expected)) {
        expect(found[policy]).to.have.length(1);
        expect(found[policy]?.[0]).to.include(sentence);
        expect(found[policy]?.[0]).to.match(
          /detection 3284c6e2-[^ ]* of peer 1158951c-/,
        );
      }
    });
  }

  it("allow the loss ratio that is the limit", () => {
    const policies = vifPeerDetectionPolicies({
      maxLossRatio: 1,
      vifPeerIds: [PEER],
    });
    expect(judge([{ ...good(), lossRatio: 1 }], policies)).to.deep.equal({});
    expect(judge([{ ...good(), lossRatio: 1.01 }], policies)).to.have.all.keys([
      LOSS_RATIO,
      REQUIRED,
    ]);
  });

  it("read times that name no zone in timeZone", () => {
    const inBeijing = { ...good(), endTime: time(Date.now() + 7 * HOUR) };
    expect(judge([inBeijing], [vifPeerDetectionFresh()])).to.have.key(FRESH);
    expect(
      judge([inBeijing], [vifPeerDetectionFresh({ timeZone: "+08:00" })]),
    ).to.deep.equal({});
  });

  it("report a detection whose look-up failed, once each, without guessing what it would have been", () => {
    const [complete, lossRatio, fresh] = strict();
    const found = judge([{}], [
      complete,
      lossRatio,
      fresh,
    ] as ResourceValidationPolicy[]);
    for (const name of [COMPLETE, LOSS_RATIO, FRESH]) {
      expect(found[name]).to.deep.equal([
        "there is no detection to judge: see the error of the resource",
      ]);
    }
  });

  describe("in a preview that does not know the values yet", () => {
    for (const policy of lenient()) {
      it(`leave it to the policy SDK to say so: ${policy.name}`, () => {
        for (const unknown of [
          { status: UNKNOWN, lossRatio: UNKNOWN, endTime: UNKNOWN },
          Object.fromEntries(Object.keys(good()).map((key) => [key, UNKNOWN])),
        ]) {
          expect(() => judge([{ ...good(), ...unknown }], [policy])).to.throw(
            UnknownValueError,
          );
        }
      });
    }
  });
});

describe("vif-peer-detection-required", () => {
  const required = (...vifPeerIds: string[]) => [
    vifPeerDetectionRequired({ vifPeerIds }),
  ];

  it("requires nothing where no peer is named", () => {
    expect(judge([], [vifPeerDetectionRequired()])).to.deep.equal({});
  });

  it("names each peer that has no detection", () => {
    expect(judge([good()], required(OTHER_PEER, PEER))).to.deep.equal({
      [REQUIRED]: [`peer ${OTHER_PEER} has no detection in the stack`],
    });
  });

  it("takes ids in either case", () => {
    expect(judge([good()], required(PEER.toUpperCase()))).to.deep.equal({});
  });

  it("is content with one good detection of several", () => {
    const lossy = { ...good(), lossRatio: 7 };
    expect(judge([lossy, good()], required(PEER))).to.deep.equal({});
  });

  it("lists what is wrong with each, where none is good", () => {
    const lossy = { ...good(), lossRatio: 7 };
    const running = { ...good(), status: "processing", lossRatio: null };
    const [message] = judge([lossy, running], required(PEER))[REQUIRED] ?? [];
    expect(message?.split("\n")).to.have.length(3);
    expect(message).to.match(/loss ratio is 7 %.*\n.*status "processing"/);
  });

  it("asks for no known time", () => {
    expect(judge([{ ...good(), endTime: null }], required(PEER))).to.deep.equal(
      {},
    );
  });

  const unknownPeer = { ...good(), vifPeerId: UNKNOWN };

  it("need not know a detection where another one is good already", () => {
    expect(judge([unknownPeer, good()], required(PEER))).to.deep.equal({});
  });

  it("does not judge a peer whose good detection may be one that is not known yet", () => {
    const lossy = { ...good(), lossRatio: 7 };
    expect(() => judge([lossy, unknownPeer], required(PEER))).to.throw(
      UnknownValueError,
    );
  });

  it("reports what is known to be wrong before it leaves the rest to the update", () => {
    const policy: StackValidationPolicy = vifPeerDetectionRequired({
      vifPeerIds: [PEER, OTHER_PEER],
    });
    const lossy = { ...good(), lossRatio: 7 };
    const running = { ...good(), vifPeerId: OTHER_PEER, status: UNKNOWN };
    const found: string[] = [];
    const args = {
      resources: [lossy, running].map((props) => ({
        type: TYPE,
        props: unknownCheckingProxy(props),
      })),
      getConfig: () => ({}),
    };
    expect(() => {
      void policy.validateStack(
        args as unknown as StackValidationArgs,
        (message) => void found.push(message),
      );
    }).to.throw(UnknownValueError);
    expect(found).to.have.length(1);
    expect(found[0]).to.include("the loss ratio is 7 %");
  });
});

describe("The configuration of the policies", () => {
  const property = (
    { configSchema }: ResourceValidationPolicy | StackValidationPolicy,
    name: string,
  ) => configSchema?.properties[name];

  it("has defaults, which the engine fills in and shows", () => {
    const defaults = vifPeerDetectionPolicies().map(({ configSchema }) =>
      Object.entries(configSchema?.properties ?? {}).map(([name, schema]) => [
        name,
        schema.default,
      ]),
    );
    expect(defaults).to.deep.equal([
      [],
      [["maxLossRatio", 0]],
      [
        ["maxAge", "24h"],
        ["timeZone", "Z"],
      ],
      [
        ["vifPeerIds", []],
        ["maxLossRatio", 0],
      ],
    ]);
  });

  it("takes other defaults from options, and passes them on to the policies that know them", () => {
    const [, lossRatio, fresh, required] = vifPeerDetectionPolicies({
      maxLossRatio: 2,
      maxAge: "1h30m",
      timeZone: "+08:00",
      vifPeerIds: [PEER],
    });
    expect(lossRatio && property(lossRatio, "maxLossRatio")?.default).to.equal(
      2,
    );
    expect(fresh && property(fresh, "maxAge")?.default).to.equal("1h30m");
    expect(fresh && property(fresh, "timeZone")?.default).to.equal("+08:00");
    expect(required && property(required, "maxLossRatio")?.default).to.equal(2);
    expect(required && property(required, "vifPeerIds")?.default).to.deep.equal(
      [PEER],
    );
  });

  it("holds where it says something else than the options", () => {
    const policies = vifPeerDetectionPolicies({ maxLossRatio: 10 });
    const lossy = { ...good(), lossRatio: 7 };
    expect(judge([lossy], policies)).to.deep.equal({});
    expect(
      judge([lossy], policies, {
        [LOSS_RATIO]: { maxLossRatio: 5 },
        [REQUIRED]: { vifPeerIds: [OTHER_PEER] },
      }),
    ).to.have.all.keys([LOSS_RATIO, REQUIRED]);
  });

  it("must not have properties that a policy does not know, which the engine would pass over", () => {
    const config = {
      [COMPLETE]: { strict: true },
      [LOSS_RATIO]: { maxLosRatio: 1 },
      [FRESH]: { maxage: "1h" },
      [REQUIRED]: { vifPeerId: PEER },
    };
    const known = (name: string, properties: string) => [
      `the configuration has ${name}, but this policy knows ${properties}`,
    ];
    expect(judge([good()], vifPeerDetectionPolicies(), config)).to.deep.equal({
      [COMPLETE]: known("strict", "no property"),
      [LOSS_RATIO]: known("maxLosRatio", "maxLossRatio"),
      [FRESH]: known("maxage", "maxAge and timeZone"),
      [REQUIRED]: known("vifPeerId", "vifPeerIds and maxLossRatio"),
    });
  });

  it("takes loss ratios from 0 to 100", () => {
    expect(property(vifPeerDetectionLossRatio(), "maxLossRatio")).to.include({
      type: "number",
      minimum: 0,
      maximum: 100,
    });
  });

  it("takes exactly the durations that can be read", () => {
    const { pattern = "" } = property(vifPeerDetectionFresh(), "maxAge") ?? {};
    const duration = fc.oneof(
      fc.string(),
      fc.stringMatching(/^(\d{1,3}(\.\d)?(ms|h|m|s|d)? ?){0,3}$/),
    );
    fc.assert(
      fc.property(duration, (text) => {
        const isReadable = (() => {
          try {
            parseDuration(text);
            return true;
          } catch {
            return false;
          }
        })();
        expect(new RegExp(pattern).test(text)).to.equal(isReadable);
      }),
    );
  });

  it("of vif-peer-detection-complete is empty", () => {
    expect(vifPeerDetectionComplete().configSchema).to.deep.equal({
      properties: {},
    });
  });
});

describe("Loading the policies", () => {
  const loadedBy = (name: string) =>
    execFileSync(
      process.execPath,
      [
        "-e",
        `require("${name}"); console.log(Object.keys(require.cache).join("\\n"))`,
      ],
      { cwd: resolve(__dirname, "../.."), encoding: "utf8" },
    )
      .split("\n")
      .filter((file) => file !== "");

  it("brings neither the client nor its packages, and leaves the policy SDK to the pack", () => {
    const files = loadedBy("pulumi-huaweicloud-dc/policy");
    expect(files.join("\n")).to.match(/dist.sdk.policy\.js/);
    expect(
      files.filter((file) =>
        /node-fetch|valibot|@pulumi.policy|dist.provider.(client|session|http|auth)/.test(
          file,
        ),
      ),
    ).to.deep.equal([]);
  });

  it("is not a part of loading the package", () => {
    expect(
      loadedBy("pulumi-huaweicloud-dc").filter((file) =>
        /@pulumi.policy|sdk.policy/.test(file),
      ),
    ).to.deep.equal([]);
  });

  it("in the ready pack shows the version of the package", () => {
    expect(packJson.version).to.equal(packageJson.version);
  });
});
