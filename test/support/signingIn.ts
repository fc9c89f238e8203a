import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { detectionId } from "./programs.js";
import { failureOf, openLookups, type Values } from "./lookups.js";
import { emulatedCloud } from "./emulatedCloud.js";

export const KEYS = {
  HW_ACCESS_KEY: seed.accessKey,
  HW_SECRET_KEY: seed.secretKey,
};
export const PASSWORD = {
  HW_USER_NAME: seed.userName,
  HW_USER_PASSWORD: seed.password,
  HW_DOMAIN_NAME: seed.domainName,
};
export const SDK = {
  HUAWEICLOUD_SDK_AK: seed.accessKey,
  HUAWEICLOUD_SDK_SK: seed.secretKey,
};

/** The project, as config. */
export const project = { projectId: seed.projectId };

/** A valid profile of KooCLI. */
export const profile = (more: object = {}) => ({
  name: "default",
  mode: "AKSK",
  accessKeyId: seed.accessKey,
  secretAccessKey: seed.secretKey,
  securityToken: "",
  region: "",
  projectId: "",
  ...more,
});

/** An emulated cloud, an empty home folder, and ways to look up a detection. Call it inside a `describe`. */
export function signingIn() {
  const cloud = emulatedCloud();
  let home = "";

  before(async () => {
    home = await mkdtemp(join(tmpdir(), "home-"));
  });
  after(() => rm(home, { recursive: true }));
  afterEach(async () => {
    await rm(home, { recursive: true });
    await mkdir(home);
  });

  const open = (environment: Values, config: Values = {}) =>
    openLookups(
      { region: seed.region, ...cloud.endpoints, ...config },
      { HOME: home, ...environment },
    );
  const look = (environment: Values, config: Values = {}) =>
    open(environment, config).lookups.find({ detectionId });
  return {
    cloud,
    open,
    look,
    /** Writes a file in the home folder, and returns its path. */
    file: async (path: string, text: string | object) => {
      await mkdir(join(home, path, ".."), { recursive: true });
      await writeFile(
        join(home, path),
        typeof text === "string" ? text : JSON.stringify(text),
      );
      return join(home, path);
    },
    /** The error of a lookup. */
    says: (environment: Values, config: Values = {}) =>
      failureOf(() => look(environment, config)),
    /** Looks up a detection of the project, and returns the requested operations. */
    asks: async (environment: Values, config: Values = {}) => {
      const task = await look(environment, config);
      expect(task.projectId).to.equal(seed.projectId);
      return cloud.operations();
    },
  };
}
