import { inspect } from "node:util";

/** A credential that can't be printed by accident: only `reveal()` returns its value. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return "[secret]";
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect.custom](): string {
    return this.toString();
  }
}

/** Removes secrets from untrusted text, in plain form and in one or two layers of encoding, since gateways quote requests. */
export function redact(text: string, secrets: readonly Secret[]): string {
  const forms = secrets
    .map((secret) => secret.reveal())
    .flatMap((text) => [
      ...writtenForms(text).flatMap(writtenForms),
      ...withinBase64(text),
    ])
    .sort((a, b) => b.length - a.length)
    .map((form) => form.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  if (forms.length === 0) return text;
  return text.replace(new RegExp(forms.join("|"), "g"), "[secret]");
}

const HTML: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** What there is of a text in base64 of a longer one, such as a whole body: it may begin at any of three places. */
function withinBase64(text: string): string[] {
  const forms = [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
    // The characters at both ends are partly of the neighbours.
    const [start, end] = [
      Math.ceil((before * 4) / 3),
      Math.floor((bytes.length * 4) / 3),
    ];
    return (["base64", "base64url"] as const).map((encoding) =>
      bytes.toString(encoding).slice(start, end),
    );
  });
  return [...new Set(forms)].filter((form) => form.length >= 8);
}

function writtenForms(text: string): string[] {
  const bytes = Buffer.from(text);
  const forms = [
    text,
    encodeURIComponent(text),
    encodeURIComponent(text).replace(/%../g, (code) => code.toLowerCase()),
    text.replace(/[&<>"']/g, (character) => HTML[character] ?? ""),
    JSON.stringify(text).slice(1, -1),
    bytes.toString("base64"),
    bytes.toString("base64url"),
    bytes.toString("hex"),
  ];
  // Shorter forms would also remove ordinary words.
  return [...new Set(forms)].filter((form) => form.length >= 4);
}
