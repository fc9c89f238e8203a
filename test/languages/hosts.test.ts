import { expect } from "chai";
import { type Language, LANGUAGES } from "../../scripts/cli/languages.js";
import { programsIn } from "../support/languages.js";
import type { Stack } from "../support/stack.js";

const PROGRAMS: Record<Language, Record<string, string>> = {
  yaml: {
    "Pulumi.yaml": `name: test
runtime: yaml
configuration:
  word: { type: String }
outputs:
  word: \${word}
`,
  },
  python: {
    "__main__.py": `import pulumi
pulumi.export("word", pulumi.Config().require("word"))
`,
  },
  go: {
    "main.go": `package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		ctx.Export("word", pulumi.String(config.Require(ctx, "word")))
		return nil
	})
}
`,
  },
  java: {
    "src/main/java/App.java": `import com.pulumi.Pulumi;
import com.pulumi.core.Output;

public class App {
  public static void main(String[] args) {
    Pulumi.run(ctx -> ctx.export("word", Output.of(ctx.config().require("word"))));
  }
}
`,
  },
};

for (const language of LANGUAGES) {
  describe(`a program in ${language}`, () => {
    const programs = programsIn(language);
    let stack: Stack | undefined;
    after(() => stack?.remove());

    it("runs here", async () => {
      const files = PROGRAMS[language];
      stack = await programs.stack({ files, config: { word: "gate" } });
      const run = await stack.up();
      expect(run.code, run.output).to.equal(0);
      expect(await stack.outputs()).to.deep.equal({ word: "gate" });
      expect(run.output).not.to.contain("warning");
    });
  });
}
