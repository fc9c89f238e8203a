import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import type {
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { expect } from "chai";
import fc from "fast-check";
import packageJson from "../../package.json";
import packJson from "../../policy-pack/package.json";
import { parseDuration } from "../../provider/units/duration.js";
import {
  vifPeerDetectionComplete,
  vifPeerDetectionFresh,
  vifPeerDetectionLossRatio,
  vifPeerDetectionPolicies,
} from "../../sdk/policies/index.js";
import {
  COMPLETE,
  LOSS_RATIO,
  FRESH,
  REQUIRED,
  PEER,
  OTHER_PEER,
  good,
  judge,
} from "../support/judging.js";

describe("The configuration of the policies", () => {
  const property = (
    { configSchema }: ResourceValidationPolicy | StackValidationPolicy,
    name: string,
  ) => configSchema?.properties[name];

  it("has defaults, which the engine adds and shows", () => {
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
      [
        ["consecutive", 0],
        ["within", "24h"],
        ["maxLossRatio", 0],
        ["timeZone", "Z"],
      ],
    ]);
  });

  it("uses other defaults from options, and passes them to the policies that know them", () => {
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

  it("takes precedence over the options", () => {
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

  it("must not have properties that a policy does not know, which the engine would ignore", () => {
    const config = {
      [COMPLETE]: { strict: true },
      [LOSS_RATIO]: { maxLosRatio: 1 },
      [FRESH]: { maxage: "1h" },
      [REQUIRED]: { vifPeerId: PEER },
    };
    const known = (name: string, properties: string) => [
      `the configuration has ${name}, but this policy accepts ${properties}`,
    ];
    expect(judge([good()], vifPeerDetectionPolicies(), config)).to.deep.equal({
      [COMPLETE]: known("strict", "no configuration"),
      [LOSS_RATIO]: known("maxLosRatio", "only maxLossRatio"),
      [FRESH]: known("maxage", "only maxAge and timeZone"),
      [REQUIRED]: known("vifPeerId", "only vifPeerIds and maxLossRatio"),
    });
  });

  it("accepts loss ratios from 0 to 100", () => {
    expect(property(vifPeerDetectionLossRatio(), "maxLossRatio")).to.include({
      type: "number",
      minimum: 0,
      maximum: 100,
    });
  });

  it("accepts exactly the durations that can be parsed", () => {
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

  it("loads neither the client nor its packages, and leaves the policy SDK to the pack", () => {
    const files = loadedBy("pulumi-huaweicloud-dc/policy");
    expect(files.join("\n")).to.match(/dist.sdk.policies.index\.js/);
    expect(
      files.filter((file) =>
        /node-fetch|valibot|@pulumi.policy|dist.provider.(functions|huaweicloud|lookups)/.test(
          file,
        ),
      ),
    ).to.deep.equal([]);
  });

  it("is not part of loading the package, which does not load the client either", () => {
    expect(
      loadedBy("pulumi-huaweicloud-dc").filter((file) =>
        /@pulumi.policy|sdk.policies|node-fetch|valibot|dist.provider.(functions|huaweicloud|lookups)/.test(
          file,
        ),
      ),
    ).to.deep.equal([]);
  });

  it("from the ready pack shows the version of the package", () => {
    expect(packJson.version).to.equal(packageJson.version);
  });
});
