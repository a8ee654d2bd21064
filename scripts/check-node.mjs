// Loaded before the service (node --import), in plain JavaScript: an old Node must be able to read it.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(
    `Bagyt runs on Node 24 or newer; this is ${process.version}. On Linux (x64, arm64) \`npm ci\` brings it along, ` +
      'unless optional dependencies were left out. Elsewhere install Node 24: https://nodejs.org/en/download\n',
  );
  process.exit(1);
}
// Keeps compiled code between starts (in the system's temporary folder): the second start is faster.
const { enableCompileCache } = await import('node:module');
enableCompileCache();
