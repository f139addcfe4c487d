// What `dist/cli.js` is: compiled code is kept from one run to the next (node 22.1 and later), and only then the rest is read.
require("node:module").enableCompileCache?.();
require("./cli.main.js");
