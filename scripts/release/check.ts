/**
 * Checks that package.json names the repository, which npm requires for provenance; then packs the plugin into dist-plugin/,
 * and checks that each file starts and reports the right version.
 */
import { packPlugin, problemsOfPlugin } from "./plugin.js";
import { manifest, repositoryPage } from "./repository.js";

const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name } = process.env;
const here = server && name ? `${server}/${name}` : undefined;

function problemsOfRepository(): string[] {
  const { homepage, bugs, ...known } = manifest();
  const page = repositoryPage(known);
  const problems: string[] = [];
  if (page === undefined) {
    problems.push("set repository in package.json, as git+https://….git");
  } else {
    if (here !== undefined && page !== here) {
      problems.push(
        `repository in package.json is ${page}, but this is ${here}: npm refuses its provenance`,
      );
    }
    if (homepage === undefined) problems.push("set homepage in package.json");
    if (bugs?.url === undefined) problems.push("set bugs in package.json");
  }
  if (problems.length > 0) {
    const to = here ?? page ?? "https://<host>/<owner>/<name>";
    problems.push(
      "All three at once:",
      `  npm pkg set repository.type=git "repository.url=git+${to}.git" "homepage=${to}#readme" "bugs.url=${to}/issues"`,
    );
  }
  return problems;
}

async function check(): Promise<void> {
  const repository = problemsOfRepository();
  // The plugin's package.json copies the repository.
  const problems =
    repository.length > 0 ? repository : await problemsOfPlugin(packPlugin());
  if (problems.length === 0) return;
  console.error(problems.join("\n"));
  process.exitCode = 1;
}

void check();
