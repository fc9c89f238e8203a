import { BasicCredentials } from "@huaweicloud/huaweicloud-sdk-core";
import { AKSKSigner } from "@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner.js";
import { expect } from "chai";
import * as fc from "fast-check";
import { signedHeaders } from "../../provider/huaweicloud/auth/signature.js";
import { Secret } from "../../provider/huaweicloud/secret.js";

const UNRESERVED = "ABCXYZabcxyz0189-._~";
const text = (characters: string) =>
  fc.string({
    unit: fc.constantFrom(...Array.from(characters)),
    minLength: 1,
    maxLength: 12,
  });

/**
 * The requests that the official signer signs correctly. It escapes characters twice that Node's old URL parser escapes in a
 * path, sorts the query before encoding it, and sorts headers in a locale's order.
 */
const requests = fc.record({
  segments: fc.array(
    text(`${UNRESERVED}!*()@$&+,=:éß中`).filter(
      (segment) => !/^\.+$/.test(segment),
    ),
    { minLength: 1, maxLength: 5 },
  ),
  query: fc.dictionary(
    text("abcxyz_"),
    fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.array(text(UNRESERVED), { minLength: 2, maxLength: 3 }),
    ),
    { maxKeys: 4, noNullPrototype: true },
  ),
  headers: fc.dictionary(text("abcxyz"), text(`${UNRESERVED}/+= `), {
    maxKeys: 4,
    noNullPrototype: true,
  }),
  body: fc.option(
    fc.dictionary(text("abc"), fc.string({ unit: "grapheme" }), {
      minKeys: 1,
      maxKeys: 3,
      noNullPrototype: true,
    }),
    { nil: undefined },
  ),
  securityToken: fc.option(text(`${UNRESERVED}/+=`), {
    nil: undefined,
  }),
});

describe("The signature of any request", () => {
  it("is that of the official SDK", () => {
    const keys = {
      accessKey: "AKEXAMPLE0000000TEST",
      secretKey: "sk/Example+Key=",
    };
    const date = "20250705T151114Z";
    fc.assert(
      fc.property(requests, (request) => {
        const { segments, query, body, securityToken } = request;
        const headers = Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [
            name,
            value.trim(),
          ]),
        );
        const host = "https://dcaas.cn-north-4.myhuaweicloud.com";
        const url = new URL(
          `${host}/${segments.map(encodeURIComponent).join("/")}`,
        );
        for (const [name, values] of Object.entries(query)) {
          for (const value of [values].flat()) {
            url.searchParams.append(name, value);
          }
        }
        const ours = signedHeaders(
          {
            method: body ? "POST" : "GET",
            url,
            headers,
            ...(body && { body: JSON.stringify(body) }),
          },
          {
            accessKey: keys.accessKey,
            secretKey: new Secret(keys.secretKey),
            securityToken:
              securityToken === undefined
                ? undefined
                : new Secret(securityToken),
          },
          new Date("2025-07-05T15:11:14.123Z"),
        );
        const theirs = AKSKSigner.sign(
          {
            method: body ? "POST" : "GET",
            endpoint: `${host}/${segments.join("/")}`,
            queryParams: structuredClone(query),
            headers: {
              ...headers,
              "X-Sdk-Date": date,
              ...(securityToken !== undefined && {
                "X-Security-Token": securityToken,
              }),
            },
            data: body,
          },
          new BasicCredentials().withAk(keys.accessKey).withSk(keys.secretKey),
        ) as Record<string, string>;
        expect(ours["authorization"]).to.equal(theirs["Authorization"]);
        expect(ours["x-sdk-date"]).to.equal(date);
      }),
      { numRuns: 500 },
    );
  });
});
