// `pnpm start`: builds the packages of the server and runs it in this process, so that signals reach it directly.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const build = fileURLToPath(new URL('build.mjs', import.meta.url));
const { status } = spawnSync(process.execPath, [build, 'examples/server'], { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);
await import(new URL('../examples/server/dist/main.js', import.meta.url));
