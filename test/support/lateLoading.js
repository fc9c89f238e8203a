// Loaded ahead in the engine's Node.js processes: Pulumi's SDK loads npm's dependency solver and the TypeScript compiler whenever
// it starts, and a JavaScript program uses neither. Loading them on first use saves two fifths of a run's CPU time.
const Module = require("node:module");

const LATE = ["@npmcli/arborist", "typescript"];
const load = Module._load;

Module._load = function (request, ...rest) {
  const loadNow = () => load.call(this, request, ...rest);
  if (!LATE.includes(request)) return loadNow();
  let loaded;
  return new Proxy(
    {},
    {
      // Otherwise compiled imports copy every export at once.
      get: (_, name) => name === "__esModule" || (loaded ??= loadNow())[name],
    },
  );
};
