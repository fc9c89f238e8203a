import { withSignature } from "../authenticator.js";
import type { Way } from "../credentials.js";
import { AgencyKeys } from "../metadataService.js";

/** The agency of this machine. */
export const ecsAgency: Way = {
  label: "the agency of this machine (its metadata service)",
  places: ["machine"],
  async find({ settings, transport: { clock } }) {
    const keys = new AgencyKeys(clock, settings.endpoints.metadata);
    const { source } = keys;
    try {
      await keys.get();
    } catch (error) {
      const sentence = (error as Error).message;
      return { set: [], missing: source, sentence };
    }
    return {
      source,
      settings: [],
      fromConfig: false,
      fingerprint: source,
      authenticator: ({ project }) => ({
        async authenticate(request) {
          const key = await keys.get();
          return withSignature(
            request,
            key,
            "id" in project ? project.id : undefined,
            clock.now(),
            {
              advice: `The service refuses the keys of ${source}, even new ones: check this machine's agency in the console, and its clock.`,
              renew: () => keys.renew(key),
            },
          );
        },
      }),
    };
  },
};
