import { expect } from "chai";
import { shim } from "../../provider/index.js";

describe("The provider as it is saved in the state", () => {
  it("never changes: old states hold it, and new versions must be reached by it", () => {
    expect(shim).to.equal(`exports.handler = () => ({
  configure(request) { this.config = request.config; },
  provider() {
    const load = require("module").createRequire(process.cwd() + "/");
    return this.opened ??= load("pulumi-huaweicloud-dc/provider").open(this.config);
  },
  async check(olds, news) { return (await this.provider()).check(olds, news); },
  async diff(id, olds, news) { return (await this.provider()).diff(id, olds, news); },
  async create(inputs) { return (await this.provider()).create(inputs); },
  async update(id, olds, news) { return (await this.provider()).update(id, olds, news); },
  async read(id, props) { return (await this.provider()).read(id, props); },
});
`);
  });

  it("is short", () => {
    expect(shim.length).to.be.below(3000);
  });
});
