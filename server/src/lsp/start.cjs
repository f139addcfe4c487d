// What `dist/server.js` is: `dnslens serve`, so that the package holds the code of both once.
process.argv.splice(2, 0, "serve");
require("../codeCache.cjs").run("server.web.js", "serve");
