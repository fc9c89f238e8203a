/**
 * The provider as the engine saves it, in the form in which Pulumi serializes dynamic providers: code that the provider
 * process evaluates in the program's folder, without a file name of its own. It is saved with every resource and runs with
 * whichever version is installed later, so it only loads the real code, and it must not change.
 *
 * Written by hand, not by Pulumi's serializer: the text does not depend on how the package was compiled, and programs don't
 * have to load the TypeScript compiler that the serializer needs.
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
