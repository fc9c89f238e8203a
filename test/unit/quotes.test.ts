import { expect } from "chai";
import * as fc from "fast-check";
import { excerpt, quoted } from "../../provider/huaweicloud/quotes.js";
import { redact, Secret } from "../../provider/huaweicloud/secret.js";

const SECRET = "a-secret-of-the-account";
const clean = (text: string) => redact(text, [new Secret(SECRET)]);
const MEGABYTE = 1_000_000;

describe("Untrusted text, quoted in a message,", () => {
  it("is one line of at most 300 characters", () => {
    const text = quoted(
      "two\nlines\u2028 and more".repeat(MEGABYTE / 20),
      clean,
    );
    expect(text).to.match(/^two lines and more/);
    expect(text).to.have.length(301);
  });

  it("contains no terminal control characters and no marks that change its direction", () => {
    expect(
      quoted(
        "\u001b[31mred\u001b[0m \u001b]0;title\u0007 \u009b2J bell\u0007 \u202egnp.exe\u200b\ud800",
        clean,
      ),
    ).to.equal("red bell gnp.exe");
  });

  it("never contains such a character, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 1000 }), (text) => {
        expect(quoted(text, clean)).to.not.match(/[\p{Cc}\p{Cf}\p{Cs}]/u);
        expect(excerpt(text, clean)).to.not.match(/[\p{Cc}\p{Cf}\p{Cs}]/u);
      }),
    );
  });

  it("contains no part of a secret, wherever the text is cut", () => {
    for (let before = 270; before <= 310; before++) {
      const text = `${"x".repeat(before)}${SECRET}`;
      expect(quoted(text, clean), String(before)).to.not.include("a-s");
      expect(excerpt(text, clean), String(before)).to.not.include("a-s");
    }
    for (let before = 65_500; before <= 65_540; before++) {
      expect(
        excerpt(`${"<b>".repeat(before / 3)}${SECRET}`, clean),
      ).to.not.include("a-s");
    }
  });

  it("contains no secret, even if an escape sequence or an invisible mark splits it", () => {
    for (const mark of ["\u001b[0m", "\u200b", "\u0000", "\u202e"]) {
      expect(quoted(SECRET.replace("-", `${mark}-`), clean)).to.equal(
        "[secret]",
      );
    }
  });

  for (const part of [
    "<",
    "<script>",
    "<style ",
    "</script",
    "<a ",
    "\u001b[",
    "\u001b]",
    "\u202e",
    " \t",
  ]) {
    it(`takes time that grows only with its length: ${JSON.stringify(part)}`, () => {
      const started = performance.now();
      excerpt(part.repeat((4 * MEGABYTE) / part.length), clean);
      // It used to take minutes.
      expect(performance.now() - started).to.be.lessThan(30_000);
    });
  }
});
