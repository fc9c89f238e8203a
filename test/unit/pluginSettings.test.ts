import { expect } from "chai";
import { checkedArguments } from "../../plugin/settings.js";

describe("The arguments of the plugin's providers", () => {
  const args = { region: "cn-north-4" };

  for (const name of [
    "default",
    "default_0_1_0",
    "default_1_0_0_beta_1",
    "default_https___host_path",
    "default_0_1_0_https___host",
  ]) {
    it(`are the stack's config in ${name}, which the engine creates`, () => {
      expect(checkedArguments(name, args)).to.deep.equal(args);
    });
  }

  for (const name of ["hub", "default_eu", "default-eu", "defaults"]) {
    it(`are separate in ${name}, which a program creates`, () => {
      expect(checkedArguments(name, args)).to.deep.equal({
        ...args,
        provider: name,
        credentials: "stack",
      });
    });
  }
});
