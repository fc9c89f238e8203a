import type {
  ResourceValidationPolicy,
  StackValidationArgs,
  StackValidationPolicy,
} from "@pulumi/policy";
import { expect } from "chai";
import { idOf } from "../support/programs.js";
import {
  vifPeerDetectionFresh,
  vifPeerDetectionPolicies,
  vifPeerDetectionRequired,
  vifPeerDetectionStable,
} from "../../sdk/policies/index.js";
import {
  TYPE,
  COMPLETE,
  LOSS_RATIO,
  FRESH,
  REQUIRED,
  RUN_TYPE,
  STABLE,
  HOUR,
  PEER,
  OTHER_PEER,
  UNKNOWN,
  ALL,
  lenient,
  strict,
  time,
  good,
  judge,
  unknownCheckingProxy,
  UnknownValueError,
  type Violations,
} from "../support/judging.js";

describe("The policies", () => {
  it("are mandatory, with everything that the policy SDK shows", () => {
    const policies = vifPeerDetectionPolicies();
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

  it("pass a good detection", () => {
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
    "an unknown status": { status: "done" },
    "a missing status": { status: null },
    "a loss ratio of null": { lossRatio: null },
    "a missing loss ratio": { lossRatio: undefined },
    "a loss ratio that is a string": { lossRatio: "0" },
  };
  for (const [name, broken] of Object.entries(never)) {
    it(`all refuse ${name}`, () => {
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
      {
        [FRESH]: [
          "the detection ended 4 days ago, it must have ended within the last 24h",
        ],
      },
    ],
    "an end in the future": [
      { endTime: time(Date.now() + 8 * HOUR) },
      {
        [FRESH]: [
          "in the future, but the detection must have ended within the last 24h",
        ],
      },
    ],
    "an end that is not a time": [
      { endTime: "yesterday" },
      { [FRESH]: ['the end time "yesterday" is not a valid time'] },
    ],
    "a missing end": [
      { endTime: null },
      { [FRESH]: ["the detection has no end time"] },
    ],
  };
  for (const [name, [broken, expected]] of Object.entries(some)) {
    it(`refuse ${name} if they check it, and name the detection and its peer`, () => {
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

  it("allow a loss ratio equal to the limit", () => {
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

  it("read times without a zone in timeZone", () => {
    const inBeijing = { ...good(), endTime: time(Date.now() + 7 * HOUR) };
    expect(judge([inBeijing], [vifPeerDetectionFresh()])).to.have.key(FRESH);
    expect(
      judge([inBeijing], [vifPeerDetectionFresh({ timeZone: "+08:00" })]),
    ).to.deep.equal({});
  });

  it("report a detection whose lookup failed, once each, without guessing its result", () => {
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

  it("requires nothing without peers", () => {
    expect(judge([], [vifPeerDetectionRequired()])).to.deep.equal({});
  });

  it("names each peer that has no detection", () => {
    expect(judge([good()], required(OTHER_PEER, PEER))).to.deep.equal({
      [REQUIRED]: [`peer ${OTHER_PEER} has no detection in the stack`],
    });
  });

  it("accepts ids in either case", () => {
    expect(judge([good()], required(PEER.toUpperCase()))).to.deep.equal({});
  });

  it("accepts one good detection among several", () => {
    const lossy = { ...good(), lossRatio: 7 };
    expect(judge([lossy, good()], required(PEER))).to.deep.equal({});
  });

  it("lists the problems of each detection if none is good", () => {
    const lossy = { ...good(), lossRatio: 7 };
    const running = { ...good(), status: "processing", lossRatio: null };
    const [message] = judge([lossy, running], required(PEER))[REQUIRED] ?? [];
    expect(message?.split("\n")).to.have.length(3);
    expect(message).to.match(/loss ratio is 7 %.*\n.*status "processing"/);
  });

  it("does not need to know the times", () => {
    expect(judge([{ ...good(), endTime: null }], required(PEER))).to.deep.equal(
      {},
    );
  });

  const unknownPeer = { ...good(), vifPeerId: UNKNOWN };

  it("accepts an unknown detection next to a good one", () => {
    expect(judge([unknownPeer, good()], required(PEER))).to.deep.equal({});
  });

  it("does not judge a peer whose good detection may not be known yet", () => {
    const lossy = { ...good(), lossRatio: 7 };
    expect(() => judge([lossy, unknownPeer], required(PEER))).to.throw(
      UnknownValueError,
    );
  });

  it("reports the known violations before it leaves the rest to the update", () => {
    const lossy = { ...good(), lossRatio: 7 };
    const running = { ...good(), vifPeerId: OTHER_PEER, status: UNKNOWN };
    const found = reportedBeforeUnknown(
      vifPeerDetectionRequired({ vifPeerIds: [PEER, OTHER_PEER] }),
      [lossy, running],
    );
    expect(found).to.have.length(1);
    expect(found[0]).to.include("the loss ratio is 7 %");
  });
});

/** What a policy reports before it reads a value that is not known yet. */
function reportedBeforeUnknown(
  policy: StackValidationPolicy,
  detections: readonly Record<string, unknown>[],
): string[] {
  const found: string[] = [];
  const args = {
    resources: detections.map((props) => ({
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
  return found;
}

describe("vif-peer-detection-stable", () => {
  const stable = (options = {}) => [
    vifPeerDetectionStable({ consecutive: 3, within: "6h", ...options }),
  ];
  /** A detection that ended that many hours ago. */
  const ended = (hours: number, lossRatio = 0) => ({
    ...good(),
    detectionId: `3284c6e2-a803-4108-8496-${String(hours).padStart(12, "0")}`,
    startTime: time(Date.now() - (hours + 0.1) * HOUR),
    endTime: time(Date.now() - hours * HOUR),
    lossRatio,
  });

  it("judges nothing unless consecutive is set", () => {
    expect(judge([ended(1, 50)], [vifPeerDetectionStable()])).to.deep.equal({});
  });

  it("passes if enough of the newest detections of the peer are good, whatever came before", () => {
    const detections = [ended(4, 90), ended(1), ended(3), ended(2)];
    expect(judge(detections, stable())).to.deep.equal({});
  });

  it("counts a detection once, however many resources read it", () => {
    const [message] =
      judge([ended(1), ended(1), ended(1)], stable())[STABLE] ?? [];
    expect(message).to.match(/there is only 1:/);
  });

  it("lists them if one is bad or too old", () => {
    const [bad] =
      judge([ended(1), ended(2, 7), ended(3)], stable())[STABLE] ?? [];
    expect(bad?.split("\n")).to.have.length(4);
    expect(bad).to.match(/1 of them is not:.*loss ratio is 7 %/s);
    expect(judge([ended(1), ended(2), ended(7)], stable())).to.have.key(STABLE);
  });

  it("judges the worse of two detections that started together, and the worse of two results of one detection", () => {
    const one = stable({ consecutive: 1 });
    const bad = { ...ended(1, 50), detectionId: idOf(2) };
    for (const detections of [
      [ended(1), bad],
      [bad, ended(1)],
      [ended(1), ended(1, 50)],
      [ended(1, 50), ended(1)],
    ]) {
      const [message] = judge(detections, one)[STABLE] ?? [];
      expect(message).to.match(
        /the newest detection of peer .* must be good and have ended within 6h, but it is not:.*50 %/s,
      );
    }
  });

  it("judges the known peers of a preview before it leaves the rest to the update", () => {
    const [policy] = stable({ consecutive: 1 });
    const running = { ...ended(1), status: UNKNOWN };
    const otherPeer = { ...running, vifPeerId: OTHER_PEER };
    const unknownPeer = { ...running, vifPeerId: UNKNOWN };
    const reported = (...detections: Record<string, unknown>[]) =>
      reportedBeforeUnknown(policy as StackValidationPolicy, detections);
    expect(reported(otherPeer, ended(1, 7))).to.have.length(1);
    expect(reported(otherPeer, ended(1))).to.deep.equal([]);
    expect(reported(running, ended(1, 7))).to.deep.equal([]);
    expect(reported(unknownPeer, ended(1, 7))).to.deep.equal([]);
  });

  it("judges runs too, as vif-peer-detection-required does", () => {
    const policies = [
      ...stable({ consecutive: 1 }),
      vifPeerDetectionRequired({ vifPeerIds: [PEER] }),
    ];
    expect(judge([ended(1, 7)], policies, {}, RUN_TYPE)).to.have.keys(
      STABLE,
      REQUIRED,
    );
    expect(judge([ended(1)], policies, {}, RUN_TYPE)).to.deep.equal({});
  });
});
