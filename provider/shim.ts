/**
 * The provider as the engine saves it, in the form in which Pulumi serializes dynamic providers: text that the
 * provider process evaluates, next to the program and without a file name of its own. It is saved with every resource and
 * run by whatever version is installed later, so it holds nothing but the way to the real code, and it must not change.
 *
 * Written out rather than left to Pulumi's serializer: the text is the same wherever and however the package was
 * compiled, and a program need not load the TypeScript compiler that the serializer brings.
 */
export const shim = `exports.handler = () => ({
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
`;

/**
 * As {@link shim}, for a resource that starts a detection and deletes it. A `destroy` goes on where this package cannot be
 * loaded any more: the detection stays in the service.
 */
export const runShim = `exports.handler = () => ({
  configure(request) { this.config = request.config; },
  provider() {
    const load = require("module").createRequire(process.cwd() + "/");
    return this.opened ??= load("pulumi-huaweicloud-dc/provider").openRun(this.config);
  },
  async check(olds, news) { return (await this.provider()).check(olds, news); },
  async diff(id, olds, news) { return (await this.provider()).diff(id, olds, news); },
  async create(inputs) { return (await this.provider()).create(inputs); },
  async update(id, olds, news) { return (await this.provider()).update(id, olds, news); },
  async read(id, props) { return (await this.provider()).read(id, props); },
  async delete(id, props) {
    try { await (await this.provider()).delete(id, props); }
    catch (error) { console.log("warning: detection " + props.detectionId + " was not deleted: " + error.message); }
  },
});
`;
