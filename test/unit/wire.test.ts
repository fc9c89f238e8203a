import { expect } from "chai";
import {
  received,
  redactorOf,
  secret,
  secretsIn,
  sent,
} from "../../plugin/wire.js";

describe("The plugin's messages", () => {
  it("omit missing values at any depth, and keep the positions in lists", () => {
    const values = {
      lossRatio: null,
      found: [{ status: "processing", lossRatio: null }],
      triggers: [null, 1],
    };
    expect(sent(values).toJavaScript()).to.deep.equal({
      found: [{ status: "processing" }],
      triggers: [null, 1],
    });
  });

  it("say which values contain a secret, however deep, and mark them again", () => {
    const message = sent({ triggers: [{ key: secret("s") }], keep: false });
    const secrets = secretsIn(message);
    expect([...secrets]).to.deep.equal(["triggers"]);
    const values = received(message);
    expect(values).to.deep.equal({ triggers: [{ key: "s" }], keep: false });
    expect([...secretsIn(sent(values, secrets))]).to.deep.equal(["triggers"]);
  });

  it("tell which texts must not appear in an error", () => {
    const redacted = redactorOf(
      sent({
        region: secret("cn-secret-1"),
        expect: [{ key: secret({ inner: ["first", 98.7654, null, true] }) }],
        keep: "plain",
      }),
    );
    expect(redacted("cn-secret-1, first, 98.7654, null, true, plain")).to.equal(
      "[secret], [secret], [secret], null, true, plain",
    );
  });
});
