import { inspect } from "node:util";
import { expect } from "chai";
import * as fc from "fast-check";
import { redact, Secret } from "../../provider/huaweicloud/secret.js";

describe("A secret", () => {
  const secret = new Secret("s3cret/with+signs=");

  it("is not printed, however it gets there", () => {
    const error = new Error("failed", { cause: { secret } });
    for (const text of [
      String(secret),
      JSON.stringify({ secret }),
      inspect({ secret }, { depth: 9, showHidden: true }),
      inspect(error),
      Object.values(secret).join(),
    ]) {
      expect(text).to.not.include("s3cret");
    }
    expect(secret.reveal()).to.equal("s3cret/with+signs=");
  });

  it("is removed from text in every encoding", () => {
    const text = secret.reveal();
    const bytes = Buffer.from(text);
    for (const form of [
      text,
      encodeURIComponent(text),
      encodeURIComponent(text).toLowerCase(),
      JSON.stringify(JSON.stringify(text)),
      bytes.toString("base64"),
      bytes.toString("base64url"),
      bytes.toString("hex"),
    ]) {
      expect(redact(`before ${form} after`, [secret]), form).to.match(
        /^before \W*\[secret\]\W* after$/,
      );
    }
  });

  it("that contains another is taken out whole", () => {
    expect(
      redact("a long-secret here", [
        new Secret("secret"),
        new Secret("long-secret"),
      ]),
    ).to.equal("a [secret] here");
  });

  it("never remains in any text", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 8 }),
        fc.string(),
        fc.string(),
        (text, before, after) => {
          fc.pre(
            !"[secret]".includes(text) && !`${before}${after}`.includes(text),
          );
          const clean = redact(before + text + after, [new Secret(text)]);
          expect(clean).to.include("[secret]");
        },
      ),
    );
  });
});
