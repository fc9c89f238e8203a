import { inspect } from "node:util";
import { expect } from "chai";
import * as fc from "fast-check";
import { redact, Secret } from "../../provider/huaweicloud/secret.js";

describe("A secret", () => {
  const secret = new Secret("s3cret/with+signs=");

  it("is not printed, whatever prints it", () => {
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

  it("is removed however long it is, in little time", () => {
    for (const length of [1_000, 12_500, 50_000, 500_000]) {
      const long = Array.from({ length }, (_, i) => (i * 7919) % 997)
        .join("")
        .slice(0, length);
      const started = performance.now();
      const shown = `token ${long.slice(0, 300)}… was refused, ${Buffer.from(long).toString("hex").slice(100, 400)}`;
      expect(redact(shown, [new Secret(long)])).to.equal(
        "token [secret]… was refused, [secret]",
      );
      expect(redact(`whole: ${long}`, [new Secret(long)])).to.equal(
        "whole: [secret]",
      );
      expect(performance.now() - started).to.be.below(30_000);
    }
  });

  it("is removed if it is a part of the mark", () => {
    expect(redact("secrets", [new Secret("secret")])).to.equal("[secret]s");
  });

  it("is removed from base64 that begins before it and ends after it", () => {
    const text = "canary-0123456789-abcdefghij";
    for (const before of ["", "1", "12", "123"]) {
      for (const encoding of ["base64", "base64url"] as const) {
        const quoted = Buffer.from(`${before}${text}, and more`).toString(
          encoding,
        );
        const clean = redact(quoted, [new Secret(text)]);
        const [start = "", end = ""] = clean.split("[secret]");
        const left = Buffer.from(start, encoding).toString();
        expect(left.length).to.be.at.most(before.length + 1);
        expect(end.length).to.be.at.most(18);
      }
    }
  });

  it("is removed if a service shortens or wraps it", () => {
    const text = "canary-0123456789-abcdefghij/ABCDEFGHIJ+9876543210";
    for (const form of [text, Buffer.from(text).toString("base64")]) {
      for (const quoted of [
        form.slice(0, 30),
        form.slice(20),
        `${form.slice(0, 16)}…${form.slice(-16)}`,
        form.replace(/.{7}/g, "$& "),
        form.replace(/.{20}/g, "$&\r\n"),
      ]) {
        expect(
          redact(`the token "${quoted}" is bad`, [new Secret(text)]),
        ).to.match(/^the token "(\[secret\]\W*)+" is bad$/);
      }
    }
  });

  it("is removed without words that only resemble it", () => {
    expect(
      redact("the secret-of-bob is bad", [new Secret("secret-of-ann")]),
    ).to.equal("the secret-of-bob is bad");
  });

  it("that contains another is removed as a whole", () => {
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
