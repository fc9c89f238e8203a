import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { RequestError } from "../../provider/huaweicloud/errors.js";
import { isRequestError } from "../../sdk/index.js";
import { failureOf } from "../../sdk/requestError.js";

const failure = {
  reason: "throttled",
  operation: "show the detection 3284c6e2",
  method: "GET",
  host: "dcaas.example.com",
  url: "https://dcaas.example.com/v3/detections",
  outcome: "answered 429",
  status: 429,
  attempts: 4,
  elapsedMs: 7000,
  nextStep: "Try again later.",
} as const;

describe("isRequestError", () => {
  it("recognizes our errors, and Pulumi's errors that carry our failure", () => {
    expect(isRequestError(new RequestError(failure))).to.equal(true);
    const shown = Object.assign(new pulumi.RunError("no"), { failure });
    expect(isRequestError(shown)).to.equal(true);
  });

  it("recognizes an error from another copy of the package by its shape", () => {
    class FromElsewhere extends Error {
      readonly failure = { ...failure, reason: "a future reason" };
    }
    expect(isRequestError(new FromElsewhere())).to.equal(true);
  });

  it("recognizes nothing else", () => {
    for (const other of [
      undefined,
      null,
      "throttled",
      failure,
      { failure },
      new Error("throttled"),
      Object.assign(new Error(), { failure: undefined }),
      Object.assign(new Error(), { failure: "throttled" }),
      Object.assign(new Error(), { failure: { reason: "throttled" } }),
      Object.assign(new Error(), { failure: { ...failure, attempts: "4" } }),
    ]) {
      expect(isRequestError(other)).to.equal(false);
    }
  });

  it("finds the failure, however deep it is nested", () => {
    const cause = new RequestError(failure);
    const wrapped = new Error("not found", {
      cause: new Error("why", { cause }),
    });
    expect(failureOf(wrapped)).to.equal(failure);
    expect(failureOf(new Error("no cause"))).to.equal(undefined);
  });
});
